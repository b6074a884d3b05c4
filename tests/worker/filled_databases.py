"""Copies the content of a filled database into others of SQLite: to take orders in takes much longer."""

import sqlite3
from collections.abc import Callable, Hashable, Iterator

from tests.worker.sites import rows
from tracking.database import Database
from tracking.database.sqlite import SqliteFile

_filled: dict[Hashable, list[str]] = {}


def fill(database: Database, shop: Hashable, take_in: Callable[[], object]) -> None:
    """Take the orders of this shop in; those of one that was filled before are copied, and nobody leads there."""
    if not isinstance(database.backend, SqliteFile) or rows(database):
        take_in()
        return
    if shop not in _filled:
        take_in()
    with database.write() as transaction:
        file = transaction.connection.driver_connection
        assert isinstance(file, sqlite3.Connection)
        if shop in _filled:
            for statement in _filled[shop]:
                file.execute(statement)
        else:
            _filled[shop] = [*_statements(file)]


def _statements(file: sqlite3.Connection) -> Iterator[str]:
    yield "PRAGMA defer_foreign_keys = ON"
    for statement in file.iterdump():
        if statement.startswith("CREATE TABLE"):
            yield f"DELETE FROM {statement.split()[2]}"  # noqa: S608 - a table of ours
        elif statement.startswith(("INSERT", "DELETE")) and not statement.startswith('INSERT INTO "leases"'):
            yield statement
