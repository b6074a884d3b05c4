"""The timeline of an order, newest first: order and its edits, payments, parcels, returns."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tracking.i18n.text import Phrase, counted, text
from tracking.order.allocation import Allocation, Quantities, is_active
from tracking.order.boxes import box_count
from tracking.order.confirmation import payments_made
from tracking.order.model import Fulfillment, Order, OrderEdit, Refund, Return
from tracking.order.payment import is_cancelled
from tracking.order.policy import Policy
from tracking.order.refunds import RefundState, refund_state
from tracking.order.shipment_state import has_tracking
from tracking.order.shipments import quiet_in_shipment, route_of_shipment
from tracking.order.status_types import TimelineEntry
from tracking.order.vocabulary import EntryKind, Route

# Events of a parcel that are also entries of the order's timeline.
_MILESTONES = {
    "CARRIER_PICKED_UP": text("The carrier picked up a parcel"),
    "DELAYED": text("The carrier reported a delay"),
    "OUT_FOR_DELIVERY": text("A parcel went out for delivery"),
    "ATTEMPTED_DELIVERY": text("The carrier missed you"),
    "READY_FOR_PICKUP": text("A parcel became ready for pickup"),
    "READY_FOR_RECIPIENT_PICKUP": text("A parcel became ready for pickup"),
    "DELIVERED": text("A parcel was delivered"),
    "PICKED_UP": text("A parcel was picked up"),
    "NOT_DELIVERED": text("A parcel couldn’t be delivered"),
    "RETURNING_TO_SENDER": text("A parcel was sent back to us"),
}

# Those of an order that is picked up at the shop, which is no parcel.
_PICKUP_MILESTONES = {
    "READY_FOR_PICKUP": text("Your order became ready for pickup"),
    "READY_FOR_RECIPIENT_PICKUP": text("Your order became ready for pickup"),
    "DELIVERED": text("Your order was picked up"),
    "PICKED_UP": text("Your order was picked up"),
}


def timeline(order: Order, allocation: Allocation, policy: Policy, now: datetime) -> tuple[TimelineEntry, ...]:
    """Builds every entry that has a time."""
    entries = [TimelineEntry(at=order.placed_at, text=text("You placed the order"), kind=EntryKind.ORDER)]
    entries += [TimelineEntry(at=edit.happened_at, text=_edit_text(edit), kind=EntryKind.ORDER) for edit in order.edits]
    if order.cancelled_at:
        entries.append(TimelineEntry(at=order.cancelled_at, text=text("The order was canceled"), kind=EntryKind.ORDER))
    for at, words in payments_made(order, now):
        entries.append(TimelineEntry(at=at, text=words, kind=EntryKind.PAYMENT))
    for refund in order.refunds:
        entries += _refund_entries(refund)
    for parcel in order.fulfillments:
        entries += (
            _parcel_entries(order, parcel, allocation, policy)
            if is_active(parcel)
            else _called_off(order, parcel, policy)
        )
    for return_ in order.returns:
        entries += _return_entries(return_)
    placed_at = order.placed_at
    entries = [entry if entry.at >= placed_at else replace(entry, at=placed_at) for entry in entries]
    entries.sort(key=lambda entry: entry.at)
    return tuple(reversed(entries))  # of two at the same moment, the later one comes first as well


def _edit_text(edit: OrderEdit) -> Phrase:
    """A swap, a discount and what is not known are changes."""
    if edit.added and not edit.removed:
        added = edit.added
        return counted("%(count)s item was added to the order", "%(count)s items were added to the order", added)
    if edit.removed and not edit.added:
        gone = edit.removed
        return counted("%(count)s item was removed from the order", "%(count)s items were removed from the order", gone)
    return text("The order was changed")


def _refund_entries(refund: Refund) -> Iterator[TimelineEntry]:
    """A refund of nothing is no event."""
    state = refund_state(refund)
    if state is not RefundState.NOTHING:
        yield TimelineEntry(at=refund.processed_at, text=_refund_text(refund, state), kind=EntryKind.PAYMENT)


def _refund_text(refund: Refund, state: RefundState) -> Phrase:
    if state is RefundState.MADE:
        return text("%(amount)s was refunded", amount=refund.total) if refund.total else text("A refund was made")
    return text("A refund was started") if state is RefundState.UNDER_WAY else text("A refund didn’t go through")


def _called_off(order: Order, parcel: Fulfillment, policy: Policy) -> Iterator[TimelineEntry]:
    if route_of_shipment(order, parcel, {}, policy) is Route.PICKUP:
        prepared = text("Part of your order was packed")
        yield TimelineEntry(at=parcel.created_at, text=prepared, kind=EntryKind.FULFILLMENT)
        undone = text("It was unpacked; its items are being prepared again")
        put_back = text("It was unpacked") if is_cancelled(order) else undone
        yield TimelineEntry(at=parcel.updated_at, text=put_back, kind=EntryKind.FULFILLMENT)
        return
    yield TimelineEntry(at=parcel.created_at, text=text("A shipment was prepared"), kind=EntryKind.FULFILLMENT)
    again = text("The shipment was canceled; its items are being prepared again")
    called_off = text("The shipment was canceled") if is_cancelled(order) else again
    yield TimelineEntry(at=parcel.updated_at, text=called_off, kind=EntryKind.FULFILLMENT)


def _packed(order: Order, parcel: Fulfillment, units: Quantities, policy: Policy) -> Phrase:
    quiet = quiet_in_shipment(order, parcel, units, policy)
    if quiet and quiet == units:
        return text("We marked part of your order as done")
    if not parcel.requires_shipping and not has_tracking(parcel):
        return text("It was sent to you by email")
    boxes = box_count(parcel)
    if boxes > 1:
        return counted("The shipment was packed in %(count)s box", "The shipment was packed in %(count)s boxes", boxes)
    count = sum(units.values()) - sum(quiet.values())
    if not count:
        return text("A parcel was packed")
    return counted("A parcel with %(count)s item was packed", "A parcel with %(count)s items was packed", count)


def _packed_at(parcel: Fulfillment) -> datetime:
    """At the latest with its first scan: the shop may have recorded the shipment afterwards."""
    scans = (event.happened_at for event in parcel.events)
    return min(filter(None, (parcel.created_at, parcel.in_transit_at, parcel.delivered_at, *scans)))


def _packed_for_pickup(units: int) -> Phrase:
    if not units:
        return text("Your order was packed")
    return counted("%(count)s item was packed for you", "%(count)s items were packed for you", units)


def _parcel_entries(
    order: Order, parcel: Fulfillment, allocation: Allocation, policy: Policy
) -> Iterator[TimelineEntry]:
    contents = allocation.sent.get(parcel.id, {})
    is_pickup = route_of_shipment(order, parcel, contents, policy) is Route.PICKUP
    units = sum(contents.values())
    packed, milestones = (
        (_packed_for_pickup(units), _PICKUP_MILESTONES)
        if is_pickup
        else (_packed(order, parcel, contents, policy), _MILESTONES)
    )
    yield TimelineEntry(at=_packed_at(parcel), text=packed, kind=EntryKind.FULFILLMENT)
    reported = {event.status for event in parcel.events}
    for event in parcel.events:
        if event.status in milestones:
            yield TimelineEntry(at=event.happened_at, text=milestones[event.status], kind=EntryKind.FULFILLMENT)
    if parcel.delivered_at and "DELIVERED" not in reported and "DELIVERED" in milestones:
        yield TimelineEntry(at=parcel.delivered_at, text=milestones["DELIVERED"], kind=EntryKind.FULFILLMENT)


def _return_entries(return_: Return) -> Iterator[TimelineEntry]:
    yield TimelineEntry(at=return_.created_at, text=text("A return was started"), kind=EntryKind.RETURN)
    if return_.approved_at:
        yield TimelineEntry(at=return_.approved_at, text=text("The return was approved"), kind=EntryKind.RETURN)
    if return_.closed_at:
        ended = {
            "DECLINED": text("The return was declined"),
            "CANCELED": text("The return was canceled"),
        }.get(return_.status, text("The return was completed"))
        yield TimelineEntry(at=return_.closed_at, text=ended, kind=EntryKind.RETURN)
