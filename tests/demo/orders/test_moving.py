from datetime import timedelta

import pytest

from tests.demo.asking import NOW
from tracking.demo.orders.moving import CYCLE, ORDERED, STEP, moving_sale


def seen(step: int) -> tuple[str, str | None]:
    """The payment, and the parcel's or else the waiting group's status, after so many steps."""
    sale = moving_sale(NOW, NOW + step * STEP + timedelta(seconds=1))
    statuses = [parcel.status for parcel in sale.parcels] + [group.status for group in sale.waiting]
    assert len(statuses) == 1
    return sale.payment, statuses[0]


def test_it_goes_from_ordered_to_delivered_step_by_step() -> None:
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


def test_then_it_begins_again() -> None:
    assert [seen(step) for step in range(CYCLE, 2 * CYCLE)] == [seen(step) for step in range(CYCLE)]
    assert moving_sale(NOW, NOW + CYCLE * STEP).placed == NOW + CYCLE * STEP


@pytest.mark.parametrize("seconds", [0, 19.9, 61, 179, 181, 5000])
def test_it_depends_on_nothing_but_the_time_that_has_passed(seconds: float) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert moving_sale(NOW, now) == moving_sale(NOW, now)
    assert moving_sale(NOW, now).updated <= now  # type: ignore[operator] # a moment here, never words


def test_a_clock_that_goes_back_finds_it_just_ordered() -> None:
    assert moving_sale(NOW, NOW - timedelta(hours=1)).payment == "PENDING"
    assert moving_sale(NOW, NOW).slug == ORDERED.slug
