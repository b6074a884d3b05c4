"""The insert of either database that may meet a row with the same key."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert_into(transaction: Connection, table: Table) -> Insert:
    """Both know ``ON CONFLICT``, and ``excluded`` for the row that was to be inserted."""
    return postgresql.insert(table) if transaction.dialect.name == "postgresql" else sqlite.insert(table)
