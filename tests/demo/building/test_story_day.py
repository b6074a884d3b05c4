from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan
from tracking.demo.building.destinations import LONDON, SEATTLE
from tracking.demo.building.story_day import so_far, story_day
from tracking.demo.orders.products import MUG

SCANS = (
    DemoScan("-1 18:40", "CARRIER_PICKED_UP"),
    DemoScan("0 07:40", "OUT_FOR_DELIVERY", estimated_at="0 20:00"),
    DemoScan("0 11:20", "DELIVERED"),
)
ORDER = DemoOrder(
    name="#1",
    slug="today",
    situation="Delivered today",
    email="ada@example.com",
    destination=LONDON,
    placed_at="-2 10:00",
    lines=(DemoLine(MUG),),
    parcels=(DemoParcel(sent_at="-1 15:00", status="DELIVERED", scans=SCANS),),
)


def at(hour: int) -> datetime:
    return datetime(2026, 11, 22, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "status", "scans"),
    [(3, "CARRIER_PICKED_UP", 1), (9, "OUT_FOR_DELIVERY", 2), (12, "DELIVERED", 3)],
)
def test_scans_of_later_today_have_not_happened(hour: int, status: str, scans: int) -> None:
    (parcel,) = so_far(ORDER, at(hour)).parcels
    assert (parcel.status, len(parcel.scans)) == (status, scans)
    assert story_day(so_far(ORDER, at(hour)), at(hour)) == date(2026, 11, 22)


def test_hour_is_that_of_the_destination() -> None:
    (parcel,) = so_far(replace(ORDER, destination=SEATTLE), at(12)).parcels
    assert parcel.status == "CARRIER_PICKED_UP"


def test_parcel_that_is_sent_today_was_sent_yesterday_before_that_hour() -> None:
    van = replace(ORDER, parcels=(replace(ORDER.parcels[0], sent_at="0 07:00", scans=SCANS[1:2]),))
    assert so_far(van, at(3)) == van
    assert story_day(van, at(3)) == date(2026, 11, 21)
    assert story_day(van, at(9)) == date(2026, 11, 22)


def test_estimate_may_lie_ahead() -> None:
    planned = replace(ORDER, parcels=(replace(ORDER.parcels[0], estimated_at="0 20:00", scans=SCANS[:1]),))
    assert story_day(planned, at(3)) == date(2026, 11, 22)
