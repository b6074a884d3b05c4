"""Which parcel or return of an order is the one that needs somebody, by its reason."""

from datetime import datetime
from typing import TYPE_CHECKING

from tracking.database.orders import OrderRow
from tracking.merchant.needs import Need, NeedCode
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.order.vocabulary import Condition, Reason
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order

if TYPE_CHECKING:
    from tracking.order.status_types import Parcel, ReturnStatus

_CONDITIONS = {
    NeedCode.PROBLEM: Condition.PROBLEM,
    NeedCode.LATE_UNSENT: Condition.LATE,
    NeedCode.NO_SCAN_YET: Condition.LATE,
    NeedCode.ESTIMATE_PASSED: Condition.LATE,
    NeedCode.LATE: Condition.LATE,
}


def reason_of_part(order: OrderRow, need: Need | None, now: datetime, policy: Policy) -> Reason | None:
    """The reason of the part in the condition that is the need; None where the whole order is, or none is read."""
    condition = _CONDITIONS.get(need.why) if need else None
    if condition is None or order.condition == condition:
        return None
    try:
        parsed = read_order(order.answer)
    except Unavailable:  # kept by another release
        return None
    status = order_status(parsed, now, policy)
    parts: list[Parcel | ReturnStatus] = [*status.parcels, *status.returns]
    return next((part.reason for part in parts if part.condition is condition and part.reason), None)
