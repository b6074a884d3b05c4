"""The words of the payment: its line on the page, and what a parcel or an order says that waits for it."""

from datetime import date

from tracking.i18n.text import Money, Phrase, Value, text
from tracking.order.missing import row_or_fallback
from tracking.order.payment_rules import Detail
from tracking.order.vocabulary import Reason

_BEING_UPDATED = text("Being updated")
_NOT_CHARGED = text("You haven’t been charged")

# The line without an amount or a day.
TEXTS: dict[Reason, Phrase] = {
    Reason.PAY_PENDING: text("Not confirmed yet"),
    Reason.PAY_RESERVED: text("Reserved, charged when the order is sent"),
    Reason.PAY_ON_DELIVERY: text("You’ll pay on delivery"),
    Reason.PAY_IN_SHOP: text("You’ll pay in the shop"),
    Reason.PAY_LATER: text("Due later"),
    Reason.PAY_OVERDUE: text("Not paid yet, and overdue"),
    Reason.PAY_BALANCE_DUE: text("Partly paid"),
    Reason.PAY_EXPIRED: text("The payment timed out; you haven’t been charged"),
    Reason.PAY_VOIDED: text("Canceled; you haven’t been charged"),
    Reason.PAY_PAID: text("Paid"),
    Reason.PAY_REFUND_PARTIAL: text("Paid, and partly refunded"),
    Reason.PAY_REFUNDED: text("Refunded in full"),
    Reason.UNKNOWN_STATUS: _BEING_UPDATED,
}

_BY_DETAIL: dict[tuple[Reason, Detail], Phrase] = {
    (Reason.PAY_PENDING, Detail.CANCELLED): _NOT_CHARGED,
    (Reason.PAY_RESERVED, Detail.CANCELLED): _NOT_CHARGED,
    (Reason.PAY_EXPIRED, Detail.CANCELLED): _NOT_CHARGED,
    (Reason.PAY_PENDING, Detail.PROCESSING): text("Being processed by the payment provider"),
    (Reason.PAY_PENDING, Detail.TRANSFER): text("Not here yet: a transfer can take a few days"),
    (Reason.PAY_LATER, Detail.INVOICE): text("You’ll pay by invoice"),
    (Reason.PAY_LATER, Detail.REST): text("Partly paid, the rest is due later"),
    (Reason.PAY_ON_DELIVERY, Detail.REST): text("Partly paid, you’ll pay the rest on delivery"),
    (Reason.PAY_IN_SHOP, Detail.REST): text("Partly paid, you’ll pay the rest in the shop"),
}

_WITH_AMOUNT: dict[tuple[Reason, Detail], Phrase] = {
    (Reason.PAY_PENDING, Detail.TRANSFER): text("%(amount)s hasn’t reached us yet"),
    (Reason.PAY_ON_DELIVERY, Detail.NONE): text("You’ll pay %(amount)s on delivery"),
    (Reason.PAY_ON_DELIVERY, Detail.REST): text("Partly paid: you’ll pay %(amount)s on delivery"),
    (Reason.PAY_IN_SHOP, Detail.NONE): text("You’ll pay %(amount)s in the shop"),
    (Reason.PAY_IN_SHOP, Detail.REST): text("Partly paid: you’ll pay %(amount)s in the shop"),
    (Reason.PAY_LATER, Detail.NONE): text("Due later: %(amount)s"),
    (Reason.PAY_LATER, Detail.INVOICE): text("You’ll pay %(amount)s by invoice"),
    (Reason.PAY_LATER, Detail.REST): text("Partly paid: %(amount)s is due later"),
    (Reason.PAY_OVERDUE, Detail.NONE): text("Not paid yet, and overdue: %(amount)s"),
    (Reason.PAY_OVERDUE, Detail.REST): text("Partly paid: %(amount)s is overdue"),
    (Reason.PAY_BALANCE_DUE, Detail.NONE): text("Partly paid: %(amount)s is still due"),
    (Reason.PAY_BALANCE_DUE, Detail.AT_WORK): text("Partly paid: %(amount)s is still due"),
}

_WITH_DAY: dict[Reason, Phrase] = {
    Reason.PAY_LATER: text("Due by %(day)s"),
    Reason.PAY_OVERDUE: text("Not paid yet: it was due on %(day)s"),
}

_WITH_AMOUNT_AND_DAY: dict[tuple[Reason, Detail], Phrase] = {
    (Reason.PAY_LATER, Detail.NONE): text("%(amount)s, due by %(day)s"),
    (Reason.PAY_LATER, Detail.REST): text("Partly paid: %(amount)s is due by %(day)s"),
    (Reason.PAY_OVERDUE, Detail.NONE): text("Not paid yet: %(amount)s was due on %(day)s"),
    (Reason.PAY_OVERDUE, Detail.REST): text("Partly paid: %(amount)s was due on %(day)s"),
}


def payment_line(reason: Reason, detail: Detail, amount: Money | None, due_on: date | None) -> Phrase:
    """The most exact line that amount and day allow."""
    values: dict[str, Value] = {}
    phrases = [_BY_DETAIL.get((reason, detail))]
    if amount:
        values["amount"] = amount
        phrases.append(_WITH_AMOUNT.get((reason, detail)))
    if due_on:
        values["day"] = due_on
        phrases.append(_WITH_DAY.get(reason))
    if amount and due_on:
        phrases.append(_WITH_AMOUNT_AND_DAY.get((reason, detail)))
    exact = [phrase for phrase in phrases if phrase]
    if not exact:
        return row_or_fallback(
            TEXTS, reason, _BEING_UPDATED, content="payment line", module="tracking/order/payment_words.py"
        )
    return Phrase(
        exact[-1].message, values={name: values[name] for name in values if f"%({name})s" in exact[-1].message}
    )


# By reason, detail, and whether the customer is asked to act: title and text, where those of the reason do not fit.
TITLES_AND_TEXTS: dict[tuple[Reason, Detail, bool], tuple[Phrase, Phrase]] = {
    (Reason.PAY_PENDING, Detail.PROCESSING, False): (
        text("Your payment is being processed"),
        text("The payment provider is still working on it. We’ll carry on with your order as soon as it’s done."),
    ),
    (Reason.PAY_PENDING, Detail.TRANSFER, False): (
        text("Waiting for your payment"),
        text("We have your order. We’ll carry on as soon as your transfer reaches us, which can take a few days."),
    ),
    (Reason.PAY_PENDING, Detail.TRANSFER, True): (
        text("Your payment hasn’t reached us"),
        text("We have your order, but your transfer hasn’t reached us yet. We’ll carry on as soon as it does."),
    ),
    (Reason.PAY_PENDING, Detail.NONE, True): (
        text("Your payment hasn’t reached us"),
        text("We have your order, but the payment hasn’t been confirmed yet. We’ll carry on as soon as it’s paid."),
    ),
    (Reason.PAY_BALANCE_DUE, Detail.AT_WORK, True): (
        text("Part of the payment is still due"),
        text("We’re working on your order, but it hasn’t been paid in full yet."),
    ),
}

_PAID_ALREADY = text("If you’ve already paid, you’re all set. Otherwise, pay what’s due, or contact us.")

# By reason and detail: the next step in a sentence, where the usual one does not fit.
ACTIONS: dict[tuple[Reason, Detail], Phrase] = {
    (Reason.PAY_PENDING, Detail.NONE): _PAID_ALREADY,
    (Reason.PAY_PENDING, Detail.TRANSFER): text(
        "If you’ve already sent the transfer, you’re all set. Otherwise, pay what’s due, or contact us."
    ),
    (Reason.PAY_EXPIRED, Detail.NONE): text("Pay again if you still want the order, or contact us."),
    (Reason.PAY_OVERDUE, Detail.NONE): _PAID_ALREADY,
    (Reason.PAY_OVERDUE, Detail.REST): _PAID_ALREADY,
}
