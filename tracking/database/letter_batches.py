"""Letters of the shop's own that are written to many customers at once: rows of ``merchant_letters`` with one batch.

First each of them is a draft; then all of them are letters, in one transaction. A draft with a ``reason`` becomes no
letter that is sent, but stands with the others: the shop sees who got none, and why.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from tracking.database.insert import insert_into
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import NAMES, MerchantLetter
from tracking.database.tables import merchant_letters, orders

_ROW = merchant_letters.c
_IS_DRAFT = _ROW.state == MailState.DRAFT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCount:
    """How many letters of a batch are in a language, and have become the same for the same reason."""

    language: str | None
    state: str
    reason: str | None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchedLetter:
    """One letter of a batch: what became of it, and the number of its order."""

    id: str
    order_id: str
    order: str
    language: str | None
    state: str
    reason: str | None
    at: datetime


def add_drafts(transaction: Connection, drafts: Sequence[MerchantLetter]) -> None:
    """Add drafts, each with an id of its batch and its order: what is there already stays."""
    if not drafts:
        return
    given: dict[str, BindParameter[Any]] = {name: bindparam(name, type_=_ROW[name].type) for name in NAMES}
    row = insert_into(transaction.dialect.name, merchant_letters).values(**given)
    statement = row.on_conflict_do_nothing(index_elements=[_ROW.id])
    transaction.execute(statement, [asdict(draft) for draft in drafts])


def confirm(transaction: Connection, batch: str, *, now: datetime, due_at: datetime) -> int:
    """Let the drafts of the batch be sent when they are due, but for those with a reason; returns how many.

    0 where that was done before, also by another request at the same moment.
    """
    is_it = and_(_ROW.batch == batch, _IS_DRAFT)
    waits = {"state": MailState.WAITING.value, "added_at": now, "due_at": due_at}
    withheld = {"state": MailState.WITHHELD.value, "added_at": now, "ended_at": now}
    number = transaction.execute(update(merchant_letters).where(is_it, _ROW.reason.is_(None)).values(waits)).rowcount
    if number:
        transaction.execute(update(merchant_letters).where(is_it).values(withheld))
    return number


def forget_drafts(transaction: Connection, batch: str, who: str) -> None:
    """Forget what this person has only looked at."""
    transaction.execute(delete(merchant_letters).where(_ROW.batch == batch, _IS_DRAFT, _ROW.who == who))


def first(transaction: Connection, batch: str) -> MerchantLetter | None:
    """One letter or draft of the batch; None where there is no such batch."""
    return next(_letters(transaction, select(_ROW.id).where(_ROW.batch == batch).limit(1)), None)


def known(transaction: Connection, batches: Collection[str]) -> set[str]:
    """Those of the batches of which there is a letter still: the last one goes with its order."""
    return set(transaction.scalars(select(_ROW.batch).where(_ROW.batch.in_(batches)).distinct()))


def samples(transaction: Connection, batch: str) -> list[MerchantLetter]:
    """One letter, or draft, in each language of the batch; of those that are to be sent, if there is one."""
    least = func.min(_ROW.id)
    by_language = select(func.coalesce(least.filter(_ROW.reason.is_(None)), least))
    ids = by_language.where(_ROW.batch == batch).group_by(_ROW.language)
    return sorted(_letters(transaction, ids), key=lambda letter: letter.language or "")


def counts(transaction: Connection, batch: str) -> list[BatchCount]:
    """How many letters, or drafts, of the batch there are of each kind."""
    kind = (_ROW.language, _ROW.state, _ROW.reason)
    statement = select(*kind, func.count().label("number")).where(_ROW.batch == batch).group_by(*kind)
    return [BatchCount(**row) for row in transaction.execute(statement).mappings()]


def undo_until(transaction: Connection, batch: str) -> datetime | None:
    """When the first of those is due that can be taken back; None where none can."""
    waiting = and_(_ROW.batch == batch, _ROW.state == MailState.WAITING.value)
    found: datetime | None = transaction.scalar(select(func.min(_ROW.due_at)).where(waiting))
    return found


def letters(
    transaction: Connection, batch: str, *, states: Collection[str], after: str = "", limit: int
) -> list[BatchedLetter]:
    """Some letters of the batch by their ids, behind one of these."""
    at = func.coalesce(_ROW.ended_at, _ROW.due_at, _ROW.added_at).label("at")
    columns = (_ROW.id, _ROW.order_id, orders.c.name.label("order"), _ROW.language, _ROW.state, _ROW.reason)
    joined = select(*columns, at).join_from(merchant_letters, orders, orders.c.id == _ROW.order_id)
    is_it = and_(_ROW.batch == batch, _ROW.id > after, _ROW.state.in_(states))
    return [
        BatchedLetter(**row)
        for row in transaction.execute(joined.where(is_it).order_by(_ROW.id).limit(limit)).mappings()
    ]


def _letters(transaction: Connection, ids: Select[Any]) -> Iterator[MerchantLetter]:
    columns = [_ROW[name] for name in NAMES]
    for row in transaction.execute(select(*columns).where(_ROW.id.in_(ids))).mappings():
        yield MerchantLetter(**row)
