"""The insert of either database that may meet a row with the same key."""

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert_into(dialect: str, table: Table) -> Insert:
    """Both know ``ON CONFLICT``, and ``excluded`` for the row that was to be inserted."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def writes_row(transaction: Connection, statement: Insert) -> bool:
    """Execute the statement; returns whether it inserted or changed a row."""
    return transaction.execute(statement.returning(literal(1))).first() is not None
