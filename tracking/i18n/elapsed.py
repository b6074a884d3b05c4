"""Writes how much time has passed in the one unit that people would say: minutes, hours, or days."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_timedelta

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
# Babel goes on to the next smaller unit below so many of one: to the unit that it is given.
_NEVER = 1e9


def elapsed(passed: timedelta, locale: Locale, days: Callable[[int], str], *, ago: bool = False) -> str:
    """5 hours, or 5 hours ago. From a day on, ``days`` writes it: in some languages CLDR's days are for physicists."""
    passed = max(passed, timedelta(0))
    if passed >= _DAY:
        return days(passed.days)
    unit: Literal["hour", "minute"] = "hour" if passed >= _HOUR else "minute"
    whole = passed // (_HOUR if unit == "hour" else timedelta(minutes=1))
    return _within_a_day(max(whole, 1), unit, locale, ago)


# Few values, which stand in each row of a list.
@lru_cache(maxsize=2048)
def _within_a_day(count: int, unit: Literal["hour", "minute"], locale: Locale, ago: bool) -> str:  # noqa: FBT001 - cached by position
    passed = timedelta(hours=count) if unit == "hour" else timedelta(minutes=count)
    return format_timedelta(
        -passed if ago else passed, granularity=unit, threshold=_NEVER, add_direction=ago, locale=locale
    )
