"""Notices that no process has renewed the worker's lease for minutes, so that nothing that is due gets done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

from tracking.alerts.book import AlertBook
from tracking.alerts.kinds import AlertCode
from tracking.database import Database, DatabaseUnavailable, leases
from tracking.running.commands import command

LEASE = "worker"
MISSING_AFTER = timedelta(minutes=5)
_LOOK_EVERY = 30.0  # seconds
_MISSING = (
    "No worker has been at work for five minutes: what changes in the shop is written down and not fetched, while pages"
    " go on."
)
_BACK = "A worker is at work again."


def how_to_start() -> str:
    """The fix, as a sentence."""
    return (
        f"Start `{command('serve')}` with WORKER=inside, which is the default, or `{command('worker')}` beside whatever"
        " else serves the site."
    )


class WorkerState(StrEnum):
    """Whether a worker is at work, in whichever process; UNKNOWN while the database cannot be used."""

    OK = "ok"
    MISSING = "missing"
    UNKNOWN = "unknown"


class LeaseWatch:
    """One for each process. Says in the log when the worker is missing, once, and when it is back.

    It compares the lease with what it was minutes ago, by a clock that cannot be set: a worker changes it every few
    seconds, whatever the time of day is on its machine.
    """

    def __init__(self, database: Database, alerts: AlertBook, *, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._alerts = alerts
        self._monotonic = monotonic
        self._lock = Lock()
        self._due_at = 0.0
        self._seen: tuple[datetime | None] | None = None
        self._unchanged_since = 0.0
        self._is_missing = False

    def look_if_due(self) -> None:
        """Look if the last time was half a minute ago."""
        if self._monotonic() >= self._due_at:
            self.state()

    def state(self) -> WorkerState:
        """Look at the lease now."""
        with self._lock:
            self._due_at = self._monotonic() + _LOOK_EVERY
            try:
                end = self._end()
            except DatabaseUnavailable:
                self._seen = None  # nobody can renew the lease meanwhile
                return WorkerState.UNKNOWN
            self._compare(end)
            return WorkerState.MISSING if self._is_missing else WorkerState.OK

    def _end(self) -> datetime | None:
        with self._database.read() as transaction:
            return leases.last_end(transaction, LEASE)

    def _compare(self, end: datetime | None) -> None:
        now = self._monotonic()
        if self._seen is None:
            self._seen, self._unchanged_since = (end,), now
        elif self._seen != (end,):
            self._seen, self._unchanged_since = (end,), now
            if end is not None:
                self._tell(is_missing=False)
        elif now >= self._unchanged_since + MISSING_AFTER.total_seconds():
            self._tell(is_missing=True)

    def _tell(self, *, is_missing: bool) -> None:
        if is_missing and not self._is_missing:
            self._alerts.alert(AlertCode.WORKER, f"{_MISSING} {how_to_start()}")
        if self._is_missing and not is_missing:
            self._alerts.all_clear(AlertCode.WORKER, _BACK)
        elif not is_missing:
            self._alerts.fine(AlertCode.WORKER, _BACK)
        self._is_missing = is_missing
