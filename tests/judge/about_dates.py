"""Invariants of times and days: can that have happened then?"""

from collections.abc import Iterator
from datetime import date, datetime

from tests.judge.case import Case, Complaints
from tracking.order.calendar import day
from tracking.order.status_types import Step
from tracking.order.vocabulary import Condition, Reason, StepState


def nothing_happened_before_the_order(case: Case) -> Complaints:
    """Nothing was scanned before I ordered it."""
    for where, at in _moments(case):
        if at < case.status.placed_at:
            yield f"{where} is before the order"
    placed_on = day(case.status.placed_at, case.status.zone)
    for where, expected in _days(case):
        if expected < placed_on:
            yield f"{where} is a day before the order"


def nothing_has_happened_that_is_still_to_come(case: Case) -> Complaints:
    """Events that are told as past have happened."""
    for where, at in _moments(case):
        if at > case.now:
            yield f"{where} is in the future"


def no_day_is_expected_that_has_passed(case: Case) -> Complaints:
    """ "Arrives on Tuesday" is no news on Thursday, unless the page says that it is late."""
    today = day(case.now, case.status.zone)
    for parcel in case.status.parcels:
        if parcel.expected and parcel.expected < today and parcel.condition is not Condition.LATE:
            yield "a planned day that has passed"
        is_told = parcel.condition in (Condition.LATE, Condition.PROBLEM, Condition.ACTION_NEEDED)
        if parcel.estimate and parcel.estimate.last < today and not is_told:
            yield "an estimate that has passed"
        if parcel.estimate and parcel.condition is Condition.DONE:
            yield "an estimate of what is done"


def the_history_is_in_order(case: Case) -> Complaints:
    """The history goes from the newest to the oldest."""
    entries = [entry.at for entry in case.status.timeline]
    if entries != sorted(entries, reverse=True):
        yield "the timeline is not in the order of time"
    for parcel in case.status.parcels:
        scans = [scan.at for scan in parcel.scans]
        if scans != sorted(scans, reverse=True):
            yield "the scans are not in the order of time"
    if case.status.timeline and case.status.timeline[-1].text.message != "You placed the order":
        yield "the history does not begin with the order"


def the_bar_is_in_order(case: Case) -> Complaints:
    """A step of the bar is not reached before the one in front of it."""
    for steps in _bars(case):
        times = [step.at for step in steps if step.at]
        if times != sorted(times):
            yield "a step was reached before an earlier one"
        states = [step.state for step in steps]
        order = [StepState.PASSED, StepState.CURRENT, StepState.TODO]
        if states != sorted(states, key=order.index) or states.count(StepState.CURRENT) != 1:
            yield "a bar without exactly one current step"
        if any(step.at for step in steps if step.state is StepState.TODO):
            yield "a step to come that has a time"


def what_is_due_has_a_day_that_fits(case: Case) -> Complaints:
    """ "To be paid by 3 May" is not said on 4 May: then it is overdue."""
    due = case.status.payment.due
    if (
        due
        and due.on
        and due.on < day(case.now, case.status.zone)
        and case.status.payment.reason is not Reason.PAY_OVERDUE
    ):
        yield "a day of payment that has passed, and is not overdue"


def _bars(case: Case) -> Iterator[tuple[Step, ...]]:
    yield from (parcel.steps for parcel in case.status.parcels)
    yield from (back.steps for back in case.status.returns if back.steps)


def _moments(case: Case) -> Iterator[tuple[str, datetime]]:
    status = case.status
    yield from (("an entry of the timeline", entry.at) for entry in status.timeline)
    for parcel in status.parcels:
        yield from (("a scan", scan.at) for scan in parcel.scans)
        yield from ((f"the step {step.code}", step.at) for step in parcel.steps if step.at)
    for back in status.returns:
        yield from ((f"the step {step.code}", step.at) for step in back.steps if step.at)


def _days(case: Case) -> Iterator[tuple[str, date]]:
    status = case.status
    for parcel in status.parcels:
        if parcel.expected:
            yield "the planned day", parcel.expected
        if parcel.estimate:
            yield "the estimate", parcel.estimate.first
    if status.payment.due and status.payment.due.on:
        yield "the day of payment", status.payment.due.on
