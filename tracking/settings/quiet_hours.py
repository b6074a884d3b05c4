"""Parses the hours of the night in which no letter leaves."""

import re
from dataclasses import dataclass
from datetime import time

_OFF = "off"
_DAY = 24
_WINDOW = re.compile(r"([0-9]{1,2})\s*[-\u2013]\s*([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From the full hour ``start`` (0 to 23) until the full hour ``end``, which may be that of the next morning."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def __contains__(self, moment: time) -> bool:
        if self.start < self.end:
            return self.start <= moment.hour < self.end
        return moment.hour >= self.start or moment.hour < self.end


DEFAULT: QuietHours | None = QuietHours(21, 8)


def quiet_hours(value: str) -> QuietHours | None:
    """The hours; None for ``off``. Raises ValueError with the correction."""
    if value.strip().lower() == _OFF:
        return None
    found = _WINDOW.fullmatch(value.strip())
    hours = [int(hour) for hour in found.groups()] if found else []
    if not hours or max(hours) > _DAY or hours[0] % _DAY == hours[1] % _DAY:
        raise ValueError(f"must be two different full hours such as 21-8 (from nine at night to eight), or {_OFF}")
    start, end = (hour % _DAY for hour in hours)
    return QuietHours(start, end)


def write_quiet_hours(hours: QuietHours | None) -> str:
    """The text that is read as these hours."""
    return str(hours or _OFF)
