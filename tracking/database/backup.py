"""Saves the database into a file while it is in use, and puts such a file in its place."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from tracking.database import erased_orders, leases, tables
from tracking.database.database import Database
from tracking.database.errors import DatabaseUnavailable, RefusedFile
from tracking.database.sqlite import SqliteFile

T = TypeVar("T")


class Erased(StrEnum):
    """What is known of the orders that were erased since the backup; READ: they are not in what was restored."""

    READ = "read"
    UNREADABLE = "unreadable"
    NOTHING_THERE = "nothing_there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """``saved`` is the file with what stood there until now; None if nothing did."""

    saved: Path | None
    erased: Erased


def backup(database: Database, file: Path) -> None:
    """Save the database. Raises NotForThisDatabase, RefusedFile, DatabaseUnavailable."""
    database.prepare()
    try:
        database.backend.backup(file)
    except sqlite3.Error as error:
        raise DatabaseUnavailable(str(error)) from error


def check_unused(database: Database, lease: str, *, now: datetime) -> None:
    """Raise RefusedFile if a process holds the lease, as far as what stands there can be read.

    Raises NotForThisDatabase.
    """
    end = _read_as_it_is(database, lambda connection: leases.last_end(connection, lease))
    if isinstance(end, datetime) and end > now:
        raise RefusedFile(
            f"The site is running on the database ({database.place}), or was killed within the last half minute."
            " Stop every process of it, and try again; --force restores all the same."
        )


def restore(database: Database, file: Path, mend: Callable[[Database], object]) -> Restored:
    """Put the file in place of the database, and bring its tables up to date.

    What has ended since the backup must not be back with it: which orders were erased is carried over to a copy of the
    backup, and ``mend`` ends there what has to; then the copy takes the place as a whole.

    Raises NotForThisDatabase, RefusedFile, DatabaseUnavailable, DatabaseTooNew.
    """
    try:
        with database.backend.copied(file) as part:
            copy = Database(SqliteFile(part))
            try:
                erased = _read_as_it_is(database, _erased)
                with copy.write() as transaction:
                    erased_orders.add_all(transaction, {} if isinstance(erased, Erased) else erased)
                mend(copy)
            finally:
                copy.close()
            saved = database.backend.restore(part)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailable(str(error)) from error
    database.prepare()
    return Restored(saved=saved, erased=erased if isinstance(erased, Erased) else Erased.READ)


def _erased(connection: Connection) -> dict[str, datetime]:
    rows = connection.execute(select(tables.erased_orders.c.hash, tables.erased_orders.c.until))
    return {row.hash: row.until for row in rows}


def _read_as_it_is(database: Database, read: Callable[[Connection], T]) -> T | Erased:
    """Whatever version made the tables, and however damaged they are."""
    try:
        with database.backend.as_it_is() as connection:
            return Erased.NOTHING_THERE if connection is None else read(connection)
    except (SQLAlchemyError, ValueError):  # a value that can be read may be none of ours
        return Erased.UNREADABLE
