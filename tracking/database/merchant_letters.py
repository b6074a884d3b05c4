"""Letters in the shop's own words, one row each: a draft, then what is to be sent, then the memory of what was said."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, or_, select, update

from tracking.database.mail_queue import MailQueue, MailState
from tracking.database.orders import lock
from tracking.database.tables import merchant_letters

MAILS = MailQueue(merchant_letters, "the letters of the shop")
"""The letters to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantLetter:
    """A row of the table, where the columns are explained."""

    id: str
    order_id: str
    subject: str
    text: str
    who: str
    added_at: datetime
    due_at: datetime | None
    state: str = MailState.WAITING
    batch: str | None = None
    language: str | None = None
    ended_at: datetime | None = None
    attempts: int = 0
    reason: str | None = None

    @property
    def waits_since(self) -> datetime:
        """Since when it was to be sent."""
        return self.added_at

    @property
    def is_draft(self) -> bool:
        """Whether it was only looked at."""
        return self.state == MailState.DRAFT

    @property
    def can_be_undone(self) -> bool:
        """Whether it has not left, and is not about to."""
        return self.state == MailState.WAITING


NAMES = [field.name for field in fields(MerchantLetter)]
_ROW = merchant_letters.c
_COLUMNS = [_ROW[name] for name in NAMES]
_IS_DRAFT = _ROW.state == MailState.DRAFT.value


def add(transaction: Connection, letter: MerchantLetter) -> None:
    """Add a letter, or a draft, of an order that is known."""
    transaction.execute(insert(merchant_letters).values({name: getattr(letter, name) for name in NAMES}))


def find(transaction: Connection, letter_id: str) -> MerchantLetter | None:
    """The letter, or the draft, with this id."""
    return next(iter(_rows(transaction, _ROW.id == letter_id)), None)


def of_order(transaction: Connection, order_id: str) -> list[MerchantLetter]:
    """The letters of the order, the newest last; no draft."""
    return _rows(transaction, and_(_ROW.order_id == order_id, ~_IS_DRAFT))


def same(transaction: Connection, order_id: str, subject: str, text: str, *, since: datetime) -> MerchantLetter | None:
    """The letter in the same words that waits, or has left since then: it is not written twice.

    One that was given up or withheld has not arrived: it can be written again, once the cause is mended. No other
    transaction writes any until this one ends.
    """
    lock(transaction, MAILS.name)
    return next(iter(_rows(transaction, and_(_ROW.order_id == order_id, _is_said(subject, text, since)))), None)


def said_to(
    transaction: Connection, order_ids: Collection[str], subject: str, text: str, *, since: datetime
) -> set[str]:
    """Those of the orders about which the same letter waits, or has left since then."""
    is_it = and_(_ROW.order_id.in_(order_ids), _is_said(subject, text, since))
    return set(transaction.scalars(select(_ROW.order_id).where(is_it)))


def withhold_said(transaction: Connection, batch: str, reason: str, *, since: datetime) -> None:
    """Give a reason to those drafts of the batch of which the same letter waits, or has left since then.

    No other transaction writes any until this one ends, so that of two at once the second one finds the first.
    """
    lock(transaction, MAILS.name)
    other = merchant_letters.alias("other")
    is_said = and_(other.c.order_id == _ROW.order_id, _is_said(_ROW.subject, _ROW.text, since, among=other.c))
    is_it = and_(_ROW.batch == batch, _IS_DRAFT, _ROW.reason.is_(None), exists().where(is_said))
    transaction.execute(update(merchant_letters).where(is_it).values(reason=reason))


def undo(transaction: Connection, write_id: str, *, now: datetime) -> int:
    """Take back what waits of this letter, or of those written at once; returns how many."""
    lock(transaction, MAILS.name)  # none of them is claimed meanwhile
    is_it = or_(_ROW.id == write_id, _ROW.batch == write_id)
    values = {"state": MailState.UNDONE.value, "due_at": None, "ended_at": now}
    waiting = update(merchant_letters).where(is_it, _ROW.state == MailState.WAITING.value)
    return transaction.execute(waiting.values(values)).rowcount


def claim(transaction: Connection, token: str, *, now: datetime, to_many: bool) -> str | None:
    """As ``MAILS.claim``: one of those that were written at once, or one that was written alone."""
    among = _ROW.batch.is_not(None) if to_many else _ROW.batch.is_(None)
    found: str | None = MAILS.claim(transaction, token, now=now, among=among)
    return found


def to_many_since(transaction: Connection, moment: datetime, *, now: datetime) -> int:
    """How many of the letters that were written at once were sent after the moment, and are being sent."""
    is_being_sent = and_(_ROW.state == MailState.CLAIMED.value, _ROW.claimed_until > now)
    was_sent = and_(_ROW.state == MailState.SENT.value, _ROW.ended_at > moment)
    counted = select(func.count()).where(_ROW.batch.is_not(None), or_(is_being_sent, was_sent))
    return transaction.scalar(counted) or 0


def put_off_to_many(transaction: Connection, until: datetime, *, now: datetime) -> None:
    """Let those wait until then that were written at once and are due."""
    is_it = and_(_ROW.due_at <= now, _ROW.batch.is_not(None), _ROW.state == MailState.WAITING.value)
    transaction.execute(update(merchant_letters).where(is_it).values(due_at=until))


def end(transaction: Connection, token: str, state: MailState, *, now: datetime, reason: str | None = None) -> None:
    """As ``MAILS.end``, with the time."""
    MAILS.end(transaction, token, state, reason=reason, ended_at=now)


def forget_drafts(transaction: Connection, order_id: str, who: str) -> None:
    """Forget what was only looked at, but for letters to many at once."""
    is_alone = _ROW.batch.is_(None)
    transaction.execute(delete(merchant_letters).where(_IS_DRAFT, is_alone, _ROW.order_id == order_id, _ROW.who == who))


def forget_drafts_before(transaction: Connection, moment: datetime) -> int:
    """Forget drafts of before the moment; returns how many they were."""
    return transaction.execute(delete(merchant_letters).where(_IS_DRAFT, _ROW.added_at < moment)).rowcount


def _is_said(
    subject: str | ColumnElement[str],
    text: str | ColumnElement[str],
    since: datetime,
    *,
    among: Any = _ROW,  # noqa: ANN401 - columns
) -> ColumnElement[bool]:
    is_to_leave = among.state.in_([MailState.WAITING.value, MailState.CLAIMED.value])
    has_left = and_(among.state == MailState.SENT.value, among.ended_at > since)
    return and_(among.subject == subject, among.text == text, or_(is_to_leave, has_left))


def _rows(transaction: Connection, condition: ColumnElement[bool]) -> list[MerchantLetter]:
    found = transaction.execute(select(*_COLUMNS).where(condition).order_by(_ROW.added_at, _ROW.id))
    return [_row(each) for each in found]


def _row(found: Any) -> MerchantLetter:  # noqa: ANN401 - the columns are those of the class
    return MerchantLetter(**found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
