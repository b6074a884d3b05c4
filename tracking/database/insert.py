"""The insert of either database that may meet a row with the same key."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, CursorResult, Executable, Table, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

if TYPE_CHECKING:
    from sqlalchemy.engine import Compiled

Insert = postgresql.Insert | sqlite.Insert


class PreparedInsert:
    """Such an insert, compiled once for each dialect.

    SQLAlchemy compiles it anew each time (``inherit_cache`` is False for it), which takes longer than to execute it.
    ``make`` returns the statement, with a bindparam for each value, by the name of the dialect.
    """

    def __init__(self, make: Callable[[str], Insert | ReturningInsert[Any]]) -> None:
        self._make = make
        self._compiled: dict[str, Compiled] = {}

    def execute(
        self, transaction: Connection, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> CursorResult[Any]:
        """Execute it with a row, or with several."""
        dialect = transaction.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = self._make(dialect.name).compile(dialect=dialect)
        return transaction.execute(cast("Executable", compiled), values)


def insert_into(dialect: str, table: Table) -> Insert:
    """Both know ``ON CONFLICT``, and ``excluded`` for the row that was to be inserted."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def writes_row(transaction: Connection, statement: Insert) -> bool:
    """Execute the statement; returns whether it inserted or changed a row."""
    return transaction.execute(statement.returning(literal(1))).first() is not None
