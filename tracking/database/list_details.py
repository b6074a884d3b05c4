"""What a list shows of its orders beside their rows: one query for each, however many orders."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, distinct, func, select

from tracking.database.mail_queue import MailState
from tracking.database.tables import answers, merchant_letters, notices, page_openings


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """A customer's answer, without its words."""

    kind: str
    at: datetime
    handled_at: datetime | None


def letters(transaction: Connection, order_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """How many letters of each order are in each state, the shop's own among them.

    What waits for its first letter is one.
    """
    rows, own = notices.c, merchant_letters.c
    number = func.count(distinct(func.coalesce(rows.letter, "")))
    by, own_by = (rows.order_id, rows.state), (own.order_id, own.state)
    is_letter = own.state != MailState.DRAFT.value
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for statement in (
        select(*by, number).where(rows.order_id.in_(order_ids)).group_by(*by),
        select(*own_by, func.count()).where(own.order_id.in_(order_ids), is_letter).group_by(*own_by),
    ):
        for order_id, state, count in transaction.execute(statement):
            found[order_id][state] += count
    return {order_id: dict(states) for order_id, states in found.items()}


def last_answers(transaction: Connection, order_ids: Collection[str]) -> dict[str, ListedAnswer]:
    """Each order's answer that waits for the shop, else its last one."""
    rows = answers.c
    statement = (
        select(rows.order_id, rows.kind, rows.at, rows.handled_at)
        .where(rows.order_id.in_(order_ids))
        .order_by(rows.handled_at.is_(None), rows.at, rows.id)  # what counts most comes last
    )
    return {row.order_id: ListedAnswer(row.kind, row.at, row.handled_at) for row in transaction.execute(statement)}


def openings(transaction: Connection, order_ids: Collection[str], day: date) -> dict[str, int]:
    """How often the page of each order was opened on the day."""
    rows = page_openings.c
    statement = select(rows.order_id, rows.count).where(rows.order_id.in_(order_ids), rows.day == day)
    return {order_id: count for order_id, count in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy
