"""Checks whether the database can be written, at most once in some seconds, however many ask."""

from collections.abc import Callable
from threading import Lock

from tracking.database.database import Database
from tracking.database.errors import DatabaseUnavailable

_EVERY = 5.0  # seconds: each check is a transaction on the disk, and anybody may ask for one


class WriteProbe:
    """Safe to share between threads. ``monotonic`` returns seconds."""

    def __init__(self, database: Database, *, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._monotonic = monotonic
        self._lock = Lock()
        self._checked_at: float | None = None
        self._failure: DatabaseUnavailable | None = None

    def check(self) -> None:
        """Raise DatabaseUnavailable if it could not be written when that was last tried."""
        with self._lock:
            if self._checked_at is None or self._monotonic() >= self._checked_at + _EVERY:
                self._failure = self._ping()
                self._checked_at = self._monotonic()
            failure = self._failure
        if failure:
            raise DatabaseUnavailable(str(failure), failure.problem) from failure

    def _ping(self) -> DatabaseUnavailable | None:
        try:
            self._database.ping()
        except DatabaseUnavailable as error:
            return error
        return None
