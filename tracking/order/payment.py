"""The payment: its state, the stage that unsent parcels can reach before it, and refunds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from tracking.i18n.text import Money, Phrase, text
from tracking.order.allocation import is_active, refunded_before_sending
from tracking.order.calendar import day
from tracking.order.missing import row
from tracking.order.model import Order
from tracking.order.status_types import MoneyLine, Payment
from tracking.order.statuses import PAYMENTS, UNKNOWN, report_unknown
from tracking.order.vocabulary import Condition, Reason, Stage

# A bank transfer takes a few days; after a week the customer is asked to act.
PENDING_LIMIT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentState:
    """``cap`` is the stage that unsent parcels cannot pass before the payment has; None lets them go on."""

    reason: Reason
    condition: Condition
    max_stage: Stage | None


def payment_state(order: Order, now: datetime) -> PaymentState:
    """The meaning of Shopify's financial status at ``now``."""
    status = order.financial_status
    if status and status not in PAYMENTS:
        report_unknown("a payment", status)
    meaning = PAYMENTS.get(status or "", UNKNOWN)
    reason, condition, max_stage = meaning.reason or Reason.UNKNOWN_STATUS, meaning.condition, meaning.stage
    if reason is Reason.PAY_PENDING and _is_overdue(order, now):
        condition = Condition.ACTION_NEEDED
    return PaymentState(reason=reason, condition=condition, max_stage=max_stage)


def _is_overdue(order: Order, now: datetime) -> bool:
    if order.cancelled_at:
        return False
    if order.payment_due_at or order.payment_overdue:
        return order.payment_overdue or (order.payment_due_at is not None and order.payment_due_at < now)
    nothing_sent = not any(map(is_active, order.fulfillments))  # sent and unpaid: the customer pays on delivery
    return nothing_sent and now - order.placed_at > PENDING_LIMIT


def needs_customer(state: PaymentState) -> bool:
    """Whether the order waits for the customer to pay."""
    return state.condition is Condition.ACTION_NEEDED


def payment(order: Order, now: datetime) -> Payment:
    """The payment's line on the page."""
    state = payment_state(order, now)
    return Payment(reason=state.reason, condition=state.condition, text=_payment_text(order, state, now))


_BEING_UPDATED = text("Being updated")

TEXTS: dict[Reason, Phrase] = {
    Reason.PAY_PENDING: text("Not paid yet"),
    Reason.PAY_RESERVED: text("Reserved on your card, charged when the order is sent"),
    Reason.PAY_BALANCE_DUE: text("Partly paid"),
    Reason.PAY_EXPIRED: text("The payment ran out of time; you have not been charged"),
    Reason.PAY_VOIDED: text("Called off; you have not been charged"),
    Reason.PAY_PAID: text("Paid"),
    Reason.PAY_REFUND_PARTIAL: text("Paid, and partly refunded"),
    Reason.PAY_REFUNDED: text("Refunded in full"),
    Reason.UNKNOWN_STATUS: _BEING_UPDATED,
}


def _payment_text(order: Order, state: PaymentState, now: datetime) -> Phrase:
    if order.cancelled_at and state.reason in (Reason.PAY_PENDING, Reason.PAY_RESERVED):
        return text("You have not been charged")
    if state.reason is Reason.PAY_BALANCE_DUE and order.outstanding and order.outstanding.amount > 0:
        return text("Partly paid: %(amount)s is still due", amount=order.outstanding)
    if state.reason is Reason.PAY_PENDING and order.payment_due_at:
        if order.payment_overdue or order.payment_due_at < now:
            return text("Not paid yet: it was due on %(day)s", day=day(order.payment_due_at, order.zone))
        return text("To be paid by %(day)s", day=day(order.payment_due_at, order.zone))
    if state.reason is Reason.PAY_PENDING and any(map(is_active, order.fulfillments)):
        return text("Not paid yet: you pay on delivery or by invoice")
    return row(TEXTS, state.reason, _BEING_UPDATED, content="payment line", module="tracking/order/payment.py")


def money_line(order: Order) -> MoneyLine:
    """The money that went back, or will, once something was refunded or the order was cancelled."""
    if order.refunded and order.refunded.amount > Decimal(0):
        return MoneyLine(refunded=order.refunded, text=_refunded_text(order, order.refunded))
    if order.cancelled_at:
        return MoneyLine(refunded=None, text=_CANCELLED_MONEY.get(order.financial_status or "", _ASK_ABOUT_MONEY))
    return MoneyLine(refunded=None, text=None)


_ASK_ABOUT_MONEY = text("If you have paid and see no refund within 10 days, please contact us.")
_CANCELLED_MONEY = {
    "PENDING": text("You have not been charged."),
    "EXPIRED": text("You have not been charged."),
    "VOIDED": text(
        "You have not been charged. An amount that was reserved on your card is released by your bank, often within 7 days."
    ),
    "AUTHORIZED": text(
        "You have not been charged. The amount reserved on your card is released by your bank, often within 7 days."
    ),
    "PAID": text(
        "You have paid, and the refund has not been made yet. If it does not arrive within 10 days, please contact us."
    ),
}


def _refunded_text(order: Order, amount: Money) -> Phrase:
    last = max((refund.processed_at for refund in order.refunds), default=None)
    if last is None:
        return text("%(amount)s was refunded. Banks often need 3 to 10 days to show it.", amount=amount)
    return text(
        "%(amount)s was refunded on %(day)s. Banks often need 3 to 10 days to show it.",
        amount=amount,
        day=day(last, order.zone),
    )


def is_cancelled(order: Order) -> bool:
    """Whether nothing will be sent: cancelled, or refunded in full before anything was sent."""
    return order.cancelled_at is not None or refunded_before_sending(order)
