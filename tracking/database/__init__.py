"""What the site remembers, on SQLite or PostgreSQL: SQL stands here and nowhere else."""

from tracking.database.database import Database, Transaction
from tracking.database.errors import DatabaseTooNew, DatabaseUnavailable

__all__ = ["Database", "DatabaseTooNew", "DatabaseUnavailable", "Transaction"]
