"""When what is found in an order changes next by time alone, beside the times at which its status does."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracking.merchant.out_of_step import OutOfStep, OutOfStepCode
from tracking.merchant.rule_facts import open_groups
from tracking.merchant.unsent_rules import CANCELLATION_REQUESTED
from tracking.order.archived import is_archived
from tracking.order.calendar import day
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Reason


def next_finding_change(
    order: Order, status: OrderStatus, found: Collection[OutOfStep], now: datetime, policy: Policy
) -> datetime | None:
    """None: never, as long as the order stays as it is, or not before its status does.

    Of a finished order, too: money that is reserved lapses, a request to stop stays unanswered, and a scan after the
    delivery grows old.
    """
    if is_archived(order, now):
        return None
    tick = datetime.resolution  # some rules compare with >=, others with >
    times = _change_times(order, status, found, now, policy)
    return min((each for moment in times for each in (moment, moment + tick) if each > now), default=None)


def _change_times(
    order: Order, status: OrderStatus, found: Collection[OutOfStep], now: datetime, policy: Policy
) -> Iterator[datetime]:
    codes, stalled = {each.code for each in found}, timedelta(days=policy.stalled_days)
    if found or _has_money_to_capture(order) or _has_request_to_stop(order):
        yield datetime.combine(day(now, order.zone) + timedelta(days=1), time(), ZoneInfo(order.zone))
    if any(parcel.reason is Reason.SEE_CARRIER for parcel in status.parcels):
        yield from (parcel.created_at + stalled for parcel in order.fulfillments)
    if OutOfStepCode.DELIVERED_BUT_MOVING in codes:
        yield from (event.happened_at + stalled for parcel in order.fulfillments for event in parcel.events)


def _has_money_to_capture(order: Order) -> bool:
    return order.cancelled_at is None and order.capturable is not None and order.capturable.amount > 0


def _has_request_to_stop(order: Order) -> bool:
    return any(group.request_status == CANCELLATION_REQUESTED for group in open_groups(order))
