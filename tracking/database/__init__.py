"""The database of the site, on SQLite or PostgreSQL: SQL stands here and nowhere else."""

from tracking.database.database import Database, Transaction
from tracking.database.errors import (
    DatabaseProblem,
    DatabaseTooNew,
    DatabaseTooOld,
    DatabaseUnavailable,
    NotForThisDatabase,
    RefusedFile,
)
from tracking.database.write_probe import WriteProbe

__all__ = [
    "Database",
    "DatabaseProblem",
    "DatabaseTooNew",
    "DatabaseTooOld",
    "DatabaseUnavailable",
    "NotForThisDatabase",
    "RefusedFile",
    "Transaction",
    "WriteProbe",
]
