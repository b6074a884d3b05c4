"""What is done about each thing that a webhook may say."""

import logging
from collections.abc import Callable, Mapping
from typing import TypeAlias

from tracking.orders import Unreadable
from tracking.services import Services
from tracking.shopify.topics import WebhookKind
from tracking.shopify.webhooks import WebhookMessage

log = logging.getLogger(__name__)

_Act: TypeAlias = Callable[[WebhookMessage, Services], bool]


def handle(notice: WebhookMessage, parts: Services, *, then: Callable[[], None]) -> bool:
    """Do it, and ``then`` what comes after; False: it could not be done, and should be told again."""
    is_done = _ACTS[notice.kind](notice, parts)
    if is_done:
        then()
    return is_done


def _outdate(notice: WebhookMessage, parts: Services) -> bool:
    if notice.node_ids:  # not after the answer: whatever happened between the two would lose what Shopify has told us
        return parts.orders.outdate_owner(notice.node_ids)
    return all(parts.orders.outdate(order_id) for order_id in notice.orders)  # up to the first that fails


def _erase(notice: WebhookMessage, parts: Services) -> bool:
    return all(parts.orders.erase(order_id) for order_id in notice.orders)  # likewise


def _redact_customer(notice: WebhookMessage, parts: Services) -> bool:
    is_done = _erase(notice, parts)
    _report(is_done, f"a customer's orders: {_names(notice, parts)}")
    return is_done


def _redact_shop(_: WebhookMessage, parts: Services) -> bool:
    is_done = parts.orders.erase_all()
    _report(is_done, "all orders")
    return is_done


def _report(is_done: bool, what: str) -> None:  # noqa: FBT001 - what became of it
    if is_done:
        log.warning("As Shopify asks, nothing is kept any more of %s", what)
    else:
        log.error("Shopify asks to erase %s, and the cache does not answer: Shopify will ask again", what)


def _tell_what_is_kept(notice: WebhookMessage, parts: Services) -> bool:
    try:
        kept = [until for order_id in notice.orders if (until := parts.orders.kept_until(order_id))]
    except Unreadable:
        log.error("A customer asks for their data, and the cache does not answer: Shopify will ask again")  # noqa: TRY400 - the cause is a line of its own
        return False
    log.warning(
        "A customer asks for their data, and you have 30 days to answer: orders named: %d, known here: %d%s (%s)."
        " What is known here are copies of what the shop's admin shows; nothing else of the customer is kept",
        len(notice.orders),
        len(kept),
        f", until {max(kept):%Y-%m-%d %H:%M} UTC at the latest" if kept else "",
        _names(notice, parts),
    )
    return True


def _alert(_: WebhookMessage, parts: Services) -> bool:
    log.error(
        "The app was uninstalled from %s: Shopify answers no more, and known orders are forgotten within"
        " RETENTION_HOURS. Install the app again, or stop this site",
        parts.settings.shopify_shop,
    )
    return True


def _forget_profile(_: WebhookMessage, parts: Services) -> bool:
    parts.changes.publish(None)  # with the profile go the pages that show it, in every process
    return True


def _names(notice: WebhookMessage, parts: Services) -> str:
    return " ".join(parts.pseudonyms.pseudonymize("order", order_id) for order_id in notice.orders) or "none"


_ACTS: Mapping[WebhookKind, _Act] = {
    WebhookKind.CHANGED: _outdate,
    WebhookKind.DELETED: _erase,
    WebhookKind.ASKED: _tell_what_is_kept,
    WebhookKind.REDACT_CUSTOMER: _redact_customer,
    WebhookKind.REDACT_SHOP: _redact_shop,
    WebhookKind.UNINSTALLED: _alert,
    WebhookKind.SHOP_CHANGED: _forget_profile,
}
