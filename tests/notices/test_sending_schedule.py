from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sampling import each_row
from tracking.notices.codes import NoticeCode
from tracking.notices.sending_schedule import SendingSchedule, hour_of, letter_zone, next_hour, quiet_until
from tracking.settings.quiet_hours import QuietHours

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
DELAYED, HELP, OUT = NoticeCode.DELAYED, NoticeCode.YOU_CAN_HELP, NoticeCode.OUT_FOR_DELIVERY
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SCHEDULE = SendingSchedule()


def send_at(
    *codes: NoticeCode,
    at: datetime = NOON,
    now: datetime | None = None,
    last: datetime | None = None,
    schedule: SendingSchedule = SCHEDULE,
    zone: ZoneInfo = STOCKHOLM,
) -> datetime:
    return schedule.send_at(codes, at, now=now or at, last_letter_at=last, zone=zone)


def test_letter_waits_for_more_news() -> None:
    assert send_at(DELAYED) == NOON + 10 * MINUTE


@pytest.mark.parametrize("code", [HELP, OUT])
def test_urgent_letter_waits_a_fifth(code: NoticeCode) -> None:
    assert send_at(code) == NOON + 2 * MINUTE
    assert send_at(DELAYED, code) == NOON + 2 * MINUTE


def test_next_letter_of_an_order_waits_for_the_pause_unless_the_customer_must_act() -> None:
    last = NOON - HOUR
    late = NOON + 20 * HOUR  # in the morning, after the quiet hours
    assert send_at(DELAYED, at=late - 11 * HOUR, last=late - 12 * HOUR) == late
    assert send_at(OUT, last=last) == last + 12 * HOUR
    assert send_at(HELP, last=last) == NOON + 2 * MINUTE


def test_settings_of_zero_let_a_letter_leave_at_once() -> None:
    schedule = SendingSchedule(wait=timedelta(), pause=timedelta(), quiet_hours=None)
    assert send_at(DELAYED, last=NOON, schedule=schedule) == NOON


@each_row(
    ("hour", "expected"),
    [
        (19, NOON.replace(hour=19, minute=10)),
        (20, NOON.replace(day=19, hour=7)),  # 21:10 in Stockholm: until 8 the next morning
        (23, NOON.replace(day=19, hour=7)),
        (3, NOON.replace(hour=7)),
        (6, NOON.replace(hour=7)),
        (7, NOON.replace(hour=7, minute=10)),
    ],
)
def test_quiet_hours_hold_letters_until_the_morning(hour: int, expected: datetime) -> None:
    at = NOON.replace(hour=hour)
    assert send_at(DELAYED, at=at) == expected
    assert send_at(HELP, at=at) == at + 2 * MINUTE


def test_letter_that_was_due_by_day_does_not_leave_at_night() -> None:
    night = NOON.replace(hour=22)
    assert send_at(DELAYED, at=NOON, now=night) == NOON.replace(day=19, hour=7)
    assert send_at(HELP, at=NOON, now=night) == night


def test_pause_that_ends_at_night_ends_in_the_morning() -> None:
    assert send_at(DELAYED, last=NOON - HOUR) == NOON.replace(day=19, hour=7)


def test_window_by_day() -> None:
    hours = QuietHours(12, 14)
    assert quiet_until(hours, NOON.replace(hour=11, minute=30), STOCKHOLM) == NOON.replace(hour=13)
    assert quiet_until(hours, NOON.replace(hour=13), STOCKHOLM) is None
    assert quiet_until(hours, NOON.replace(hour=10, minute=59), STOCKHOLM) is None


_hours = st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda pair: pair[0] != pair[1])
_zones = st.sampled_from(
    ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "UTC"]
).map(ZoneInfo)
_moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(_hours, _moments, _zones)
def test_quiet_hours_end_within_a_day_and_hold_no_more_then(
    pair: tuple[int, int], at: datetime, zone: ZoneInfo
) -> None:
    hours = QuietHours(*pair)
    until = quiet_until(hours, at, zone)
    if until is None:
        assert at.astimezone(zone).time() not in hours
    else:
        assert at < until <= at + timedelta(hours=25)
        assert until.astimezone(zone).time() not in hours


@given(_moments, st.none() | st.timedeltas(timedelta(), timedelta(days=2)), st.sampled_from(NoticeCode), _zones)
def test_letter_that_may_leave_now_still_may_when_asked_again(
    at: datetime, ago: timedelta | None, code: NoticeCode, zone: ZoneInfo
) -> None:
    last = None if ago is None else at - ago
    due = send_at(code, at=at, last=last, zone=zone)
    assert due >= at
    assert send_at(code, at=at, now=due, last=last, zone=zone) == due


@pytest.mark.parametrize(
    ("country", "zone"),
    [("SE", "Europe/Stockholm"), ("US", "Europe/Berlin"), (None, "Europe/Berlin"), ("XX", "Europe/Berlin")],
)
def test_zone_is_the_country_s_where_it_has_only_one_else_the_shop_s(country: str | None, zone: str) -> None:
    assert str(letter_zone(country, "Europe/Berlin", NOON)) == zone


def test_unknown_zone_of_the_shop_is_utc() -> None:
    assert NOON.astimezone(letter_zone(None, "Mars/Olympus", NOON)).utcoffset() == timedelta()


def test_letter_without_news_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        send_at()


def test_limit_counts_the_letters_of_an_hour() -> None:
    schedule = SendingSchedule(per_hour=2)
    assert [schedule.left_in_hour(letters) for letters in (0, 1, 2, 3)] == [2, 1, 0, 0]
    assert hour_of(NOON + 59 * MINUTE) == NOON
    assert next_hour(NOON + 59 * MINUTE) == next_hour(NOON) == NOON + HOUR


@given(st.lists(_moments, max_size=30), st.integers(1, 3))
def test_no_hour_has_more_letters_than_the_limit(asked: list[datetime], limit: int) -> None:
    schedule, left = SendingSchedule(per_hour=limit), Counter[datetime]()
    for at in sorted(asked):
        if schedule.left_in_hour(left[hour_of(at)]):
            left[hour_of(at)] += 1
    assert max(left.values(), default=0) <= limit
