from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.order.builders import (
    NOW,
    ZONE,
    ago,
    ahead,
    event,
    group,
    line,
    method,
    order,
    order_return,
    policy,
    sent,
    shipment,
)
from tests.order.strategies import orders
from tracking.order.freshness import DONE, MOVING, is_moving, next_change_at, time_to_live
from tracking.order.model import Order
from tracking.order.status import order_status


@pytest.mark.parametrize(
    "moving",
    [
        order(),
        order(financial_status="PENDING"),
        sent(),
        sent(fulfillments=(shipment(display_status="NOT_DELIVERED"),)),
        sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(),)),
        sent(fulfillments=(shipment(display_status="DELIVERED"),), is_partial=True),
    ],
    ids=["paid", "unpaid", "sent", "not delivered", "going back", "partial"],
)
def test_time_to_live_of_a_moving_order_is_a_minute(moving: Order) -> None:
    assert time_to_live(moving, NOW, policy()) == MOVING
    assert MOVING.total_seconds() == 60


@pytest.mark.parametrize(
    "done",
    [
        sent(fulfillments=(shipment(display_status="DELIVERED"),)),
        order(cancelled_at=ago(days=1)),
        order(financial_status="REFUNDED"),
        sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(status="DECLINED"),)),
    ],
    ids=["delivered", "cancelled", "refunded", "return declined"],
)
def test_time_to_live_of_a_done_order_is_an_hour(done: Order) -> None:
    assert time_to_live(done, NOW, policy()) == DONE
    assert DONE.total_seconds() == 3600


@given(orders, st.integers(0, 60 * 24 * 3600))
def test_the_time_to_live_agrees_with_the_page(invented: Order, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert is_moving(invented, now, policy()) == order_status(invented, now, policy()).is_moving


MIDNIGHT = datetime(2026, 11, 18, 23, tzinfo=UTC)  # in Stockholm
TICK = datetime.resolution


@given(orders, st.integers(0, 60 * 24 * 3600))
def test_status_stays_until_next_change_at(invented: Order, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    then = next_change_at(invented, now)
    assert now < then <= now + timedelta(hours=25)
    assert order_status(invented, then - TICK, policy()) == order_status(invented, now, policy())


def test_status_without_other_changes_changes_at_midnight_of_the_destination() -> None:
    assert next_change_at(order(placed_at=ago(days=2)), NOW) == MIDNIGHT
    assert next_change_at(order(placed_at=ago(days=2), zone="Pacific/Auckland"), NOW) == datetime(
        2026, 11, 19, 11, tzinfo=UTC
    )
    assert next_change_at(order(placed_at=ago(days=2)), MIDNIGHT) == MIDNIGHT + timedelta(days=1)


def test_a_day_of_25_hours_ends_at_its_own_midnight() -> None:
    assert ZONE == "Europe/Stockholm"
    assert next_change_at(order(), datetime(2026, 10, 24, 22, tzinfo=UTC)) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def _silent_since(scan: datetime) -> Order:
    return sent(fulfillments=(shipment(created_at=scan, events=(event("IN_TRANSIT", scan),)),))


@pytest.mark.parametrize(
    ("waiting", "after"),
    [
        (order(financial_status="PENDING", payment_due_at=ahead(hours=2)), MIDNIGHT - TICK),
        (order(financial_status="PENDING", placed_at=ahead(hours=2) - timedelta(days=7)), ahead(hours=2)),
        (order(lines=(line(requires_shipping=False, is_gift_card=True),), placed_at=ago(hours=0.5)), ahead(hours=0.5)),
        (order(fulfillment_orders=(group(fulfill_at=ahead(hours=2)),)), ahead(hours=2) - TICK),
        (_silent_since(ago(days=6, hours=22)), ahead(hours=2)),
        (_silent_since(ago(days=9, hours=22)), ahead(hours=2) - TICK),
        (order(fulfillment_orders=(group(delivery=method(latest_at=NOW)),)), MIDNIGHT - TICK),
    ],
    ids=["payment due", "pending", "download", "scheduled", "silent", "ten days silent", "promised for today"],
)
def test_next_change_at_is_when_the_status_changes(waiting: Order, after: datetime) -> None:
    now = NOW
    while (then := next_change_at(waiting, now)) <= after:
        now = then
    assert then == after + TICK
    assert order_status(waiting, after, policy()) != order_status(waiting, then, policy())
