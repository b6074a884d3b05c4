"""Invariants of two moments: does it only go forward?"""

from tests.judge.case import Case, Complaints
from tracking.order.shipment_state import RANK
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import STAGES, Condition, Reason, Route


def bars_never_run_backwards(before: Case, after: Case) -> Complaints:
    """My parcel keeps the stage that it has reached."""
    now = {parcel.id: parcel for parcel in after.status.parcels}
    for parcel in before.status.parcels:
        later = now.get(parcel.id)
        if later and not _may_step_back(parcel, later) and RANK[later.stage] < RANK[parcel.stage]:
            yield f"the bar of a parcel goes from {parcel.stage} back to {later.stage}"
    back = {each.id: each for each in after.status.returns}
    steps = STAGES[Route.RETURN]
    for each in before.status.returns:
        later_return = back.get(each.id)
        if (
            each.stage
            and later_return
            and later_return.stage
            and steps.index(later_return.stage) < steps.index(each.stage)
        ):
            yield f"the bar of a return goes from {each.stage} back to {later_return.stage}"


def what_is_done_stays_done(before: Case, after: Case) -> Complaints:
    """Time alone does not undo what was done."""
    now = {parcel.id: parcel for parcel in after.status.parcels}
    for parcel in before.status.parcels:
        later = now.get(parcel.id)
        if parcel.condition is not Condition.DONE or later is None or _may_step_back(parcel, later):
            continue
        is_news = parcel.reason is Reason.SHOULD_HAVE_ARRIVED and before.order != after.order
        if later.condition is not Condition.DONE and not is_news:
            yield f"a parcel was done, and is {later.condition} / {later.reason}"


def _may_step_back(before: Parcel, after: Parcel) -> bool:
    """A report corrects what was said of several boxes or of a cancelled one; after an edit an order awaits money."""
    if Route.CANCELLED in (before.route, after.route) or max(before.box_count, after.box_count) > 1:
        return True
    return not before.sent and after.reason is Reason.PAY_BALANCE_DUE
