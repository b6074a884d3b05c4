"""Begins transactions on the one database, and translates what fails in them."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from os import urandom
from threading import Lock
from typing import TypeAlias

from sqlalchemy import Connection, exc, select

from tracking.database import progress
from tracking.database.backend import Backend
from tracking.database.errors import DatabaseProblem, DatabaseUnavailable
from tracking.database.sqlite import WRITES
from tracking.database.tables import orders, tasks
from tracking.database.upgrade import check_newest, revision, upgrade

Transaction: TypeAlias = Connection
"""The connection for query functions; other packages pass it on, and ask it nothing."""

_PREPARING_TIMEOUT = 2.0  # seconds that a thread waits while another one upgrades the tables
_SHOP = "shop"
_OTHER_SHOP = (
    "it has the orders of {known}, and SHOPIFY_SHOP is {shop}: name another place in DATABASE_URL for this shop, or, if"
    " it is the same one under another name, run `database same-shop`"
)
_PING, _PING_BYTES = "ping", 16_384  # at random, for PostgreSQL compresses what repeats
# By their keys, and a column that no index has: also where the tables' own pages are damaged, this finds it.
_READS = (
    select(orders.c.id, orders.c.contact_hash).order_by(orders.c.id).limit(1),
    select(tasks.c.key, tasks.c.reason).order_by(tasks.c.kind, tasks.c.key).limit(1),
)
# Unless the backend knows better: PostgreSQL counts missing rights and missing tables among them.
_OUR_FAULT = (exc.DataError, exc.IntegrityError, exc.ProgrammingError)


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """The outcome of ``check``; ``size`` is in bytes, ``problems`` is empty where all is well."""

    version: str
    revision: str | None
    size: int
    problems: tuple[str, ...]


class Database:
    """Each transaction is kept as a whole or not at all; the tables are brought up to date before the first one.

    It is of one ``shop``, whose name stands in it; without a name, of whichever. Every method raises
    DatabaseUnavailable.
    """

    def __init__(self, backend: Backend, *, shop: str | None = None) -> None:
        self.backend = backend
        self._shop = shop
        self._is_renamed = False
        self._is_prepared = False
        self._preparing = Lock()
        self._owes_checkpoint = False
        self._only_looks = False

    @property
    def place(self) -> str:
        """Where the database is, without a password."""
        return self.backend.place

    def prepare(self) -> None:
        """Make the database if it is not there, and bring its tables up to date, unless this process only looks.

        Raises DatabaseTooNew, DatabaseTooOld.
        """
        if self._is_prepared:
            return
        if self._only_looks:
            self._look()
            return
        if not self._preparing.acquire(timeout=_PREPARING_TIMEOUT):
            raise DatabaseUnavailable("its tables are being brought up to date")
        try:
            if not self._is_prepared:
                self._upgrade()
        finally:
            self._preparing.release()

    def rename_shop(self) -> None:
        """As ``prepare``, where the shop has another name than it had."""
        self._is_renamed = True
        self.prepare()

    def is_made(self) -> bool:
        """Whether it is there with its tables, of whichever version; it is not made now."""
        return self._is_prepared or self._found() is not None

    def _look(self) -> None:
        """Use the tables if they are of this version, and else change nothing."""
        found = self._found()
        if found is None:
            with self._translated():
                problem = self.backend.why_not_made()
            may_be = "" if problem is DatabaseProblem.MISSING else ", and this user may not make it"
            raise DatabaseUnavailable(f"it has not been made yet{may_be}", problem)
        check_newest(found)
        if self._shop is not None:
            with self._translated(), self.backend.engine.connect() as connection:
                self._check_shop(connection)
            self.backend.engine.dispose()
        self._is_prepared = True

    def _found(self) -> str | None:
        """The version of the tables that are there."""
        try:
            if not self.backend.is_there():
                return None
        except OSError as error:
            raise DatabaseUnavailable(f"{error.strerror}: {error.filename}") from error
        with self._translated(), self.backend.engine.connect() as connection:
            found = revision(connection)
        self.backend.engine.dispose()  # no transaction follows where there are no tables
        return found

    def only_look(self) -> None:
        """Make no database from now on, and bring none up to date.

        One in a mistyped place would hide that it is the wrong one, and an older site may be at work on it.
        """
        self._only_looks = True

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only reads."""
        self.prepare()
        with self._translated(), self.backend.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that writes; on SQLite one at a time. It is rolled back if the block raises."""
        self.prepare()
        options = {WRITES: True}
        with (
            self._translated(),
            self._write_lock(),
            self.backend.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def ping(self) -> None:
        """Write as much as an order takes, and delete it: a locked, full or read-only database refuses that.

        Read a row of the tables that everything stands on: they may be damaged, or forbidden, by themselves.
        """
        with self.write() as transaction:
            progress.put(transaction, _PING, urandom(_PING_BYTES // 2).hex())
            progress.remove(transaction, _PING)
            for statement in _READS:
                transaction.execute(statement).first()

    def check(self) -> DatabaseState:
        """Look for damage: reads the whole file of SQLite."""
        backend = self.backend
        with self.read() as transaction:
            return DatabaseState(
                version=backend.version(transaction),
                revision=revision(transaction),
                size=backend.size(transaction),
                problems=tuple(backend.problems(transaction)),
            )

    def checkpoint(self) -> None:
        """After something was erased: let its bytes leave the files."""
        self._owes_checkpoint = True
        try:
            with self._translated():
                self._owes_checkpoint = not self.backend.checkpoint()
        except DatabaseUnavailable as error:
            message = f"what was deleted may still stand in the files beside it: {error}"
            raise DatabaseUnavailable(message, error.problem) from error

    @property
    def owes_checkpoint(self) -> bool:
        """Whether the last checkpoint failed, or met others who read: it is to be repeated."""
        return self._owes_checkpoint

    def close(self) -> None:
        """Close every connection; the next transaction opens new ones."""
        self.backend.close()

    @contextmanager
    def _write_lock(self) -> Iterator[None]:
        with ExitStack() as lock:
            try:
                lock.enter_context(self.backend.writing())
            except TimeoutError as error:
                raise DatabaseUnavailable(str(error)) from error
            yield

    def _upgrade(self) -> None:
        try:
            with self._translated(), self.backend.preparing() as connection:
                upgrade(connection)
                if self._shop is not None and not self._check_shop(connection):
                    progress.put(connection, _SHOP, self._shop)
        except OSError as error:  # of the folder or the file; here runs no caller's code
            raise DatabaseUnavailable(f"{error.strerror}: {error.filename}") from error
        except sqlite3.Error as error:
            raise DatabaseUnavailable(str(error), self.backend.problem(error) or DatabaseProblem.DOWN) from error
        self._is_prepared = True

    def _check_shop(self, connection: Connection) -> bool:
        """Whether it is this shop's; False where no row names its shop yet, or the shop was renamed.

        Another shop's orders are neither shown as this one's nor mixed with them: that raises.
        """
        known = progress.get(connection, _SHOP)
        if known is not None and known != self._shop and not self._is_renamed:
            message = _OTHER_SHOP.format(known=known, shop=self._shop)
            raise DatabaseUnavailable(message, DatabaseProblem.OTHER_SHOP)
        return known == self._shop

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            problem = self.backend.problem(error.orig) if error.orig else None
            if problem is None and isinstance(error, _OUR_FAULT):
                raise
            if problem is DatabaseProblem.READ_ONLY:  # so its connections were opened: later ones may write
                self.backend.engine.dispose()
            raise DatabaseUnavailable(_sentence(error), problem or DatabaseProblem.DOWN) from error
        except exc.TimeoutError as error:
            raise DatabaseUnavailable(_sentence(error)) from error


def _sentence(error: exc.SQLAlchemyError) -> str:
    """The first line of what the driver said: no values stand in it."""
    said = str(error.orig if isinstance(error, exc.DBAPIError) else error).strip()
    return said.splitlines()[0].rstrip(".") if said else type(error).__name__
