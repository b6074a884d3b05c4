"""Handles each kind of webhook."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from tracking.database import DatabaseUnavailable, Transaction, data_requests
from tracking.orders import CacheUnavailable
from tracking.running.commands import command
from tracking.services import WebhookServices
from tracking.shopify.webhooks.payload import WebhookMessage
from tracking.shopify.webhooks.topics import WebhookKind
from tracking.worker.hints import add_changed_order, add_changed_parts

_ERASURE_SECONDS = 2.0  # Shopify expects an answer within five

log = logging.getLogger(__name__)

_Handler: TypeAlias = Callable[[WebhookMessage, WebhookServices], bool]


def handle(message: WebhookMessage, services: WebhookServices) -> bool:
    """Handles what cannot wait for the worker. False: it failed, and Shopify should retry."""
    return _HANDLERS[message.kind](message, services)


def add_rows(message: WebhookMessage, services: WebhookServices, transaction: Transaction, *, now: datetime) -> None:
    """Writes down what the worker has to do about a change, and what the merchant has to answer."""
    if message.kind is WebhookKind.ASKED:
        data_requests.add(transaction, services.erasure.not_erased(transaction, message.orders), now=now)
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
    # Both, whether the first one succeeds or not: each that does is done.
    return all([_erase_kept(message, services), *map(services.orders.erase, message.orders)])


def _erase_kept(message: WebhookMessage, services: WebhookServices) -> bool:
    try:
        services.erasure.erase(message.orders)
    except DatabaseUnavailable as error:
        log.error("Orders are to be erased, and the database cannot be used: %s", error)  # noqa: TRY400 - the sentence says it all
        return False
    return True


def _redact_customer(message: WebhookMessage, services: WebhookServices) -> bool:
    is_handled = _erase(message, services)
    _report_erasure(is_handled, f"a customer's orders: {_names(message.orders, services)}")
    return is_handled


def _redact_shop(_: WebhookMessage, services: WebhookServices) -> bool:
    is_handled = all([_erase_all_kept(services), services.orders.erase_all()])
    _report_erasure(is_handled, "all orders")
    return is_handled


def _erase_all_kept(services: WebhookServices) -> bool:
    """False also where there are more than can be erased now: Shopify asks again, and what is erased is done."""
    ends_at = time.monotonic() + _ERASURE_SECONDS
    try:
        return services.erasure.erase_all(lambda: time.monotonic() < ends_at)
    except DatabaseUnavailable as error:
        log.error("All orders are to be erased, and the database cannot be used: %s", error)  # noqa: TRY400 - likewise
        return False


def _report_erasure(is_handled: bool, subject: str) -> None:  # noqa: FBT001 - the outcome
    if is_handled:
        log.warning("As Shopify asks, nothing is kept any more of %s", subject)
    else:
        log.error("Shopify asks to erase %s, and something of them is still kept: Shopify will ask again", subject)


def _report_stored_orders(message: WebhookMessage, services: WebhookServices) -> bool:
    try:
        kept = [until for order_id in message.orders if (until := services.orders.retained_until(order_id))]
        in_database = services.erasure.known(message.orders)
    except (CacheUnavailable, DatabaseUnavailable):
        log.error(  # noqa: TRY400 - the cause is a line of its own
            "A customer asks for their data, and the cache or the database does not answer: Shopify will ask again"
        )
        return False
    log.warning(
        "A customer asks for their data, and you have 30 days to answer: orders named: %d, known here: %d%s (%s)."
        " In the database: %d%s. `%s` lists the numbers of the orders named, and with one of them in place of"
        " --requested it prints what is kept of that order. What is known here are copies of what the shop's admin"
        " shows, without the customer's name, address, email and phone",
        len(message.orders),
        len(kept),
        f", until {max(kept):%Y-%m-%d %H:%M} UTC at the latest" if kept else "",
        _names(message.orders, services),
        len(in_database),
        f" ({_names(in_database, services)})" if in_database else "",
        command("export --requested"),
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


def _names(orders: Iterable[str], services: WebhookServices) -> str:
    return " ".join(services.pseudonyms.pseudonymize("order", order_id) for order_id in orders) or "none"


_HANDLERS: Mapping[WebhookKind, _Handler] = {
    WebhookKind.CHANGED: _invalidate,
    WebhookKind.DELETED: _erase,
    WebhookKind.ASKED: _report_stored_orders,
    WebhookKind.REDACT_CUSTOMER: _redact_customer,
    WebhookKind.REDACT_SHOP: _redact_shop,
    WebhookKind.UNINSTALLED: _report_uninstall,
    WebhookKind.SHOP_CHANGED: _forget_profile,
}
