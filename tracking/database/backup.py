"""Saves the database into a file while it is in use, and puts such a file in its place."""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from tracking.database import leases, restored
from tracking.database.carried_over import Carried, carry_over
from tracking.database.database import Database, Transaction
from tracking.database.errors import DatabaseUnavailable, RefusedFile
from tracking.database.sqlite import SqliteFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """``saved`` is the file with what stood there until now; None if nothing did.

    ``unread`` is what of it could not be carried over, or not as a whole.
    """

    saved: Path | None
    unread: frozenset[Carried]


def backup(database: Database, file: Path) -> None:
    """Save the database as it is, of whichever version. Raises NotForThisDatabase, RefusedFile, DatabaseUnavailable."""
    if not database.is_made():
        database.prepare()
    try:
        database.backend.backup(file)
    except sqlite3.Error as error:
        raise DatabaseUnavailable(str(error)) from error


def check_unused(database: Database, lease: str, *, now: datetime) -> None:
    """Raise RefusedFile if a process holds the lease, as far as what stands there can be read.

    Raises NotForThisDatabase.
    """
    end = None
    with suppress(SQLAlchemyError, ValueError, OSError), database.backend.as_it_is() as connection:
        end = connection and leases.last_end(connection, lease)
    if end and end > now:
        raise RefusedFile(
            f"The site is running on the database ({database.place}), or was killed within the last half minute."
            " Stop every process of it, and try again; --force restores all the same."
        )


def restore(database: Database, file: Path, repair: Callable[[Database], object], *, now: datetime) -> Restored:
    """Put the file in place of the database, and bring its tables up to date.

    Data that has ended since the backup must not be back with it, nor news told since be told again: both are carried
    over to a copy of the backup, and ``repair`` ends there what has to; then the copy takes the place as a whole.

    Raises NotForThisDatabase, RefusedFile, DatabaseUnavailable, DatabaseTooNew.
    """
    try:
        with database.backend.copied(file) as part:
            copy = Database(SqliteFile(part))
            try:
                with copy.write() as transaction:
                    unread = _carry_over(database, transaction)
                    restored.note(transaction, now)
                    if Carried.TOLD in unread:
                        restored.withhold_all(transaction, now)
                repair(copy)
            finally:
                copy.close()
            saved = database.backend.restore(part)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailable(str(error)) from error
    database.prepare()
    return Restored(saved=saved, unread=unread)


def _carry_over(database: Database, transaction: Transaction) -> frozenset[Carried]:
    with ExitStack() as looking:
        try:
            source = looking.enter_context(database.backend.as_it_is())
        except SQLAlchemyError:
            source = None
        return carry_over(source, transaction)
