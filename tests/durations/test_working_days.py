from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.sampling import each_row
from tracking.durations.working_days import (
    add_days,
    add_working_days,
    holidays_until,
    is_working_day,
    working_days_until,
)

WEDNESDAY = date(2026, 11, 18)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_a_week_has_five_working_days() -> None:
    week = [WEDNESDAY + timedelta(days=each) for each in range(7)]
    assert [is_working_day(day) for day in week] == [True, True, True, False, False, True, True]


@each_row(
    ("start", "end", "count"),
    [
        (18, 18, 0),
        (18, 19, 1),
        (20, 23, 1),  # from Friday to Monday
        (20, 21, 1),  # from Friday to Saturday: by Monday
        (21, 21, 0),  # on a Saturday
        (21, 23, 1),
        (16, 30, 10),
        (20, 18, 0),  # never before it began
    ],
)
def test_working_days_between_two_days(start: int, end: int, count: int) -> None:
    assert working_days_until(date(2026, 11, start), date(2026, 11, end)) == count


@given(DAYS, st.integers(0, 60), st.sampled_from([None, "SE", "US-CA"]))
def test_working_days_until_is_the_least_count_that_reaches_the_day(
    start: date, later: int, region: str | None
) -> None:
    end = start + timedelta(days=later)
    count = working_days_until(start, end, region)
    assert add_working_days(start, count, region) >= end
    assert count == 0 or add_working_days(start, count - 1, region) < end


@each_row(
    ("start", "end", "working_days", "days"),
    [
        (23, 24, 1, 0),  # on Christmas Eve: by Monday
        (23, 28, 1, 3),
        (23, 27, 1, 2),
        (25, 28, 1, 3),  # only what comes after the first day is left out
        (26, 27, 1, 1),  # a holiday on a Saturday counts as the Saturday
    ],
)
def test_holidays_are_left_out(start: int, end: int, working_days: int, days: int) -> None:
    first, last = date(2026, 12, start), date(2026, 12, end)
    assert working_days_until(first, last, "SE") == working_days
    assert (last - first).days - holidays_until(first, last, "SE") == days


def test_days_of_a_carrier_are_added_without_holidays() -> None:
    assert add_days(date(2026, 12, 22), 3) == date(2026, 12, 25)
    assert add_days(date(2026, 12, 22), 3, "SE") == date(2026, 12, 27)
