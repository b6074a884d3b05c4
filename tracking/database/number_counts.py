"""The counts behind the merchant's numbers, made by the database: no row of an order is read one by one."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, or_, select, true

from tracking.database.mail_queue import MailState
from tracking.database.notices import NoticeState
from tracking.database.tables import answers, merchant_letters, notices, orders, page_openings, step_durations

_STEP, _OPENING, _ANSWER = step_durations.c, page_openings.c, answers.c
_LATE = "late"


class NumberBy(StrEnum):
    """The column that numbers may be told apart by: of steps and, but for the last one, of orders."""

    CARRIER = "carrier"
    COUNTRY = "country"
    LOCATION = "location"
    PRODUCT_TYPE = "product_type"


OF_ORDERS = (NumberBy.CARRIER, NumberBy.COUNTRY, NumberBy.LOCATION)


def has_steps_above(transaction: Connection, limit: int) -> bool:
    """Whether there are more steps than so many: reads no more of them."""
    some = select(_STEP.id).limit(limit + 1).subquery()
    return (transaction.scalar(select(func.count()).select_from(some)) or 0) > limit


def hours_by(
    transaction: Connection, by: NumberBy, *, since: date, until: date | None = None
) -> list[tuple[str, str | None, int, int]]:
    """Step, value, hours and how many steps took so long; only of steps that ended before ``until``, if that is set."""
    return _hours(transaction, _STEP[by.value], since, until)


def hours_by_day(transaction: Connection, *, since: date) -> list[tuple[str, date, int, int]]:
    """Step, the day on which it ended, hours and how many steps took so long."""
    return _hours(transaction, _STEP.ended_on, since)


def _hours(
    transaction: Connection, column: ColumnElement[Any], since: date, until: date | None = None
) -> list[tuple[str, Any, int, int]]:
    by = (_STEP.step, column, _STEP.hours)
    is_in_time = and_(_STEP.ended_on >= since, _STEP.ended_on < until if until else true())
    found = transaction.execute(select(*by, func.count()).where(is_in_time).group_by(*by))
    return [(step, value, hours, count) for step, value, hours, count in found]


def late_by(transaction: Connection, by: NumberBy) -> list[tuple[str | None, int, int]]:
    """Value, how many of its open orders are late, and how many are open; test orders are none. ``by``: OF_ORDERS."""
    column, row = orders.c[by.value], orders.c
    is_late = or_(row.condition == _LATE, row.parcel_condition == _LATE)
    is_counted = and_(row.finished_at.is_(None), row.is_test.is_(False))
    late = func.count(case((is_late, 1)))
    found = transaction.execute(select(column, late, func.count()).where(is_counted).group_by(column))
    return [(value, late, count) for value, late, count in found]


def news_by_week(transaction: Connection, weeks: Sequence[datetime]) -> list[tuple[datetime, str, int]]:
    """Of each week, by its beginning, how much news has ended in each state; ``weeks`` begin with the oldest."""
    return _by_week(transaction, notices, weeks, (NoticeState.SENT, NoticeState.WITHHELD, NoticeState.GIVEN_UP))


def letters_by_week(transaction: Connection, weeks: Sequence[datetime]) -> list[tuple[datetime, str, int]]:
    """As ``news_by_week``, of the letters in the shop's own words."""
    return _by_week(transaction, merchant_letters, weeks, (MailState.SENT, MailState.WITHHELD, MailState.GIVEN_UP))


def _by_week(
    transaction: Connection, table: Table, weeks: Sequence[datetime], states: Sequence[StrEnum]
) -> list[tuple[datetime, str, int]]:
    row = table.c
    newest_first = [(row.ended_at >= week, number) for number, week in reversed([*enumerate(weeks)])]
    week = case(*newest_first)
    is_counted = and_(row.ended_at >= weeks[0], row.state.in_([state.value for state in states]))
    # Both databases group by the result's own name: its parameters would differ from those of the column.
    named = week.label("week")
    found = transaction.execute(select(named, row.state, func.count()).where(is_counted).group_by("week", "state"))
    return [(weeks[number], state, count) for number, state, count in found]


def openings_by_day(transaction: Connection, *, since: date) -> list[tuple[date, int, int]]:
    """Day, how often pages of orders were opened, and of how many orders."""
    statement = select(_OPENING.day, func.sum(_OPENING["count"]), func.count()).where(_OPENING.day >= since)
    return [(day, int(times), count) for day, times, count in transaction.execute(statement.group_by(_OPENING.day))]


def answers_by_kind(transaction: Connection) -> list[tuple[str, int, int]]:
    """Kind, how many answers are kept, and how many of them are not handled."""
    is_open = func.count(case((_ANSWER.handled_at.is_(None), 1)))
    found = transaction.execute(
        select(_ANSWER.kind, func.count(), is_open).group_by(_ANSWER.kind).order_by(_ANSWER.kind)
    )
    return [(kind, count, left) for kind, count, left in found]
