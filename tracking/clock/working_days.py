"""Working days, Monday to Friday: pure."""

from datetime import date, timedelta
from functools import lru_cache

_SATURDAY = 5
_WEEK, _WORKING_DAYS = 7, 5


def is_working_day(day: date) -> bool:
    """Whether it is one of Monday to Friday."""
    return day.weekday() < _SATURDAY


def add_working_days(start: date, days: int) -> date:
    """The day that many working days later."""
    current = start
    while days > 0:
        current += timedelta(days=1)
        if is_working_day(current):
            days -= 1
    return current


# The steps of a shop begin and end on the same few days.
@lru_cache(maxsize=4096)
def working_days_until(start: date, end: date) -> int:
    """In how many working days from ``start`` it was over by ``end``: the least n for which adding n is no earlier.

    What is done on a Saturday is done by Monday.
    """
    weeks, rest = divmod(max(0, (end - start).days), _WEEK)
    last = start + timedelta(weeks=weeks)
    days = [last + timedelta(days=each + 1) for each in range(rest)]
    is_on_a_free_day = end > start and not is_working_day(end)
    return weeks * _WORKING_DAYS + sum(map(is_working_day, days)) + is_on_a_free_day
