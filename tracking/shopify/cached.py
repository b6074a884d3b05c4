"""A value that is remembered for a while."""

import math
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Cached(Generic[T]):
    """Holds one value: ``fresh`` is None once its time is over, ``last`` never forgets."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until = -math.inf
        self._renewing = Lock()
        self.last: T | None = None

    @property
    def fresh(self) -> T | None:
        """The value while its time runs."""
        return self.last if self._monotonic() < self._until else None

    def current(self, renew: Callable[[], T], *, meanwhile: T | None, patience: float) -> T:
        """The value while it is fresh; else one caller renews it, and others take what serves ``meanwhile``.

        Where nothing does, they wait for it. Raises TimeoutError after ``patience`` seconds, and what ``renew`` does.
        """
        if (value := self.fresh) is not None:
            return value
        if not self._renewing.acquire(timeout=patience if meanwhile is None else 0):
            if meanwhile is None:
                raise TimeoutError
            return meanwhile
        try:
            value = self.fresh  # whoever had the lock before may have renewed it
            return renew() if value is None else value
        finally:
            self._renewing.release()

    def expire(self) -> None:
        """End its time now."""
        self._until = -math.inf

    def set(self, value: T, seconds: float) -> T:
        """Remember the value for so many seconds, and hand it on."""
        self.last, self._until = value, self._monotonic() + seconds
        return value
