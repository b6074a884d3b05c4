"""Lists that the shop has given a name: for everybody in the shop."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from tracking.database.orders import lock
from tracking.database.tables import merchant_saved_views

_ROW = merchant_saved_views.c
_ALL = "the saved views"  # no order has this id
_LISTED = select(*_ROW).order_by(_ROW.id)
_LAST = select(func.max(_ROW.id))
_FROM = datetime(2020, 1, 1, tzinfo=UTC)  # a column of 32 bits has room for the seconds of 68 years


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewRow:
    """A row of the table, where the columns are explained."""

    id: int
    name: str
    query: str
    who: str
    at: datetime


def hold(transaction: Connection) -> None:
    """Let no other transaction change one until this one ends: a count of them stays right."""
    lock(transaction, _ALL)


def listed(transaction: Connection) -> list[SavedViewRow]:
    """All of them, the oldest first: each stays where people have learned to find it."""
    return [SavedViewRow(**row) for row in transaction.execute(_LISTED).mappings()]


def add(transaction: Connection, *, name: str, query: str, who: str, at: datetime) -> None:
    """Add one, while ``hold`` holds.

    Its id is the second, or the next one: SQLite would give it that of the last one removed, and whoever has a page of
    that one open would rename or remove this one.
    """
    seconds, last = int((at - _FROM).total_seconds()), transaction.scalar(_LAST) or 0
    view_id = max(seconds, last + 1)
    transaction.execute(insert(merchant_saved_views).values(id=view_id, name=name, query=query, who=who, at=at))


def rename(transaction: Connection, view_id: int, name: str) -> bool:
    """Returns False where there is none with this id."""
    return transaction.execute(update(merchant_saved_views).where(_ROW.id == view_id).values(name=name)).rowcount > 0


def remove(transaction: Connection, view_id: int) -> bool:
    """Returns False where there is none with this id."""
    return transaction.execute(delete(merchant_saved_views).where(_ROW.id == view_id)).rowcount > 0
