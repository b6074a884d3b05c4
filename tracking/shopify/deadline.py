"""The time that one visitor's request may take, shared by all its calls and waits."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of a monotonic clock."""

    ends_at: float
    monotonic: Callable[[], float]

    @classmethod
    def after(cls, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> Self:
        """The deadline so many seconds from now."""
        return cls(monotonic() + seconds, monotonic)

    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self.ends_at - self.monotonic())
