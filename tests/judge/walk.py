"""The moments at which an order is looked at while nothing but time passes: densely at first, then ever more rarely."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tracking.order.freshness import next_change_at
from tracking.order.model import Order

YEARS = timedelta(days=2 * 365)
_FIRST_STEP = timedelta(minutes=1)
_CHANGES = timedelta(days=45)  # for so long each change is looked at; later ones only among the other moments


def few_moments(start: datetime) -> list[datetime]:
    """Some of the moments, of each size."""
    return [start, *(start + timedelta(days=days, minutes=7) for days in (0, 4, 24, 200, 725))]


def all_moments(order: Order, start: datetime) -> list[datetime]:
    """From the first minute to two years on, and every moment at which the status is said to change."""
    return sorted({start, *_geometric(start), *_changes(order, start)})


def _geometric(start: datetime) -> Iterator[datetime]:
    step = _FIRST_STEP
    while step <= YEARS:
        yield start + step
        step *= 1.25


def _changes(order: Order, start: datetime) -> Iterator[datetime]:
    now = start
    while now < start + _CHANGES:
        now = next_change_at(order, now)
        yield now
