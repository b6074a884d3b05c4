"""Resolves dates relative to now, at plausible hours of the day."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

When: TypeAlias = str | datetime
"""A moment: "-3 14:20" (three days ago), "0 07:40" (this morning), "+2 18:00" (in two days), "-20m", "-2h".

"+2" is a date, which Shopify writes as midnight UTC."""

_DAY = re.compile(r"(?P<days>[+-]?\d+)(?: (?P<hour>\d\d):(?P<minute>\d\d))?")
_AGO = re.compile(r"-(?P<number>\d+)(?P<unit>[mh])")


@dataclass(frozen=True, slots=True)
class RelativeTime:
    """Resolves moments: ``now`` is aware, ``zone`` an IANA name, ``today`` the day 0 of the story."""

    now: datetime
    zone: str
    today: date

    def at(self, when: When) -> datetime:
        """The moment in UTC."""
        if isinstance(when, datetime):
            return when.astimezone(UTC)
        if ago := _AGO.fullmatch(when):
            return (self.now - _length(ago)).astimezone(UTC)
        return self._on_a_day(when)

    def timestamp_or_none(self, when: When | None) -> str | None:
        """The moment in Shopify's format, or None."""
        return None if when is None else self.timestamp(when)

    def timestamp(self, when: When) -> str:
        """The moment in Shopify's format."""
        return self.at(when).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _on_a_day(self, when: str) -> datetime:
        found = _DAY.fullmatch(when)
        if not found:
            raise ValueError(f"No moment: {when!r}")
        day = self.today + timedelta(days=int(found["days"]))
        if found["hour"] is None:
            return datetime.combine(day, time(), UTC)
        hour = time(int(found["hour"]), int(found["minute"]), tzinfo=ZoneInfo(self.zone))
        return datetime.combine(day, hour).astimezone(UTC)


def _length(ago: re.Match[str]) -> timedelta:
    number = int(ago["number"])
    return timedelta(hours=number) if ago["unit"] == "h" else timedelta(minutes=number)
