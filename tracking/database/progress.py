"""A key-value store for values that outlast a restart, such as how far an import has come."""

from sqlalchemy import Connection, bindparam, delete, select

from tracking.database.column_types import JsonValue
from tracking.database.insert import insert_into
from tracking.database.tables import progress

# Made once: each page of the overview asks whether its session has ended.
_GET = select(progress.c.value).where(progress.c.name == bindparam("of_name"))


def get(transaction: Connection, name: str) -> JsonValue:
    """The value that was last put under this name, or None."""
    value: JsonValue = transaction.scalar(_GET, {"of_name": name})
    return value


def put(transaction: Connection, name: str, value: JsonValue) -> None:
    """Put a value in place of the last one."""
    row = insert_into(transaction.dialect.name, progress).values(name=name, value=value)
    transaction.execute(row.on_conflict_do_update(index_elements=[progress.c.name], set_={"value": row.excluded.value}))


def put_first(transaction: Connection, name: str, value: JsonValue) -> None:
    """Put a value where there is none, so that there is a row to lock."""
    row = insert_into(transaction.dialect.name, progress).values(name=name, value=value)
    transaction.execute(row.on_conflict_do_nothing(index_elements=[progress.c.name]))


def add(transaction: Connection, name: str, count: int) -> None:
    """Add to a number under this name, which begins at 0."""
    put_first(transaction, name, 0)
    # Locked until the transaction ends: no other process adds to the same number.
    known = transaction.scalar(select(progress.c.value).where(progress.c.name == name).with_for_update())
    put(transaction, name, (known if isinstance(known, int) else 0) + count)


def remove(transaction: Connection, name: str) -> None:
    """Remove the value under this name."""
    transaction.execute(delete(progress).where(progress.c.name == name))


def locked(transaction: Connection, name: str) -> JsonValue:
    """As ``get``, before it is replaced: until the end of the transaction no other one replaces it."""
    statement = select(progress.c.value).where(progress.c.name == name).with_for_update()
    value: JsonValue = transaction.scalar(statement)
    return value
