from datetime import timedelta

import pytest

from tests.demo.demo_client import NOW
from tracking.demo.orders.moving import CYCLE, ORDERED, STEP, moving_order


def seen(step: int) -> tuple[str, str | None]:
    """The payment, and the parcel's or else the waiting group's status, after so many steps."""
    order = moving_order(NOW, NOW + step * STEP + timedelta(seconds=1))
    statuses = [parcel.status for parcel in order.parcels] + [group.status for group in order.unsent]
    assert len(statuses) == 1
    return order.financial_status, statuses[0]


def test_moving_order_progresses_from_ordered_to_delivered() -> None:
    assert [seen(step) for step in range(CYCLE)] == [
        ("PENDING", "OPEN"),
        ("PAID", "OPEN"),
        ("PAID", "IN_PROGRESS"),
        ("PAID", "LABEL_PURCHASED"),
        ("PAID", "CARRIER_PICKED_UP"),
        ("PAID", "IN_TRANSIT"),
        ("PAID", "OUT_FOR_DELIVERY"),
        ("PAID", "DELIVERED"),
        ("PAID", "DELIVERED"),
    ]


def test_moving_order_restarts_after_a_cycle() -> None:
    assert [seen(step) for step in range(CYCLE, 2 * CYCLE)] == [seen(step) for step in range(CYCLE)]
    assert moving_order(NOW, NOW + CYCLE * STEP).placed_at == NOW + CYCLE * STEP


@pytest.mark.parametrize("seconds", [0, 19.9, 61, 179, 181, 5000])
def test_moving_order_depends_only_on_elapsed_time(seconds: float) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert moving_order(NOW, now) == moving_order(NOW, now)
    assert moving_order(NOW, now).updated_at <= now  # type: ignore[operator] # a moment here, never words


def test_clock_before_the_anchor_gives_the_first_step() -> None:
    assert moving_order(NOW, NOW - timedelta(hours=1)).financial_status == "PENDING"
    assert moving_order(NOW, NOW).slug == ORDERED.slug
