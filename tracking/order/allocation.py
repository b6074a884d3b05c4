"""Allocates every ordered unit once: to a shipment, to the pending, removed or unlisted units, or to none to send.

Shopify's counts overlap (a voided label still counts as sent) and may be missing, so every count is limited to the
remaining units of the line.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tracking.order.model import Fulfillment, Line, Order
from tracking.order.refunds import RefundState, has_moved_money, refund_state
from tracking.order.statuses import ACTIVE, CALLED_OFF, NEVER_SENT, report_unknown
from tracking.order.vocabulary import RemovedReason

Quantities = dict[str, int]  # line id → units


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedUnits:
    """Units of a line that will not be sent."""

    line_id: str
    quantity: int
    reason: RemovedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """``sent`` by fulfillment id and line id, the others by line id. Zeros are left out.

    ``unlisted`` are units that Shopify counts as sent in parcels that its response lacks; ``is_incomplete`` means that
    the order may have more lines or parcels.
    """

    sent: Mapping[str, Quantities]
    waiting: Quantities
    unlisted: Quantities
    removed: tuple[RemovedUnits, ...]
    nothing_to_send: Quantities
    is_incomplete: bool


def is_active(fulfillment: Fulfillment) -> bool:
    """Whether the fulfillment is a parcel. One with an unknown status is: better shown than lost."""
    if fulfillment.status not in ACTIVE:
        report_unknown("a shipment", fulfillment.status)
    return ACTIVE.get(fulfillment.status, True) and fulfillment.display_status not in CALLED_OFF


def allocate(order: Order) -> Allocation:
    """Allocates every unit of the order."""
    sent = _sent(order)
    waiting: Quantities = {}
    unlisted: Quantities = {}
    nothing: Quantities = {}
    removed: list[RemovedUnits] = []
    for line in order.lines:
        remaining = line.quantity - sum(units.get(line.id, 0) for units in sent.values())
        unsendable = _never_sent(order, line, remaining)
        removed += _removed_units(order, line, unsendable)
        remaining -= unsendable
        if not_sendable := _needs_no_shipping(order, line, remaining):
            nothing[line.id] = not_sendable
        remaining -= not_sendable
        if not_listed := _unlisted(order, line, remaining):
            unlisted[line.id] = not_listed
        if remaining - not_listed:
            waiting[line.id] = remaining - not_listed
    return Allocation(
        sent=sent,
        waiting=waiting,
        unlisted=unlisted,
        removed=tuple(removed),
        nothing_to_send=nothing,
        is_incomplete=order.is_cut or bool(unlisted),
    )


def _sent(order: Order) -> dict[str, Quantities]:
    """The units of each active shipment, oldest first, of no line more than were ordered."""
    left = {line.id: line.quantity for line in order.lines}
    sent: dict[str, Quantities] = {}
    active = sorted(filter(is_active, order.fulfillments), key=lambda parcel: (parcel.created_at, parcel.id))
    for parcel in active:
        contents: defaultdict[str, int] = defaultdict(int)
        for units in parcel.units:
            quantity = max(0, min(units.quantity, left.get(units.line_id, 0)))
            if quantity:
                contents[units.line_id] += quantity
                left[units.line_id] -= quantity
        sent[parcel.id] = dict(contents)
    _fill_empty_shipment(order, active, sent, left)
    return sent


def _fill_empty_shipment(
    order: Order, active: list[Fulfillment], sent: dict[str, Quantities], left: Quantities
) -> None:
    """Gives a shipment without listed content the units that are neither elsewhere nor still to be sent."""
    empty = next((parcel for parcel in active if not parcel.units), None)
    if empty is None or order.cancelled_at or order.is_cut:
        return
    for line in order.lines:
        unsendable = _never_sent(order, line, left[line.id])
        missing = _not_unfulfilled(order, line, left[line.id] - unsendable)
        if missing and line.requires_shipping == empty.requires_shipping:
            sent[empty.id][line.id] = missing


def _not_unfulfilled(order: Order, line: Line, remaining: int) -> int:
    """The number of units outside the listed parcels that Shopify does not count as still to be sent."""
    return max(0, remaining - line.unfulfilled_quantity - _in_voided_labels(order, line))


def _in_voided_labels(order: Order, line: Line) -> int:
    """The number of units that Shopify still counts as sent though their label was voided."""
    voided = (f for f in order.fulfillments if ACTIVE.get(f.status, True) and not is_active(f))
    return sum(units.quantity for parcel in voided for units in parcel.units if units.line_id == line.id)


def _never_sent(order: Order, line: Line, remaining: int) -> int:
    """The number of unsent units that will never be sent."""
    if order.cancelled_at or refunded_before_sending(order):
        return remaining
    never_sent = sum(
        units.quantity
        for refund in order.refunds
        for units in refund.units
        if units.line_id == line.id and NEVER_SENT.get(units.restock, False)
    )
    removed = line.quantity - line.current_quantity
    removed_unsent = removed - _returned_or_refunded(order, line, line.quantity - remaining)
    not_unfulfilled = min(removed, _not_unfulfilled(order, line, remaining))
    return max(0, min(remaining, max(never_sent, removed_unsent, not_unfulfilled)))


def _returned_or_refunded(order: Order, line: Line, sent: int) -> int:
    """The number of sent units that left the current quantity: returned or refunded."""
    refunded = sum(
        units.quantity
        for refund in order.refunds
        for units in refund.units
        if units.line_id == line.id and not NEVER_SENT.get(units.restock, False)
    )
    returned = sum(u.quantity for return_ in order.returns for u in return_.units if u.line_id == line.id)
    return min(sent, max(refunded, returned))


def _needs_no_shipping(order: Order, line: Line, remaining: int) -> int:
    """The number of units without shipping that Shopify does not count as still to be sent: tips, services."""
    if order.fulfillment_status == "FULFILLMENT_NOT_REQUIRED":
        return remaining
    return 0 if line.requires_shipping else _not_unfulfilled(order, line, remaining)


def _unlisted(order: Order, line: Line, remaining: int) -> int:
    """The number of units outside the listed parcels of a partial order that are not still to be sent."""
    return _not_unfulfilled(order, line, remaining) if order.is_partial else 0


def _removed_units(order: Order, line: Line, unsendable: int) -> list[RemovedUnits]:
    """Splits the unsendable units by reason."""
    refunded = sum(
        units.quantity
        for refund in order.refunds
        for units in refund.units
        if units.line_id == line.id and units.restock != "RETURN" and refund_state(refund) is RefundState.MADE
    )
    by_refund = min(unsendable, unsendable if refunded_before_sending(order) and has_moved_money(order) else refunded)
    parts = [(RemovedReason.REFUNDED, by_refund), (RemovedReason.EDITED, unsendable - by_refund)]
    if order.cancelled_at:
        parts = [(RemovedReason.CANCELLED, unsendable)]
    return [RemovedUnits(line_id=line.id, quantity=n, reason=reason) for reason, n in parts if n > 0]


def refunded_before_sending(order: Order) -> bool:
    """Whether the order was refunded in full before anything left: shown as cancelled, whatever its other statuses."""
    return order.financial_status == "REFUNDED" and not any(map(is_active, order.fulfillments))
