"""A value that is remembered for a while."""

import math
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Holds one value: ``fresh`` is None once its time is over, ``last`` never forgets."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until = -math.inf
        self.last: T | None = None

    @property
    def fresh(self) -> T | None:
        """The value while its time runs."""
        return self.last if self._monotonic() < self._until else None

    def expire(self) -> None:
        """End its time now."""
        self._until = -math.inf

    def keep(self, value: T, seconds: float) -> T:
        """Remember the value for so many seconds, and hand it on."""
        self.last, self._until = value, self._monotonic() + seconds
        return value
