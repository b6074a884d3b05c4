"""Preferences of customers about notices: a level for each order for which one was chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from tracking.database.insert import insert_into
from tracking.database.tables import notice_preferences, orders

_ROW = notice_preferences.c
# Made once: each judgement executes it, and each page as a part of ``page_choices``.
OF_ORDER = select(_ROW.level, _ROW.changed_at, _ROW.channel).where(
    _ROW.order_id == bindparam("of_order", type_=_ROW.order_id.type)
)


@dataclass(frozen=True, slots=True)
class Preference:
    """A level, and since when it holds."""

    level: str
    changed_at: datetime
    channel: str | None = None


def get(transaction: Connection, order_id: str) -> Preference | None:
    """The preference for the order; None where nothing was chosen."""
    found = transaction.execute(OF_ORDER, {"of_order": order_id}).first()
    return Preference(found.level, found.changed_at, found.channel) if found else None


def at_level(transaction: Connection, order_ids: Collection[str], level: str) -> set[str]:
    """Those of the orders for which this level was chosen."""
    return set(transaction.scalars(select(_ROW.order_id).where(_ROW.order_id.in_(order_ids), _ROW.level == level)))


def put(transaction: Connection, order_id: str, level: str, *, now: datetime) -> None:
    """Choose the level in place of the last one."""
    row = insert_into(transaction.dialect.name, notice_preferences).values(
        order_id=order_id, level=level, changed_at=now
    )
    changes = {name: row.excluded[name] for name in ("level", "changed_at")}
    transaction.execute(row.on_conflict_do_update(index_elements=[_ROW.order_id], set_=changes))


def choose_channel(transaction: Connection, order_id: str, channel: str | None, *, level: str, now: datetime) -> None:
    """Choose by which channel, in place of the last one; the level stays, or is this one where none was chosen."""
    row = insert_into(transaction.dialect.name, notice_preferences).values(
        order_id=order_id, level=level, channel=channel, changed_at=now
    )
    changes = {name: row.excluded[name] for name in ("channel", "changed_at")}
    transaction.execute(row.on_conflict_do_update(index_elements=[_ROW.order_id], set_=changes))


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget what was chosen before the moment for orders that are not known; returns how many rows they were."""
    known = select(orders.c.id)
    statement = delete(notice_preferences).where(_ROW.changed_at < moment, _ROW.order_id.not_in(known))
    return transaction.execute(statement).rowcount
