"""The parcels of an order: one per shipment, per group of pending units, and for units without shipping."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from tracking.i18n.text import Days, Phrase, text
from tracking.order.allocation import Allocation, Quantities, RemovedUnits, is_active
from tracking.order.calendar import day
from tracking.order.cancelled_parcels import cancelled_order, stopped, stopped_shipments
from tracking.order.confirmation import confirmed_at
from tracking.order.estimates import promised
from tracking.order.missing import row_or_fallback
from tracking.order.model import Fulfillment, Line, Order
from tracking.order.parcel_draft import ParcelDraft, build_parcel
from tracking.order.payment import PaymentState, is_cancelled, next_step, payment_state, payment_title_and_text
from tracking.order.pending import PendingGroup, PendingUnits, pending_units, quiet_units
from tracking.order.places import counter_of, place_of
from tracking.order.policy import Policy
from tracking.order.promises import of_pending
from tracking.order.public_ids import (
    CANCELLED,
    DONE_WITHOUT_SENDING,
    NOTHING_LEFT,
    NOTHING_TO_SEND,
    UNLISTED,
    WITHOUT_LINES,
    shipment_id,
    unique,
)
from tracking.order.refunded_parcels import refunded_shipments
from tracking.order.shipments import is_done, quiet_in_shipment, shipment
from tracking.order.status_types import Item, Parcel, RemovedItem
from tracking.order.usual_texts import late_sending
from tracking.order.vocabulary import ARRIVED, Condition, Reason, RemovedReason, Route, Stage
from tracking.order.without_delivery import done_without_sending, nothing_left, nothing_to_send

INCOMPLETE = text("Part of your order couldn’t be loaded. Check back in a few minutes.")


def draft_parcels(
    order: Order, allocation: Allocation, payment: PaymentState, now: datetime, policy: Policy
) -> dict[str, ParcelDraft]:
    """Drafts by id: shipments by the time they were created, then pending units; at least one parcel."""
    drafts = list(_drafts(order, allocation, payment, now, policy)) or [_empty(order, allocation)]
    ids = unique(public_id for public_id, _ in drafts)
    confirmed = confirmed_at(order, now)
    steps = {Stage.CONFIRMED: confirmed} if confirmed else {}
    return dict(zip(ids, (replace(draft, reached=steps | dict(draft.reached)) for _, draft in drafts), strict=True))


def build_parcels(drafts: Mapping[str, ParcelDraft], policy: Policy) -> tuple[Parcel, ...]:
    """Builds the parcels from their drafts."""
    return tuple(build_parcel(public_id, draft, policy) for public_id, draft in drafts.items())


def _drafts(
    order: Order, allocation: Allocation, payment: PaymentState, now: datetime, policy: Policy
) -> Iterator[tuple[str, ParcelDraft]]:
    """Each parcel's id and draft; those for which nothing is delivered come last."""
    refunded = refunded_shipments(order, allocation)
    will_not_leave = stopped_shipments(order, allocation, payment, policy)
    for parcel, units in _shipped(order, allocation, policy):
        draft = shipment(order, parcel, units, items(order, units), now, policy)
        if parcel.id in will_not_leave:
            draft = stopped(order, draft)
        yield shipment_id(parcel), _refunded(draft) if parcel.id in refunded else draft
    for pending in pending_units(order, allocation, payment, now, policy):
        yield pending.id, _pending(order, pending, payment, now, policy)
    if allocation.is_incomplete:
        yield UNLISTED, _unlisted(order, items(order, allocation.unlisted))
    yield from _quiet(order, allocation, payment, policy)


def _shipped(order: Order, allocation: Allocation, policy: Policy) -> Iterator[tuple[Fulfillment, Quantities]]:
    """The shipments, without the units for which nothing is delivered."""
    for parcel in _by_time(order):
        units = allocation.sent[parcel.id]
        quiet = quiet_in_shipment(order, parcel, units, policy)
        rest = {line_id: quantity for line_id, quantity in units.items() if line_id not in quiet}
        if rest or not quiet:
            yield parcel, rest


def _by_time(order: Order) -> list[Fulfillment]:
    return sorted(filter(is_active, order.fulfillments), key=lambda parcel: (parcel.created_at, parcel.id))


def _quiet(
    order: Order, allocation: Allocation, payment: PaymentState, policy: Policy
) -> Iterator[tuple[str, ParcelDraft]]:
    """The parcels for which nothing is delivered: what the shop has marked as done, and what it has not."""
    yield from _marked_as_done(order, allocation, policy)
    goods = {line.id for line in order.lines if line.requires_shipping}
    units = quiet_units(order, allocation, policy)
    left = {line_id: quantity for line_id, quantity in units.items() if line_id in goods}
    waiting = {line_id: quantity for line_id, quantity in units.items() if line_id not in goods}
    if left:
        yield NOTHING_LEFT, nothing_left(order, items(order, left))
    if waiting:
        is_alone = waiting.keys() == _lines_left(allocation) and not allocation.is_incomplete
        yield NOTHING_TO_SEND, nothing_to_send(order, items(order, waiting), payment, policy, is_alone=is_alone)


def _lines_left(allocation: Allocation) -> set[str]:
    """The ids of the lines of which not everything was removed."""
    units = (*allocation.sent.values(), allocation.waiting, allocation.unlisted, allocation.nothing_to_send)
    return {line_id for quantities in units for line_id in quantities}


def _marked_as_done(order: Order, allocation: Allocation, policy: Policy) -> Iterator[tuple[str, ParcelDraft]]:
    """Fulfilled units for which nothing is delivered; those fulfilled together with goods are one parcel."""
    beside_goods: Quantities = {}
    last: datetime = order.placed_at
    for parcel in _by_time(order):
        quiet = quiet_in_shipment(order, parcel, allocation.sent[parcel.id], policy)
        if quiet and quiet == allocation.sent[parcel.id]:
            yield shipment_id(parcel), done_without_sending(order, items(order, quiet), parcel.created_at)
        elif quiet:
            beside_goods = {id_: beside_goods.get(id_, 0) + quiet.get(id_, 0) for id_ in beside_goods | quiet}
            last = parcel.created_at
    if beside_goods:
        yield DONE_WITHOUT_SENDING, done_without_sending(order, items(order, beside_goods), last)


def _refunded(draft: ParcelDraft) -> ParcelDraft:
    """A shipment that was refunded before it arrived: nothing more will happen to it."""
    if draft.stage in ARRIVED and draft.condition is Condition.DONE:
        return draft
    return replace(
        draft,
        condition=Condition.DONE,
        reason=Reason.PAY_REFUNDED,
        estimate=None,
        title_and_text=(
            text("Refunded"),
            text(
                "What was in this parcel has been refunded, and you don’t need to do anything. "
                "If it still arrives, please contact us."
            ),
        ),
    )


def _empty(order: Order, allocation: Allocation) -> tuple[str, ParcelDraft]:
    """The parcel of an order without units to send: its progress bar is that of the order."""
    if allocation.removed or is_cancelled(order):
        return CANCELLED, cancelled_order(order)
    return WITHOUT_LINES, _without_lines(order)


def are_done(order: Order, allocation: Allocation, now: datetime, policy: Policy) -> bool:
    """Whether every parcel is done: from the conditions alone, without building the parcels."""
    if allocation.is_incomplete:
        return False
    payment = payment_state(order, now)
    over = refunded_shipments(order, allocation) | stopped_shipments(order, allocation, payment, policy)
    shipped = [each for each in _shipped(order, allocation, policy) if each[0].id not in over]
    if not all(is_done(order, parcel, units, now, policy) for parcel, units in shipped):
        return False
    pending = pending_units(order, allocation, payment, now, policy)
    if any(units.group.condition is not Condition.DONE for units in pending):
        return False
    quiet = [draft for _, draft in _quiet(order, allocation, payment, policy)]
    if any(draft.reason is not Reason.NOTHING_TO_SEND and draft.condition is not Condition.DONE for draft in quiet):
        return False
    return bool(over or shipped or pending or quiet or allocation.removed or is_cancelled(order))


def items(order: Order, quantities: Quantities) -> tuple[Item, ...]:
    """Products and how many of each, as the order lists them."""
    return tuple(
        Item(
            title=line.title,
            variant=line.variant,
            quantity=quantities[line.id],
            image=line.image,
            set_title=line.group.title if line.group else None,
        )
        for line in order.lines
        if quantities.get(line.id)
    )


_TAKEN_OUT = text("Removed from the order")
_REFUNDED = text("Refunded")  # what needs no shipping is not sent

REMOVED = {
    RemovedReason.CANCELLED: text("Canceled"),
    RemovedReason.REFUNDED: text("Refunded before it was sent"),
    RemovedReason.EDITED: _TAKEN_OUT,
}


def removed_items(order: Order, allocation: Allocation) -> tuple[RemovedItem, ...]:
    """The products that will not be sent."""
    lines = {line.id: line for line in order.lines}
    return tuple(_removed_item(lines[units.line_id], units) for units in allocation.removed)


def _removed_item(line: Line, units: RemovedUnits) -> RemovedItem:
    words = row_or_fallback(REMOVED, units.reason, _TAKEN_OUT, content="words", module="tracking/order/parcels.py")
    is_refunded = units.reason is RemovedReason.REFUNDED and not line.requires_shipping
    return RemovedItem(
        title=line.title,
        variant=line.variant,
        quantity=units.quantity,
        image=line.image,
        reason=units.reason,
        text=_REFUNDED if is_refunded else words,
        set_title=line.group.title if line.group else None,
    )


# Holds of which the shop does not know when they end: what the checkout promised is no estimate any more.
_WITHOUT_A_DAY = frozenset({Reason.HOLD_STOCK, Reason.HOLD_DATE_UNKNOWN})


def _pending(order: Order, pending: PendingUnits, payment: PaymentState, now: datetime, policy: Policy) -> ParcelDraft:
    group = pending.group
    estimate = promised(group.delivery, order.zone)
    is_overdue = estimate is not None and estimate.last < day(now, order.zone)
    is_unpaid = group.reason is payment.reason  # the payment holds it back
    contents = items(order, pending.quantities)
    is_blocked = group.condition in (Condition.ACTION_NEEDED, Condition.DONE)  # by the payment or the customer
    is_open_ended = group.reason in _WITHOUT_A_DAY
    shown = None if is_overdue or is_blocked or is_open_ended else estimate
    is_usual = group.condition is Condition.FINE and shown is None  # so that the handling time is told
    return ParcelDraft(
        route=group.route,
        stage=group.stage,
        condition=group.condition,
        reason=group.reason,
        reached={Stage.ORDERED: order.placed_at},
        items=contents,
        place=place_of(group.route, group.location, policy.location_names),
        counter=counter_of(group.route, group.location, policy.location_names),
        expected=group.expected,
        until=pending.until,
        usual=group.usual,
        was_planned=bool(estimate or group.expected or group.planned) or _has_handling_time(group, policy),
        since=group.planned,
        estimate=shown,
        promises=of_pending(
            order,
            group.route,
            estimate=shown,
            expected=group.expected,
            until=pending.until if is_usual else None,
        ),
        title_and_text=payment_title_and_text(order, payment) if is_unpaid else _rarer_text(group, contents, policy),
        advice=next_step(payment, policy) if is_unpaid or group.reason is Reason.HOLD_PAYMENT else None,
    )


def _has_handling_time(group: PendingGroup, policy: Policy) -> bool:
    return policy.has_handling_days and group.route is not Route.DIGITAL


def _rarer_text(group: PendingGroup, contents: tuple[Item, ...], policy: Policy) -> tuple[Phrase, Phrase] | None:
    """The texts in place of the reason's: of an archived or late order, a missing product, and a prepaid delivery."""
    if group.reason is Reason.HOLD_STOCK and group.route is not Route.PICKUP:
        return _out_of_stock(contents)
    if group.reason is Reason.OLDER_THAN_USUAL and group.usual:
        return late_sending(group.usual, is_watched=policy.is_watched)
    if group.reason is not Reason.SHOULD_HAVE_ARRIVED:
        return _next_delivery(group)
    return _CLOSED, _NOT_READY if group.route is Route.PICKUP else _NOT_SENT


def _out_of_stock(contents: tuple[Item, ...]) -> tuple[Phrase, Phrase] | None:
    """The product by name, where it can only be the one."""
    product = contents[0].title if len(contents) == 1 else None
    if not product:
        return None
    return text("%(product)s is out of stock", product=product), _NOT_SENT_WITHOUT_STOCK


_NOT_SENT_WITHOUT_STOCK = text("It hasn’t been sent yet. If you’d rather not wait, just let us know.")


_CLOSED = text("This order is closed")
_NOT_SENT = text("This part wasn’t marked as sent. If you’re still waiting for it, please contact us.")
_NOT_READY = text("This part wasn’t marked as ready. If you’re still waiting for it, please contact us.")


def _next_delivery(group: PendingGroup) -> tuple[Phrase, Phrase] | None:
    """The texts of a prepaid delivery in place of its reason's."""
    if group.reason is not Reason.SCHEDULED or not group.is_next_delivery or not group.expected:
        return None
    next_day = Days(group.expected, group.expected)
    return text("Next delivery planned"), text("Your next delivery is planned for %(day)s.", day=next_day)


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
        title_and_text=(text("Part of your order can’t be shown right now"), INCOMPLETE),
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
