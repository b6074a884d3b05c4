"""A scan has to be possible, and the history stands in the order in which things happened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.order.builders import (
    NOW,
    PLACED,
    TRACKED,
    ago,
    ahead,
    english,
    event,
    group,
    method,
    order_return,
    parcel_of,
    policy,
    refund,
    sent,
    shipment,
    status_of,
    units,
)
from tests.order.strategies import ZONES, orders
from tests.sampling import each_row
from tracking.order.calendar import day
from tracking.order.freshness import MOVING, next_change_at, time_to_live
from tracking.order.model import Event, Order, Tracking
from tracking.order.status_types import OrderStatus, Parcel
from tracking.order.vocabulary import Condition, Reason, Route, Stage, StepState

LAST_MONTH = ago(days=30)
LABEL = event("LABEL_PRINTED", ago(hours=3))
OF_EARLIER_PARCEL = (
    event("CARRIER_PICKED_UP", ago(days=33)),
    event("OUT_FOR_DELIVERY", ago(days=30, hours=4)),
    event("DELIVERED", LAST_MONTH),
)
NO_SCAN_YET = (Stage.PREPARING, Condition.WAITING, Reason.NO_SCAN_YET)


def ordered_yesterday(*events: Event, now: datetime = NOW, **changes: object) -> OrderStatus:
    """The status of an order of yesterday; its aggregate is the last event's status."""
    defaults = {"events": events, "display_status": events[-1].status if events else None}
    return status_of(sent(placed_at=PLACED, fulfillments=(shipment(**(defaults | changes)),)), now)


def state(its: Parcel) -> tuple[Stage, Condition, Reason | None]:
    return its.stage, its.condition, its.reason


def texts(status: OrderStatus) -> list[str]:
    return [english(entry.text) for entry in status.timeline]


# --- older than the order


def test_a_scan_of_last_month_delivers_no_order_of_yesterday() -> None:
    status = ordered_yesterday(*OF_EARLIER_PARCEL, delivered_at=LAST_MONTH, in_transit_at=ago(days=33))
    (parcel,) = status.parcels
    assert state(parcel) == NO_SCAN_YET
    assert (parcel.scans, parcel.advice.code, status.is_moving) == ((), "wait", True)
    assert texts(status) == ["A parcel with 1 item was packed", "You placed the order"]
    assert [step.at for step in parcel.steps if step.state is StepState.TODO] == [None] * 3


@pytest.mark.parametrize("status", ["DELIVERED", "PICKED_UP", "NOT_DELIVERED", "RETURNING_TO_SENDER", "FAILURE"])
def test_aggregate_of_the_earlier_parcel_counts_nowhere(status: str) -> None:
    its = ordered_yesterday(*OF_EARLIER_PARCEL, display_status=status, delivered_at=LAST_MONTH)
    assert state(its.parcels[0]) == NO_SCAN_YET


@pytest.mark.parametrize("status", ["DELIVERED", "OUT_FOR_DELIVERY", "READY_FOR_PICKUP"])
def test_aggregate_whose_only_time_is_of_the_earlier_parcel_counts_nowhere(status: str) -> None:
    assert state(ordered_yesterday(display_status=status, delivered_at=LAST_MONTH).parcels[0]) == NO_SCAN_YET
    assert state(ordered_yesterday(display_status=status, in_transit_at=LAST_MONTH).parcels[0]) == NO_SCAN_YET


def test_a_label_of_this_parcel_beside_scans_of_the_earlier_one() -> None:
    its = ordered_yesterday(*OF_EARLIER_PARCEL, LABEL, display_status="DELIVERED", delivered_at=LAST_MONTH)
    (parcel,) = its.parcels
    assert state(parcel) == NO_SCAN_YET
    assert [scan.status for scan in parcel.scans] == ["label_printed"]


def test_scans_of_this_parcel_count_beside_those_of_the_earlier_one() -> None:
    its = ordered_yesterday(
        *OF_EARLIER_PARCEL, event("OUT_FOR_DELIVERY", ago(hours=1)), display_status="DELIVERED", delivered_at=LAST_MONTH
    )
    (parcel,) = its.parcels
    assert (parcel.stage, parcel.condition, len(parcel.scans)) == (Stage.OUT_FOR_DELIVERY, Condition.FINE, 1)


def test_a_delivery_of_this_parcel_counts_although_the_aggregates_time_is_of_the_earlier_one() -> None:
    its = ordered_yesterday(*OF_EARLIER_PARCEL, event("DELIVERED", ago(hours=1)), delivered_at=LAST_MONTH)
    assert state(its.parcels[0]) == (Stage.DELIVERED, Condition.DONE, None)
    assert its.parcels[0].steps[-1].at == ago(hours=1)


def test_estimate_of_the_earlier_parcel_counts_nowhere() -> None:
    old = event("IN_TRANSIT", LAST_MONTH, estimated_at=ahead(days=2))
    older = shipment(events=(old,), display_status="IN_TRANSIT", estimated_at=ago(days=28))
    status = status_of(sent(placed_at=PLACED, fulfillments=(older,)))
    assert (status.estimate, status.parcels[0].estimate) == (None, None)
    promised = method(latest_at=ahead(days=4))
    source = group(delivery=promised, units=())
    status = status_of(sent(placed_at=PLACED, fulfillments=(older,), fulfillment_orders=(source,)))
    assert status.estimate
    assert (status.estimate.last, status.estimate.previous) == (ahead(days=4).date(), None)


def test_pickup_point_of_the_earlier_parcel_is_no_place() -> None:
    its = ordered_yesterday(event("READY_FOR_PICKUP", LAST_MONTH, city="Kiel"))
    assert (its.parcels[0].route, its.parcels[0].location) == (Route.SHIP, None)


def test_a_parcel_without_a_number_is_sent_without_tracking() -> None:
    its = ordered_yesterday(*OF_EARLIER_PARCEL, tracking=())
    assert state(its.parcels[0]) == (Stage.SHIPPED, Condition.WAITING, Reason.NO_TRACKING)


def test_shipment_of_several_boxes_ignores_scans_of_an_earlier_parcel() -> None:
    boxes = tuple(Tracking(company="UPS", number=f"1Z999AA1012345678{digit}", url=None) for digit in (4, 5, 6))
    its = ordered_yesterday(*OF_EARLIER_PARCEL, event("IN_TRANSIT", ago(hours=2)), tracking=boxes)
    assert state(its.parcels[0]) == (Stage.SHIPPED, Condition.FINE, None)


def test_two_shipments_of_one_parcel_ignore_the_earlier_one() -> None:
    both = (
        shipment(id="first", tracking=(TRACKED,), display_status="DELIVERED", delivered_at=LAST_MONTH),
        shipment(id="second", tracking=(TRACKED,), events=(*OF_EARLIER_PARCEL, event("IN_TRANSIT", ago(hours=1)))),
    )
    assert state(parcel_of(sent(placed_at=PLACED, fulfillments=both))) == (Stage.SHIPPED, Condition.FINE, None)


def test_the_shops_own_counter_reports_in_time_or_not_at_all() -> None:
    source = group(delivery=method(method="PICK_UP"), units=())
    old = shipment(events=(event("DELIVERED", LAST_MONTH),), display_status="DELIVERED", tracking=())
    its = parcel_of(sent(placed_at=PLACED, fulfillments=(old,), fulfillment_orders=(source,)))
    assert (its.stage, its.condition) == (Stage.READY_FOR_PICKUP, Condition.FINE)  # handed over


# --- a time in the wrong zone


@pytest.mark.parametrize("hours", [0.02, 1, 2, 5, 8, 11, 14])
def test_a_scan_that_was_sent_in_the_wrong_zone_counts_and_is_not_dated_before_the_order(hours: float) -> None:
    scan = event("IN_TRANSIT", PLACED - timedelta(hours=hours))
    status = ordered_yesterday(scan, in_transit_at=scan.happened_at)
    assert state(status.parcels[0]) == (Stage.SHIPPED, Condition.FINE, None)
    assert [scan.at for scan in status.parcels[0].scans] == [PLACED]


@pytest.mark.parametrize("hours", [14.1, 24, 48, 24 * 400])
def test_no_zone_explains_an_older_scan(hours: float) -> None:
    assert state(ordered_yesterday(event("IN_TRANSIT", PLACED - timedelta(hours=hours))).parcels[0]) == NO_SCAN_YET


def test_scans_in_the_wrong_zone_stay_in_their_order() -> None:
    wrong = [event(status, PLACED - timedelta(hours=4 - nth)) for nth, status in enumerate(("CONFIRMED", "IN_TRANSIT"))]
    status = ordered_yesterday(*wrong, event("CARRIER_PICKED_UP", ago(hours=20)))
    assert [scan.status for scan in status.parcels[0].scans] == ["carrier_picked_up", "in_transit", "confirmed"]


# --- in the future


def test_a_scan_in_the_future_is_no_news_before_its_time() -> None:
    scans = event("OUT_FOR_DELIVERY", ago(hours=1)), event("DELIVERED", ahead(hours=5))
    before = ordered_yesterday(*scans, delivered_at=ahead(hours=5))
    assert state(before.parcels[0]) == (Stage.OUT_FOR_DELIVERY, Condition.FINE, None)
    assert [scan.status for scan in before.parcels[0].scans] == ["out_for_delivery"]
    assert "A parcel was delivered" not in texts(before)
    assert before.is_moving


def test_a_scan_is_news_when_its_time_has_come() -> None:
    scans = event("OUT_FOR_DELIVERY", ago(hours=1)), event("DELIVERED", ahead(hours=5))
    its = sent(placed_at=PLACED, fulfillments=(shipment(events=scans, display_status="DELIVERED"),))
    assert next_change_at(its, NOW) == ahead(hours=5)
    assert time_to_live(its, NOW, policy()) == MOVING
    after = status_of(its, ahead(hours=5))
    assert state(after.parcels[0]) == (Stage.DELIVERED, Condition.DONE, None)
    assert texts(after)[0] == "A parcel was delivered"
    assert not after.is_moving


@pytest.mark.parametrize("field", ["in_transit_at", "delivered_at"])
def test_aggregate_times_in_the_future_are_no_news_either(field: str) -> None:
    status = {"in_transit_at": "IN_TRANSIT", "delivered_at": "DELIVERED"}[field]
    its = sent(placed_at=PLACED, fulfillments=(shipment(display_status=status, **{field: ahead(hours=2)}),))
    assert state(status_of(its).parcels[0]) == NO_SCAN_YET
    assert next_change_at(its, NOW) == ahead(hours=2)
    assert status_of(its, ahead(hours=2)).parcels[0].stage is not Stage.PREPARING


@pytest.mark.parametrize("status", ["ATTEMPTED_DELIVERY", "FAILURE", "DELAYED", "READY_FOR_PICKUP"])
def test_trouble_of_the_future_needs_nobody_yet(status: str) -> None:
    its = ordered_yesterday(event("IN_TRANSIT", ago(hours=2)), event(status, ahead(hours=0.02)))
    assert state(its.parcels[0]) == (Stage.SHIPPED, Condition.FINE, None)


def test_estimate_of_a_scan_in_the_future_is_not_told_yet() -> None:
    status = ordered_yesterday(event("IN_TRANSIT", ago()), event("DELAYED", ahead(1), estimated_at=ahead(days=9)))
    assert status.estimate is None


# --- the order in which things happened


def recorded_afterwards() -> Order:
    """A shipment that the shop recorded two days after it was delivered."""
    scans = (
        event("CARRIER_PICKED_UP", ago(days=6)),
        event("OUT_FOR_DELIVERY", ago(days=3, hours=4)),
        event("DELIVERED", ago(days=3)),
    )
    return sent(
        placed_at=ago(days=8),
        fulfillments=(shipment(created_at=ago(days=1), events=scans, display_status="DELIVERED"),),
    )


def test_history_of_a_shipment_that_was_recorded_afterwards() -> None:
    status = status_of(recorded_afterwards())
    assert texts(status) == [
        "A parcel was delivered",
        "A parcel went out for delivery",
        "The carrier picked up a parcel",
        "A parcel with 1 item was packed",
        "You placed the order",
    ]
    assert status.timeline[3].at == ago(days=6)
    assert [scan.status for scan in status.parcels[0].scans] == ["delivered", "out_for_delivery", "carrier_picked_up"]


def test_bar_of_a_shipment_that_was_recorded_afterwards_runs_forward() -> None:
    times = [step.at for step in parcel_of(recorded_afterwards()).steps if step.at]
    assert times == sorted(times)
    assert times[-1] == ago(days=3)


def test_a_delivery_without_events_comes_after_the_packing() -> None:
    its = shipment(created_at=NOW, display_status="DELIVERED", delivered_at=ago(days=1))
    assert texts(status_of(sent(placed_at=ago(days=3), fulfillments=(its,))))[:2] == [
        "A parcel was delivered",
        "A parcel with 1 item was packed",
    ]


def test_two_shipments_of_which_one_was_recorded_afterwards() -> None:
    late = recorded_afterwards()
    second = shipment(id="second", created_at=ago(days=2), units=(units(0),))
    status = status_of(replace(late, fulfillments=(*late.fulfillments, second)))
    assert texts(status) == [
        "A parcel was packed",
        "A parcel was delivered",
        "A parcel went out for delivery",
        "The carrier picked up a parcel",
        "A parcel with 1 item was packed",
        "You placed the order",
    ]


def test_nothing_is_dated_before_the_order_that_was_imported_with_a_later_date() -> None:
    its = sent(
        placed_at=NOW,
        fulfillments=(shipment(created_at=LAST_MONTH),),
        refunds=(refund(processed_at=LAST_MONTH),),
        returns=(order_return(created_at=LAST_MONTH, approved_at=LAST_MONTH),),
    )
    status = status_of(its)
    assert {entry.at for entry in status.timeline} == {NOW}
    assert texts(status)[-1] == "You placed the order"


# --- every order, in every zone


def dates(status: OrderStatus) -> Iterator[datetime]:
    for parcel in status.parcels:
        yield from (scan.at for scan in parcel.scans)
        yield from (step.at for step in parcel.steps if step.at)
    yield from (entry.at for entry in status.timeline)


@given(orders, st.integers(-24, 60 * 24))
def test_no_scan_is_before_the_order_or_after_now_and_the_history_is_in_order(invented: Order, hours: int) -> None:
    now = NOW + timedelta(hours=hours)
    status = status_of(invented, now)
    assert all(at >= invented.placed_at for at in dates(status))
    for parcel in status.parcels:
        times = [scan.at for scan in parcel.scans]
        assert times == sorted(times, reverse=True)
        assert all(at <= now for at in times)
        steps = [step.at for step in parcel.steps if step.at]
        assert steps == sorted(steps)
    entries = [entry.at for entry in status.timeline]
    assert entries == sorted(entries, reverse=True)


@given(orders)
def test_no_estimate_is_before_the_day_of_the_order_or_turned_around(invented: Order) -> None:
    ordered = day(invented.placed_at, invented.zone)
    status = status_of(invented)
    estimates = [parcel.estimate for parcel in status.parcels if parcel.estimate]
    estimates += [each.previous for each in estimates if each.previous]
    assert all(ordered <= each.first <= each.last for each in estimates)


@each_row("zone", ZONES)
@each_row("hour", range(0, 24, 6))
def test_the_rules_are_the_same_in_every_zone(zone: str, hour: int) -> None:
    """At any hour of the day at the destination: the earlier parcel counts nowhere, this one from its scans on."""
    now = datetime(2026, 10, 25, hour, tzinfo=ZoneInfo(zone))  # in Europe a day of 25 hours
    placed = now - timedelta(hours=30)
    earlier = event("DELIVERED", placed - timedelta(days=1))
    scan = event("OUT_FOR_DELIVERY", now - timedelta(hours=1))
    soon = event("DELIVERED", now + timedelta(hours=1))
    parcel = shipment(created_at=placed, events=(earlier, scan, soon), display_status="DELIVERED")
    its = sent(placed_at=placed, zone=zone, fulfillments=(parcel,))
    assert state(parcel_of(its, now)) == (Stage.OUT_FOR_DELIVERY, Condition.FINE, None)
    assert next_change_at(its, now) <= soon.happened_at
    assert state(parcel_of(its, soon.happened_at)) == (Stage.DELIVERED, Condition.DONE, None)
