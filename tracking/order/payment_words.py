"""The words of the payment: its line on the page, and what a parcel or an order says that waits for it."""

from datetime import date

from tracking.i18n.text import Money, Phrase, Value, text
from tracking.order.missing import row
from tracking.order.payment_rules import Detail
from tracking.order.vocabulary import Reason

_BEING_UPDATED = text("Being updated")
_NOT_CHARGED = text("You have not been charged")

# The line without an amount or a day.
TEXTS: dict[Reason, Phrase] = {
    Reason.PAY_PENDING: text("Not confirmed yet"),
    Reason.PAY_RESERVED: text("Reserved, charged when the order is sent"),
    Reason.PAY_ON_DELIVERY: text("You pay on delivery"),
    Reason.PAY_IN_SHOP: text("You pay in the shop"),
    Reason.PAY_LATER: text("To be paid later"),
    Reason.PAY_OVERDUE: text("Not paid yet, and overdue"),
    Reason.PAY_BALANCE_DUE: text("Partly paid"),
    Reason.PAY_EXPIRED: text("The payment ran out of time; you have not been charged"),
    Reason.PAY_VOIDED: text("Called off; you have not been charged"),
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
    (Reason.PAY_LATER, Detail.INVOICE): text("You pay by invoice"),
    (Reason.PAY_LATER, Detail.REST): text("Partly paid, the rest is paid later"),
    (Reason.PAY_ON_DELIVERY, Detail.REST): text("Partly paid, you pay the rest on delivery"),
    (Reason.PAY_IN_SHOP, Detail.REST): text("Partly paid, you pay the rest in the shop"),
}

_WITH_AMOUNT: dict[tuple[Reason, Detail], Phrase] = {
    (Reason.PAY_PENDING, Detail.TRANSFER): text("%(amount)s has not reached us yet"),
    (Reason.PAY_ON_DELIVERY, Detail.NONE): text("You pay %(amount)s on delivery"),
    (Reason.PAY_ON_DELIVERY, Detail.REST): text("Partly paid: you pay %(amount)s on delivery"),
    (Reason.PAY_IN_SHOP, Detail.NONE): text("You pay %(amount)s in the shop"),
    (Reason.PAY_IN_SHOP, Detail.REST): text("Partly paid: you pay %(amount)s in the shop"),
    (Reason.PAY_LATER, Detail.NONE): text("To be paid later: %(amount)s"),
    (Reason.PAY_LATER, Detail.INVOICE): text("You pay %(amount)s by invoice"),
    (Reason.PAY_LATER, Detail.REST): text("Partly paid: %(amount)s is to be paid later"),
    (Reason.PAY_OVERDUE, Detail.NONE): text("Not paid yet, and overdue: %(amount)s"),
    (Reason.PAY_OVERDUE, Detail.REST): text("Partly paid: %(amount)s is overdue"),
    (Reason.PAY_BALANCE_DUE, Detail.NONE): text("Partly paid: %(amount)s is still due"),
    (Reason.PAY_BALANCE_DUE, Detail.AT_WORK): text("Partly paid: %(amount)s is still due"),
}

_WITH_DAY: dict[Reason, Phrase] = {
    Reason.PAY_LATER: text("To be paid by %(day)s"),
    Reason.PAY_OVERDUE: text("Not paid yet: it was due on %(day)s"),
}

_WITH_AMOUNT_AND_DAY: dict[tuple[Reason, Detail], Phrase] = {
    (Reason.PAY_LATER, Detail.NONE): text("%(amount)s, to be paid by %(day)s"),
    (Reason.PAY_LATER, Detail.REST): text("Partly paid: %(amount)s is to be paid by %(day)s"),
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
        return row(TEXTS, reason, _BEING_UPDATED, content="payment line", module="tracking/order/payment_words.py")
    return Phrase(
        exact[-1].message, values={name: values[name] for name in values if f"%({name})s" in exact[-1].message}
    )


# By reason, detail, and whether the customer is asked to act: title and text, where those of the reason do not fit.
TITLES_AND_TEXTS: dict[tuple[Reason, Detail, bool], tuple[Phrase, Phrase]] = {
    (Reason.PAY_PENDING, Detail.PROCESSING, False): (
        text("Your payment is being processed"),
        text("The payment provider is still working on it. Your order goes on as soon as that is done."),
    ),
    (Reason.PAY_PENDING, Detail.TRANSFER, False): (
        text("Waiting for your payment"),
        text("We have your order. It goes on as soon as your transfer has reached us, which can take a few days."),
    ),
    (Reason.PAY_PENDING, Detail.TRANSFER, True): (
        text("Your payment has not reached us"),
        text("We have your order, but your transfer has not reached us yet. The order goes on as soon as it does."),
    ),
    (Reason.PAY_PENDING, Detail.NONE, True): (
        text("Your payment has not reached us"),
        text("We have your order, but nobody has confirmed the payment yet. The order goes on as soon as it is paid."),
    ),
    (Reason.PAY_BALANCE_DUE, Detail.AT_WORK, True): (
        text("A part of the payment is still due"),
        text("We are working on your order, but it has not been paid in full yet."),
    ),
}

_PAID_ALREADY = text("If you have paid already, there is nothing to do. Otherwise pay what is due, or contact us.")

# By reason and detail: the next step in a sentence, where the usual one does not fit.
ACTIONS: dict[tuple[Reason, Detail], Phrase] = {
    (Reason.PAY_PENDING, Detail.NONE): _PAID_ALREADY,
    (Reason.PAY_PENDING, Detail.TRANSFER): text(
        "If you have sent the transfer already, there is nothing to do. Otherwise pay what is due, or contact us."
    ),
    (Reason.PAY_EXPIRED, Detail.NONE): text("Pay again if you still want the order, or contact us."),
    (Reason.PAY_OVERDUE, Detail.NONE): _PAID_ALREADY,
    (Reason.PAY_OVERDUE, Detail.REST): _PAID_ALREADY,
}
