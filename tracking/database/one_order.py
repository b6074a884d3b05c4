"""Everything that is kept of one order, in whichever table: to be shown, or to be deleted."""

from sqlalchemy import Column, Connection, Table, delete, select

from tracking.database import order_views
from tracking.database.orders import lock
from tracking.database.tables import metadata, orders

_ORDER_ID = "order_id"
_TABLES = [table for table in reversed(metadata.sorted_tables) if table is orders or _ORDER_ID in table.c]


def rows(transaction: Connection, order_id: str) -> dict[str, list[dict[str, object]]]:
    """The rows of the order in each table that has some."""
    found = ((table.name, transaction.execute(select(table).where(_id(table) == order_id))) for table in _TABLES)
    by_table = {name: [dict(row) for row in result.mappings()] for name, result in found}
    return {name: of_order for name, of_order in by_table.items() if of_order}


def delete_rows(transaction: Connection, *order_ids: str) -> int:
    """Delete the orders from every table; returns how many rows. ``Database.checkpoint`` belongs after it."""
    for order_id in sorted(order_ids):  # in one order, so that no two transactions wait for each other
        lock(transaction, order_id)
    return order_views.delete_rows(transaction, order_ids) + sum(
        transaction.execute(delete(table).where(_id(table).in_(order_ids))).rowcount for table in _TABLES
    )


def any_left(transaction: Connection, *, limit: int) -> list[str]:
    """The ids of orders of which a row stands in any table."""
    found: dict[str, None] = {}
    for table in _TABLES:
        statement = select(_id(table)).where(_id(table).is_not(None)).distinct().limit(limit)
        found |= dict.fromkeys(transaction.scalars(statement))
    return list(found)[:limit]


def _id(table: Table) -> Column[str]:
    return table.c.id if table is orders else table.c[_ORDER_ID]
