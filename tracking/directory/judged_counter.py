"""Counts in memory how many orders are judged, until that is written to the database."""

from threading import Lock


class JudgedCounter:
    """Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0

    def add(self, count: int = 1) -> None:
        """Count orders that were judged, or put back what could not be written."""
        with self._lock:
            self._count += count

    def take(self) -> int:
        """Take out what was counted since the last time."""
        with self._lock:
            count, self._count = self._count, 0
        return count
