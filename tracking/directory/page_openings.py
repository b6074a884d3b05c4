"""Counts in memory how often the page of an order is opened, by day, until that is written to the database."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import islice
from threading import Lock
from typing import TypeAlias

_LIMIT = 10_000  # orders and days, of some 200 bytes each

Openings: TypeAlias = Mapping[tuple[str, date], int]
"""By the order's id and the day in UTC."""


class PageOpenings:
    """Safe to share between threads. What a process has not written when it is killed is lost."""

    def __init__(self, *, clock: Callable[[], datetime], limit: int = _LIMIT) -> None:
        self._clock = clock
        self._limit = limit
        self._lock = Lock()
        self._is_open = False
        self._counts: dict[tuple[str, date], int] = {}

    def open(self) -> None:
        """Count from now on: a process that writes nothing to the database would count in vain."""
        self._is_open = True

    def count(self, order_id: str) -> None:
        """Count one opening."""
        if not self._is_open:
            return
        key = order_id, self._clock().date()
        with self._lock:
            self._add(key, 1)

    def take(self, limit: int) -> Openings:
        """Take at most so many orders and days out, the oldest first."""
        with self._lock:
            taken = dict(islice(self._counts.items(), limit))
            for key in taken:
                del self._counts[key]
        return taken

    def put_back(self, openings: Openings) -> None:
        """Add what could not be written. Further orders are left out where there are too many already."""
        with self._lock:
            for key, count in openings.items():
                self._add(key, count)

    def _add(self, key: tuple[str, date], count: int) -> None:
        known = self._counts.get(key, 0)
        if known or len(self._counts) < self._limit:
            self._counts[key] = known + count
