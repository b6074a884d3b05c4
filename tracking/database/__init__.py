"""What the site remembers, on SQLite or PostgreSQL: SQL stands here and nowhere else."""

from tracking.database.database import Database, Transaction
from tracking.database.errors import DatabaseTooNew, DatabaseUnavailable, NotForThisDatabase

__all__ = ["Database", "DatabaseTooNew", "DatabaseUnavailable", "NotForThisDatabase", "Transaction"]
