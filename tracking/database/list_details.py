"""What a list shows of its orders beside their rows: one query for each, however many orders."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, Connection, bindparam, distinct, func, select, union_all

from tracking.database.mail_queue import MailState
from tracking.database.tables import answers, merchant_letters, notices, page_openings

_THESE: BindParameter[Collection[str]] = bindparam("order_ids", expanding=True)

# Made once: to make a statement takes longer than to execute it.
_letter, _own, _answer, _opening = notices.c, merchant_letters.c, answers.c, page_openings.c
_LETTERS = union_all(
    select(_letter.order_id, _letter.state, func.count(distinct(func.coalesce(_letter.letter, ""))))
    .where(_letter.order_id.in_(_THESE))
    .group_by(_letter.order_id, _letter.state),
    select(_own.order_id, _own.state, func.count())
    .where(_own.order_id.in_(_THESE), _own.state != MailState.DRAFT.value)
    .group_by(_own.order_id, _own.state),
)
_ANSWERS = (
    select(_answer.order_id, _answer.kind, _answer.at, _answer.handled_at)
    .where(_answer.order_id.in_(_THESE))
    .order_by(_answer.handled_at.is_(None), _answer.at, _answer.id)  # what counts most comes last
)
_OPENINGS = select(_opening.order_id, _opening.count).where(
    _opening.order_id.in_(_THESE), _opening.day == bindparam("day")
)


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
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for order_id, state, count in transaction.execute(_LETTERS, {"order_ids": order_ids}):
        found[order_id][state] += count
    return {order_id: dict(states) for order_id, states in found.items()}


def last_answers(transaction: Connection, order_ids: Collection[str]) -> dict[str, ListedAnswer]:
    """Each order's answer that waits for the shop, else its last one."""
    found = transaction.execute(_ANSWERS, {"order_ids": order_ids})
    return {order_id: ListedAnswer(kind, at, handled_at) for order_id, kind, at, handled_at in found}


def openings(transaction: Connection, order_ids: Collection[str], day: date) -> dict[str, int]:
    """How often the page of each order was opened on the day."""
    found = transaction.execute(_OPENINGS, {"order_ids": order_ids, "day": day})
    return {order_id: count for order_id, count in found}  # noqa: C416 - rows are no pairs to mypy
