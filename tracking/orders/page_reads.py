"""Reads from the database for pages: within a moment, or not at all."""

import logging
from collections.abc import Callable, Hashable
from functools import partial
from typing import TypeVar

from tracking.database import DatabaseUnavailable
from tracking.orders.errors import LookupUnavailable
from tracking.orders.executor import CallExecutor
from tracking.orders.service import REQUEST_TIMEOUT
from tracking.shopify.resilience import Deadline

_TIMEOUT = 0.3  # seconds that a page waits; a database that works answers in a few milliseconds
_PAUSE = 10.0  # seconds in which no page waits for a database that has just failed
_THREADS, _WAITING = 2, 20

log = logging.getLogger(__name__)

T = TypeVar("T")


class PageReads:
    """Runs what reads for pages, a few at once. After a failure no page waits for the database for ten seconds."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._calls = CallExecutor(_THREADS, _WAITING)
        self._paused_until = 0.0

    def start(self, key: Hashable, read: Callable[[], T]) -> Callable[[], T]:
        """Begins to read, and returns the function that waits for the result. Both raise LookupUnavailable.

        Reads with one key that run at the same time are one.
        """
        remaining = self._paused_until - self._monotonic()
        if remaining > 0:
            raise LookupUnavailable(remaining)
        reading = self._calls.start(key, lambda _: read(), Deadline.after(REQUEST_TIMEOUT, self._monotonic))
        return partial(self._result, reading)

    def start_optional(self, read: Callable[[], T]) -> Callable[[], T | None]:
        """As ``start``, but the result is None where it would raise LookupUnavailable.

        It is shared with no other read: one that began before something was written does not know it.
        """
        try:
            reading = self.start(object(), read)
        except LookupUnavailable:
            return lambda: None
        return partial(_result_or_none, reading)

    def _result(self, reading: Callable[[Deadline], T]) -> T:
        try:
            return reading(Deadline.after(_TIMEOUT, self._monotonic))
        except (DatabaseUnavailable, TimeoutError) as error:
            self._paused_until = self._monotonic() + _PAUSE
            log.warning("Pages do without the database for %d seconds: %s", _PAUSE, str(error) or "it takes too long")
            raise LookupUnavailable(_PAUSE) from error


def _result_or_none(reading: Callable[[], T]) -> T | None:
    try:
        return reading()
    except LookupUnavailable:
        return None
