"""The errors of the database, for those who know nothing of SQL."""

from enum import StrEnum

from tracking.settings import SettingsError


class DatabaseProblem(StrEnum):
    """Why the database cannot be used, as far as it says so itself."""

    DOWN = "down"  # gone, damaged, too slow, or anything else
    LOCKED = "locked"
    FULL = "full"
    READ_ONLY = "read_only"
    REPLACED = "replaced"  # another file lies in its place
    DENIED = "denied"  # the site's user lacks rights
    OTHER_SHOP = "other_shop"  # it has the orders of another shop
    MISSING = "missing"  # not made yet, and not to be made by this process


class DatabaseUnavailable(Exception):
    """The database is gone, locked, full, read-only or damaged: nothing of the transaction was kept.

    The cause is the driver's error.
    """

    def __init__(self, message: str, problem: DatabaseProblem = DatabaseProblem.DOWN) -> None:
        super().__init__(message)
        self.problem = problem


class NotForThisDatabase(Exception):
    """PostgreSQL has a tool of its own for that; the message names it."""


class RefusedFile(Exception):
    """The file can be neither written nor restored, or something would be lost by it; the message says why."""


class DatabaseTooNew(DatabaseUnavailable, SettingsError):
    """A newer version made the database, so that this one must not touch it."""


class DatabaseTooOld(DatabaseUnavailable, SettingsError):
    """An older version made the database, and this process only looks: the site may still be of that version."""
