"""Customers' answers, one row for each, which also is its mail to the shop until that has left.

An answer that is not handled is changed in its row, and mailed anew: ``letter`` names each of these mails, so that an
attempt after a kill has the same Message-ID.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, select, true, update

from tracking.database.mail_queue import MailQueue, MailState
from tracking.database.tables import answers, orders

MAILS = MailQueue(answers, "the mails of answers")
"""The mails to the shop."""


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
    def waits_since(self) -> datetime:
        """Since when its mail was to be sent."""
        return self.at

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
_IN_TIME = select(*_COLUMNS).order_by(_ROW.at, _ROW.id)
# Made once: each page executes it.
_OF_ORDER = _IN_TIME.where(_ROW.order_id == bindparam("of_order", type_=_ROW.order_id.type))


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
    return [_row(each) for each in transaction.execute(_OF_ORDER, {"of_order": order_id})]


def find(transaction: Connection, answer_id: int) -> AnswerRow | None:
    """The answer with this id."""
    found = transaction.execute(_IN_TIME.where(_ROW.id == answer_id)).first()
    return _row(found) if found else None


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
    _handle(transaction, _ROW.id == answer_id, now)


def handle_all(transaction: Connection, order_id: str, *, now: datetime, seen_at: datetime | None = None) -> int:
    """The shop has taken care of all that the customer of the order has answered; returns how many were open.

    Not of what was answered after ``seen_at``.
    """
    is_seen = _ROW.at <= seen_at if seen_at else true()
    return _handle(transaction, and_(_ROW.order_id == order_id, is_seen), now)


def having_open(transaction: Connection, order_ids: Collection[str]) -> set[str]:
    """Those of the orders whose customers have answered what nobody has handled."""
    return set(transaction.scalars(select(_ROW.order_id).where(_ROW.order_id.in_(order_ids), _IS_OPEN)))


def _handle(transaction: Connection, condition: ColumnElement[bool], now: datetime) -> int:
    values = {"handled_at": now, "due_at": None, "claim": None, "claimed_until": None}
    return transaction.execute(update(answers).where(condition, _IS_OPEN).values(values)).rowcount


def open_by_kind(transaction: Connection) -> dict[str, int]:
    """How many answers of each kind are not handled."""
    found = transaction.execute(select(_ROW.kind, func.count()).where(_IS_OPEN).group_by(_ROW.kind))
    return {kind: count for kind, count in found}  # noqa: C416 - rows are no pairs to mypy


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget what was answered before the moment about orders that are not known; returns how many rows they were."""
    known = select(orders.c.id)
    return transaction.execute(delete(answers).where(_ROW.at < moment, _ROW.order_id.not_in(known))).rowcount


def _row(found: Any) -> AnswerRow:  # noqa: ANN401 - the columns are those of the class
    return AnswerRow(**found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
