from datetime import date, timedelta

import pytest

from tests.order.builders import NOW, PLACED, ZONE, ago, ahead, group, order, policy
from tracking.order.ages import Clock
from tracking.order.handling_time import DIGITAL_LIMIT, is_past_handling_time, planned_day
from tracking.order.model import FulfillmentOrder
from tracking.order.vocabulary import Route


def is_late(fo: FulfillmentOrder | None, route: Route = Route.SHIP, days: float = 0, placed_days: float = 1) -> bool:
    clock = Clock(now=NOW + timedelta(days=days), zone=ZONE, stalled_days=7)
    return is_past_handling_time(order(placed_at=ago(days=placed_days)), fo, clock, policy(), route)


@pytest.mark.parametrize(
    ("fo", "planned"),
    [
        (None, None),
        (group(), None),
        (group(fulfill_at=PLACED), None),
        (group(fulfill_at=PLACED, status="SCHEDULED"), date(2026, 11, 17)),
        (group(fulfill_at=ahead(days=2)), date(2026, 11, 20)),
    ],
    ids=["no group", "no day", "from the order on", "scheduled for its day", "later"],
)
def test_a_day_is_planned_where_it_is_not_the_order_s_own(fo: FulfillmentOrder | None, planned: date | None) -> None:
    assert planned_day(order(), fo) == planned


def test_a_planned_day_takes_the_place_of_the_handling_time() -> None:
    friday = group(fulfill_at=ahead(days=2), status="SCHEDULED")
    assert not is_late(friday, days=5)  # Monday
    assert is_late(friday, days=6)
    assert is_late(None, days=6)


def test_a_later_deadline_of_the_shop_comes_before_the_planned_day() -> None:
    friday = group(fulfill_at=ahead(days=2), fulfill_by=ahead(days=7))
    assert not is_late(friday, days=7)
    assert is_late(friday, days=8)


def test_a_download_is_late_an_hour_after_its_planned_moment() -> None:
    planned = group(fulfill_at=NOW + timedelta(days=1) - DIGITAL_LIMIT)
    assert not is_late(planned, Route.DIGITAL, days=1)
    assert is_late(planned, Route.DIGITAL, days=1.01)
