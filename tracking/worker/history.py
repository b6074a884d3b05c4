"""Imports how long the steps of the shop's earlier orders took, by one bulk operation of Shopify's.

How far it has come is one value of ``progress``, which is replaced in the transaction that writes the rows of a part of
the file: a process that is killed goes on behind that part, and no row is written twice. The address of the file, by
which anybody could read it, stands in this process only: another one asks for it again.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from tracking.database import Database, progress, step_durations
from tracking.database.step_durations import StepDurationRow
from tracking.directory.ended_steps import HISTORY
from tracking.directory.step_rows import MIN_ROWS, STEP_RETENTION, step_rows
from tracking.order.policy import Policy
from tracking.shopify.bulk.operations import BulkOperation, BulkQueryRefused, OtherOperationRuns
from tracking.shopify.bulk.order_history import OrderHistory, read_history_order
from tracking.shopify.bulk.result_files import FileGone
from tracking.shopify.errors import AccessDenied, BreakerOpen, Refused, Throttled, Unavailable
from tracking.shopify.resilience import Deadline
from tracking.shopify.shop import CachedShopProfile
from tracking.worker import history_state
from tracking.worker.fill_state import fill_state
from tracking.worker.history_lines import read_lines
from tracking.worker.history_state import DONE, GIVEN_UP, READING, RUNNING, WANTED, HistoryState, read_state
from tracking.worker.task_runner import paused_by

_CALL_SECONDS = 10.0

log = logging.getLogger(__name__)


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

    def state(self) -> HistoryState | None:
        """How far it has come; None before it begins."""
        with self._database.read() as transaction:
            return read_state(progress.get(transaction, HISTORY))

    def begin(self) -> None:
        """Begin anew, also where it was done or given up; what was imported stays until there is more to replace it."""
        with self._database.write() as transaction:
            wanted = HistoryState(phase=WANTED, next_at=self._clock().isoformat())
            progress.put(transaction, HISTORY, asdict(wanted))

    def advance(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one.

        Raises ShopifyPaused, DatabaseUnavailable.
        """
        now = self._clock()
        with self._database.read() as transaction:
            state = read_state(progress.get(transaction, HISTORY))
            fill = fill_state(transaction) if state is None else None
        if state is None:
            wanted = HistoryState(phase=WANTED, next_at=now.isoformat())
            return bool(fill and fill.is_listed) and self._write(None, wanted)
        if state.phase in {DONE, GIVEN_UP} or history_state.waits(state, now):
            return False
        rows: list[StepDurationRow] = []
        try:
            if state.phase == READING:
                following, rows = self._read(state, now)
            else:
                following = self._poll(state, now) if state.phase == RUNNING else self._start(state, now)
        except (BreakerOpen, Throttled) as error:
            raise paused_by(error) from error
        except (Unavailable, Refused) as error:
            following = history_state.failed(state, now, str(error))
        return self._write(state, following, rows)

    def _start(self, state: HistoryState, now: datetime) -> HistoryState:
        since, deadline = now - STEP_RETENTION, self._deadline()
        try:
            profile = self._profile.current(deadline)
            operation = self._history.start(profile, since, deadline, bare=state.is_bare)
        except OtherOperationRuns:  # of this app: it may take as long as it likes
            return history_state.polled(state, now)
        except BulkQueryRefused as error:
            return history_state.given_up(state, str(error))
        except AccessDenied:
            return _denied(state, now)
        return history_state.running(state, operation.id, now, since=since)

    def _poll(self, state: HistoryState, now: datetime) -> HistoryState:
        operation = self._history.find(state.operation or "", self._deadline())
        state = replace(state, failures=0)
        if operation is None or operation.status in {"EXPIRED", "CANCELED"}:
            return history_state.again(
                state, now, f"the bulk operation is {'gone' if operation is None else operation.status.lower()}"
            )
        if operation.is_denied:
            return _denied(state, now)
        if operation.status == "FAILED":
            return self._after_failure(state, operation, now)
        if operation.status != "COMPLETED":
            return history_state.polled(state, now)
        if operation.url is None:  # there is nothing to read
            return history_state.done(replace(state, orders=0, broken=0, rows=0))
        return self._reading(state, operation.url, now, is_partial=False)

    def _after_failure(self, state: HistoryState, operation: BulkOperation, now: datetime) -> HistoryState:
        """Read what it has left, if that is more than an earlier one left, and try again later."""
        if operation.partial_url and operation.roots > state.orders:
            return self._reading(state, operation.partial_url, now, is_partial=True)
        return history_state.again(
            state, now, f"the bulk operation failed ({operation.error_code or 'no reason named'})"
        )

    def _reading(self, state: HistoryState, url: str, now: datetime, *, is_partial: bool) -> HistoryState:
        self._addresses = {state.operation or "": url}
        return history_state.reading(state, now, is_partial=is_partial)

    def _read(self, state: HistoryState, now: datetime) -> tuple[HistoryState, list[StepDurationRow]]:
        """The next part of the file, and what comes of it."""
        deadline = self._deadline()
        url = self._addresses.get(state.operation or "") or self._find_address(state, deadline)
        if url is None:
            return history_state.again(state, now, "the file of the bulk operation has expired"), []
        zone = self._profile.current(deadline).zone
        try:
            part = self._history.read(url, state.position, deadline)
        except FileGone:
            self._addresses.clear()
            raise
        size = self._history.part_size
        batch = read_lines(part, self._reader(state, zone), is_in_long_line=state.is_in_long_line, size=size)
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
            following = history_state.ended(following, now)
        return following, batch.rows

    def _find_address(self, state: HistoryState, deadline: Deadline) -> str | None:
        operation = self._history.find(state.operation or "", deadline)
        if operation is None:
            return None
        url = operation.partial_url if state.is_partial else operation.url
        if url:
            self._addresses = {state.operation or "": url}
        return url

    def _reader(self, state: HistoryState, zone: str) -> Callable[[Sequence[bytes]], list[StepDurationRow]]:
        since, until = datetime.fromisoformat(state.since), datetime.fromisoformat(state.until)
        rows = partial(step_rows, policy=self._policy, since=since, until=until, zone=ZoneInfo(zone))
        return lambda lines: rows(read_history_order(lines, zone))

    def _write(
        self, before: HistoryState | None, following: HistoryState, rows: Sequence[StepDurationRow] = ()
    ) -> bool:
        with self._database.write() as transaction:
            if read_state(progress.locked(transaction, HISTORY)) != before:
                return True  # another process led for a moment, and was faster
            if history_state.replaces(before, following):
                step_durations.remove_imported(transaction, until=datetime.fromisoformat(following.until).date())
            step_durations.add(transaction, rows, is_imported=True)
            if before and before.phase == READING != following.phase:
                # At once: the file has orders, too, that were erased, or have not been kept for as long.
                step_durations.forget_rare_names(transaction, least=MIN_ROWS)
            progress.put(transaction, HISTORY, asdict(following))
        _log_end(following)
        return True

    def _deadline(self) -> Deadline:
        return Deadline.after(_CALL_SECONDS, self._monotonic)


def _denied(state: HistoryState, now: datetime) -> HistoryState:
    if not state.is_bare:
        log.warning(
            "Shopify denies the history some fields, and it is read without them: how long steps take is not known by"
            " fulfillment service, location and product type. To have them, grant the app read_fulfillments,"
            " read_locations and read_products"
        )
    return history_state.denied(state, now)


def _log_end(state: HistoryState) -> None:
    counts = (state.orders, state.rows, state.broken)
    if state.phase == DONE:
        log.info("the history was read: %d orders, %d steps, %d broken lines", *counts)
    if state.phase == GIVEN_UP:
        log.error("the history was given up: %s (read: %d orders, %d steps, %d broken lines)", state.reason, *counts)
