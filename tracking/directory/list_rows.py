"""The rows of the list of orders for programs: public keys, which change only on purpose."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from tracking.carriers import Carriers, Link
from tracking.database.orders import OrderRow
from tracking.order.model import Tracking
from tracking.order.reasons import reason_text
from tracking.order.vocabulary import Condition, Reason, Stage
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

# What waits without a reason, and what to do. What is on its way or done waits for nobody in the shop.
_TO_SEND = ("Nothing holds it up: it is still to be packed and sent.", "Pack it, and mark it as fulfilled.")
_UNEXPLAINED = {
    Stage.ORDERED: _TO_SEND,
    Stage.CONFIRMED: _TO_SEND,
    Stage.PREPARING: _TO_SEND,
    Stage.READY_FOR_PICKUP: ("The customer has not picked it up yet.", "Mark it as picked up once it is handed over."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row with the texts that its columns stand for. ``cause`` and ``remedy`` are in English."""

    order: OrderRow
    cause: str
    remedy: str
    tracking: Link | None


def list_row(order: OrderRow, carriers: Carriers) -> ListRow:
    """The row of an order."""
    cause, remedy = cause_and_remedy(order)
    try:
        answer = read_order(order.answer)
    except Unavailable:  # kept by another release: it is fetched again
        return ListRow(order=order, cause=cause, remedy=remedy, tracking=None)
    entries = [entry for parcel in answer.fulfillments for entry in parcel.tracking]
    return ListRow(order=order, cause=cause, remedy=remedy, tracking=_tracking(entries, order, carriers))


def as_json(row: ListRow, *, shop: str | None) -> dict[str, Json]:
    """Every key; of what is not known to this release null, or an empty list."""
    order, tracking = row.order, row.tracking
    estimate = order.estimate_from and order.estimate_to
    return {
        "id": order.id,
        "order": order.name,
        "placed_at": _time(order.placed_at),
        "route": order.route,
        "stage": order.stage,
        "condition": order.condition,
        "reason": order.reason,
        "actor": order.actor,
        "cause": row.cause,
        "remedy": row.remedy,
        "admin_url": admin_url(shop, order.id) if shop else None,
        "page_url": None,
        "carrier": order.carrier,
        "number": tracking.number if tracking else None,
        "tracking_url": tracking.url if tracking else None,
        "parcels": order.parcels,
        "last_scan_at": _time(order.last_scan_at) if order.last_scan_at else None,
        "estimate": {"from": f"{order.estimate_from}", "to": f"{order.estimate_to}"} if estimate else None,
        "promised": [],
        "country": order.country,
        "location": order.location,
        "tags": [],  # of which only keyed hashes are kept
        "items_sent": order.items_sent,
        "items_total": order.items_total,
        "letters": None,
        "answer": None,
        "set_aside_until": None,
        "needs": {"rank": order.need_rank, "why": order.need_why} if order.need_rank else None,
        "out_of_step": [*order.out_of_step],
    }


def admin_url(shop: str, order_id: str) -> str:
    """Where the merchant handles the order; ``shop`` is example.myshopify.com."""
    return f"https://admin.shopify.com/store/{shop.removesuffix('.myshopify.com')}/orders/{order_id}"


def cause_and_remedy(order: OrderRow) -> tuple[str, str]:
    """Why the order waits, and what to do, in English; empty where it waits for nobody in the shop."""
    if order.reason:
        text = reason_text(_reason(order.reason))
        return text.merchant_cause.message, text.merchant_fix.message
    is_waiting = order.condition != Condition.DONE and order.stage in set(Stage)
    return _UNEXPLAINED.get(Stage(order.stage), ("", "")) if is_waiting else ("", "")


def _reason(code: str) -> Reason:
    """Of another release's codes the one that says so."""
    return Reason(code) if code in set(Reason) else Reason.UNKNOWN_STATUS


def _tracking(entries: list[Tracking], order: OrderRow, carriers: Carriers) -> Link | None:
    """The number of the carrier that the row names, else the first."""
    links = [
        carriers.resolve(entry.number, company=entry.company, url=entry.url, country=order.country)
        for entry in entries
        if entry.number or entry.url
    ]
    return next((link for link in links if link.carrier == order.carrier), next(iter(links), None))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
