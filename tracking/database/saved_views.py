"""Lists that the shop has given a name: for everybody in the shop."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tracking.database.orders import lock
from tracking.database.tables import merchant_saved_views

_ROW = merchant_saved_views.c
_ALL = "the saved views"  # no order has this id
_LISTED = select(*_ROW).order_by(_ROW.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewRow:
    """A row of the table, where the columns are explained."""

    id: int
    name: str
    query: str
    who: str
    at: datetime


def hold(transaction: Connection) -> None:
    """Let nobody else change one until this transaction ends: whoever counts them has counted right."""
    lock(transaction, _ALL)


def listed(transaction: Connection) -> list[SavedViewRow]:
    """All of them, the oldest first: each stays where people have learned to find it."""
    return [SavedViewRow(**row) for row in transaction.execute(_LISTED).mappings()]


def add(transaction: Connection, *, name: str, query: str, who: str, at: datetime) -> None:
    """Add one."""
    transaction.execute(insert(merchant_saved_views).values(name=name, query=query, who=who, at=at))


def rename(transaction: Connection, view_id: int, name: str) -> bool:
    """Returns False where there is none with this id."""
    return transaction.execute(update(merchant_saved_views).where(_ROW.id == view_id).values(name=name)).rowcount > 0


def remove(transaction: Connection, view_id: int) -> bool:
    """Returns False where there is none with this id."""
    return transaction.execute(delete(merchant_saved_views).where(_ROW.id == view_id)).rowcount > 0
