"""Writes how much time has passed in the one unit that people would say: minutes, hours, or days."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from babel import Locale
from babel.dates import format_timedelta

Unit: TypeAlias = Literal["day", "hour", "minute"]

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Babel goes on to the next smaller unit below so many of one: to the unit that it is given.
_NEVER = 1e9


def elapsed(passed: timedelta, locale: Locale, days: Callable[[int], str], *, ago: bool = False) -> str:
    """5 hours, or 5 hours ago. From a day on, ``days`` writes it: in some languages CLDR's days are for physicists."""
    count, unit = whole(passed)
    return days(count) if unit == "day" else _within_a_day(count, unit, locale, ago)


def whole(passed: timedelta) -> tuple[int, Unit]:
    """The count and the unit that are written."""
    if passed >= _DAY:
        return passed.days, "day"
    if passed >= _HOUR:
        return passed // _HOUR, "hour"
    return max(passed // _MINUTE, 1), "minute"


# Few values, which stand in each row of a list.
@lru_cache(maxsize=2048)
def _within_a_day(count: int, unit: Unit, locale: Locale, ago: bool) -> str:  # noqa: FBT001 - cached by position
    passed = timedelta(hours=count) if unit == "hour" else timedelta(minutes=count)
    return format_timedelta(
        -passed if ago else passed, granularity=unit, threshold=_NEVER, add_direction=ago, locale=locale
    )
