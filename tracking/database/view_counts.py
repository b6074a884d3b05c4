"""How many orders stand in each view: kept in the transactions that write the views, so that no query has to count.

Each connection of PostgreSQL adds to rows of its own, as transactions that change the same row wait for each other.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, text

from tracking.database.database import Database
from tracking.database.erased_orders import NOT_ALL
from tracking.database.insert import insert_into
from tracking.database.tables import order_views, view_counts

_CONNECTIONS = 1000  # so many rows a view at most

_total = func.sum(view_counts.c["count"])
_ALL = select(view_counts.c.view, _total).where(NOT_ALL).group_by(view_counts.c.view).having(_total != 0)
_OF_VIEW = select(_total).where(view_counts.c.view == bindparam("of_view"), NOT_ALL)


def add(transaction: Connection, changes: Mapping[str, int]) -> None:
    """So many orders more stand in each view, or fewer."""
    # In one order, so that no two transactions wait for each other.
    rows = [{"view": view, "count": count} for view, count in sorted(changes.items()) if count]
    if not rows:
        return
    connection = connection_number(transaction)
    statement = insert_into(transaction.dialect.name, view_counts).values(
        [{**row, "connection": connection} for row in rows]
    )
    column = view_counts.c
    added = {"count": column.count + statement.excluded.count}
    transaction.execute(statement.on_conflict_do_update(index_elements=[column.view, column.connection], set_=added))


def counts(transaction: Connection) -> dict[str, int]:
    """How many orders stand in each view that has some; none while the whole shop is to be erased."""
    return {view: int(count) for view, count in transaction.execute(_ALL)}


def of_view(transaction: Connection, view: str) -> int:
    """How many orders stand in the view."""
    return int(transaction.scalar(_OF_VIEW, {"of_view": view}) or 0)


def are_consistent(transaction: Connection) -> bool:
    """Whether they are what counting says: that reads an index of every order."""
    kept = select(view_counts.c.view, view_counts.c["count"].label("change"))
    found = select(order_views.c.view, -func.count()).group_by(order_views.c.view)
    both = kept.union_all(found).subquery()  # one statement, and so one moment
    wrong = select(both.c.view).group_by(both.c.view).having(func.sum(both.c.change) != 0)
    return transaction.execute(wrong).first() is None


def recount(transaction: Connection) -> None:
    """Count every view; meanwhile no other transaction writes one."""
    if transaction.dialect.name == "postgresql":
        transaction.execute(text("LOCK TABLE order_views IN SHARE MODE"))
    transaction.execute(delete(view_counts))
    found = select(order_views.c.view, literal(0), func.count()).group_by(order_views.c.view)
    transaction.execute(insert(view_counts).from_select(["view", "connection", "count"], found))


def repair(database: Database) -> bool:
    """Recount where they are wrong; returns whether they were right. Raises DatabaseUnavailable."""
    with database.read() as transaction:
        if are_consistent(transaction):
            return True
    with database.write() as transaction:
        recount(transaction)
    return False


def connection_number(transaction: Connection) -> int:
    """By which this connection's rows are told from those of others; on SQLite only one writes at a time."""
    if transaction.dialect.name != "postgresql":
        return 0
    if "backend" not in transaction.info:
        transaction.info["backend"] = transaction.scalar(select(func.pg_backend_pid()))
    return int(transaction.info["backend"]) % _CONNECTIONS
