"""Whether promises were kept: counted is what each speaker said first, for later words are easier to keep."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tracking.durations.promises import Promise, SaidBy

MOST_DAYS = 14
"""More days over are told as so many; a promised step that has not happened until then is counted as broken."""


def days_over(promise: Promise, on: date) -> int:
    """How many days after the last of the promised ones that day is; below 0: before it."""
    return (on - promise.last).days


def counted_days(promise: Promise, on: date) -> int:
    """The same as it is counted: 0 is a promise that was kept, also on an earlier day."""
    return min(max(0, days_over(promise, on)), MOST_DAYS)


def is_given_up(promise: Promise, today: date) -> bool:
    """Whether so many days have passed that it counts as broken, whatever happens."""
    return today > promise.last + timedelta(days=MOST_DAYS)


def first_of_each(said: Iterable[Promise], before: datetime) -> dict[SaidBy, Promise]:
    """Each source's first promise, if it is from before the moment; ``said`` is about one step, the oldest first."""
    first: dict[SaidBy, Promise] = {}
    for each in said:
        if each.said_at < before:
            first.setdefault(each.said_by, each)
    return first
