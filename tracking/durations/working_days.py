"""Working days: Monday to Friday without the holidays of the shop's country, where that is known. Pure.

``region`` is its ISO 3166 code, as ``holidays`` takes it; None: no holiday is known.
"""

from datetime import date, timedelta
from functools import lru_cache

from tracking.durations.holidays import free_weekdays

_SATURDAY = 5
_WEEK, _WORKING_DAYS = 7, 5
_DAY = timedelta(days=1)


def is_working_day(day: date, region: str | None = None) -> bool:
    """Whether it is one of Monday to Friday, and no holiday."""
    return day.weekday() < _SATURDAY and not is_holiday(day, region)


def is_holiday(day: date, region: str | None) -> bool:
    """Whether it would be a working day if it were not a holiday."""
    return region is not None and day in free_weekdays(region, day.year)


def add_working_days(start: date, days: int, region: str | None = None) -> date:
    """The day that many working days later."""
    current = start
    while days > 0:
        current += _DAY
        if is_working_day(current, region):
            days -= 1
    return current


# The steps of a shop begin and end on the same few days.
@lru_cache(maxsize=4096)
def working_days_until(start: date, end: date, region: str | None = None) -> int:
    """In how many working days from ``start`` it was over by ``end``: the least n for which adding n is no earlier.

    A step that ends on a Saturday is over by Monday.
    """
    weeks, rest = divmod(max(0, (end - start).days), _WEEK)
    last = start + timedelta(weeks=weeks)
    days = [last + timedelta(days=each + 1) for each in range(rest)]
    weekdays = weeks * _WORKING_DAYS + sum(map(is_working_day, days))
    is_on_a_free_day = end > start and not is_working_day(end, region)
    return weekdays - holidays_until(start, end, region) + is_on_a_free_day


def add_days(start: date, days: int, region: str | None = None) -> date:
    """The day that many days later, of which weekends count and holidays do not: carriers rest on them."""
    current = start
    while days > 0:
        current += _DAY
        if not is_holiday(current, region):
            days -= 1
    return current


@lru_cache(maxsize=4096)
def holidays_until(start: date, end: date, region: str | None) -> int:
    """How many holidays there are after ``start``, to ``end`` itself."""
    if region is None or end <= start:
        return 0
    years = range(start.year, end.year + 1)
    return sum(start < day <= end for year in years for day in free_weekdays(region, year))
