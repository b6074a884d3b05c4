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
    """Safe to share between threads. Openings that a process has not written when it is killed are lost."""

    def __init__(self, *, clock: Callable[[], datetime], limit: int = _LIMIT) -> None:
        self._clock = clock
        self._limit = limit
        self._lock = Lock()
        self._is_open = False
        self._new: dict[str, int] = {}  # since they were last taken, some seconds ago: their day is today
        self._old: dict[tuple[str, date], int] = {}

    def open(self) -> None:
        """Count from now on: a process that writes nothing to the database would count in vain."""
        self._is_open = True

    def count(self, order_id: str) -> None:
        """Count one opening. Further orders are left out where there are too many already."""
        if not self._is_open:
            return
        with self._lock:
            new = self._new
            if order_id in new:
                new[order_id] += 1
            elif len(new) < self._limit:
                new[order_id] = 1

    def take(self, limit: int) -> Openings:
        """Take at most so many orders and days out, the oldest first."""
        today = self._clock().date()
        with self._lock:
            for order_id, count in self._new.items():
                self._add((order_id, today), count)
            self._new.clear()
            taken = dict(islice(self._old.items(), limit))
            for key in taken:
                del self._old[key]
        return taken

    def put_back(self, openings: Openings) -> None:
        """Add what could not be written."""
        with self._lock:
            for key, count in openings.items():
                self._add(key, count)

    def _add(self, key: tuple[str, date], count: int) -> None:
        known = self._old.get(key, 0)
        if known or len(self._old) < self._limit:
            self._old[key] = known + count
