"""Receives Shopify's webhooks: checks the signature, handles the message, and responds without asking Shopify.

A webhook only says that an order changed: the customer's data in it is neither read nor stored. The work that is
left for later is a row before the response, in one transaction with the webhook's id, by which a repeated one is known.
"""

import logging
from enum import StrEnum
from uuid import uuid4

from flask import Response, request

from tracking.database import DatabaseUnavailable, webhooks_seen
from tracking.services import WebhookServices, services
from tracking.shopify.signatures import NotSigned, check_body
from tracking.shopify.webhooks.payload import (
    InvalidPayload,
    UnreadableRequest,
    WebhookHeaders,
    WebhookMessage,
    read_webhook,
)
from tracking.shopify.webhooks.topics import TOPICS
from tracking.web.views.webhook_handlers import add_rows, handle

log = logging.getLogger(__name__)


class WebhookOutcome(StrEnum):
    """The result of a webhook, as metrics name it."""

    ACTED = "acted"
    REPEATED = "repeated"
    IGNORED = "ignored"
    UNREADABLE = "unreadable"
    FORGED = "forged"
    FAILED = "failed"


# Shopify retries for hours after any other status: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
_STATUS = {WebhookOutcome.UNREADABLE: 422, WebhookOutcome.FORGED: 401, WebhookOutcome.FAILED: 503}


def receive() -> Response:
    """Responds 200 with an empty body; 401 where Shopify did not sign the request; 503 where it should retry.

    And 422 where what a customer asks for cannot be read.
    """
    webhooks, headers = services().webhooks, WebhookHeaders.read(request.headers)
    outcome = _process(headers, request.get_data(cache=False), webhooks)
    webhooks.metrics.webhook(headers.topic if headers.topic in TOPICS else "other", outcome)
    return Response(status=_STATUS.get(outcome, 200), mimetype="text/plain")


def _process(headers: WebhookHeaders, body: bytes, webhooks: WebhookServices) -> WebhookOutcome:
    try:
        check_body(body, headers.signature, webhooks.secrets)
        message = _read(headers, body, webhooks.shop)
    except NotSigned as error:
        log.warning("A webhook was refused: %s", error)
        return WebhookOutcome.FORGED
    except UnreadableRequest as error:
        log.error("A webhook %.100r was refused: %s", headers.topic, error)  # noqa: TRY400 - the message says all
        return WebhookOutcome.UNREADABLE
    except InvalidPayload as error:
        log.warning("A webhook %.100r was ignored: %s", headers.topic, error)
        return WebhookOutcome.IGNORED
    if message is None:
        log.info("A webhook %.100r was ignored: nothing here depends on it", headers.topic)
        return WebhookOutcome.IGNORED
    return _handle_once(headers, message, webhooks)


def _read(headers: WebhookHeaders, body: bytes, shop: str) -> WebhookMessage | None:
    if headers.shop != shop:
        raise InvalidPayload(f"it is about {headers.shop[:100]!r}, and SHOPIFY_SHOP is {shop}")
    return read_webhook(headers.topic, body, shop=shop)


def _handle_once(headers: WebhookHeaders, message: WebhookMessage, webhooks: WebhookServices) -> WebhookOutcome:
    """Handles a message that was not handled before.

    While the database cannot be used, it is handled all the same, and Shopify retries, so that nothing is lost.
    """
    webhook_id = _webhook_id(headers, message, webhooks)
    try:
        with webhooks.database.read() as transaction:
            is_repeated = webhooks_seen.is_known(transaction, webhook_id)
    except DatabaseUnavailable as error:
        log.warning("A webhook is asked for again: the database cannot be used: %s", error)
        handle(message, webhooks)
        return WebhookOutcome.FAILED
    if is_repeated:
        return WebhookOutcome.REPEATED
    return _remember(webhook_id, message, webhooks) if handle(message, webhooks) else WebhookOutcome.FAILED


def _webhook_id(headers: WebhookHeaders, message: WebhookMessage, webhooks: WebhookServices) -> str:
    """Of any length, and in no way signed, it is stored as a hash; several messages of one event may differ."""
    parts = (headers.topic, headers.webhook_id or headers.event_id or uuid4().hex)
    return webhooks.pseudonyms.pseudonymize("webhook", *parts, *message.node_ids, *message.orders)


def _remember(webhook_id: str, message: WebhookMessage, webhooks: WebhookServices) -> WebhookOutcome:
    """Commits the webhook's id with what is to be done later."""
    now = webhooks.clock()
    try:
        with webhooks.database.write() as transaction:
            if not webhooks_seen.add(transaction, webhook_id, now=now):
                return WebhookOutcome.REPEATED
            add_rows(message, webhooks, transaction, now=now)
    except DatabaseUnavailable as error:
        log.warning("A webhook is asked for again: the database cannot be used: %s", error)
        return WebhookOutcome.FAILED
    return WebhookOutcome.ACTED
