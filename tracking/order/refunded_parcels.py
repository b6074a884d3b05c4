"""Decides which shipments were refunded although they have not arrived: nothing more will happen to them."""

from collections import Counter

from tracking.order.allocation import Allocation, is_active
from tracking.order.model import Fulfillment, Order
from tracking.order.return_refunds import is_fully_refunded, moved
from tracking.order.shipment_state import shipment_state
from tracking.order.vocabulary import ARRIVED, Condition


def refunded_shipments(order: Order, allocation: Allocation) -> frozenset[str]:
    """The ids of shipments that have not arrived and whose units have all been refunded.

    Where several shipments hold units of a line and not all were refunded, only one that is a problem is meant. A
    shipment that was made after the refund is not.
    """
    is_all_refunded = is_fully_refunded(order)
    if not (is_all_refunded or moved(order.refunds)):  # of nearly every order
        return frozenset()
    on_the_way = [parcel for parcel in order.fulfillments if is_active(parcel) and not _has_arrived(parcel)]
    if is_all_refunded:
        return frozenset(parcel.id for parcel in on_the_way)
    left = _refunded_units(order, allocation)
    if not left:
        return frozenset()
    before = _before_refunds(order, allocation)
    sent = sum(before.values(), Counter[str]())
    is_certain = {line: left[line] >= sent[line] for line in sent}
    found = []
    for parcel in sorted(on_the_way, key=lambda parcel: (parcel.created_at, parcel.id)):
        units = allocation.sent[parcel.id]
        if before[parcel.id] != units:
            continue
        is_meant = _is_problem(parcel) or all(is_certain[line] for line in units)
        if units and is_meant and all(left[line] >= quantity for line, quantity in units.items()):
            left -= Counter(units)
            found.append(parcel.id)
    return frozenset(found)


def _before_refunds(order: Order, allocation: Allocation) -> dict[str, Counter[str]]:
    """By shipment, the units of it that were sent before the last refund of their line."""
    moments = [(units.line_id, refund.processed_at) for refund in moved(order.refunds) for units in refund.units]
    refunded_at = {line: max(at for of, at in moments if of == line) for line, _ in moments}
    return {
        parcel.id: Counter(
            {
                line: quantity
                for line, quantity in allocation.sent[parcel.id].items()
                if line in refunded_at and parcel.created_at <= refunded_at[line]
            }
        )
        for parcel in order.fulfillments
        if is_active(parcel)
    }


def _refunded_units(order: Order, allocation: Allocation) -> Counter[str]:
    """Sent units that were refunded, by line; those of returns come from the parcels that arrived."""
    refunded: Counter[str] = Counter()
    returned: Counter[str] = Counter()
    for refund in moved(order.refunds):
        for units in refund.units:
            if units.restock != "CANCEL":
                (returned if refund.return_id else refunded)[units.line_id] += units.quantity
    arrived: Counter[str] = Counter()
    for parcel in order.fulfillments:
        if is_active(parcel) and _has_arrived(parcel):
            arrived += Counter(allocation.sent[parcel.id])
    return refunded + (returned - arrived)


def _has_arrived(parcel: Fulfillment) -> bool:
    return shipment_state(parcel).stage in ARRIVED


def _is_problem(parcel: Fulfillment) -> bool:
    return shipment_state(parcel).condition is Condition.PROBLEM
