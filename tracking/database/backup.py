"""Saves the database into a file while it is in use, and puts such a file in its place."""

import sqlite3
from pathlib import Path

from tracking.database.database import Database
from tracking.database.errors import DatabaseUnavailable


def backup(database: Database, file: Path) -> None:
    """Save the database. Raises NotForThisDatabase, RefusedFile, DatabaseUnavailable."""
    database.prepare()
    try:
        database.backend.backup(file)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailable(str(error)) from error


def restore(database: Database, file: Path) -> Path | None:
    """Put the file in place of the database, and bring its tables up to date.

    Returns the file with what stood there until now; None if nothing did. Raises NotForThisDatabase,
    DatabaseUnavailable, DatabaseTooNew.
    """
    try:
        saved = database.backend.restore(file)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailable(str(error)) from error
    database.prepare()
    return saved
