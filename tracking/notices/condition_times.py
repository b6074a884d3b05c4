"""Tells since when a part of an order is in its state, as far as the order's data says so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from tracking.order.ages import AGES, Clock, State, Unit, clock_of, pickup_ends_on
from tracking.order.handling_time import DIGITAL_LIMIT, leaves_by
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.planned_days import planned
from tracking.order.policy import Policy
from tracking.order.preparation import prepare
from tracking.order.public_ids import is_or_extends, return_id, shipment_id
from tracking.order.shipment_ages import is_abroad, pickup_days
from tracking.order.shipment_state import shipment_state
from tracking.order.status_types import Parcel, ReturnStatus
from tracking.order.statuses import SHIPMENTS
from tracking.order.vocabulary import Condition, Reason, Route, Stage


@dataclass(frozen=True, kw_only=True)
class ConditionTimes:
    """The times at which the conditions of the order's parts began, at ``now``."""

    order: Order
    now: datetime
    policy: Policy

    def of_parcel(self, parcel: Parcel) -> datetime | None:
        """Since when it is late, held, or in another state that has a reason; None where the data does not say."""
        if parcel.reason is None:
            return None
        if parcel.usual and parcel.is_past_usual:
            return self.after(parcel.usual.looked_into_after)
        by_time = _BY_TIME.get(parcel.reason)
        if by_time and (parcel.condition is not Condition.WAITING):
            return by_time(self, parcel)
        return _first_report(parcel, parcel.reason)

    def of_return(self, its_return: ReturnStatus) -> datetime | None:
        """When its goods came back, were inspected, or its money was sent."""
        by_id = {return_id(each): each for each in self.order.returns}
        found = by_id.get(its_return.id)
        inspected = [each.at for each in found.dispositions if each.at] if found else []
        if its_return.reason in (Reason.RETURN_INSPECTED, Reason.RETURN_MISSING):
            return max(inspected, default=None)
        if its_return.reason is Reason.RETURN_FAILED:
            return found.closed_at if found else None
        return next((step.at for step in its_return.steps if step.code is its_return.stage), None)

    def of_payment(self, reason: Reason) -> datetime | None:
        """Since when the customer has to pay."""
        due_at = planned(self.order.payment_due_at, self.order.zone)
        if reason is Reason.PAY_OVERDUE and due_at:
            return self.after(self.clock.day_of(due_at))
        if reason is Reason.PAY_BALANCE_DUE:
            return max((edit.happened_at for edit in self.order.edits), default=self.order.placed_at)
        return None

    def of_new_estimate(self, parcel: Parcel) -> datetime | None:
        """When the carrier reported the estimate."""
        its = self.shipments.get(parcel.id)
        newest = its.events[-1] if its and its.events else None
        return newest.happened_at if newest and newest.estimated_at and newest.happened_at <= self.now else None

    def of_last_report(self, parcel: Parcel) -> datetime | None:
        """When a shipment was last scanned; without scans, when its data last changed."""
        its = self.shipments.get(parcel.id)
        if parcel.scans:
            return parcel.scans[0].at
        return its.updated_at if its else None

    def of_planned_day(self, parcel: Parcel) -> date | None:
        """The day on which units that wait were to leave, also once it has passed; None for what is picked up."""
        group = None if parcel.sent or parcel.route is Route.PICKUP else self.group_of(parcel, self.order)
        at = planned(group.fulfill_at, self.order.zone) if group else None
        if group is None or at is None:
            return None
        is_planned = group.status == "SCHEDULED" or self.clock.day_of(at) > self.clock.day_of(self.order.placed_at)
        return self.clock.day_of(at) if is_planned else None

    def group_of(self, parcel: Parcel, order: Order) -> FulfillmentOrder | None:
        """The fulfillment order whose units wait in this parcel."""
        groups = ((each, _id_of("pending", each.id)) for each in order.fulfillment_orders)
        return next((each for each, public_id in groups if is_or_extends(parcel.id, public_id)), None)

    @cached_property
    def clock(self) -> Clock:
        """The time at the destination."""
        return clock_of(self.order, self.now, self.policy)

    @cached_property
    def shipments(self) -> dict[str, Fulfillment]:
        """The shipments by their public ids."""
        return {shipment_id(each): each for each in self.order.fulfillments}

    @cached_property
    def prepared(self) -> Order:
        """The order as the rules of its status read it."""
        return prepare(self.order, self.now, self.policy)

    @cached_property
    def sources(self) -> dict[str, str]:
        """The public id that the units of each shipment had while they waited, without what tells lines apart."""
        return {
            _id_of("shipment", each): _id_of("pending", group.id)
            for group in self.order.fulfillment_orders
            for each in group.fulfillment_ids
        }

    def source_of(self, parcel: Parcel) -> str | None:
        """The id that the units of a shipment had while they waited; None for units that still do."""
        if parcel.id not in self.shipments:
            return None
        return self.sources.get(parcel.id) or (None if self.order.fulfillment_orders else _id_of("pending", "order"))

    def last_report(self, parcel: Parcel) -> datetime:
        """When something was last reported of a shipment: at the latest now."""
        its = self.shipments.get(parcel.id)
        moments = [its.created_at, its.in_transit_at, its.delivered_at] if its else []
        past = [at for at in (*moments, *(scan.at for scan in parcel.scans)) if at and at <= self.now]
        return max([self.order.placed_at, *past])

    def reported_reason(self, parcel: Parcel) -> Reason | None:
        """The reason that a shipment's scans, or its status alone, give by themselves, before time makes it late."""
        its = next((each for each in self.prepared.fulfillments if shipment_id(each) == parcel.id), None)
        return shipment_state(its).reason if its else None

    def after(self, last: date) -> datetime:
        """The end of a day at the destination."""
        return datetime.combine(last + timedelta(days=1), time(), ZoneInfo(self.order.zone)).astimezone(UTC)

    def end_of(self, state: State, parcel: Parcel) -> datetime:
        """When a state ends by itself that was last reported of a shipment."""
        last = self.last_report(parcel)
        if AGES[state].unit is Unit.STALLED_DAYS:
            return self.clock.end_of_silence(state, last)
        return self.after(self.clock.last_day(state, self.clock.day_of(last)))


def _id_of(kind: str, shopify_id: str) -> str:
    """As ``public_ids`` makes it: of a shipment, or of units that wait and have nothing that tells them apart."""
    return f"{kind}-{shopify_id.rpartition('/')[2]}"


def _first_report(parcel: Parcel, reason: Reason) -> datetime | None:
    """The first of the last reports of a reason, which a carrier may repeat; None where no report says it."""
    first = None
    for scan in parcel.scans:
        meaning = SHIPMENTS.get(scan.status.upper())
        if meaning is None or meaning.reason is not reason:
            break
        first = scan.at
    return first


# What a customer has longer for than a shipment may be silent, or shorter.
_STALLED = {Reason.ATTEMPT_FAILED: State.ATTEMPT_FAILED, Reason.BUYER_ACTION: State.BUYER_ACTION}


def _stalled(times: ConditionTimes, parcel: Parcel) -> datetime:
    reason = times.reported_reason(parcel)
    return times.end_of(_STALLED.get(reason, State.SILENT) if reason else State.SILENT, parcel)


def _estimate_passed(times: ConditionTimes, parcel: Parcel) -> datetime | None:
    """The end of its last day, or of the working day after the one on which it was out for delivery."""
    return min(_ends_of_estimate(times, parcel), default=None)


def _ends_of_estimate(times: ConditionTimes, parcel: Parcel) -> Iterator[datetime]:
    if parcel.estimate and parcel.estimate.last < times.clock.today:
        yield times.after(parcel.estimate.last)
    if parcel.stage is Stage.OUT_FOR_DELIVERY and times.clock.is_over(
        State.OUT_FOR_DELIVERY, times.last_report(parcel)
    ):
        yield times.end_of(State.OUT_FOR_DELIVERY, parcel)


def _no_scan_yet(times: ConditionTimes, parcel: Parcel) -> datetime:
    return times.end_of(State.LABEL, parcel)


def _maybe_lost(times: ConditionTimes, parcel: Parcel) -> datetime:
    source = next(
        (each for each in times.order.fulfillment_orders if _is_source(times, each, parcel)),
        times.order.fulfillment_orders[0] if len(times.order.fulfillment_orders) == 1 else None,
    )
    is_slow = is_abroad(times.order, source) or times.reported_reason(parcel) is Reason.BUYER_ACTION
    lost = times.end_of(State.LONG_SILENT_ABROAD if is_slow else State.LONG_SILENT, parcel)
    if times.policy.lost_days is None:
        return lost
    return min(lost, times.last_report(parcel) + timedelta(days=times.policy.lost_days))


def _is_source(times: ConditionTimes, group: FulfillmentOrder, parcel: Parcel) -> bool:
    its = times.shipments.get(parcel.id)
    return its is not None and its.id in group.fulfillment_ids


def _pickup_over(times: ConditionTimes, parcel: Parcel) -> datetime:
    ready_at = _first_report_of_ready(parcel) or times.last_report(parcel)
    held_days = None if parcel.route is Route.PICKUP else pickup_days(parcel.tracking, times.policy)
    return times.after(pickup_ends_on(times.clock.day_of(ready_at), held_days))


def _first_report_of_ready(parcel: Parcel) -> datetime | None:
    return _first_report(parcel, Reason.AT_PICKUP_POINT)


def _at_pickup_point(times: ConditionTimes, parcel: Parcel) -> datetime | None:
    reached = (step.at for step in parcel.steps if step.code is Stage.READY_FOR_PICKUP)
    return _first_report_of_ready(parcel) or next(reached, None) or times.last_report(parcel)


def _older_than_usual(times: ConditionTimes, parcel: Parcel) -> datetime | None:
    """The end of the last day on which it should have left; of a download the hour after it could be sent."""
    order = times.prepared
    group = times.group_of(parcel, order)
    if parcel.route is Route.DIGITAL:
        ready_at = max(order.placed_at, group.fulfill_at) if group and group.fulfill_at else order.placed_at
        return ready_at + DIGITAL_LIMIT
    return times.after(leaves_by(order, group, times.clock, times.policy))


_BY_TIME: dict[Reason, Callable[[ConditionTimes, Parcel], datetime | None]] = {
    Reason.STALLED: _stalled,
    Reason.ESTIMATE_PASSED: _estimate_passed,
    Reason.NO_SCAN_YET: _no_scan_yet,
    Reason.MAYBE_LOST: _maybe_lost,
    Reason.PICKUP_OVER: _pickup_over,
    Reason.AT_PICKUP_POINT: _at_pickup_point,
    Reason.OLDER_THAN_USUAL: _older_than_usual,
}
