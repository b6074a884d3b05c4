"""Dates relative to now, at hours of the day that one believes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

When: TypeAlias = str | datetime
"""A moment: "-3 14:20" (three days ago), "0 07:40" (this morning), "+2 18:00" (in two days), "-20m", "-2h"."""

FIRST_HOURS_END = time(9)
"""Until then "this morning" is yesterday's: what is told of it has to have happened, and in its order."""

_DAY = re.compile(r"(?P<days>[+-]?\d+) (?P<hour>\d\d):(?P<minute>\d\d)")
_AGO = re.compile(r"-(?P<number>\d+)(?P<unit>[mh])")


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the order is told from: ``now`` is aware, ``zone`` an IANA name."""

    now: datetime
    zone: str

    def at(self, when: When) -> datetime:
        """The moment meant, in UTC."""
        if isinstance(when, datetime):
            return when.astimezone(UTC)
        if ago := _AGO.fullmatch(when):
            return (self.now - _length(ago)).astimezone(UTC)
        return self._on_a_day(when)

    def said(self, when: When | None) -> str | None:
        """The moment as Shopify writes it, and None where there is none."""
        return None if when is None else self.stated(when)

    def stated(self, when: When) -> str:
        """The moment as Shopify writes it."""
        return self.at(when).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _on_a_day(self, when: str) -> datetime:
        found = _DAY.fullmatch(when)
        if not found:
            raise ValueError(f"No moment: {when!r}")
        local = self.now.astimezone(ZoneInfo(self.zone))
        is_early = local.time() < FIRST_HOURS_END and not when.startswith("+")
        day = local.date() + timedelta(days=int(found["days"]) - is_early)
        hour = time(int(found["hour"]), int(found["minute"]), tzinfo=local.tzinfo)
        return datetime.combine(day, hour).astimezone(UTC)


def _length(ago: re.Match[str]) -> timedelta:
    number = int(ago["number"])
    return timedelta(hours=number) if ago["unit"] == "h" else timedelta(minutes=number)
