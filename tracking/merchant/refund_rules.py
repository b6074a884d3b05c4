"""Finds money that the shop still owes a customer: the rule gives the evidence, or None."""

from tracking.i18n.text import Money, Phrase, text
from tracking.merchant.rule_facts import RuleFacts
from tracking.order.model import Order
from tracking.order.payment import is_paid_and_canceled
from tracking.order.refunds import RefundState, amount_of
from tracking.order.vocabulary import Reason


def refund_owed(facts: RuleFacts) -> Phrase | None:
    """A refund that failed, was never made for a canceled order, or is due since the order costs less.

    With its amount, where Shopify's answer has it.
    """
    order, reason = facts.order, facts.status.money.reason
    if reason is Reason.PAY_REFUND_FAILED:
        failed = amount_of(order, RefundState.FAILED)
        return text("A refund of %(amount)s did not go through.", amount=failed) if failed else _FAILED
    owed = _owed(order)
    if order.cancelled_at and is_paid_and_canceled(order):
        day = facts.day_of(order.cancelled_at)
        if owed is None:
            return text("Canceled on %(day)s, and what was paid is not refunded.", day=day)
        return text("Canceled on %(day)s, and %(amount)s is not refunded.", day=day, amount=owed)
    if owed and reason is Reason.PAY_OWED_BACK:
        return text("The order costs %(amount)s less than was paid for it.", amount=owed)
    return None


_FAILED = text("A refund did not go through.")


def _owed(order: Order) -> Money | None:
    left = order.outstanding
    return Money(amount=-left.amount, currency=left.currency) if left and left.amount < 0 else None
