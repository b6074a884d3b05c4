"""Invariants of the next steps: do I have to do something, and what?"""

from collections.abc import Iterator

from tests.judge.case import Case, Complaints
from tracking.order.status_types import Advice
from tracking.order.vocabulary import Condition, NextStep, Reason

ACTS = frozenset(
    {
        NextStep.PAY,
        NextStep.PRINT_LABEL,
        NextStep.SEND_BACK,
        NextStep.PICK_UP,
        NextStep.ARRANGE_DELIVERY,
        NextStep.CHECK_ADDRESS,
    }
)
"""The next steps that only the customer can take."""

# The customer may have sent the transfer: the shop waits for a week, and the button stays for who has not.
_MAY_BE_DONE = (Condition.WAITING, Reason.PAY_PENDING)

_NOTHING_TO_DO = frozenset({NextStep.WAIT, NextStep.RATE})


def action_needed_has_a_next_step(case: Case) -> Complaints:
    """Where it says that I have to act, it says how."""
    for where, condition, advice in _next_steps(case):
        if condition is Condition.ACTION_NEEDED and advice.code in _NOTHING_TO_DO:
            yield f"{where} needs me, and its next step is {advice.code}"


def a_step_of_the_customer_means_action_needed(case: Case) -> Complaints:
    """Where it asks me to act, it is marked as mine."""
    for where, condition, advice in _next_steps(case):
        if advice.code in ACTS and where != "the order" and condition is not Condition.ACTION_NEEDED:
            yield f"{where} asks me to {advice.code}, and is {condition}"
    status = case.status
    if (status.payment.condition, status.payment.reason) == _MAY_BE_DONE and status.advice.code is NextStep.PAY:
        return
    if status.advice.code in ACTS and not any(condition is Condition.ACTION_NEEDED for condition in _conditions(case)):
        yield f"the order asks me to {status.advice.code}, and nothing on the page needs me"


def the_orders_step_is_one_of_the_page(case: Case) -> Complaints:
    """If anything on the page needs me, the first line does not say that there is nothing to do."""
    needs = [condition for condition in _conditions(case) if condition is Condition.ACTION_NEEDED]
    if needs and case.status.advice.code in _NOTHING_TO_DO:
        yield f"something needs me, and the order's next step is {case.status.advice.code}"


def nothing_is_asked_of_an_order_that_was_cancelled(case: Case) -> Complaints:
    """I neither pay nor wait for what was cancelled."""
    if case.order.cancelled_at and case.status.advice.code in (NextStep.PAY, NextStep.CHECK_ADDRESS):
        yield f"a cancelled order asks me to {case.status.advice.code}"


def done_asks_no_patience(case: Case) -> Complaints:
    """Once it is done there is nothing to wait for."""
    status = case.status
    if status.headline.condition is Condition.DONE:
        open_parts = [p for p in status.parcels if p.condition is not Condition.DONE and not p.is_quiet]
        if open_parts:
            yield f"the headline is done, and a parcel is {open_parts[0].condition} / {open_parts[0].reason}"
        if status.estimate:
            yield "the headline is done, and a day is expected"
        if status.advice.code not in (NextStep.WAIT, NextStep.RATE, NextStep.CONTACT) and not any(
            back.condition is Condition.ACTION_NEEDED for back in status.returns
        ):
            yield f"the headline is done, and asks me to {status.advice.code}" if not _owes(case) else ""
    for parcel in status.parcels:
        if parcel.condition is Condition.DONE and parcel.advice.code in ACTS:
            yield f"a parcel is done, and asks me to {parcel.advice.code}"


def _owes(case: Case) -> bool:
    return case.status.payment.condition is Condition.ACTION_NEEDED


def _conditions(case: Case) -> Iterator[Condition]:
    status = case.status
    yield status.headline.condition
    yield status.payment.condition
    yield from (parcel.condition for parcel in status.parcels)
    yield from (back.condition for back in status.returns)


def _next_steps(case: Case) -> Iterator[tuple[str, Condition, Advice]]:
    status = case.status
    yield "the order", status.headline.condition, status.advice
    for parcel in status.parcels:
        if (parcel.condition, parcel.reason) == _MAY_BE_DONE and parcel.advice.code is NextStep.PAY:
            continue
        yield f"a parcel ({parcel.reason})", parcel.condition, parcel.advice
    for back in status.returns:
        if back.reason is not Reason.UNKNOWN_STATUS:
            yield f"a return ({back.reason})", back.condition, back.advice
