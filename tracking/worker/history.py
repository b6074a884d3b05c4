"""Imports how long the steps of the shop's earlier orders took, by one bulk operation of Shopify's.

How far it has come is one value of ``progress``, which is replaced in the transaction that writes the rows of a part of
the file: a process that is killed goes on behind that part, and no row is written twice. The address of the file, by
which anybody could read it, stands in this process only: another one asks for it again.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from tracking.database import Database, Transaction, progress, step_durations
from tracking.database.step_durations import StepDurationRow
from tracking.directory.step_rows import KEPT_FOR, MIN_ROWS, step_rows
from tracking.order.policy import Policy
from tracking.shopify.bulk_operations import BulkOperation, BulkQueryRefused, OtherOperationRuns
from tracking.shopify.errors import AccessDenied, BreakerOpen, Refused, Throttled, Unavailable
from tracking.shopify.order_history import OrderHistory, read_history_line
from tracking.shopify.resilience import Deadline
from tracking.shopify.result_files import FileGone
from tracking.shopify.shop import CachedShopProfile
from tracking.worker.history_lines import read_lines
from tracking.worker.order_lists import fill_state
from tracking.worker.task_runner import paused_by

HISTORY = "history"
WANTED, RUNNING, READING, DONE, GIVEN_UP = "wanted", "running", "reading", "done", "given_up"

MAX_ATTEMPTS = 8  # operations: about four hours
MAX_FAILURES = 20  # calls in a row: about three days
_CALL_SECONDS = 10.0
_FIRST_POLL, _LONGEST_POLL = timedelta(seconds=5), timedelta(minutes=10)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_DOUBLINGS = 12

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryState:
    """How far the import has come.

    ``attempts`` counts operations that failed, ``failures`` calls that failed in a row, ``polls`` looks at an operation
    that was running. ``is_bare``: without the fields that were denied. Steps that ended between ``since`` and ``until``
    are imported; those that end later are not the history's. ``position`` is in the file of ``operation``; ``orders``
    and ``broken`` are its lines so far, ``rows`` what came of them. ``reason`` is of the last failure.
    """

    phase: str
    next_at: str
    attempts: int = 0
    failures: int = 0
    polls: int = 0
    is_bare: bool = False
    operation: str | None = None
    since: str = ""
    until: str = ""
    is_partial: bool = False
    position: int = 0
    is_in_long_line: bool = False
    orders: int = 0
    broken: int = 0
    rows: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """The next state, with the rows that are written with it; ``replaces`` those of an earlier file."""

    state: HistoryState
    rows: list[StepDurationRow] = field(default_factory=list)
    replaces: bool = False


class HistoryImport:
    """Begins once the first fill has listed every order; ends as done, or as given up with the reason in the log."""

    def __init__(
        self,
        database: Database,
        history: OrderHistory,
        profile: CachedShopProfile,
        policy: Policy,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._history = history
        self._profile = profile
        self._policy = policy
        self._clock = clock
        self._monotonic = monotonic
        self._addresses: dict[str, str] = {}
        self._steps: Mapping[str, Callable[[HistoryState, datetime], _Outcome]] = {
            WANTED: self._start,
            RUNNING: self._poll,
            READING: self._read,
        }

    def state(self) -> HistoryState | None:
        """How far it has come; None before it begins."""
        with self._database.read() as transaction:
            return _state(progress.get(transaction, HISTORY))

    def advance(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one.

        Raises ShopifyPaused, DatabaseUnavailable.
        """
        now = self._clock()
        with self._database.read() as transaction:
            state = _state(progress.get(transaction, HISTORY))
            fill = fill_state(transaction) if state is None else None
        if state is None:
            wanted = HistoryState(phase=WANTED, next_at=now.isoformat())
            return bool(fill and fill.is_listed) and self._write(None, _Outcome(state=wanted))
        if state.phase not in self._steps or _waits(state, now):
            return False
        try:
            outcome = self._steps[state.phase](state, now)
        except (BreakerOpen, Throttled) as error:
            raise paused_by(error) from error
        except (Unavailable, Refused) as error:
            outcome = _failed(state, now, str(error))
        return self._write(state, outcome)

    def _start(self, state: HistoryState, now: datetime) -> _Outcome:
        since, deadline = now - KEPT_FOR, self._deadline()
        try:
            profile = self._profile.current(deadline)
            operation = self._history.start(profile, since, deadline, bare=state.is_bare)
        except OtherOperationRuns:  # of this app: it may take as long as it likes
            return _Outcome(state=_polled(state, now))
        except BulkQueryRefused as error:
            return _Outcome(state=_given_up(state, str(error)))
        except AccessDenied:
            return _denied(state, now)
        running = replace(state, phase=RUNNING, operation=operation.id, polls=0, failures=0)
        return _Outcome(state=_polled(replace(running, since=since.isoformat(), until=now.isoformat()), now))

    def _poll(self, state: HistoryState, now: datetime) -> _Outcome:
        operation = self._history.find(state.operation or "", self._deadline())
        state = replace(state, failures=0)
        if operation is None or operation.status in {"EXPIRED", "CANCELED"}:
            return _again(state, now, f"the bulk operation is {operation.status.lower() if operation else 'gone'}")
        if operation.is_denied:
            return _denied(state, now)
        if operation.status == "FAILED":
            return self._after_failure(state, operation, now)
        if operation.status != "COMPLETED":
            return _Outcome(state=_polled(state, now))
        if operation.url is None:  # there is nothing to read
            return _Outcome(state=_done(replace(state, orders=0, broken=0, rows=0)), replaces=True)
        return self._reading(state, operation.url, now, is_partial=False)

    def _after_failure(self, state: HistoryState, operation: BulkOperation, now: datetime) -> _Outcome:
        """Read what it has left, if that is more than an earlier one left, and try again later."""
        if operation.partial_url and operation.objects > state.orders:
            return self._reading(state, operation.partial_url, now, is_partial=True)
        return _again(state, now, f"the bulk operation failed ({operation.error_code or 'no reason named'})")

    def _reading(self, state: HistoryState, url: str, now: datetime, *, is_partial: bool) -> _Outcome:
        self._addresses = {state.operation or "": url}
        reading = replace(state, phase=READING, next_at=now.isoformat(), position=0, is_in_long_line=False)
        return _Outcome(state=replace(reading, is_partial=is_partial))

    def _read(self, state: HistoryState, now: datetime) -> _Outcome:
        deadline = self._deadline()
        url = self._addresses.get(state.operation or "") or self._find_address(state, deadline)
        if url is None:
            return _again(state, now, "the file of the bulk operation has expired")
        zone = self._profile.current(deadline).zone
        try:
            part = self._history.read(url, state.position, deadline)
        except FileGone:
            self._addresses.clear()
            raise
        batch = read_lines(part, self._reader(state, zone), is_in_long_line=state.is_in_long_line)
        if not batch.length and not part.is_last:
            raise Unavailable("less than a line of the bulk operation's file arrived in time")
        is_first = state.position == 0
        following = replace(
            state,
            failures=0,
            position=state.position + batch.length,
            is_in_long_line=batch.is_in_long_line,
            orders=batch.orders + (0 if is_first else state.orders),
            broken=batch.broken + (0 if is_first else state.broken),
            rows=len(batch.rows) + (0 if is_first else state.rows),
        )
        if part.is_last:
            following = _ended(following, now)
        return _Outcome(state=following, rows=batch.rows, replaces=is_first)

    def _find_address(self, state: HistoryState, deadline: Deadline) -> str | None:
        operation = self._history.find(state.operation or "", deadline)
        url = operation and (operation.partial_url if state.is_partial else operation.url)
        if url:
            self._addresses = {state.operation or "": url}
        return url

    def _reader(self, state: HistoryState, zone: str) -> Callable[[bytes], list[StepDurationRow]]:
        since, until = datetime.fromisoformat(state.since), datetime.fromisoformat(state.until)
        rows = partial(step_rows, policy=self._policy, since=since, until=until, zone=ZoneInfo(zone))
        return lambda line: rows(read_history_line(line, zone))

    def _write(self, before: HistoryState | None, outcome: _Outcome) -> bool:
        with self._database.write() as transaction:
            if _state(progress.locked(transaction, HISTORY)) != before:
                return True  # another process led for a moment, and was faster
            self._write_rows(transaction, outcome)
            progress.put(transaction, HISTORY, asdict(outcome.state))
        _log_end(outcome.state)
        return True

    def _write_rows(self, transaction: Transaction, outcome: _Outcome) -> None:
        if outcome.replaces:
            step_durations.remove_imported(transaction)
        step_durations.add(transaction, outcome.rows, is_imported=True)
        if outcome.state.phase == DONE:
            step_durations.forget_rare_methods(transaction, least=MIN_ROWS)

    def _deadline(self) -> Deadline:
        return Deadline.after(_CALL_SECONDS, self._monotonic)


def _state(value: object) -> HistoryState | None:
    return HistoryState(**value) if isinstance(value, dict) else None


def _waits(state: HistoryState, now: datetime) -> bool:
    next_at = datetime.fromisoformat(state.next_at)
    return now < next_at <= now + _LONGEST_PAUSE  # a later one was written by a clock that has been set back since


def _polled(state: HistoryState, now: datetime) -> HistoryState:
    """Look again after a pause that grows with each look."""
    pause = min(_FIRST_POLL * 2 ** min(state.polls, _DOUBLINGS), _LONGEST_POLL)
    return replace(state, polls=state.polls + 1, next_at=(now + pause).isoformat())


def _failed(state: HistoryState, now: datetime, reason: str) -> _Outcome:
    """After a call that failed: try the same again later; after many, try another operation."""
    failures = state.failures + 1
    if failures >= MAX_FAILURES:
        return _again(replace(state, failures=0), now, reason)
    return _Outcome(state=replace(state, failures=failures, reason=reason, next_at=_later(now, state.failures)))


def _again(state: HistoryState, now: datetime, reason: str) -> _Outcome:
    """Start another operation later; after many, give up."""
    state = replace(state, attempts=state.attempts + 1, reason=reason, operation=None, polls=0)
    if state.attempts >= MAX_ATTEMPTS:
        return _Outcome(state=_given_up(state, reason))
    return _Outcome(state=replace(state, phase=WANTED, next_at=_later(now, state.attempts - 1)))


def _later(now: datetime, count: int) -> str:
    return (now + min(_FIRST_PAUSE * 2 ** min(count, _DOUBLINGS), _LONGEST_PAUSE)).isoformat()


def _denied(state: HistoryState, now: datetime) -> _Outcome:
    """Go on without the fields that not every app may read; without any, there is no history."""
    if state.is_bare:
        return _Outcome(state=_given_up(state, "the app may not read orders: grant it read_orders"))
    log.warning(
        "Shopify denies the history some fields, and it is read without them: how long parcels take is not known by"
        " fulfillment service and location. To have both, grant the app read_fulfillments and read_locations"
    )
    return _Outcome(state=replace(state, phase=WANTED, is_bare=True, operation=None, next_at=now.isoformat()))


def _ended(state: HistoryState, now: datetime) -> HistoryState:
    if state.is_partial:
        return _again(state, now, "the bulk operation failed half way").state
    return _done(state)


def _done(state: HistoryState) -> HistoryState:
    return replace(state, phase=DONE, operation=None, reason=None)


def _given_up(state: HistoryState, reason: str) -> HistoryState:
    return replace(state, phase=GIVEN_UP, operation=None, reason=reason)


def _log_end(state: HistoryState) -> None:
    counts = (state.orders, state.rows, state.broken)
    if state.phase == DONE:
        log.info("the history was read: %d orders, %d steps, %d broken lines", *counts)
    if state.phase == GIVEN_UP:
        log.error("the history was given up: %s (read: %d orders, %d steps, %d broken lines)", state.reason, *counts)
