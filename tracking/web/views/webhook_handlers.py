"""Handles each kind of webhook."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from tracking.database import DatabaseUnavailable, Transaction, data_requests
from tracking.directory.erasure import AT_ONCE
from tracking.orders import CacheUnavailable
from tracking.running.commands import command
from tracking.services import WebhookServices
from tracking.shopify.webhooks.payload import WebhookMessage
from tracking.shopify.webhooks.topics import WebhookKind
from tracking.worker.order_tasks import add_changed_order, add_changed_parts

_MOST_NAMES = 10  # in one line of the log
_MOST_LOOKED_UP = 200  # orders in the cache, one by one: Shopify expects an answer within five seconds

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
    return all([_erase_stored(message, services), _erase_cached(message, services)])


def _erase_cached(message: WebhookMessage, services: WebhookServices) -> bool:
    if len(message.orders) > _MOST_LOOKED_UP:  # sooner done than one by one, and pages ask Shopify again
        return services.orders.erase_all()
    return all([*map(services.orders.erase, message.orders)])  # each is tried


def _erase_stored(message: WebhookMessage, services: WebhookServices) -> bool:
    try:
        services.erasure.erase_soon(message.orders)
    except DatabaseUnavailable as error:
        log.error("Orders are to be erased, and the database cannot be used: %s", error)  # noqa: TRY400 - the sentence says it all
        return False
    return True


def _redact_customer(message: WebhookMessage, services: WebhookServices) -> bool:
    is_handled = _erase(message, services)
    subject = f"a customer's orders: {_names(message.orders, services)}"
    _report_erasure(is_handled, subject, is_done=len(message.orders) <= AT_ONCE)
    return is_handled


def _redact_shop(_: WebhookMessage, services: WebhookServices) -> bool:
    is_handled = all([_erase_all_stored(services), services.orders.erase_all()])
    _report_erasure(is_handled, "all orders", is_done=False)
    return is_handled


def _erase_all_stored(services: WebhookServices) -> bool:
    try:
        services.erasure.erase_all_soon()
    except DatabaseUnavailable as error:
        log.error("All orders are to be erased, and the database cannot be used: %s", error)  # noqa: TRY400 - likewise
        return False
    return True


def _report_erasure(is_handled: bool, subject: str, *, is_done: bool) -> None:  # noqa: FBT001 - the outcome
    if not is_handled:
        log.error("Shopify asks to erase %s, and something of them is still kept: Shopify will ask again", subject)
    elif is_done:
        log.warning("As Shopify asks, nothing is kept any more of %s", subject)
    else:
        log.warning(
            "As Shopify asks, nothing is shown or taken in any more of %s, and the worker erases what is still kept",
            subject,
        )


def _report_stored_orders(message: WebhookMessage, services: WebhookServices) -> bool:
    try:
        looked_up = message.orders[:_MOST_LOOKED_UP]
        kept = [until for order_id in looked_up if (until := services.orders.retained_until(order_id))]
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


def _names(orders: Sequence[str], services: WebhookServices) -> str:
    names = [services.pseudonyms.pseudonymize("order", order_id) for order_id in orders[:_MOST_NAMES]]
    more = [f"and {len(orders) - _MOST_NAMES} more"] if len(orders) > _MOST_NAMES else []
    return " ".join([*names, *more]) or "none"


_HANDLERS: Mapping[WebhookKind, _Handler] = {
    WebhookKind.CHANGED: _invalidate,
    WebhookKind.DELETED: _erase,
    WebhookKind.ASKED: _report_stored_orders,
    WebhookKind.REDACT_CUSTOMER: _redact_customer,
    WebhookKind.REDACT_SHOP: _redact_shop,
    WebhookKind.UNINSTALLED: _report_uninstall,
    WebhookKind.SHOP_CHANGED: _forget_profile,
}
