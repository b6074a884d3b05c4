"""Caches one value for a limited time, renewed by one thread at a time."""

import math
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Cached(Generic[T]):
    """Holds one value: ``fresh`` is None once its time to live is over, ``last`` stays."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._expires_at = -math.inf
        self._renewal = Lock()
        self.last: T | None = None

    @property
    def fresh(self) -> T | None:
        """The value until it expires."""
        return self.last if self._monotonic() < self._expires_at else None

    def current(self, renew: Callable[[], T], *, stale: T | None, timeout: float) -> T:
        """Returns the fresh value; else one thread renews it, and the others get ``stale`` meanwhile.

        Without ``stale`` they wait for the renewal. Raises TimeoutError after ``timeout`` seconds, and the errors of
        ``renew``.
        """
        if (value := self.fresh) is not None:
            return value
        if not self._renewal.acquire(timeout=timeout if stale is None else 0):
            if stale is None:
                raise TimeoutError
            return stale
        try:
            value = self.fresh  # the previous holder of the lock may have renewed it
            return renew() if value is None else value
        finally:
            self._renewal.release()

    def expire(self) -> None:
        """Expires the value now."""
        self._expires_at = -math.inf

    def set(self, value: T, ttl: float) -> T:
        """Stores the value for ``ttl`` seconds, and returns it."""
        self.last, self._expires_at = value, self._monotonic() + ttl
        return value
