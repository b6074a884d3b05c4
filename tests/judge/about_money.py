"""Invariants of the money: do I have to pay, and have I got it back?"""

import re
from decimal import Decimal

from tests.judge.case import Case, Complaints
from tests.judge.life import Life
from tests.judge.settlement import owes_now
from tracking.order.vocabulary import Condition, NextStep, Reason, RemovedReason, Stage

_HAS_MOVED = re.compile(
    r"\b(?:was|were|been|is|are) (?:partly )?refunded\b|\brefund (?:was|has been) made\b|^Refunded|partly refunded"
    r"|^The money often takes 3 to 10 days to show|^The amount is (?:on|store)"
)
_NOT_A_CLAIM = re.compile(r"\b(?:no|not|don’t see) (?:a )?refund\b", re.IGNORECASE)


def pay_only_what_is_owed_now(case: Case) -> Complaints:
    """I am asked to pay only if I owe the shop money, and today."""
    life = _life(case)
    if owes_now(life, case.now):
        return
    status = case.status
    steps = [status.advice, *(parcel.advice for parcel in status.parcels)]
    if any(advice.code is NextStep.PAY for advice in steps):
        yield f"asked to pay, and nothing is owed now ({life.way.name}, {status.payment.reason})"
    if status.payment.condition is Condition.ACTION_NEEDED:
        yield f"the payment needs me, and nothing is owed now ({life.way.name}, {status.payment.reason})"


def what_is_due_is_what_is_owed(case: Case) -> Complaints:
    """The amount that it names is the amount that I owe."""
    due, outstanding = case.status.payment.due, case.order.outstanding
    if due is None:
        return
    reserved = case.order.capturable.amount if case.order.capturable else Decimal(0)
    if outstanding is None or due.amount.amount != outstanding.amount - reserved:
        yield "another amount is due than is outstanding"
    if case.order.cancelled_at:
        yield "an amount is due for a cancelled order"


def refunded_only_if_money_moved(case: Case) -> Complaints:
    """ "Was refunded" means that the money is on its way to my account."""
    life = _life(case)
    if life.refunded(case.now):
        return
    status = case.status
    if status.money.refunded:
        yield "an amount counts as refunded, and no money has moved"
    if any(back.stage is Stage.REFUNDED or back.reason is Reason.RETURN_REFUNDED for back in status.returns):
        yield "a return is refunded, and no money has moved"
    if any(item.reason is RemovedReason.REFUNDED for item in status.removed):
        yield "a product was removed as refunded, and no money has moved"
    for where, sentence in case.sentences():
        if _HAS_MOVED.search(sentence) and not _NOT_A_CLAIM.search(sentence):
            yield f"{where} says {sentence!r}, and no money has moved"


def what_moved_is_on_the_page(case: Case) -> Complaints:
    """The money that I got back stands on the page, with its amount."""
    life = _life(case)
    moved, shown = life.refunded(case.now), case.status.money.refunded
    expected = Decimal(moved) * life.destination.rate
    if moved and not case.order.is_partial and (shown is None or shown.amount != expected):
        yield f"{moved} went back, and the page says {shown}"


def a_return_is_refunded_by_its_own_money(case: Case) -> Complaints:
    """A refund for something else is none for what I sent back."""
    life = _life(case)
    for back in case.status.returns:
        of_it = [r for r in life.money_back if r.of_return is not None and r.moved_at and r.moved_at <= case.now]
        if back.reason is Reason.RETURN_REFUNDED and not any(life.amount_of(refund) for refund in of_it):
            yield "a return is refunded, and its money has not moved"


def _life(case: Case) -> Life:
    assert case.life
    return case.life
