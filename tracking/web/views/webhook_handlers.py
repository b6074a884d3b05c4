"""Handles each kind of webhook."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from tracking.database import Transaction
from tracking.orders import CacheUnavailable
from tracking.services import WebhookServices
from tracking.shopify.webhooks.payload import WebhookMessage
from tracking.shopify.webhooks.topics import WebhookKind
from tracking.worker.hints import add_changed_order, add_changed_parts

log = logging.getLogger(__name__)

_Handler: TypeAlias = Callable[[WebhookMessage, WebhookServices], bool]


def handle(message: WebhookMessage, services: WebhookServices) -> bool:
    """Handles what cannot wait for the worker. False: it failed, and Shopify should retry."""
    return _HANDLERS[message.kind](message, services)


def add_tasks(message: WebhookMessage, transaction: Transaction, *, now: datetime) -> None:
    """Writes down what the worker has to do about a change."""
    if message.kind is not WebhookKind.CHANGED:
        return
    for order_id in message.orders:
        add_changed_order(transaction, order_id, now=now)
    if message.node_ids:
        add_changed_parts(transaction, message.node_ids, now=now)


def _invalidate(message: WebhookMessage, services: WebhookServices) -> bool:
    if message.node_ids:  # Shopify must be asked whose they are; the worker does that, too, until it succeeds
        services.orders.invalidate_owner_soon(message.node_ids)
        return True
    return all(services.orders.invalidate(order_id) for order_id in message.orders)  # up to the first that fails


def _erase(message: WebhookMessage, services: WebhookServices) -> bool:
    return all(services.orders.erase(order_id) for order_id in message.orders)  # likewise


def _redact_customer(message: WebhookMessage, services: WebhookServices) -> bool:
    is_handled = _erase(message, services)
    _report_erasure(is_handled, f"a customer's orders: {_names(message, services)}")
    return is_handled


def _redact_shop(_: WebhookMessage, services: WebhookServices) -> bool:
    is_handled = services.orders.erase_all()
    _report_erasure(is_handled, "all orders")
    return is_handled


def _report_erasure(is_handled: bool, subject: str) -> None:  # noqa: FBT001 - the outcome
    if is_handled:
        log.warning("As Shopify asks, nothing is kept any more of %s", subject)
    else:
        log.error("Shopify asks to erase %s, and the cache does not answer: Shopify will ask again", subject)


def _report_stored_orders(message: WebhookMessage, services: WebhookServices) -> bool:
    try:
        kept = [until for order_id in message.orders if (until := services.orders.retained_until(order_id))]
    except CacheUnavailable:
        log.error("A customer asks for their data, and the cache does not answer: Shopify will ask again")  # noqa: TRY400 - the cause is a line of its own
        return False
    log.warning(
        "A customer asks for their data, and you have 30 days to answer: orders named: %d, known here: %d%s (%s)."
        " What is known here are copies of what the shop's admin shows; nothing else of the customer is kept",
        len(message.orders),
        len(kept),
        f", until {max(kept):%Y-%m-%d %H:%M} UTC at the latest" if kept else "",
        _names(message, services),
    )
    return True


def _report_uninstall(_: WebhookMessage, services: WebhookServices) -> bool:
    log.error(
        "The app was uninstalled from %s: Shopify answers no more, and known orders are forgotten within"
        " RETENTION_HOURS. Install the app again, or stop this site",
        services.settings.shopify_shop,
    )
    return True


def _forget_profile(_: WebhookMessage, services: WebhookServices) -> bool:
    services.invalidation.publish(None)  # with the profile go the pages that show it, in every process
    return True


def _names(message: WebhookMessage, services: WebhookServices) -> str:
    return " ".join(services.pseudonyms.pseudonymize("order", order_id) for order_id in message.orders) or "none"


_HANDLERS: Mapping[WebhookKind, _Handler] = {
    WebhookKind.CHANGED: _invalidate,
    WebhookKind.DELETED: _erase,
    WebhookKind.ASKED: _report_stored_orders,
    WebhookKind.REDACT_CUSTOMER: _redact_customer,
    WebhookKind.REDACT_SHOP: _redact_shop,
    WebhookKind.UNINSTALLED: _report_uninstall,
    WebhookKind.SHOP_CHANGED: _forget_profile,
}
