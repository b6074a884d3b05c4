from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.clock.working_days import add_working_days, is_working_day, working_days_until

WEDNESDAY = date(2026, 11, 18)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_a_week_has_five_working_days() -> None:
    week = [WEDNESDAY + timedelta(days=each) for each in range(7)]
    assert [is_working_day(day) for day in week] == [True, True, True, False, False, True, True]


@pytest.mark.parametrize(
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


@given(DAYS, st.integers(0, 60))
def test_it_is_the_least_count_that_reaches_the_day(start: date, later: int) -> None:
    end = start + timedelta(days=later)
    count = working_days_until(start, end)
    assert add_working_days(start, count) >= end
    assert count == 0 or add_working_days(start, count - 1) < end
