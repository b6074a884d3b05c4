"""How far the import of the history has come, and what follows from what Shopify says: pure, without clock or database.

A call that fails is made again after a growing pause; an operation that fails is followed by another one, also after
growing pauses, until the import is given up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

WANTED, RUNNING, READING, DONE, GIVEN_UP = "wanted", "running", "reading", "done", "given_up"

MAX_ATTEMPTS = 8  # operations: about two hours of pauses
MAX_FAILURES = 20  # calls in a row: about three days
_FIRST_POLL, _LONGEST_POLL = timedelta(seconds=5), timedelta(minutes=10)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_DOUBLINGS = 12  # more than lead to the longest


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


def read_state(value: object) -> HistoryState | None:
    """The state as it is kept; None where there is none."""
    return HistoryState(**value) if isinstance(value, dict) else None


def waits(state: HistoryState, now: datetime) -> bool:
    """Whether its next piece of work is not due."""
    next_at = datetime.fromisoformat(state.next_at)
    return now < next_at <= now + _LONGEST_PAUSE  # a later one was written by a clock that has been set back since


def replaces(before: HistoryState | None, following: HistoryState) -> bool:
    """Whether the rows of an earlier file end: with the first part of a new file, or because there is nothing in it."""
    if before is None:
        return False
    return following.position > before.position == 0 or (before.phase == RUNNING and following.phase == DONE)


def polled(state: HistoryState, now: datetime) -> HistoryState:
    """Shopify is not ready: look again after a pause that grows with each look."""
    pause: timedelta = min(_FIRST_POLL * 2 ** min(state.polls, _DOUBLINGS), _LONGEST_POLL)
    return replace(state, polls=state.polls + 1, next_at=(now + pause).isoformat())


def running(state: HistoryState, operation: str, now: datetime, *, since: datetime) -> HistoryState:
    """An operation was started: what ends from now on is not the history's."""
    begun = replace(state, phase=RUNNING, operation=operation, polls=0, failures=0)
    return polled(replace(begun, since=since.isoformat(), until=now.isoformat()), now)


def reading(state: HistoryState, now: datetime, *, is_partial: bool) -> HistoryState:
    """The operation has left a file."""
    begun = replace(state, phase=READING, next_at=now.isoformat(), position=0, is_in_long_line=False)
    return replace(begun, is_partial=is_partial)


def ended(state: HistoryState, now: datetime) -> HistoryState:
    """The file was read: it is the whole history, or another operation is to bring more."""
    return again(state, now, "the bulk operation failed half way") if state.is_partial else done(state)


def failed(state: HistoryState, now: datetime, reason: str) -> HistoryState:
    """A call failed: make it again later; after many, start another operation."""
    failures = state.failures + 1
    if failures >= MAX_FAILURES:
        return again(replace(state, failures=0), now, reason)
    return replace(state, failures=failures, reason=reason, next_at=_later(now, state.failures))


def again(state: HistoryState, now: datetime, reason: str) -> HistoryState:
    """The operation brings nothing more: start another one later; after many, give up."""
    attempts = state.attempts + 1
    if attempts >= MAX_ATTEMPTS:
        return given_up(replace(state, attempts=attempts), reason)
    wanted = replace(state, phase=WANTED, attempts=attempts, reason=reason, operation=None, polls=0)
    return replace(wanted, next_at=_later(now, state.attempts))


def denied(state: HistoryState, now: datetime) -> HistoryState:
    """Go on without the fields that not every app may read; without any, there is no history."""
    if state.is_bare:
        return given_up(state, "the app may not read orders: grant it read_orders")
    return replace(state, phase=WANTED, is_bare=True, operation=None, next_at=now.isoformat())


def done(state: HistoryState) -> HistoryState:
    """The history was read."""
    return replace(state, phase=DONE, operation=None, reason=None)


def given_up(state: HistoryState, reason: str) -> HistoryState:
    """The history was not read, and is not tried again."""
    return replace(state, phase=GIVEN_UP, operation=None, reason=reason)


def _later(now: datetime, count: int) -> str:
    pause: timedelta = min(_FIRST_PAUSE * 2 ** min(count, _DOUBLINGS), _LONGEST_PAUSE)
    return (now + pause).isoformat()
