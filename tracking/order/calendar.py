"""Calendar days in the destination's time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracking.durations.working_days import add_working_days

__all__ = ["add_working_days", "day"]


def day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
