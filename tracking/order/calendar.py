"""Calendar days in the destination's time zone, and working days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


def day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def add_working_days(start: date, days: int) -> date:
    """The day that many working days (Monday to Friday) later."""
    current = start
    while days > 0:
        current += timedelta(days=1)
        if current.weekday() < SATURDAY:
            days -= 1
    return current
