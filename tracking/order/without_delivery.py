"""Drafts the parcels of units for which nothing is delivered."""

from dataclasses import replace
from datetime import datetime

from tracking.i18n.text import text
from tracking.order.model import Order
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.payment import PaymentState, next_step, payment_title_and_text
from tracking.order.policy import Policy
from tracking.order.status_types import Item
from tracking.order.vocabulary import Condition, Reason, Route, Stage

_CONFIRMED = (
    text("Your order is confirmed"),
    text("Nothing comes by post for this. If you have a question about it, just ask us."),
)
_DONE = (text("Done"), text("We have marked this as done. Nothing comes by post for it."))
_NOTHING_LEFT = (text("Nothing to send"), text("This doesn’t need to be sent."))


def nothing_to_send(
    order: Order, its_items: tuple[Item, ...], payment: PaymentState, policy: Policy, *, is_alone: bool
) -> ParcelDraft:
    """Quiet lines that the shop has not marked as done; ``is_alone``: the order holds nothing else."""
    draft = ParcelDraft(
        route=Route.DIGITAL,
        stage=Stage.CONFIRMED,
        condition=Condition.FINE,
        reason=Reason.NOTHING_TO_SEND,
        reached={Stage.ORDERED: order.placed_at},
        items=its_items,
    )
    if not is_alone:
        return draft
    if payment.max_stage is Stage.ORDERED:
        return replace(
            draft,
            stage=Stage.ORDERED,
            condition=payment.condition,
            reason=payment.reason,
            title_and_text=payment_title_and_text(order, payment),
            advice=next_step(payment, policy),
        )
    return replace(draft, title_and_text=_CONFIRMED)


def done_without_sending(order: Order, its_items: tuple[Item, ...], done_at: datetime) -> ParcelDraft:
    """Quiet lines that the shop marked as done."""
    return ParcelDraft(
        route=Route.DIGITAL,
        stage=Stage.SENT,
        condition=Condition.DONE,
        reason=Reason.NOTHING_TO_SEND,
        reached={Stage.ORDERED: order.placed_at, Stage.SENT: done_at},
        items=its_items,
        title_and_text=_DONE,
    )


def nothing_left(order: Order, its_items: tuple[Item, ...]) -> ParcelDraft:
    """Goods of an order in which, as Shopify says, nothing has to be sent."""
    return ParcelDraft(
        route=Route.DIGITAL,
        stage=Stage.SENT,
        condition=Condition.DONE,
        reason=None,
        reached={Stage.ORDERED: order.placed_at},
        items=its_items,
        title_and_text=_NOTHING_LEFT,
    )
