"""The operations that SQLite and PostgreSQL do each in their own way."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from tracking.database.errors import DatabaseProblem


class Backend(Protocol):
    """One of the two databases."""

    @property
    def engine(self) -> Engine:
        """Opens connections; none is open before the first transaction."""

    @property
    def place(self) -> str:
        """Where the database is, without a password, for a merchant."""

    def is_there(self) -> bool:
        """Whether there is something to connect to: a server always is, until it does not answer. Raises OSError."""

    def why_not_made(self) -> DatabaseProblem:
        """MISSING, where it is not there and the user may make it; else what keeps the user from it."""

    def writing(self) -> AbstractContextManager[None]:
        """A thread's turn to write, where only one can. Raises TimeoutError."""

    def preparing(self) -> AbstractContextManager[Connection]:
        """A transaction that only one process has at a time; the database is made if it was not there."""

    def version(self, connection: Connection) -> str:
        """The name and version of the server or library."""

    def problems(self, connection: Connection) -> list[str]:
        """The damage, in the database's own words."""

    def problem(self, error: BaseException) -> DatabaseProblem | None:
        """The database's problem by the driver's error; None where it may be as much a fault of the statement."""

    def size(self, connection: Connection) -> int:
        """The size on the disk, in bytes."""

    def checkpoint(self) -> bool:
        """Take what was deleted out of the files, as far as that is ours to do; False where others still read it."""

    def backup(self, file: Path) -> None:
        """Copy the database into the file while it is in use. Raises NotForThisDatabase, RefusedFile."""

    def as_it_is(self) -> AbstractContextManager[Connection | None]:
        """Look at a file, whatever its state, without a change; None where there is none. Raises NotForThisDatabase."""

    def copied(self, file: Path) -> AbstractContextManager[Path]:
        """A copy of a backup, to be restored; it goes afterwards. Raises NotForThisDatabase, RefusedFile, OSError."""

    def restore(self, file: Path) -> Path | None:
        """Put a backup in place of the database; returns where that was saved. Raises as ``backup``."""

    def close(self) -> None:
        """Close every connection; the next transaction opens new ones."""
