"""The moments at which the steps of an order begin and end whose durations are measured, and where it is sent from."""

from collections.abc import Iterable
from datetime import datetime

from tracking.order.model import Fulfillment, Order
from tracking.order.statuses import BEFORE_CARRIER, SHIPMENTS, WITH_CARRIER
from tracking.order.vocabulary import Stage

_PAID = frozenset({"AUTHORIZATION", "SALE", "CAPTURE"})  # where the shop captures later, it is prepared before
_MOVING = frozenset({Stage.SHIPPED, Stage.OUT_FOR_DELIVERY})

# FULFILLED is the shop's word, and no scan.
_SCANS = (
    frozenset(status for status, meaning in SHIPMENTS.items() if meaning.stage in _MOVING) | WITH_CARRIER
) - BEFORE_CARRIER


def paid_at(order: Order) -> datetime | None:
    """When it was paid, or the payment was authorized; an order without any payment is free. None: not yet."""
    if not order.transactions:
        return order.placed_at
    paid = (each.processed_at for each in order.transactions if each.kind in _PAID and each.status == "SUCCESS")
    first = min(filter(None, paid), default=None)
    return max(first, order.placed_at) if first else None


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
