"""What customers answered, one row for each answer, which also is its mail to the shop until that has left.

An answer that is not handled is changed in its row, and mailed anew: ``letter`` names each of these mails, so that an
attempt after a kill has the same Message-ID.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from tracking.database.orders import lock
from tracking.database.tables import answers, orders

CLAIM = timedelta(minutes=3)
"""A claim whose worker was killed ends after this; sending takes less."""


class MailState(StrEnum):
    """What has become of the mail."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A row of the table, where the columns are explained."""

    id: int
    order_id: str
    topic: str
    kind: str
    words: str
    at: datetime
    deadline: date
    handled_at: datetime | None
    letter: str
    state: str
    attempts: int
    reason: str | None

    @property
    def is_handled(self) -> bool:
        """Whether the shop has taken care of it, so that it cannot be changed any more."""
        return self.handled_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """An answer as it is given; ``letter`` is new each time."""

    order_id: str
    topic: str
    kind: str
    words: str
    at: datetime
    deadline: date
    letter: str


_NAMES = [field.name for field in fields(AnswerRow)]
_ROW = answers.c
_COLUMNS = [_ROW[name] for name in _NAMES]
_IS_OPEN = _ROW.handled_at.is_(None)
_OUTBOX = "the mails of answers"  # no order has this id


def put(transaction: Connection, answer: NewAnswer) -> None:
    """Add the answer, or change the one of its order and topic that is not handled; either is to be mailed."""
    values = {
        "kind": answer.kind,
        "words": answer.words,
        "at": answer.at,
        "deadline": answer.deadline,
        "letter": answer.letter,
        "state": MailState.WAITING.value,
        "due_at": answer.at,
        "attempts": 0,
        "reason": None,
        "claim": None,
        "claimed_until": None,
    }
    key = {"order_id": answer.order_id, "topic": answer.topic}
    is_it = and_(_ROW.order_id == answer.order_id, _ROW.topic == answer.topic, _IS_OPEN)
    if not transaction.execute(update(answers).where(is_it).values(values)).rowcount:
        transaction.execute(insert(answers).values({**key, **values}))


def of_order(transaction: Connection, order_id: str) -> list[AnswerRow]:
    """All answers of the order, the newest last."""
    return _rows(transaction, _ROW.order_id == order_id)


def find(transaction: Connection, answer_id: int) -> AnswerRow | None:
    """The answer with this id."""
    return next(iter(_rows(transaction, _ROW.id == answer_id)), None)


def listed(transaction: Connection, *, with_handled: bool, limit: int) -> list[AnswerRow]:
    """Answers that are not handled, those that are due first; with the others the newest of all first."""
    statement = select(*_COLUMNS).limit(limit)
    if with_handled:
        statement = statement.order_by(_ROW.at.desc(), _ROW.id.desc())
    else:
        statement = statement.where(_IS_OPEN).order_by(_ROW.deadline, _ROW.at, _ROW.id)
    return [_row(each) for each in transaction.execute(statement)]


def handle(transaction: Connection, answer_id: int, *, now: datetime) -> None:
    """The shop has taken care of it; the first time holds. A mail that waits is not needed any more."""
    values = {"handled_at": now, "due_at": None, "claim": None, "claimed_until": None}
    transaction.execute(update(answers).where(_ROW.id == answer_id, _IS_OPEN).values(values))


def open_by_kind(transaction: Connection) -> dict[str, int]:
    """How many answers of each kind are not handled."""
    found = transaction.execute(select(_ROW.kind, func.count()).where(_IS_OPEN).group_by(_ROW.kind))
    return {kind: count for kind, count in found}  # noqa: C416 - rows are no pairs to mypy


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget what was answered before the moment about orders that are not known; returns how many rows they were."""
    known = select(orders.c.id)
    return transaction.execute(delete(answers).where(_ROW.at < moment, _ROW.order_id.not_in(known))).rowcount


def has_due(transaction: Connection, *, now: datetime) -> bool:
    """Whether a mail is due."""
    return transaction.execute(select(_ROW.id).where(_ROW.due_at <= now).limit(1)).first() is not None


def claim(transaction: Connection, token: str, *, now: datetime) -> AnswerRow | None:
    """Claim the oldest mail that is due, under a token of the caller's; None where another process has them all."""
    lock(transaction, _OUTBOX)
    # A claim that ends later than any is one of a clock that was set back.
    is_free = or_(_ROW.claimed_until.is_(None), _ROW.claimed_until <= now, _ROW.claimed_until > now + 2 * CLAIM)
    due = select(_ROW.id).where(_ROW.due_at <= now, is_free).order_by(_ROW.due_at, _ROW.id).limit(1)
    answer_id = transaction.scalar(due)
    if answer_id is None:
        return None
    values = {"state": MailState.CLAIMED.value, "claim": token, "claimed_until": now + CLAIM}
    transaction.execute(update(answers).where(_ROW.id == answer_id).values(values))
    return find(transaction, answer_id)


def put_off(transaction: Connection, token: str, *, until: datetime, reason: str, has_failed: bool = False) -> None:
    """Let the claimed mail wait again. ``has_failed``: an attempt to send it, which counts."""
    values: dict[str, Any] = {"state": MailState.WAITING.value, "due_at": until, "reason": reason}
    if has_failed:
        values["attempts"] = _ROW.attempts + 1
    _release(transaction, token, **values)


def end(transaction: Connection, token: str, state: MailState, *, reason: str | None = None) -> None:
    """The claimed mail was sent, or is given up; not where its answer was changed meanwhile."""
    _release(transaction, token, state=state.value, due_at=None, reason=reason)


def make_due(transaction: Connection, reason: str, *, now: datetime) -> None:
    """Make mails due now that wait because of this reason."""
    transaction.execute(update(answers).where(_ROW.due_at > now, _ROW.reason == reason).values(due_at=now))


def make_due_after_clock_step(transaction: Connection, *, now: datetime, longest: timedelta) -> None:
    """Make mails due now that wait for longer than anything does: by a clock that has been set back since."""
    transaction.execute(update(answers).where(_ROW.due_at > now + longest).values(due_at=now))


def _release(transaction: Connection, token: str, **values: Any) -> None:  # noqa: ANN401 - of any column
    transaction.execute(update(answers).where(_ROW.claim == token).values(claim=None, claimed_until=None, **values))


def _rows(transaction: Connection, condition: ColumnElement[bool]) -> list[AnswerRow]:
    found = transaction.execute(select(*_COLUMNS).where(condition).order_by(_ROW.at, _ROW.id))
    return [_row(each) for each in found]


def _row(found: Any) -> AnswerRow:  # noqa: ANN401 - the columns are those of the class
    return AnswerRow(**found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
