"""The errors of the database, for those who know nothing of SQL."""

from tracking.settings import SettingsError


class DatabaseUnavailable(Exception):
    """The database is gone, locked, full, read-only or damaged: nothing of the transaction was kept.

    The cause is the driver's error.
    """


class NotForThisDatabase(Exception):
    """PostgreSQL has a tool of its own for that; the message names it."""


class DatabaseTooNew(DatabaseUnavailable, SettingsError):
    """A newer version made the database, so that this one must not touch it."""
