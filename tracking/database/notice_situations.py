"""The situation of each order when it was last judged: news is what has become true since."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from tracking.database.column_types import JsonValue
from tracking.database.insert import Insert, PreparedInsert, insert_into
from tracking.database.tables import notice_situations, orders

_ROW = notice_situations.c

# Statements of each judgement are made once: to make one takes longer than to execute it.
_OF_ORDER = select(_ROW.situation).where(_ROW.order_id == bindparam("of_order", type_=_ROW.order_id.type))


def get(transaction: Connection, order_id: str) -> JsonValue:
    """The situation that was last put, or None."""
    value: JsonValue = transaction.scalar(_OF_ORDER, {"of_order": order_id})
    return value


def not_finished_before(transaction: Connection, moment: datetime) -> list[tuple[str, JsonValue]]:
    """Order and situation of each order that is open, or was until the moment."""
    is_recent = or_(orders.c.finished_at.is_(None), orders.c.finished_at >= moment)
    statement = select(_ROW.order_id, _ROW.situation).join(orders, orders.c.id == _ROW.order_id).where(is_recent)
    return [(order_id, situation) for order_id, situation in transaction.execute(statement)]


def put(transaction: Connection, order_id: str, situation: JsonValue, *, now: datetime) -> None:
    """Put it in place of the last one; the order is known."""
    _PUT.execute(transaction, {"order_id": order_id, "situation": situation, "seen_at": now})


def _replacement(dialect: str) -> Insert:
    row = insert_into(dialect, notice_situations).values({name: bindparam(name) for name in _ROW.keys()})  # noqa: SIM118 - of columns
    changes = {name: row.excluded[name] for name in ("situation", "seen_at")}
    return row.on_conflict_do_update(index_elements=[_ROW.order_id], set_=changes)


_PUT = PreparedInsert(_replacement)
