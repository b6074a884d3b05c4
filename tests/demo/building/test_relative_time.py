from datetime import UTC, datetime

import pytest

from tracking.demo.building.relative_time import Clock

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAWN = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("-3 14:20", "2026-11-19T14:20:00Z"),
        ("0 07:40", "2026-11-22T07:40:00Z"),
        ("+0 20:00", "2026-11-22T20:00:00Z"),
        ("+2 18:00", "2026-11-24T18:00:00Z"),
        ("-20m", "2026-11-22T11:40:00Z"),
        ("-2h", "2026-11-22T10:00:00Z"),
        (DAWN, "2026-11-22T04:30:00Z"),
    ],
)
def test_moments_are_told_from_now(when: str | datetime, expected: str) -> None:
    assert Clock(NOON, "Europe/London").stated(when) == expected


def test_hours_are_those_of_the_customers_place() -> None:
    assert Clock(NOON, "Africa/Cairo").stated("-1 09:00") == "2026-11-21T07:00:00Z"
    assert Clock(NOON, "Asia/Shanghai").stated("0 07:40") == "2026-11-21T23:40:00Z"


def test_before_nine_this_morning_is_still_yesterdays() -> None:
    early = Clock(DAWN, "Europe/London")
    assert early.at("0 07:40") < DAWN
    assert early.at("-1 21:50") < early.at("0 07:40")
    assert early.at("+0 20:00") > DAWN


def test_no_moment_is_said_as_nothing() -> None:
    assert Clock(NOON, "Europe/London").said(None) is None
    assert Clock(NOON, "Europe/London").said("-1h") == "2026-11-22T11:00:00Z"


def test_words_that_are_no_moment_are_refused() -> None:
    with pytest.raises(ValueError, match="tomorrow"):
        Clock(NOON, "Europe/London").at("tomorrow")
