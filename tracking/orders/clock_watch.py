"""Detects that the clock was set back: then the age of what was read before is no longer known."""

from collections.abc import Callable
from datetime import datetime, timedelta

# Less than this is noise, and prolongs nothing that matters.
_TOLERANCE = timedelta(seconds=2)


class ClockWatch:
    """Compares the clock with a monotonic one, which nobody can set. Safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._started_at = self._start()  # by the latest that the clock has shown

    def is_set_back(self) -> bool:
        """Whether it shows less than it has shown before, and was not yet accepted."""
        start = self._start()
        self._started_at = max(self._started_at, start)
        return start < self._started_at - _TOLERANCE

    def accept(self) -> None:
        """Takes the set-back time as handled."""
        self._started_at = self._start()

    def _start(self) -> datetime:
        return self._clock() - timedelta(seconds=self._monotonic())
