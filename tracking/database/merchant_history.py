"""The history of the overview: who did what, when, and to which order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, literal, or_, select, tuple_

from tracking.database.column_types import UtcTime
from tracking.database.tables import merchant_history, merchant_letters, orders

_ROW = merchant_history.c
WITH_OTHERS = "with_others "
"""In front of what was done to an order with many others at once: of all of them, one row about none tells it."""


class HistoryKey(NamedTuple):
    """The place of a row among all of them."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """``what`` is a code, and behind a space what it was done with. ``order_name`` is None where none is known."""

    id: int
    at: datetime
    who: str
    what: str
    order_id: str | None
    order_name: str | None

    @property
    def key(self) -> HistoryKey:
        """Behind which the next page begins."""
        return HistoryKey(self.at, self.id)


def add(transaction: Connection, *, who: str, what: str, order_id: str | None, at: datetime) -> None:
    """Write down what somebody has done."""
    transaction.execute(insert(merchant_history).values(who=who, what=what, order_id=order_id, at=at))


def add_all(transaction: Connection, *, who: str, what: str, order_ids: Collection[str], at: datetime) -> None:
    """Write down what somebody has done to several orders; ``WITH_OTHERS`` stands in front of it."""
    rows = [{"who": who, "what": WITH_OTHERS + what, "order_id": each, "at": at} for each in order_ids]
    if rows:
        transaction.execute(insert(merchant_history), rows)


def add_of_letters(transaction: Connection, *, who: str, what: str, batch: str, state: str, at: datetime) -> None:
    """The same of the orders whose letters, of those that were written at once, became this at that moment."""
    letter = merchant_letters.c
    became = and_(letter.batch == batch, letter.state == state, func.coalesce(letter.ended_at, letter.added_at) == at)
    fixed = (literal(at, UtcTime), literal(who), literal(WITH_OTHERS + what))
    rows = select(letter.order_id, *fixed).where(became)
    transaction.execute(insert(merchant_history).from_select([_ROW.order_id, _ROW.at, _ROW.who, _ROW.what], rows))


def page(transaction: Connection, *, after: HistoryKey | None, limit: int) -> list[HistoryRow]:
    """The newest rows, or those behind a row; not each of the orders to which the same was done at once."""
    condition = ~_ROW.what.startswith(WITH_OTHERS, autoescape=True)
    if after:
        condition &= tuple_(_ROW.at, _ROW.id) < tuple_(literal(after.at, UtcTime), literal(after.id))
    return _rows(transaction, condition, limit=limit)


def of_order(transaction: Connection, order_id: str, *, limit: int) -> list[HistoryRow]:
    """The rows of an order, the newest first."""
    return _rows(transaction, _ROW.order_id == order_id, limit=limit)


def count_between(transaction: Connection, *, who: str, what: str, first: datetime, last: datetime) -> int:
    """How often somebody did this behind the first of the moments, until the last one."""
    is_it = and_(_ROW.at > first, _ROW.at <= last, _ROW.who == who, _ROW.what == what)
    return transaction.scalar(select(func.count()).select_from(merchant_history).where(is_it)) or 0


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget what was done before the moment; what was done to a known order stays as long as that."""
    is_of_none = or_(_ROW.order_id.is_(None), _ROW.order_id.not_in(select(orders.c.id)))
    return transaction.execute(delete(merchant_history).where(_ROW.at < moment, is_of_none)).rowcount


def _rows(transaction: Connection, condition: ColumnElement[bool], *, limit: int) -> list[HistoryRow]:
    joined = merchant_history.outerjoin(orders, orders.c.id == _ROW.order_id)
    statement = select(*_ROW, orders.c.name.label("order_name")).select_from(joined).where(condition)
    found = transaction.execute(statement.order_by(_ROW.at.desc(), _ROW.id.desc()).limit(limit))
    return [HistoryRow(**row) for row in found.mappings()]
