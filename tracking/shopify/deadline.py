"""The time that one visitor's request may take, shared by all its calls and waits."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

ENOUGH = 0.3  # seconds that are left to somebody for whom Shopify may still be asked: it usually takes half of that


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of a monotonic clock."""

    ends_at: float
    monotonic: Callable[[], float]

    @classmethod
    def after(cls, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> Self:
        """The deadline so many seconds from now."""
        return cls(monotonic() + seconds, monotonic)

    def at_most(self, seconds: float) -> Self:
        """This one, or the one so many seconds from now if that is earlier."""
        return replace(self, ends_at=min(self.ends_at, self.monotonic() + seconds))

    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self.ends_at - self.monotonic())
