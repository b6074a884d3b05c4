"""The outbox: what customers are told, one row for each piece of news, from when it is true until it was sent or not.

A row that has ended stays as the memory of what was told, as long as its order. Rows of one letter are claimed, sent
and ended together: ``letter`` is written before it is sent, so that an attempt after a kill has the same Message-ID.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, distinct, func, or_, select, update
from sqlalchemy import tuple_ as row_of

from tracking.database.insert import insert_into, writes_row
from tracking.database.orders import lock
from tracking.database.tables import notices

CLAIM = timedelta(minutes=3)
"""A claim whose worker was killed ends after this; a letter, and all else that is done meanwhile, takes less."""


class NoticeState(StrEnum):
    """The state of a row; the last three have ended."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    WITHHELD = "withheld"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A row of the table, where the columns are explained."""

    order_id: str
    code: str
    part: str
    about: str
    since: datetime
    earlier: str | None
    need: int
    added_at: datetime
    due_at: datetime
    state: str = NoticeState.WAITING
    attempts: int = 0
    reason: str | None = None
    letter: str | None = None
    channel: str = "email"
    ended_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The primary key."""
        return (self.order_id, self.code, self.part, self.about)


_NAMES = [field.name for field in fields(NoticeRow)]
_ROW = notices.c
_COLUMNS = [_ROW[name] for name in _NAMES]
_KEY = (_ROW.order_id, _ROW.code, _ROW.part, _ROW.about)
_IS_OPEN = _ROW.ended_at.is_(None)
_RELEASED = {"claim": None, "claimed_until": None}
# Made once: each judgement executes it.
_OF_ORDER = (
    select(*_COLUMNS)
    .where(_ROW.order_id == bindparam("of_order", type_=_ROW.order_id.type))
    .order_by(_ROW.since, *_KEY)
)
_OUTBOX = "the outbox"  # no order has this id


def add(transaction: Connection, rows: Iterable[NoticeRow]) -> int:
    """Add news; returns how many. One that is known is left alone, unless it was withheld and so not told."""
    return sum(_add(transaction, row) for row in rows)


def _add(transaction: Connection, row: NoticeRow) -> bool:
    values = {name: getattr(row, name) for name in _NAMES}
    statement = insert_into(transaction.dialect.name, notices).values(values)
    changes = {name: statement.excluded[name] for name in _NAMES if name not in {"order_id", "code", "part", "about"}}
    was_withheld = _ROW.state == NoticeState.WITHHELD.value
    return writes_row(
        transaction, statement.on_conflict_do_update(index_elements=list(_KEY), set_=changes, where=was_withheld)
    )


def of_order(transaction: Connection, order_id: str) -> list[NoticeRow]:
    """All rows of the order, by when they became true."""
    return [_row(each) for each in transaction.execute(_OF_ORDER, {"of_order": order_id})]


def last_channel(transaction: Connection, order_id: str) -> str | None:
    """By which channel the order's customer was told last; None before the first time."""
    was_sent = and_(_ROW.order_id == order_id, _ROW.state == NoticeState.SENT.value)
    return transaction.scalar(select(_ROW.channel).where(was_sent).order_by(_ROW.ended_at.desc()).limit(1))


def claim(transaction: Connection, token: str, *, now: datetime, channel: str = "email") -> list[NoticeRow]:
    """Claim the rows of the order that needs its letter most, under a token of the caller's; empty where none is due.

    Of those that leave by this channel.

    Rows that already belong to a letter, whose sending was cut off or failed, are claimed alone; else all rows of the
    order that are due. An order of which another process holds a row is left to that.
    """
    lock(transaction, _OUTBOX)  # one claim at a time, so that no limit is passed and no order claimed twice
    is_held = and_(_ROW.claimed_until > now, _ROW.claimed_until <= now + 2 * CLAIM)  # a later one: of a clock set back
    held = select(_ROW.order_id).where(is_held)
    order_id = _next_order(transaction, _ROW.due_at <= now, _ROW.order_id.not_in(held), _ROW.channel == channel)
    if order_id is None:
        return []
    is_due = and_(_ROW.order_id == order_id, _IS_OPEN, _ROW.due_at <= now, _ROW.channel == channel)
    found = _rows(transaction, is_due)
    letters = [row.letter for row in found if row.letter]
    chosen = [row for row in found if not letters or row.letter == letters[0]]
    _change(transaction, chosen, state=NoticeState.CLAIMED.value, claim=token, claimed_until=now + CLAIM)
    return chosen


def claim_more(
    transaction: Connection, token: str, order_id: str, *, now: datetime, channel: str = "email"
) -> list[NoticeRow]:
    """Claim the other rows of the order that wait for their first letter, due or not: they go with the one at hand."""
    is_waiting = _ROW.state == NoticeState.WAITING.value
    waiting = and_(_ROW.order_id == order_id, is_waiting, _ROW.letter.is_(None), _IS_OPEN, _ROW.channel == channel)
    more = _rows(transaction, waiting)
    _change(transaction, more, state=NoticeState.CLAIMED.value, claim=token, claimed_until=now + CLAIM)
    return more


def put_into_letter(transaction: Connection, token: str, rows: Collection[NoticeRow], letter: str) -> bool:
    """Write with which letter these claimed rows go; False where one of them is no longer the caller's."""
    return _change(transaction, rows, _ROW.claim == token, letter=letter) == len(rows)


def hand_over(transaction: Connection, token: str, order_id: str, channel: str, *, now: datetime) -> None:
    """Let all that waits of the order, or is claimed under this token, leave by another channel."""
    rows = update(notices).where(_ROW.order_id == order_id, _IS_OPEN)
    transaction.execute(rows.where(_ROW.claim == token).values(due_at=now))
    is_free = or_(_ROW.claim == token, _ROW.state == NoticeState.WAITING.value)
    values = {"state": NoticeState.WAITING.value, "channel": channel, "letter": None, **_RELEASED}
    transaction.execute(rows.where(is_free).values(**values))


def defer(  # noqa: PLR0913 - each says something else of the rows
    transaction: Connection,
    token: str,
    rows: Collection[NoticeRow],
    *,
    until: datetime,
    reason: str | None = None,
    has_failed: bool = False,
    was_not_taken: bool = False,
) -> None:
    """Let claimed rows wait again. ``has_failed``: an attempt to send them, which counts.

    They stay a letter unless it ``was_not_taken`` for certain: then they may go with others.
    """
    values: dict[str, Any] = {"state": NoticeState.WAITING.value, "due_at": until, "reason": reason, **_RELEASED}
    if was_not_taken:
        values["letter"] = None
    if has_failed:
        values["attempts"] = _ROW.attempts + 1
    _change(transaction, rows, _ROW.claim == token, **values)


def end(
    transaction: Connection,
    token: str,
    rows: Collection[NoticeRow],
    state: NoticeState,
    *,
    now: datetime,
    reason: str | None = None,
) -> int:
    """End claimed rows; returns how many were still the caller's."""
    values = {"state": state.value, "reason": reason, "ended_at": now, **_RELEASED}
    return _change(transaction, rows, _ROW.claim == token, **values)


def make_due(transaction: Connection, reason: str, *, now: datetime) -> int:
    """Make rows due now that wait because of this reason; returns how many."""
    waits = and_(_IS_OPEN, _ROW.state == NoticeState.WAITING.value, _ROW.reason == reason, _ROW.due_at > now)
    return transaction.execute(update(notices).where(waits).values(due_at=now)).rowcount


def make_due_after_clock_step(transaction: Connection, *, now: datetime, longest: timedelta) -> int:
    """Make rows due now that wait for longer than anything does: by a clock that has been set back since."""
    is_too_late = and_(_IS_OPEN, _ROW.due_at > now + longest)
    return transaction.execute(update(notices).where(is_too_late).values(due_at=now)).rowcount


def letters_since(transaction: Connection, moment: datetime, *, now: datetime) -> int:
    """How many letters were sent after the moment, and are being sent."""
    is_being_sent = and_(_ROW.claimed_until > now, _ROW.letter.is_not(None))
    was_sent = and_(_ROW.state == NoticeState.SENT.value, _ROW.ended_at > moment)
    letters = (
        transaction.scalar(select(func.count(distinct(_ROW.letter))).where(each)) for each in (is_being_sent, was_sent)
    )
    return sum(count or 0 for count in letters)


def has_due(transaction: Connection, *, now: datetime, channel: str = "email") -> bool:
    """Whether a row is due that leaves by this channel."""
    return _next_order(transaction, _ROW.due_at <= now, _ROW.channel == channel) is not None


def ended_since(transaction: Connection, moment: datetime, *, limit: int) -> list[NoticeRow]:
    """Rows that have ended since, the newest first."""
    statement = select(*_COLUMNS).where(_ROW.ended_at >= moment)
    found = transaction.execute(statement.order_by(_ROW.ended_at.desc(), *_KEY).limit(limit))
    return [_row(each) for each in found]


def waiting(transaction: Connection, *, limit: int) -> list[NoticeRow]:
    """Rows that have not ended, in the order in which they leave."""
    found = transaction.execute(select(*_COLUMNS).where(_IS_OPEN).order_by(_ROW.due_at, _ROW.need, *_KEY).limit(limit))
    return [_row(each) for each in found]


def waiting_by_code(transaction: Connection) -> dict[str, int]:
    """How many rows of each code have not ended."""
    statement = select(_ROW.code, func.count()).where(_IS_OPEN).group_by(_ROW.code)
    return {code: count for code, count in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def oldest_waiting(transaction: Connection) -> datetime | None:
    """When the oldest row was added that has not ended."""
    oldest: datetime | None = transaction.scalar(select(func.min(_ROW.added_at)).where(_IS_OPEN))
    return oldest


def _next_order(transaction: Connection, *conditions: ColumnElement[bool]) -> str | None:
    """The order of the row that leaves first among those that meet the conditions.

    Each need has its seek in the index: thousands of rows that wait until the morning are not read for those that are
    due now.
    """
    needs = select(_ROW.need).where(_IS_OPEN).order_by(_ROW.need).limit(1)
    need = transaction.scalar(needs)
    while need is not None:
        first = select(_ROW.order_id).where(_IS_OPEN, _ROW.need == need, *conditions).order_by(_ROW.due_at).limit(1)
        order_id: str | None = transaction.scalar(first)
        if order_id is not None:
            return order_id
        need = transaction.scalar(needs.where(_ROW.need > need))
    return None


def _change(
    transaction: Connection,
    rows: Collection[NoticeRow],
    condition: ColumnElement[bool] | None = None,
    **values: Any,  # noqa: ANN401 - of any column
) -> int:
    if not rows:
        return 0
    statement = update(notices).where(row_of(*_KEY).in_([row.key for row in rows]), _IS_OPEN)
    if condition is not None:
        statement = statement.where(condition)
    return transaction.execute(statement.values(**values)).rowcount


def _rows(transaction: Connection, condition: ColumnElement[bool]) -> list[NoticeRow]:
    found = transaction.execute(select(*_COLUMNS).where(condition).order_by(_ROW.since, *_KEY))
    return [_row(each) for each in found]


def _row(found: Any) -> NoticeRow:  # noqa: ANN401 - the columns are those of the class
    return NoticeRow(**found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
