"""Limits the visitors' calls to Shopify that run at once, and those that wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore

from tracking.orders.errors import Busy
from tracking.running.limits import MAX_CALLS, MAX_WAITING

_TIMEOUT = 2.0  # seconds of a visitor's four, so that there is time left for the call


class ConcurrencyLimit:
    """``calls`` run at once; ``waiting`` more may wait, for ``timeout`` seconds at most."""

    def __init__(self, calls: int = MAX_CALLS, waiting: int = MAX_WAITING, *, timeout: float = _TIMEOUT) -> None:
        self._free = Semaphore(calls)
        self._max_waiting = waiting
        self._timeout = timeout
        self._lock = Lock()
        self._waiting = 0

    @contextmanager
    def take(self, left: float) -> Iterator[None]:
        """Holds a slot, after waiting for ``left`` seconds at most. Raises Busy."""
        if not self._free.acquire(blocking=False):
            self._wait(min(left, self._timeout))
        try:
            yield
        finally:
            self._free.release()

    @property
    def is_full(self) -> bool:
        """Whether no other call may wait."""
        return self._waiting >= self._max_waiting

    @property
    def waiting(self) -> int:
        """The number of calls that wait."""
        return self._waiting

    def _wait(self, timeout: float) -> None:
        with self._lock:
            if self.is_full:
                raise Busy
            self._waiting += 1
        try:
            if not self._free.acquire(timeout=timeout):
                raise Busy
        finally:
            with self._lock:
                self._waiting -= 1
