"""Tasks: what is to be done later, one row for all hints about one thing.

A task that is done leaves no row. One that was hinted again while it was worked on stays due: what was read for it may
be older than the hint.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy import tuple_ as row_of

from tracking.database.insert import Insert, PreparedInsert, insert_into
from tracking.database.tables import tasks

CLAIM = timedelta(seconds=60)
"""A claim whose worker was killed ends after this; no task may take longer."""

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=1)
_DOUBLINGS = 10  # more than lead to the longest

# Written out, so that either database sees that its partial index fits.
_IS_DUE = tasks.c.state == literal_column("'due'")
_IS_GIVEN_UP = tasks.c.state == "given_up"
_GIVEN = ("kind", "key", "order_id", "due_at", "first_at", "hinted_at")
_RELEASED = {"claim": None, "claimed_until": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row as it was when it was read; ``hints`` and ``claim`` tell whether it still is."""

    kind: str
    key: str
    order_id: str | None
    due_at: datetime
    first_at: datetime
    hinted_at: datetime
    hints: int
    attempts: int
    reason: str | None
    claim: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCount:
    """The tasks of one kind: due now, due later, given up; ``oldest_due`` is when the oldest of those due now was."""

    due: int
    waiting: int
    given_up: int
    oldest_due: datetime | None


_COLUMNS = [tasks.c[field.name] for field in fields(Task)]


def add(
    transaction: Connection, kind: str, key: str, *, now: datetime, due_at: datetime, order_id: str | None = None
) -> None:
    """Add a task, or one more hint to it: then the earlier time holds. A task that was given up begins anew."""
    values = {"kind": kind, "key": key, "order_id": order_id, "due_at": due_at, "first_at": now, "hinted_at": now}
    _ADD.execute(transaction, values)


def add_all(transaction: Connection, kind: str, order_ids: Collection[str], *, now: datetime) -> None:
    """The same for many orders, whose ids are the keys, due now."""
    times = dict.fromkeys(("due_at", "first_at", "hinted_at"), now)
    rows = [{"kind": kind, "key": order_id, "order_id": order_id, **times} for order_id in sorted(set(order_ids))]
    if rows:
        _ADD.execute(transaction, rows)


def order_ids(transaction: Connection, kind: str, *, limit: int) -> list[str]:
    """Some orders that have a task of this kind, in whatever state."""
    statement = select(tasks.c.order_id).where(tasks.c.kind == kind, tasks.c.order_id.is_not(None)).limit(limit)
    return list(transaction.scalars(statement))


def _addition(dialect: str) -> Insert:
    given = {name: bindparam(name, type_=tasks.c[name].type) for name in _GIVEN}
    row = insert_into(dialect, tasks).values(**given, hints=1, attempts=0, state="due")
    new, old = row.excluded, tasks.c
    begins_anew = or_(_IS_GIVEN_UP, old.claim.is_not(None))
    is_earlier = new.due_at < old.due_at
    return row.on_conflict_do_update(
        index_elements=[old.kind, old.key],
        set_={
            "order_id": func.coalesce(new.order_id, old.order_id),
            "due_at": case((or_(begins_anew, is_earlier), new.due_at), else_=old.due_at),
            "first_at": case((_IS_GIVEN_UP, new.first_at), else_=old.first_at),
            "hinted_at": new.hinted_at,
            "hints": old.hints + 1,
            "attempts": case((_IS_GIVEN_UP, 0), else_=old.attempts),
            "reason": case((_IS_GIVEN_UP, None), else_=old.reason),
            "state": "due",
        },
    )


_ADD = PreparedInsert(_addition)  # each webhook executes it


def claim(transaction: Connection, *, now: datetime, limit: int, kinds: Sequence[str] = ()) -> list[Task]:
    """Claim at most so many tasks that are due, the oldest first; of these kinds, or of all."""
    is_free = or_(
        tasks.c.claimed_until.is_(None),
        tasks.c.claimed_until <= now,
        tasks.c.claimed_until > now + 2 * CLAIM,  # by a clock that has been set back since
    )
    conditions = [_IS_DUE, tasks.c.due_at <= now, is_free]
    if kinds:
        conditions.append(tasks.c.kind.in_(kinds))
    free = select(tasks.c.kind, tasks.c.key).where(*conditions).order_by(tasks.c.due_at).limit(limit)
    # Two statements: PostgreSQL may run a subquery more than once, and would then lock more rows than the limit.
    chosen = [tuple(row) for row in transaction.execute(free.with_for_update(skip_locked=True))]
    if not chosen:
        return []
    statement = (
        update(tasks)
        .where(row_of(tasks.c.kind, tasks.c.key).in_(chosen))
        .values(claim=uuid4().hex, claimed_until=now + CLAIM)
        .returning(*_COLUMNS)
    )
    return sorted((_task(row) for row in transaction.execute(statement)), key=lambda task: task.due_at)


def has_due(transaction: Connection, *, now: datetime, kinds: Sequence[str]) -> bool:
    """Whether tasks of these kinds are due, also such as another worker has claimed."""
    due = select(tasks.c.kind).where(_IS_DUE, tasks.c.due_at <= now, tasks.c.kind.in_(kinds)).limit(1)
    return transaction.execute(due).first() is not None


def has_any(transaction: Connection, kind: str) -> bool:
    """Whether a task of this kind is due, now or later."""
    waiting = select(tasks.c.key).where(_IS_DUE, tasks.c.kind == kind).limit(1)
    return transaction.execute(waiting).first() is not None


def done(transaction: Connection, task: Task) -> bool:
    """Remove the task; returns False where it was hinted again, and is left due, or is no longer the caller's."""
    if transaction.execute(delete(tasks).where(_is_unchanged(task))).rowcount:
        return True
    transaction.execute(_update(task).values(attempts=0, reason=None, **_RELEASED))
    return False


def done_before(transaction: Connection, order_id: str, moment: datetime, *, kinds: Sequence[str]) -> int:
    """Remove tasks of these kinds that ask for what was done for the order at the moment; returns how many.

    Tasks that a worker has claimed stay, and so do those that were to wait for longer.
    """
    is_done = and_(tasks.c.claim.is_(None), tasks.c.hinted_at <= moment, tasks.c.due_at <= moment)
    of_order = and_(tasks.c.order_id == order_id, tasks.c.kind.in_(kinds))
    return transaction.execute(delete(tasks).where(of_order, is_done)).rowcount


def retry(transaction: Connection, task: Task, *, now: datetime, reason: str) -> None:
    """Leave the task due after a pause that grows with each attempt, or when it was hinted to be due since."""
    due_at = case((tasks.c.hints == task.hints, now + pause(task.attempts)), else_=tasks.c.due_at)
    transaction.execute(_update(task).values(attempts=tasks.c.attempts + 1, due_at=due_at, reason=reason, **_RELEASED))


def give_up(transaction: Connection, task: Task, *, reason: str) -> None:
    """Keep the task, and do it no more; one that was hinted again is left due."""
    state = case((tasks.c.hints == task.hints, "given_up"), else_="due")
    transaction.execute(_update(task).values(attempts=tasks.c.attempts + 1, state=state, reason=reason, **_RELEASED))


def release(transaction: Connection, task: Task) -> None:
    """Leave the task as it was before it was claimed."""
    transaction.execute(_update(task).values(**_RELEASED))


def pause(attempts: int) -> timedelta:
    """Until the next attempt, after so many earlier ones: 5 seconds, 10, 20 … an hour."""
    doubled: int = 2 ** min(attempts, _DOUBLINGS)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)


def make_due(transaction: Connection, kinds: Sequence[str], *, now: datetime) -> int:
    """Make tasks of these kinds due now that wait for their next attempt, or were given up; returns how many."""
    waits = and_(tasks.c.kind.in_(kinds), or_(_IS_GIVEN_UP, tasks.c.due_at > now))
    return transaction.execute(update(tasks).where(waits).values(state="due", due_at=now, attempts=0)).rowcount


def make_due_after_clock_step(transaction: Connection, *, now: datetime) -> int:
    """Make tasks due now that wait for longer than any pause: by a clock that has been set back since."""
    is_too_late = and_(_IS_DUE, tasks.c.due_at > now + 2 * _LONGEST_PAUSE)
    return transaction.execute(update(tasks).where(is_too_late).values(due_at=now)).rowcount


def counts(transaction: Connection, *, now: datetime) -> dict[str, TaskCount]:
    """The counts of each kind that has tasks."""
    is_due_now = and_(_IS_DUE, tasks.c.due_at <= now)
    statement = select(
        tasks.c.kind,
        _count(is_due_now),
        _count(and_(_IS_DUE, tasks.c.due_at > now)),
        _count(_IS_GIVEN_UP),
        func.min(case((is_due_now, tasks.c.due_at))),
    ).group_by(tasks.c.kind)
    return {
        kind: TaskCount(due=due, waiting=waiting, given_up=given_up, oldest_due=oldest)
        for kind, due, waiting, given_up, oldest in transaction.execute(statement)
    }


def given_up(transaction: Connection, *, limit: int) -> list[Task]:
    """Those that were given up, the newest first."""
    statement = select(*_COLUMNS).where(_IS_GIVEN_UP).order_by(tasks.c.hinted_at.desc()).limit(limit)
    return [_task(row) for row in transaction.execute(statement)]


def forget_given_up(transaction: Connection, moment: datetime) -> int:
    """Forget tasks that were given up and were last hinted before the moment; returns how many they were."""
    return transaction.execute(delete(tasks).where(_IS_GIVEN_UP, tasks.c.hinted_at < moment)).rowcount


def _task(row: Any) -> Task:  # noqa: ANN401 - the columns are those of the class
    return Task(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def _update(task: Task) -> Update:
    """Of the task, while it is the caller's."""
    return update(tasks).where(_is_claimed(task))


def _is_claimed(task: Task) -> ColumnElement[bool]:
    return and_(tasks.c.kind == task.kind, tasks.c.key == task.key, tasks.c.claim == task.claim)


def _is_unchanged(task: Task) -> ColumnElement[bool]:
    return and_(_is_claimed(task), tasks.c.hints == task.hints)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
