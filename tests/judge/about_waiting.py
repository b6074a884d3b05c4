"""Invariants of what has not been sent: is it true why I wait?"""

from datetime import datetime

from tests.judge.case import POLICY, Case, Complaints
from tracking.order.freshness import is_moving, next_change_at
from tracking.order.status import order_status
from tracking.order.statuses import HOLDS
from tracking.order.vocabulary import Condition, Reason

_OF_HOLDS = frozenset(meaning.reason for meaning in HOLDS.values() if meaning.reason) - {
    Reason.HOLD_OTHER,  # also of a hold for a payment that nobody owes
    Reason.HOLD_PAYMENT,
}
_SOMETHING_OWED = frozenset({Reason.PAY_EXPIRED, Reason.PAY_OVERDUE, Reason.PAY_BALANCE_DUE, Reason.PAY_PENDING})


def a_hold_is_one_of_today(case: Case) -> Complaints:
    """ "Out of stock" is not said of what is in stock again."""
    holds = {HOLDS[hold].reason for group in case.order.fulfillment_orders for hold in group.holds if hold in HOLDS}
    for parcel in case.status.parcels:
        if parcel.reason in _OF_HOLDS and parcel.reason not in holds:
            yield f"a parcel waits for {parcel.reason}, and nothing holds it"


def a_day_of_sending_was_planned(case: Case) -> Complaints:
    """A planned day is one that the shop has set."""
    planned = [group.fulfill_at for group in case.order.fulfillment_orders if group.fulfill_at]
    if any(parcel.expected for parcel in case.status.parcels) and not planned:
        yield "a day is expected that nobody has planned"


def the_payment_in_the_first_line_is_that_of_the_payment(case: Case) -> Complaints:
    """The first line and the line of the payment name one reason."""
    status = case.status
    if status.headline.reason in _SOMETHING_OWED and status.payment.reason is not status.headline.reason:
        yield f"the headline is {status.headline.reason}, the payment {status.payment.reason}"


def nothing_moves_any_more_only_once_it_is_done(case: Case) -> Complaints:
    """The page refreshes itself for as long as anything can happen."""
    status = case.status
    are_open = any(not parcel.is_quiet and parcel.condition is not Condition.DONE for parcel in status.parcels)
    if not status.is_moving and are_open:
        yield f"nothing moves, and the order is {status.headline.condition}"
    if is_moving(case.order, case.now, POLICY) is not status.is_moving:
        yield "freshness and status disagree about whether it moves"


def the_page_changes_at_the_moments_it_names(case: Case) -> Complaints:
    """The status that I read stays true until the page says something else."""
    then = next_change_at(case.order, case.now)
    just_before = max(case.now, then - datetime.resolution)
    if order_status(case.order, just_before, POLICY) != case.status:
        yield "the status changes before next_change_at"


def what_nobody_sends_never_leads(case: Case) -> Complaints:
    """The insurance does not speak for the bowl."""
    status = case.status
    if status.headline.reason is Reason.NOTHING_TO_SEND and not all(parcel.is_quiet for parcel in status.parcels):
        yield "what nobody sends leads beside goods"
