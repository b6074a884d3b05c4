"""Drafts the parcels of what will not be sent: of a cancelled order, or packed before its payment was called off."""

from dataclasses import replace

from tracking.i18n.text import Phrase
from tracking.order.allocation import Allocation, is_active
from tracking.order.model import Order
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.payment import PaymentState
from tracking.order.pickup_texts import is_for_pickup, pickup_text
from tracking.order.policy import Policy
from tracking.order.reasons import reason_text
from tracking.order.refunds import has_moved_money
from tracking.order.shipment_state import shipment_state
from tracking.order.shipments import route_of_shipment
from tracking.order.statuses import CANCELLATIONS, report_unknown
from tracking.order.vocabulary import Condition, Reason, Route, Stage


def cancel_reason(order: Order) -> Reason:
    """The reason of the end: cancelled, else refunded in full, else all items were removed."""
    if order.cancelled_at is None:
        is_refunded = order.financial_status == "REFUNDED" and has_moved_money(order)
        return Reason.PAY_REFUNDED if is_refunded else Reason.CANCELLED_OTHER
    shopify_reason = order.cancel_reason or "OTHER"
    if shopify_reason not in CANCELLATIONS:
        report_unknown("a cancellation", shopify_reason)
    return CANCELLATIONS.get(shopify_reason, Reason.CANCELLED_OTHER)


def ended_text(order: Order, reason: Reason) -> tuple[Phrase, Phrase]:
    """The title and text of an order that ended for this reason before anything was sent or ready."""
    row = pickup_text(reason) if is_for_pickup(order) else reason_text(reason)
    return row.title, row.text


def cancelled_order(order: Order) -> ParcelDraft:
    """The progress bar of an order that was cancelled before anything was sent; its units are removed items."""
    ended_at = order.cancelled_at or max((refund.processed_at for refund in order.refunds), default=None)
    reason = cancel_reason(order)
    return ParcelDraft(
        route=Route.CANCELLED,
        stage=Stage.CANCELLED,
        condition=Condition.DONE,
        reason=reason,
        reached={Stage.ORDERED: order.placed_at}
        | ({Stage.CANCELLED: max(ended_at, order.placed_at)} if ended_at else {}),
        items=(),
        title_and_text=ended_text(order, reason),
    )


# Routes of which a shipment is the end, without a carrier.
_HANDED_OVER = frozenset({Route.DIGITAL, Route.IN_STORE})


def stopped_shipments(order: Order, allocation: Allocation, payment: PaymentState, policy: Policy) -> frozenset[str]:
    """The ids of shipments that are packed and will not leave: the order was cancelled, or its payment called off."""
    if order.cancelled_at is None and payment.reason is not Reason.PAY_VOIDED:
        return frozenset()
    return frozenset(
        parcel.id
        for parcel in filter(is_active, order.fulfillments)
        if shipment_state(parcel).stage is Stage.PREPARING
        and route_of_shipment(order, parcel, allocation.sent[parcel.id], policy) not in _HANDED_OVER
    )


def stopped(order: Order, draft: ParcelDraft) -> ParcelDraft:
    """A shipment that is packed and will not leave, as the units of the order that are not: it ends with the order."""
    if order.cancelled_at:
        return replace(cancelled_order(order), items=draft.items)
    return ParcelDraft(
        route=draft.route,
        stage=Stage.ORDERED,
        condition=Condition.DONE,
        reason=Reason.PAY_VOIDED,
        reached={Stage.ORDERED: order.placed_at},
        items=draft.items,
        place=draft.place,
    )
