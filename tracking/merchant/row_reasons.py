"""Which parcel or return of an order speaks for it, by its reason."""

from datetime import datetime

from tracking.database.orders import OrderRow
from tracking.directory.causes import cause_of
from tracking.directory.views import VIEWS, OrderView
from tracking.merchant.needs import Need, NeedCode
from tracking.order.policy import Policy
from tracking.order.reasons import Actor, reason_text
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus, Parcel, ReturnStatus
from tracking.order.vocabulary import Condition, Reason
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order

_CONDITIONS = {
    NeedCode.PROBLEM: Condition.PROBLEM,
    NeedCode.LATE_UNSENT: Condition.LATE,
    NeedCode.PAST_USUAL: Condition.LATE,
    NeedCode.NO_SCAN_YET: Condition.LATE,
    NeedCode.ESTIMATE_PASSED: Condition.LATE,
    NeedCode.LATE: Condition.LATE,
}
_UNPAID = VIEWS[OrderView.WAITING_PAYMENT].reasons or ()


def reason_of_part(order: OrderRow, need: Need | None, now: datetime, policy: Policy) -> Reason | None:
    """The reason of the part in the condition that is the need, else of an open return of which nothing else is said.

    None where the whole order is in that condition, or none is read.
    """
    condition = _CONDITIONS.get(need.why) if need else None
    is_of_part = condition is not None and order.condition != condition and not _waits_for_money(order, need)
    if not is_of_part and not (condition is None and order.has_open_return and cause_of(order) is None):
        return None
    try:
        parsed = read_order(order.answer)
    except Unavailable:  # kept by another release
        return None
    status = order_status(parsed, now, policy)
    if not is_of_part:
        return _of_return(status)
    parts: list[Parcel | ReturnStatus] = [*status.parcels, *status.returns]
    is_usual = need is not None and need.why is NeedCode.PAST_USUAL
    its = (part for part in parts if (part.is_past_usual if is_usual else part.condition is condition))
    return next((part.reason for part in its if part.reason), None)


def _waits_for_money(order: OrderRow, need: Need | None) -> bool:
    """Whether it is not sent because it is not paid: the shop is not to be told to send it."""
    return need is not None and need.why is NeedCode.LATE_UNSENT and order.reason in _UNPAID


def _of_return(status: OrderStatus) -> Reason | None:
    """The reason of the open return for which the shop has to do something, else of the first one."""
    reasons = [each.reason for each in status.returns if each.condition is not Condition.DONE]
    return min(reasons, key=lambda reason: reason_text(reason).actor is not Actor.SHOP, default=None)
