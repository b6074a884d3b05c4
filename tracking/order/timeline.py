"""The timeline of an order, newest first: order, payments, parcels, returns."""

from collections.abc import Iterator

from tracking.i18n.text import Phrase, counted, text
from tracking.order.allocation import Allocation, is_active
from tracking.order.model import Fulfillment, Order, Refund, Return
from tracking.order.payment import is_cancelled
from tracking.order.refunds import RefundState, refund_state
from tracking.order.status_types import TimelineEntry
from tracking.order.vocabulary import EntryKind

# Events of a parcel that are also entries of the order's timeline.
_MILESTONES = {
    "CARRIER_PICKED_UP": text("The carrier collected a parcel"),
    "OUT_FOR_DELIVERY": text("A parcel went out for delivery"),
    "ATTEMPTED_DELIVERY": text("Delivery of a parcel was tried"),
    "READY_FOR_PICKUP": text("A parcel became ready for pickup"),
    "READY_FOR_RECIPIENT_PICKUP": text("A parcel became ready for pickup"),
    "DELIVERED": text("A parcel was delivered"),
    "PICKED_UP": text("A parcel was picked up"),
    "NOT_DELIVERED": text("A parcel could not be delivered"),
    "RETURNING_TO_SENDER": text("A parcel was sent back to us"),
}


def timeline(order: Order, allocation: Allocation) -> tuple[TimelineEntry, ...]:
    """Builds every entry that has a time."""
    entries = [TimelineEntry(at=order.placed_at, text=text("You placed the order"), kind=EntryKind.ORDER)]
    if order.cancelled_at:
        entries.append(TimelineEntry(at=order.cancelled_at, text=text("The order was cancelled"), kind=EntryKind.ORDER))
    for refund in order.refunds:
        entries += _refund_entries(refund)
    for parcel in order.fulfillments:
        units = sum(allocation.sent.get(parcel.id, {}).values())
        entries += _parcel_entries(parcel, units) if is_active(parcel) else _called_off(order, parcel)
    for return_ in order.returns:
        entries += _return_entries(return_)
    entries.sort(key=lambda entry: entry.at)
    return tuple(reversed(entries))  # of two at the same moment, the later one comes first as well


def _refund_entries(refund: Refund) -> Iterator[TimelineEntry]:
    """A refund of nothing is no event."""
    state = refund_state(refund)
    if state is not RefundState.NOTHING:
        yield TimelineEntry(at=refund.processed_at, text=_refund_text(refund, state), kind=EntryKind.PAYMENT)


def _refund_text(refund: Refund, state: RefundState) -> Phrase:
    if state is RefundState.MADE:
        return text("%(amount)s was refunded", amount=refund.total) if refund.total else text("A refund was made")
    return text("A refund was started") if state is RefundState.UNDER_WAY else text("A refund did not go through")


def _called_off(order: Order, parcel: Fulfillment) -> Iterator[TimelineEntry]:
    yield TimelineEntry(at=parcel.created_at, text=text("A shipment was prepared"), kind=EntryKind.FULFILLMENT)
    again = text("The shipment was called off; its items are being prepared again")
    called_off = text("The shipment was called off") if is_cancelled(order) else again
    yield TimelineEntry(at=parcel.updated_at, text=called_off, kind=EntryKind.FULFILLMENT)


def _packed(parcel: Fulfillment, units: int) -> Phrase:
    if not parcel.requires_shipping:
        return text("It was sent to you by e-mail")
    if not units:
        return text("A parcel was packed")
    return counted("A parcel with %(count)s item was packed", "A parcel with %(count)s items was packed", units)


def _parcel_entries(parcel: Fulfillment, units: int) -> Iterator[TimelineEntry]:
    yield TimelineEntry(at=parcel.created_at, text=_packed(parcel, units), kind=EntryKind.FULFILLMENT)
    reported = {event.status for event in parcel.events}
    for event in parcel.events:
        if event.status in _MILESTONES:
            yield TimelineEntry(at=event.happened_at, text=_MILESTONES[event.status], kind=EntryKind.FULFILLMENT)
    if parcel.delivered_at and "DELIVERED" not in reported and "DELIVERED" in _MILESTONES:
        yield TimelineEntry(at=parcel.delivered_at, text=_MILESTONES["DELIVERED"], kind=EntryKind.FULFILLMENT)


def _return_entries(return_: Return) -> Iterator[TimelineEntry]:
    yield TimelineEntry(at=return_.created_at, text=text("A return was started"), kind=EntryKind.RETURN)
    if return_.approved_at:
        yield TimelineEntry(at=return_.approved_at, text=text("The return was approved"), kind=EntryKind.RETURN)
    if return_.closed_at:
        ended = {
            "DECLINED": text("The return was declined"),
            "CANCELED": text("The return was called off"),
        }.get(return_.status, text("The return was completed"))
        yield TimelineEntry(at=return_.closed_at, text=ended, kind=EntryKind.RETURN)
