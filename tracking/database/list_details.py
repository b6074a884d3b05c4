"""The details that a list shows beside the rows of its orders: one query for each, however many orders."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, distinct, func, literal, select, union_all

from tracking.database.column_types import bound_ids
from tracking.database.mail_queue import MailState
from tracking.database.tables import answers, merchant_letters, notices, page_openings

_THESE = bound_ids("order_ids")

# Made once: to make a statement takes longer than to execute it.
_letter, _own, _answer, _opening = notices.c, merchant_letters.c, answers.c, page_openings.c
_OPENED = "opened"  # no state of a letter
_COUNTS = union_all(
    select(_letter.order_id, _letter.state, func.count(distinct(func.coalesce(_letter.letter, ""))))
    .where(_letter.order_id.in_(_THESE))
    .group_by(_letter.order_id, _letter.state),
    select(_own.order_id, _own.state, func.count())
    .where(_own.order_id.in_(_THESE), _own.state != MailState.DRAFT.value)
    .group_by(_own.order_id, _own.state),
    select(_opening.order_id, literal(_OPENED), _opening.count).where(
        _opening.order_id.in_(_THESE), _opening.day == bindparam("day")
    ),
)
_ANSWERS = (
    select(_answer.order_id, _answer.kind, _answer.at, _answer.handled_at)
    .where(_answer.order_id.in_(_THESE))
    .order_by(_answer.handled_at.is_(None), _answer.at, _answer.id)  # what counts most comes last
)


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """A customer's answer, without its words."""

    kind: str
    at: datetime
    handled_at: datetime | None


def counts(
    transaction: Connection, order_ids: Collection[str], day: date
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """How many letters of each order are in each state, and how often its page was opened on the day.

    The shop's own letters are among them; news that waits for its first letter is one.
    """
    letters: defaultdict[str, Counter[str]] = defaultdict(Counter)
    openings: dict[str, int] = {}
    for order_id, what, count in transaction.execute(_COUNTS, {"order_ids": order_ids, "day": day}):
        if what == _OPENED:
            openings[order_id] = count
        else:
            letters[order_id][what] += count
    return {order_id: dict(states) for order_id, states in letters.items()}, openings


def last_answers(transaction: Connection, order_ids: Collection[str]) -> dict[str, ListedAnswer]:
    """Each order's answer that waits for the shop, else its last one."""
    found = transaction.execute(_ANSWERS, {"order_ids": order_ids})
    return {order_id: ListedAnswer(kind, at, handled_at) for order_id, kind, at, handled_at in found}
