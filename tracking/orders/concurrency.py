"""How many visitors' questions are with Shopify at once, how many wait to be, and that nobody waits beyond that."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore

from tracking.orders.errors import Busy
from tracking.running.limits import MAX_CALLS, MAX_WAITING

_PATIENCE = 2.0  # seconds of a visitor's four: who then has a slot still has the time to use it


class ConcurrencyLimit:
    """``calls`` at once; ``waiting`` more may wait, for ``patience`` seconds at most."""

    def __init__(self, calls: int = MAX_CALLS, waiting: int = MAX_WAITING, *, patience: float = _PATIENCE) -> None:
        self._free = Semaphore(calls)
        self._most = waiting
        self._patience = patience
        self._lock = Lock()
        self._waiting = 0

    @contextmanager
    def take(self, left: float) -> Iterator[None]:
        """A slot, waited for while so many seconds are ``left``. Raises Busy."""
        if not self._free.acquire(blocking=False):
            self._wait(min(left, self._patience))
        try:
            yield
        finally:
            self._free.release()

    @property
    def is_full(self) -> bool:
        """Whether who comes now is told to come again."""
        return self._waiting >= self._most

    @property
    def waiting(self) -> int:
        """How many wait at this moment."""
        return self._waiting

    def _wait(self, patience: float) -> None:
        with self._lock:
            if self.is_full:
                raise Busy
            self._waiting += 1
        try:
            if not self._free.acquire(timeout=patience):
                raise Busy
        finally:
            with self._lock:
                self._waiting -= 1
