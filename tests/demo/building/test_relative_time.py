from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.sampling import each_row
from tracking.demo.building.relative_time import RelativeTime

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAWN = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)


def relative(now: datetime, zone: str) -> RelativeTime:
    return RelativeTime(now, zone, now.astimezone(ZoneInfo(zone)).date())


@each_row(
    ("when", "expected"),
    [
        ("-3 14:20", "2026-11-19T14:20:00Z"),
        ("0 07:40", "2026-11-22T07:40:00Z"),
        ("+0 20:00", "2026-11-22T20:00:00Z"),
        ("+2 18:00", "2026-11-24T18:00:00Z"),
        ("-20m", "2026-11-22T11:40:00Z"),
        ("+2", "2026-11-24T00:00:00Z"),
        ("-2h", "2026-11-22T10:00:00Z"),
        (DAWN, "2026-11-22T04:30:00Z"),
    ],
)
def test_moments_are_relative_to_now(when: str | datetime, expected: str) -> None:
    assert relative(NOON, "Europe/London").timestamp(when) == expected


def test_hours_are_in_the_customers_time_zone() -> None:
    assert relative(NOON, "Africa/Cairo").timestamp("-1 09:00") == "2026-11-21T07:00:00Z"
    assert relative(NOON, "Asia/Shanghai").timestamp("0 07:40") == "2026-11-21T23:40:00Z"


def test_a_date_is_midnight_utc_of_that_day_in_every_zone() -> None:
    assert relative(NOON, "Asia/Shanghai").timestamp("+2") == "2026-11-24T00:00:00Z"
    assert relative(NOON, "America/Los_Angeles").timestamp("+2") == "2026-11-24T00:00:00Z"


def test_today_may_be_yesterday() -> None:
    early = RelativeTime(DAWN, "Europe/London", date(2026, 11, 21))
    assert early.timestamp("0 07:40") == "2026-11-21T07:40:00Z"
    assert early.timestamp("+0 20:00") == "2026-11-21T20:00:00Z"
    assert early.timestamp("-20m") == "2026-11-22T04:10:00Z"


def test_no_moment_is_null() -> None:
    assert relative(NOON, "Europe/London").timestamp_or_none(None) is None
    assert relative(NOON, "Europe/London").timestamp_or_none("-1h") == "2026-11-22T11:00:00Z"


def test_invalid_moment_raises() -> None:
    with pytest.raises(ValueError, match="tomorrow"):
        relative(NOON, "Europe/London").at("tomorrow")
