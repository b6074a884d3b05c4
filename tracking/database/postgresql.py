"""Opens a PostgreSQL for many threads and processes.

https://www.postgresql.org/docs/current/runtime-config-client.html
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import set_json_dumps, set_json_loads
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text

from tracking.database.column_types import from_json, to_json
from tracking.database.errors import DatabaseProblem, NotForThisDatabase

_OLDEST = 150000  # as the server writes 15.0

_CONNECT_TIMEOUT = 2  # seconds, the shortest that libpq knows
_POOL_TIMEOUT = 0.5  # seconds
_ANSWER_TIMEOUT = 2.2  # seconds for one statement; the server itself ends it after two
LONGEST_WAIT = _POOL_TIMEOUT + max(_CONNECT_TIMEOUT, _ANSWER_TIMEOUT)
"""Seconds that a webhook waits for a server that cannot be used: its first transaction ends then."""

_INTERVAL = 0.1  # seconds between looks for Ctrl-C, psycopg's own
_CONNECTIONS = 5  # of each process: a server has a hundred by default
_UPGRADE_KEY = 0x5768657265  # of the advisory lock; any number that is used for nothing else

# A webhook is answered within three seconds, and a process that died within a transaction must not hold its locks.
_SET_UP = """
SET statement_timeout = '2s';
SET lock_timeout = '1s';
SET idle_in_transaction_session_timeout = '60s';
SET TimeZone = 'UTC'
"""
_WITHOUT_TIMEOUTS = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_PROBLEMS = {
    psycopg.errors.LockNotAvailable.sqlstate: DatabaseProblem.LOCKED,
    psycopg.errors.DiskFull.sqlstate: DatabaseProblem.FULL,
    psycopg.errors.ReadOnlySqlTransaction.sqlstate: DatabaseProblem.READ_ONLY,
    psycopg.errors.InsufficientPrivilege.sqlstate: DatabaseProblem.DENIED,
    # Its tables are not as the migrations made them: as while pg_restore puts them back, their keys last.
    psycopg.errors.UndefinedTable.sqlstate: DatabaseProblem.DOWN,
    psycopg.errors.UndefinedColumn.sqlstate: DatabaseProblem.DOWN,
    psycopg.errors.UndefinedObject.sqlstate: DatabaseProblem.DOWN,
    psycopg.errors.InvalidColumnReference.sqlstate: DatabaseProblem.DOWN,
    psycopg.errors.InvalidSchemaName.sqlstate: DatabaseProblem.DOWN,
    # Another application has tables of the same name in it.
    psycopg.errors.DuplicateTable.sqlstate: DatabaseProblem.DOWN,
    psycopg.errors.DuplicateObject.sqlstate: DatabaseProblem.DOWN,
    # A pooler between it and the site hands the connection to others.
    psycopg.errors.InvalidSqlStatementName.sqlstate: DatabaseProblem.DOWN,
    psycopg.errors.DuplicatePreparedStatement.sqlstate: DatabaseProblem.DOWN,
}

R = TypeVar("R")


class PostgresServer:
    """The database at a libpq URI. Raises ValueError for a URI that libpq cannot read."""

    def __init__(self, uri: str) -> None:
        try:
            parts = conninfo_to_dict(uri)
            connect_timeout = int(parts.get("connect_timeout") or _CONNECT_TIMEOUT)
        except (psycopg.ProgrammingError, ValueError):
            raise ValueError("must be an address that PostgreSQL can read") from None
        self._place = f"{parts.get('dbname')} at {parts.get('host') or 'this machine'}"
        self.engine = _create_engine(uri, connect_timeout)

    @property
    def place(self) -> str:
        """Database and host."""
        return self._place

    def is_there(self) -> bool:
        """Always true: the database on a server is not the app's to make; a connection shows whether it answers."""
        return True

    def why_not_made(self) -> DatabaseProblem:
        """MISSING, or DENIED where the user may make no tables."""
        with self.engine.connect() as connection:
            may_make = connection.scalar(text("SELECT has_schema_privilege(current_schema(), 'CREATE')"))
        return DatabaseProblem.MISSING if may_make else DatabaseProblem.DENIED

    def writing(self) -> AbstractContextManager[None]:
        """The server lets many write."""
        return nullcontext()

    @contextmanager
    def preparing(self) -> Iterator[Connection]:
        """Hold an advisory lock until the transaction ends; migrations may take longer than other statements."""
        try:
            with self.engine.begin() as connection:
                _bounded(connection).answer_timeout = None
                connection.exec_driver_sql(_WITHOUT_TIMEOUTS)
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_KEY})
                yield connection
        finally:
            self.engine.dispose()  # a process that is forked now must not inherit a connection

    def version(self, connection: Connection) -> str:
        """The server's."""
        return f"PostgreSQL {connection.scalar(text('SHOW server_version'))}"

    def problems(self, connection: Connection) -> list[str]:
        """Whether the server is too old; it looks after its files itself (data checksums, pg_amcheck)."""
        number = int(connection.scalar(text("SHOW server_version_num")) or 0)
        return [] if number >= _OLDEST else ["PostgreSQL is older than 15"]

    def problem(self, error: BaseException) -> DatabaseProblem | None:
        """By the SQLSTATE of the server."""
        return _PROBLEMS.get(getattr(error, "sqlstate", None) or "")

    def size(self, connection: Connection) -> int:
        """Of the whole database."""
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)

    def checkpoint(self) -> bool:
        """The server does that by itself."""
        return True

    def backup(self, file: Path) -> None:  # noqa: ARG002 - SQLite's is a file
        """Leave it to the tool that knows everything of the server."""
        raise NotForThisDatabase("Save a PostgreSQL with its own pg_dump: pg_dump --format=custom --file=FILE URL.")

    def as_it_is(self) -> AbstractContextManager[Connection | None]:
        """Nothing but ``restore`` looks so."""
        self.restore(Path())
        raise AssertionError

    def copied(self, file: Path) -> AbstractContextManager[Path]:
        """As ``restore``."""
        self.restore(file)
        raise AssertionError

    def restore(self, file: Path) -> Path | None:  # noqa: ARG002 - likewise
        """Leave it to the tool that reads what pg_dump wrote."""
        raise NotForThisDatabase("Restore a PostgreSQL with its own pg_restore: pg_restore --clean --dbname=URL FILE.")

    def close(self) -> None:
        """Leaves nothing behind."""
        self.engine.dispose()


class NoAnswer(psycopg.OperationalError):
    """The server has a connection open, and says nothing."""


class _BoundedConnection(psycopg.Connection[Any]):
    """Gives a server up that does not answer: its own timeouts help only while it does."""

    answer_timeout: float | None = _ANSWER_TIMEOUT

    def wait(self, gen: PQGen[R], interval: float = _INTERVAL, timeout: float | None = None) -> R:
        try:
            return super().wait(gen, interval, self.answer_timeout if timeout is None else timeout)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001 - it has no public name
            self.close()
            raise NoAnswer("the server does not answer") from None


def _bounded(connection: Connection) -> _BoundedConnection:
    return cast("_BoundedConnection", connection.connection.driver_connection)


def _create_engine(uri: str, connect_timeout: int) -> Engine:
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: _BoundedConnection.connect(uri, connect_timeout=connect_timeout),
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_POOL_TIMEOUT,
        pool_pre_ping=True,  # a server that was started again is met without an error
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "handle_error", _do_not_reconnect)
    return engine


def _do_not_reconnect(context: ExceptionContext) -> None:
    """To a server that says nothing: a new connection would wait as long once more."""
    if context.is_pre_ping and isinstance(context.original_exception, NoAnswer):
        context.is_disconnect = False


def _set_up(connection: psycopg.Connection, _: object) -> None:
    # SQLAlchemy tells only connections that it makes itself.
    set_json_dumps(to_json, connection)
    set_json_loads(from_json, connection)
    connection.execute(_SET_UP)
    connection.commit()
