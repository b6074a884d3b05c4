"""The moments at which the steps of an order begin and end whose durations are measured, and where it is sent from."""

from collections.abc import Iterable
from datetime import datetime

from tracking.order.model import Fulfillment, Order, Transaction
from tracking.order.statuses import BEFORE_CARRIER, SHIPMENTS, WITH_CARRIER
from tracking.order.vocabulary import Stage

_MOVING = frozenset({Stage.SHIPPED, Stage.OUT_FOR_DELIVERY})

# FULFILLED is the shop's word, and no scan.
_SCANS = (
    frozenset(status for status, meaning in SHIPMENTS.items() if meaning.stage in _MOVING) | WITH_CARRIER
) - BEFORE_CARRIER


def paid_at(order: Order) -> datetime | None:
    """When all of it was paid, or authorized and not voided; an order without any payment is free. None: not yet.

    Where the shop captures later, it is prepared before.
    """
    if not order.transactions:
        return order.placed_at
    if _is_owed(order):
        return None
    last = max(_payments(order.transactions), default=None)
    return max(last, order.placed_at) if last else None


def _is_owed(order: Order) -> bool:
    """Whether more is outstanding than is reserved."""
    if order.outstanding is None:
        return False
    return order.outstanding.amount > (order.capturable.amount if order.capturable else 0)


def _payments(transactions: Iterable[Transaction]) -> list[datetime]:
    """When each payment was made or authorized. Which authorization was voided is not told: the oldest that is open."""
    done = [(each.processed_at, each.kind) for each in transactions if each.status == "SUCCESS" and each.processed_at]
    paid: list[datetime] = []
    open_: list[datetime] = []
    for at, kind in sorted(done):
        match kind:
            case "SALE":
                paid.append(at)
            case "AUTHORIZATION":
                open_.append(at)
            case "CAPTURE":
                paid += open_ or ([] if paid else [at])
                open_ = []
            case "VOID":
                open_ = open_[1:]
    return paid + open_


def first_scan_at(parcel: Fulfillment) -> datetime | None:
    """When the carrier reported for the first time that it had it."""
    return min(filter(None, [parcel.in_transit_at, *report_times(parcel, _SCANS)]), default=None)


def report_times(parcel: Fulfillment, statuses: Iterable[str]) -> list[datetime]:
    """When one of these was reported."""
    return [event.happened_at for event in parcel.events if event.status in statuses]


def sent_from(order: Order, parcel: Fulfillment) -> str | None:
    """The name of the location that sent it; the order's only one where Shopify does not say which."""
    if parcel.location:
        return parcel.location
    groups = order.fulfillment_orders
    sources = [group for group in groups if parcel.id in group.fulfillment_ids] or groups[:1] * (len(groups) == 1)
    return next((group.location.name for group in sources if group.location), None)
