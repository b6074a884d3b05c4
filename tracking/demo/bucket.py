"""Limits the points that an app may spend, by a leaky bucket."""

from collections.abc import Callable
from threading import Lock
from time import monotonic as real_monotonic


class LeakyBucket:
    """``maximum`` points, restored at ``restore_rate`` per second; the defaults are those of Shopify Plus."""

    def __init__(
        self,
        *,
        maximum: float = 20_000,
        restore_rate: float = 1_000,
        monotonic: Callable[[], float] = real_monotonic,
    ) -> None:
        self._maximum = maximum
        self._restore_rate = restore_rate
        self._monotonic = monotonic
        self._lock = Lock()
        self._points, self._restored_at = maximum, monotonic()

    def spend(self, points: float) -> bool:
        """Take points; False, and nothing taken, if there are too few."""
        with self._lock:
            self._restore()
            if points > self._points:
                return False
            self._points -= points
            return True

    def refund(self, points: float) -> None:
        """Return the points that a query cost less than requested."""
        with self._lock:
            self._points = min(self._maximum, self._points + points)

    def status(self) -> dict[str, float]:
        """The state of the bucket as in ``extensions.cost.throttleStatus``."""
        with self._lock:
            self._restore()
            return {
                "maximumAvailable": float(self._maximum),
                "currentlyAvailable": int(self._points),
                "restoreRate": float(self._restore_rate),
            }

    def _restore(self) -> None:
        now = self._monotonic()
        self._points = min(self._maximum, self._points + (now - self._restored_at) * self._restore_rate)
        self._restored_at = now
