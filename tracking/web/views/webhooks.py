"""What Shopify tells by itself: checked, understood, and answered before anybody asks Shopify back.

A webhook is a hint. What it holds of a customer is read by nobody and kept nowhere.
"""

import logging
from enum import StrEnum

from flask import Response, request

from tracking.services import services
from tracking.settings import Settings
from tracking.shopify.signatures import NotSigned, check_body
from tracking.shopify.webhooks.payload import InvalidPayload, WebhookHeaders, WebhookMessage, read_webhook
from tracking.shopify.webhooks.topics import TOPICS
from tracking.web.views.webhook_handlers import handle

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a webhook."""

    ACTED = "acted"
    REPEATED = "repeated"
    IGNORED = "ignored"
    FORGED = "forged"
    FAILED = "failed"


# Whatever is no success is told again, for hours: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
_STATUS = {Outcome.FORGED: 401, Outcome.FAILED: 503}


def receive() -> Response:
    """200 without a word, and at once; 401 where Shopify did not sign it; 503 where it should be told again."""
    envelope = WebhookHeaders.read(request.headers)
    outcome = _take(envelope, request.get_data(cache=False))
    services().metrics.webhook(envelope.topic if envelope.topic in TOPICS else "other", outcome)
    return Response(status=_STATUS.get(outcome, 200), mimetype="text/plain")


def _take(envelope: WebhookHeaders, body: bytes) -> Outcome:
    try:
        check_body(body, envelope.signature, _secrets(services().settings))
        notice = _read(envelope, body)
    except NotSigned as error:
        log.warning("A webhook was refused: %s", error)
        return Outcome.FORGED
    except InvalidPayload as error:
        log.warning("A webhook %.100r was left alone: %s", envelope.topic, error)
        return Outcome.IGNORED
    if notice is None:
        log.info("A webhook %.100r was left alone: nothing here depends on it", envelope.topic)
        return Outcome.IGNORED
    return _once(envelope, notice)


def _secrets(settings: Settings) -> list[str]:
    """Those of the app, and the one of webhooks that the merchant made by hand."""
    return [*settings.app_secrets, *filter(None, (settings.shopify_webhook_secret,))]


def _read(envelope: WebhookHeaders, body: bytes) -> WebhookMessage | None:
    shop = services().settings.shopify_shop or ""
    if envelope.shop != shop:
        raise InvalidPayload(f"it is about {envelope.shop[:100]!r}, and SHOPIFY_SHOP is {shop}")
    return read_webhook(envelope.topic, body, shop=shop)


def _once(envelope: WebhookHeaders, notice: WebhookMessage) -> Outcome:
    """Act, unless that was done. One event may be about several orders: more words than its id tell them apart."""
    events = services().events
    event = (envelope.topic, envelope.event, *notice.node_ids, *notice.orders)
    if envelope.event and events.seen(*event):
        return Outcome.REPEATED
    return Outcome.ACTED if handle(notice, services(), then=lambda: events.mark_seen(*event)) else Outcome.FAILED
