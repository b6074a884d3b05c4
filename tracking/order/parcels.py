"""The parcels of an order: one per shipment, per group of pending units, and for units without shipping."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tracking.i18n.text import text
from tracking.order.allocation import Allocation, Quantities, is_active
from tracking.order.calendar import day
from tracking.order.estimates import promised
from tracking.order.missing import row
from tracking.order.model import Order
from tracking.order.parcel_draft import ParcelDraft, build_parcel
from tracking.order.payment import is_cancelled, next_step, payment_state, payment_title_and_text
from tracking.order.pending import PendingGroup, pending_units
from tracking.order.places import place_of
from tracking.order.policy import Policy
from tracking.order.public_ids import CANCELLED, NOTHING_TO_SEND, UNLISTED, WITHOUT_LINES, shipment_id, unique
from tracking.order.refunded_parcels import refunded_shipments
from tracking.order.refunds import has_moved_money
from tracking.order.shipments import is_done, shipment
from tracking.order.status_types import Item, Parcel, RemovedItem
from tracking.order.statuses import CANCELLATIONS, report_unknown
from tracking.order.vocabulary import Condition, Reason, RemovedReason, Route, Stage

INCOMPLETE = text("A part of your order could not be loaded. Look again in a few minutes.")


def parcels(order: Order, allocation: Allocation, now: datetime, policy: Policy) -> tuple[Parcel, ...]:
    """Builds the parcels: shipments by the time they were created, then pending units; at least one parcel."""
    drafts = list(_drafts(order, allocation, now, policy)) or [_empty(order, allocation)]
    ids = unique(public_id for public_id, _ in drafts)
    return tuple(build_parcel(public_id, draft, policy) for public_id, (_, draft) in zip(ids, drafts, strict=True))


def _drafts(order: Order, allocation: Allocation, now: datetime, policy: Policy) -> Iterator[tuple[str, ParcelDraft]]:
    """Each parcel's id and draft."""
    active = filter(is_active, order.fulfillments)
    refunded = refunded_shipments(order, allocation)
    for parcel in sorted(active, key=lambda parcel: (parcel.created_at, parcel.id)):
        units = allocation.sent[parcel.id]
        draft = shipment(order, parcel, units, items(order, units), now, policy)
        yield shipment_id(parcel), _refunded(draft) if parcel.id in refunded else draft
    for pending in pending_units(order, allocation, now, policy):
        yield pending.id, _pending(order, pending.group, items(order, pending.quantities), now, policy)
    if allocation.is_incomplete:
        yield UNLISTED, _unlisted(order, items(order, allocation.unlisted))
    if allocation.nothing_to_send:
        yield NOTHING_TO_SEND, _nothing_to_send(order, items(order, allocation.nothing_to_send))


def _refunded(draft: ParcelDraft) -> ParcelDraft:
    """A shipment that was refunded before it arrived: nothing more will happen to it."""
    if draft.condition is Condition.DONE:
        return draft
    return replace(
        draft,
        condition=Condition.DONE,
        reason=Reason.PAY_REFUNDED,
        estimate=None,
        title_and_text=(
            text("Refunded"),
            text(
                "What was in this parcel has been refunded, and you do not have to do anything. "
                "If it still arrives, please write to us."
            ),
        ),
    )


def _empty(order: Order, allocation: Allocation) -> tuple[str, ParcelDraft]:
    """The parcel of an order without units to send: its progress bar is that of the order."""
    if allocation.removed or is_cancelled(order):
        return CANCELLED, _cancelled(order)
    return WITHOUT_LINES, _without_lines(order)


def are_done(order: Order, allocation: Allocation, now: datetime, policy: Policy) -> bool:
    """Whether every parcel is done: from the conditions alone, without building the parcels."""
    if allocation.is_incomplete:
        return False
    active = list(filter(is_active, order.fulfillments))
    refunded = refunded_shipments(order, allocation)
    open_ones = [parcel for parcel in active if parcel.id not in refunded]
    if not all(is_done(order, parcel, allocation.sent[parcel.id]) for parcel in open_ones):
        return False
    pending = pending_units(order, allocation, now, policy)
    if any(units.group.condition is not Condition.DONE for units in pending):
        return False
    return bool(active or pending or allocation.nothing_to_send or allocation.removed or is_cancelled(order))


def items(order: Order, quantities: Quantities) -> tuple[Item, ...]:
    """Products and how many of each, as the order lists them."""
    return tuple(
        Item(title=line.title, variant=line.variant, quantity=quantities[line.id], image=line.image)
        for line in order.lines
        if quantities.get(line.id)
    )


_TAKEN_OUT = text("Taken out of the order")

REMOVED = {
    RemovedReason.CANCELLED: text("Cancelled"),
    RemovedReason.REFUNDED: text("Refunded before it was sent"),
    RemovedReason.EDITED: _TAKEN_OUT,
}


def removed_items(order: Order, allocation: Allocation) -> tuple[RemovedItem, ...]:
    """The products that will not be sent."""
    lines = {line.id: line for line in order.lines}
    return tuple(
        RemovedItem(
            title=lines[units.line_id].title,
            variant=lines[units.line_id].variant,
            quantity=units.quantity,
            image=lines[units.line_id].image,
            reason=units.reason,
            text=row(REMOVED, units.reason, _TAKEN_OUT, content="words", module="tracking/order/parcels.py"),
        )
        for units in allocation.removed
    )


def _pending(
    order: Order, group: PendingGroup, pending_items: tuple[Item, ...], now: datetime, policy: Policy
) -> ParcelDraft:
    estimate = promised(group.delivery, order.zone)
    is_overdue = estimate is not None and estimate.last < day(now, order.zone)
    state = payment_state(order, now)
    is_unpaid = group.reason is state.reason  # the payment holds it back
    is_blocked = group.condition in (Condition.ACTION_NEEDED, Condition.DONE)  # by the payment
    return ParcelDraft(
        route=group.route,
        stage=group.stage,
        condition=group.condition,
        reason=group.reason,
        reached={Stage.ORDERED: order.placed_at},
        items=pending_items,
        place=place_of(group.route, group.location),
        expected=group.expected,
        estimate=None if is_overdue or is_blocked else estimate,
        title_and_text=payment_title_and_text(order, state) if is_unpaid else None,
        advice=next_step(state, policy) if is_unpaid or group.reason is Reason.HOLD_PAYMENT else None,
    )


def _nothing_to_send(order: Order, its_items: tuple[Item, ...]) -> ParcelDraft:
    return ParcelDraft(
        route=Route.DIGITAL,
        stage=Stage.SENT,
        condition=Condition.DONE,
        reason=None,
        reached={Stage.ORDERED: order.placed_at},
        items=its_items,
        title_and_text=(text("Nothing to send"), text("This does not have to be sent.")),
    )


def _unlisted(order: Order, unlisted_items: tuple[Item, ...]) -> ParcelDraft:
    """The units that Shopify counts as sent in parcels that its response lacks."""
    return ParcelDraft(
        route=Route.SHIP,
        stage=Stage.SHIPPED,
        condition=Condition.FINE,
        reason=None,
        reached={Stage.ORDERED: order.placed_at},
        items=unlisted_items,
        is_shipment=True,
        title_and_text=(text("Not all of your order can be shown right now"), INCOMPLETE),
    )


def _cancelled(order: Order) -> ParcelDraft:
    """The progress bar of an order that was cancelled before anything was sent; its units are removed items."""
    ended_at = order.cancelled_at or max((refund.processed_at for refund in order.refunds), default=None)
    reached = {Stage.ORDERED: order.placed_at} | ({Stage.CANCELLED: ended_at} if ended_at else {})
    return ParcelDraft(
        route=Route.CANCELLED,
        stage=Stage.CANCELLED,
        condition=Condition.DONE,
        reason=cancel_reason(order),
        reached=reached,
        items=(),
    )


def _without_lines(order: Order) -> ParcelDraft:
    """The progress bar of an order whose lines are missing in Shopify's response."""
    return ParcelDraft(
        route=Route.SHIP,
        stage=Stage.ORDERED,
        condition=Condition.FINE,
        reason=None,
        reached={Stage.ORDERED: order.placed_at},
        items=(),
    )


def cancel_reason(order: Order) -> Reason:
    """The reason of the end: cancelled, else refunded in full, else all items were removed."""
    if order.cancelled_at is None:
        is_refunded = order.financial_status == "REFUNDED" and has_moved_money(order)
        return Reason.PAY_REFUNDED if is_refunded else Reason.CANCELLED_OTHER
    shopify_reason = order.cancel_reason or "OTHER"
    if shopify_reason not in CANCELLATIONS:
        report_unknown("a cancellation", shopify_reason)
    return CANCELLATIONS.get(shopify_reason, Reason.CANCELLED_OTHER)
