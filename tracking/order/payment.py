"""The payment: its state, the stage that unsent parcels can reach before it, what is due, and the money that goes back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tracking.i18n.text import Money, Phrase, joined, text
from tracking.order.advice import payment_advice
from tracking.order.ages import Clock, State
from tracking.order.allocation import refunded_before_sending
from tracking.order.archived import is_archived
from tracking.order.calendar import day
from tracking.order.gateways import GatewayKind, goes_through_a_bank, only_kind, payment_means
from tracking.order.model import Order
from tracking.order.payment_rules import Detail, is_all_sent, rule_for
from tracking.order.payment_words import ACTIONS, TITLES_AND_TEXTS, payment_line
from tracking.order.policy import Policy
from tracking.order.reasons import reason_text
from tracking.order.refunds import (
    RefundState,
    amount_of,
    has_failed_refund,
    has_moved_money,
    has_refund_under_way,
    last_refunded_at,
    refund_transactions,
    refunded_amount,
    settled_amount,
)
from tracking.order.status_types import Advice, MoneyLine, Payment, PaymentDue
from tracking.order.statuses import PAYMENTS, UNKNOWN, report_unknown
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentState:
    """``max_stage`` is the stage that unsent parcels cannot pass before the payment has; None lets them go on.

    ``detail`` tells states with the same reason apart; ``owes`` means that the customer has to pay the shop now.
    """

    reason: Reason
    condition: Condition
    max_stage: Stage | None
    detail: Detail = Detail.NONE
    owes: bool = False


def payment_state(order: Order, now: datetime) -> PaymentState:
    """The meaning of Shopify's financial status at ``now``: by the first rule that applies, else by the status alone."""
    status = order.financial_status
    if status and status not in PAYMENTS:
        report_unknown("a payment", status)
    rule = rule_for(order, now)
    meaning = rule.meaning if rule else PAYMENTS.get(status or "", UNKNOWN)
    if meaning.condition is Condition.ACTION_NEEDED and is_archived(order, now):  # the shop's matter by now
        return PaymentState(
            reason=meaning.reason or Reason.UNKNOWN_STATUS,
            condition=Condition.DONE,
            max_stage=meaning.stage,
            detail=Detail.SILENT,
            owes=False,
        )
    return PaymentState(
        reason=meaning.reason or Reason.UNKNOWN_STATUS,
        condition=meaning.condition,
        max_stage=meaning.stage,
        detail=rule.detail if rule else Detail.NONE,
        owes=rule.owes if rule else False,
    )


def needs_customer(state: PaymentState) -> bool:
    """Whether the order waits for the customer to pay."""
    return state.condition is Condition.ACTION_NEEDED


def payment(order: Order, state: PaymentState) -> Payment:
    """The payment's line on the page."""
    due = _due(order, state)
    return Payment(reason=state.reason, condition=state.condition, text=_payment_text(order, state, due), due=due)


# Payments that the customer has yet to make, to the shop or through others, beside what is owed now.
_DUE = frozenset({Reason.PAY_ON_DELIVERY, Reason.PAY_IN_SHOP, Reason.PAY_LATER})


def _due(order: Order, state: PaymentState) -> PaymentDue | None:
    is_due = state.owes or (state.reason in _DUE and state.detail is not Detail.SILENT)
    if not is_due or order.outstanding is None:
        return None
    reserved = order.capturable.amount if order.capturable else Decimal(0)
    amount = order.outstanding.amount - reserved
    if amount <= 0:
        return None
    return PaymentDue(amount=Money(amount=amount, currency=order.outstanding.currency), on=_due_on(order, state))


def _due_on(order: Order, state: PaymentState) -> date | None:
    has_day = state.reason in (Reason.PAY_LATER, Reason.PAY_OVERDUE) and order.payment_due_at
    return day(order.payment_due_at, order.zone) if has_day and order.payment_due_at else None


def _payment_text(order: Order, state: PaymentState, due: PaymentDue | None) -> Phrase | None:
    if state.detail is Detail.SILENT:
        return None
    if order.cancelled_at and _cost_nothing(order):
        return payment_line(Reason.PAY_PENDING, Detail.CANCELLED, None, None)
    if state.reason is Reason.PAY_RESERVED and state.detail is not Detail.CANCELLED:
        return _reserved_text(order, state)
    if state.reason in (Reason.PAY_REFUND_PARTIAL, Reason.PAY_REFUNDED) and not has_moved_money(order):
        return text("Paid, refund on its way") if has_refund_under_way(order) else text("Paid")
    return payment_line(state.reason, state.detail, due.amount if due else None, _due_on(order, state))


def _reserved_text(order: Order, state: PaymentState) -> Phrase:
    """On a card only where a card pays, and to be charged only while something is to be sent."""
    is_card = payment_means(order).is_card
    if state.detail is Detail.REST:
        return text("Partly paid, the rest is reserved on your card") if is_card else _REST_RESERVED
    if is_all_sent(order):
        return text("Reserved on your card") if is_card else text("Reserved")
    if is_card:
        return text("Reserved on your card, charged when the order is sent")
    return text("Reserved, charged when the order is sent")


_REST_RESERVED = text("Partly paid, the rest is reserved")


def payment_title_and_text(order: Order, state: PaymentState) -> tuple[Phrase, Phrase] | None:
    """The words for a parcel or an order that waits for its payment; None: those of the reason."""
    if state.reason is Reason.PAY_RESERVED and payment_means(order).is_card:
        return _RESERVED_ON_CARD
    return TITLES_AND_TEXTS.get((state.reason, state.detail, needs_customer(state)))


_RESERVED_ON_CARD = (
    text("Your order is confirmed"),
    text("The amount is reserved on your card. It’s charged when your order is sent."),
)


def next_step(state: PaymentState, policy: Policy) -> Advice:
    """The customer's next step while the payment decides it: to pay what is owed now, else that of the reason."""
    usual = reason_text(state.reason).step
    unless_owed = NextStep.WAIT if usual is NextStep.PAY else usual
    code = NextStep.PAY if state.owes else unless_owed
    action_text = ACTIONS.get((state.reason, state.detail)) if state.owes else None
    return payment_advice(code, action_text, policy)


def money_line(order: Order, clock: Clock) -> MoneyLine:
    """The money that went back, or will: refunded, owed back, or paid for a cancelled order."""
    amount = refunded_amount(order)
    if has_failed_refund(order):
        return MoneyLine(reason=Reason.PAY_REFUND_FAILED, refunded=amount, text=_after_refund(order, _FAILED))
    if has_refund_under_way(order):
        under_way = _after_refund(order, _under_way_text(order))
        return MoneyLine(reason=None, refunded=amount, text=under_way)
    if order.outstanding and order.outstanding.amount < 0 and not order.cancelled_at:
        owed = Money(amount=-order.outstanding.amount, currency=order.outstanding.currency)
        return MoneyLine(reason=Reason.PAY_OWED_BACK, refunded=amount, text=_owed_text(order, amount, owed, clock))
    if amount:
        refunded = _refunded_text(order, amount, clock)
        headline = _refund_headline(order, amount, clock)
        return MoneyLine(reason=None, refunded=amount, text=refunded, headline=headline)
    return MoneyLine(reason=None, refunded=None, text=_cancelled_text(order) if order.cancelled_at else None)


def is_paid_and_canceled(order: Order) -> bool:
    """Whether a canceled order is paid, and no refund was made, is being made, or has failed."""
    is_paid = order.financial_status == "PAID" and not _cost_nothing(order)
    return bool(order.cancelled_at) and is_paid and not any(refund_transactions(order)) and not order.refunds


def failed_refund_advice(policy: Policy) -> Advice:
    """The next step of a customer whom a refund has not reached."""
    return payment_advice(NextStep.CONTACT, _FAILED, policy)


def _after_refund(order: Order, further: Phrase) -> Phrase:
    """The text of another refund, behind that of the money refunded before."""
    refunded = settled_amount(order)
    if refunded is None:
        return further
    return joined(_refunded_sentence(order, refunded), further)


_FAILED = text("A refund didn’t go through, so the money hasn’t reached you. Please contact us.")


def _under_way_text(order: Order) -> Phrase:
    amount = amount_of(order, RefundState.UNDER_WAY)
    being_made = text("A refund of %(amount)s is being made.", amount=amount) if amount else _BEING_MADE
    if goes_through_a_bank(refund_transactions(order), order):
        return joined(being_made, _BANK_DAYS)
    return being_made


_BEING_MADE = text("A refund is being made.")


def _owed_text(order: Order, refunded: Money | None, owed: Money, clock: Clock) -> Phrase:
    owed_text = text("%(amount)s goes back to you: your order now costs less than you paid.", amount=owed)
    if refunded is None:
        return owed_text
    return joined(_refunded_text(order, refunded, clock), owed_text)


_ASK_ABOUT_MONEY = text("If you paid and don’t see a refund, please contact us.")
_NOT_CHARGED = text("You haven’t been charged.")
_CANCELLED_MONEY = {
    "PENDING": _NOT_CHARGED,
    "EXPIRED": _NOT_CHARGED,
    "VOIDED": text("You haven’t been charged. If an amount was reserved, it’s released again."),
    "AUTHORIZED": text("You haven’t been charged. The reserved amount is released again."),
    "PAID": text("You’ve paid, and no refund has been made yet. If you have a question about it, please contact us."),
}
_CANCELLED_MONEY_ON_A_CARD = {
    "VOIDED": text(
        "You haven’t been charged. If an amount was reserved on your card, your bank releases it, which can take a week."
    ),
    "AUTHORIZED": text(
        "You haven’t been charged. Your bank releases the amount reserved on your card, which can take a week."
    ),
}


def _cancelled_text(order: Order) -> Phrase:
    status = order.financial_status or ""
    if _cost_nothing(order):
        return _NOT_CHARGED
    if status in _CANCELLED_MONEY_ON_A_CARD and payment_means(order).is_card:
        return _CANCELLED_MONEY_ON_A_CARD[status]
    return _CANCELLED_MONEY.get(status, _ASK_ABOUT_MONEY)


def _cost_nothing(order: Order) -> bool:
    return order.financial_status == "PAID" and not order.gateways and not order.transactions


def _refunded_text(order: Order, amount: Money, clock: Clock) -> Phrase:
    """Without the bank where none is involved, or has long shown it."""
    sentence, last = _refunded_sentence(order, amount), last_refunded_at(order)
    transactions = refund_transactions(order)
    if goes_through_a_bank(transactions, order):
        is_shown = last is not None and clock.is_over(State.REFUNDED, last)
        return sentence if is_shown else joined(sentence, _BANK_DAYS)
    where = _WHERE_TO.get(only_kind(transactions, order) or GatewayKind.OTHER)
    return joined(sentence, where) if where else sentence


def _refunded_sentence(order: Order, amount: Money) -> Phrase:
    """Without the day where it is not known."""
    last = last_refunded_at(order)
    if last is None:
        return text("%(amount)s was refunded.", amount=amount)
    return text("%(amount)s was refunded on %(day)s.", amount=amount, day=day(last, order.zone))


def _refund_headline(order: Order, amount: Money, clock: Clock) -> tuple[Phrase, Phrase | None] | None:
    """The refund as a first line, and how long a bank takes with it; None where its day is not known."""
    last = last_refunded_at(order)
    if last is None:
        return None
    title = text("%(amount)s was refunded on %(day)s", amount=amount, day=day(last, order.zone))
    is_bank = goes_through_a_bank(refund_transactions(order), order) and not clock.is_over(State.REFUNDED, last)
    return title, _BANK_DAYS if is_bank else None


_BANK_DAYS = text("The money often takes 3 to 10 days to show in your account.")
_WHERE_TO = {
    GatewayKind.GIFT_CARD: text("It’s on your gift card."),
    GatewayKind.STORE_CREDIT: text("It’s in your store credit."),
}


def is_cancelled(order: Order) -> bool:
    """Whether nothing will be sent: cancelled, or refunded in full before anything was sent."""
    return order.cancelled_at is not None or refunded_before_sending(order)
