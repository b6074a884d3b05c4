"""Receives Shopify's webhooks: checks the signature, handles the message, and responds without asking Shopify.

A webhook only says that an order changed: the customer's data in it is neither read nor stored.
"""

import logging
from enum import StrEnum

from flask import Response, request

from tracking.services import WebhookServices, services
from tracking.settings import Settings
from tracking.shopify.signatures import NotSigned, check_body
from tracking.shopify.webhooks.payload import InvalidPayload, WebhookHeaders, WebhookMessage, read_webhook
from tracking.shopify.webhooks.topics import TOPICS
from tracking.web.views.webhook_handlers import handle

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """The result of a webhook, as metrics name it."""

    ACTED = "acted"
    REPEATED = "repeated"
    IGNORED = "ignored"
    FORGED = "forged"
    FAILED = "failed"


# Shopify retries for hours after any other status: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
_STATUS = {Outcome.FORGED: 401, Outcome.FAILED: 503}


def receive() -> Response:
    """Responds 200 with an empty body; 401 where Shopify did not sign the request; 503 where it should retry."""
    webhooks, headers = services().webhooks, WebhookHeaders.read(request.headers)
    outcome = _process(headers, request.get_data(cache=False), webhooks)
    webhooks.metrics.webhook(headers.topic if headers.topic in TOPICS else "other", outcome)
    return Response(status=_STATUS.get(outcome, 200), mimetype="text/plain")


def _process(headers: WebhookHeaders, body: bytes, webhooks: WebhookServices) -> Outcome:
    try:
        check_body(body, headers.signature, _secrets(webhooks.settings))
        message = _read(headers, body, webhooks.settings)
    except NotSigned as error:
        log.warning("A webhook was refused: %s", error)
        return Outcome.FORGED
    except InvalidPayload as error:
        log.warning("A webhook %.100r was ignored: %s", headers.topic, error)
        return Outcome.IGNORED
    if message is None:
        log.info("A webhook %.100r was ignored: nothing here depends on it", headers.topic)
        return Outcome.IGNORED
    return _handle_once(headers, message, webhooks)


def _secrets(settings: Settings) -> list[str]:
    """Returns the secrets of the app, and that of the webhooks made by hand in the admin."""
    return [*settings.app_secrets, *filter(None, (settings.shopify_webhook_secret,))]


def _read(headers: WebhookHeaders, body: bytes, settings: Settings) -> WebhookMessage | None:
    shop = settings.shopify_shop or ""
    if headers.shop != shop:
        raise InvalidPayload(f"it is about {headers.shop[:100]!r}, and SHOPIFY_SHOP is {shop}")
    return read_webhook(headers.topic, body, shop=shop)


def _handle_once(headers: WebhookHeaders, message: WebhookMessage, webhooks: WebhookServices) -> Outcome:
    """Handles a message that was not handled before; several messages of one event may be about several orders."""
    deduplicator = webhooks.deduplicator
    event = (headers.topic, headers.event_id, *message.node_ids, *message.orders)
    if headers.event_id and deduplicator.seen(*event):
        return Outcome.REPEATED
    is_handled = handle(message, webhooks, then=lambda: deduplicator.mark_seen(*event))
    return Outcome.ACTED if is_handled else Outcome.FAILED
