"""Notices that no process has renewed the worker's lease for minutes, so that nothing that is due gets done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database, DatabaseProblem, DatabaseUnavailable, Transaction, leases
from tracking.running.commands import command
from tracking.worker.work_failures import WorkFailure, work_failure

LEASE = "worker"
MISSING_AFTER = timedelta(minutes=5)
_LOOK_EVERY = 30.0  # seconds
_MISSING = (
    "No worker has been at work for five minutes: what changes in the shop is written down and not fetched, while pages"
    " go on."
)
_FAILING = (
    "A worker runs, and everything that it does fails ({reason}): what changes in the shop is written down and not"
    " fetched, while pages go on. `{doctor}` says what mends it."
)
_BACK = "A worker is at work again."


def how_to_start() -> str:
    """The fix, as a sentence."""
    return (
        f"Start `{command('serve')}` with WORKER=inside, which is the default, or `{command('worker')}` beside whatever"
        " else serves the site."
    )


class WorkerState(StrEnum):
    """Whether a worker is at work, in whichever process; UNKNOWN while the database cannot be used.

    FAILING: one runs, and each piece of its work fails; or the database could not be used for as long as a worker may
    be silent.
    """

    OK = "ok"
    FAILING = "failing"
    MISSING = "missing"
    UNKNOWN = "unknown"


class LeaseWatch:
    """One for each process. Says in the log when the worker is missing, once, and when it is back.

    It compares the lease with what it was minutes ago, by a clock that cannot be set: a worker changes it every few
    seconds, whatever the time of day is on its machine.
    """

    def __init__(self, database: Database, alerts: AlertRegister, *, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._alerts = alerts
        self._monotonic = monotonic
        self._lock = Lock()
        self._due_at = 0.0
        self._seen: tuple[datetime | None, int] | None = None
        self._unchanged_since = 0.0
        self._without_database_since: float | None = None
        self._failure: WorkFailure | None = None
        self._reported = WorkerState.OK

    def look_if_due(self) -> None:
        """Look if the last time was half a minute ago."""
        if self._monotonic() >= self._due_at:
            self.state()

    def state(self) -> WorkerState:
        """Look at the lease, and at what its holder says, now."""
        with self._lock:
            self._due_at = self._monotonic() + _LOOK_EVERY
            try:
                with self._database.read() as transaction:
                    end, failure = leases.last_end(transaction, LEASE), _lasting(transaction)
            except DatabaseUnavailable:
                return self._without_database()
            self._without_database_since, self._failure = None, failure
            self._compare((end, failure.count if failure else 0))
            return self._reported

    def without_database(self) -> WorkerState:
        """The same where the database was just found to fail, so that it need not be asked."""
        with self._lock:
            return self._without_database()

    @property
    def problem(self) -> DatabaseProblem | None:
        """By which the database makes all work fail, as far as the last look has found it FAILING."""
        return self._failure.problem if self._failure and self._reported is WorkerState.FAILING else None

    def _without_database(self) -> WorkerState:
        now = self._monotonic()
        self._seen = self._failure = None  # no process can renew the lease meanwhile
        if self._without_database_since is None:
            self._without_database_since = now
        is_over = now >= self._without_database_since + MISSING_AFTER.total_seconds()
        return WorkerState.FAILING if is_over else WorkerState.UNKNOWN

    def _compare(self, found: tuple[datetime | None, int]) -> None:
        now = self._monotonic()
        if self._seen is None:
            self._seen, self._unchanged_since = found, now
            if self._failure or self._reported is WorkerState.FAILING:
                self._report(WorkerState.FAILING if self._failure else WorkerState.OK)
        elif self._seen != found:
            self._seen, self._unchanged_since = found, now
            self._report(WorkerState.FAILING if self._failure else WorkerState.OK)
        elif now >= self._unchanged_since + MISSING_AFTER.total_seconds():
            self._report(WorkerState.MISSING)

    def _report(self, state: WorkerState) -> None:
        last, self._reported = self._reported, state
        if state is WorkerState.OK:
            report = self._alerts.report_ok if last is WorkerState.OK else self._alerts.resolve
            report(AlertCode.WORKER, _BACK)
        elif state is not last:
            self._alerts.alert(
                AlertCode.WORKER, self._sentence(state), about="" if state is WorkerState.MISSING else state
            )

    def _sentence(self, state: WorkerState) -> str:
        if state is WorkerState.FAILING and self._failure:
            return _FAILING.format(reason=self._failure.reason, doctor=command("doctor"))
        return f"{_MISSING} {how_to_start()}"


def _lasting(transaction: Transaction) -> WorkFailure | None:
    failure = work_failure(transaction)
    return failure if failure and failure.lasts else None
