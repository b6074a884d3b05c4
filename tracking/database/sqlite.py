"""Opens a file of SQLite for many threads and processes.

https://www.sqlite.org/wal.html, https://www.sqlite.org/pragma.html
"""

import fcntl
import logging
import os
import shutil
import sqlite3
import struct
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property, partial
from itertools import chain, count
from pathlib import Path
from stat import S_IMODE
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, PoolProxiedConnection, QueuePool

from tracking.database.column_types import from_json, to_json
from tracking.database.errors import DatabaseProblem, DatabaseUnavailable, RefusedFile
from tracking.database.private_folder import PrivateFolder
from tracking.database.upgrade import check_known

WRITES = "writes"
"""The execution option of a transaction that writes."""

_WRITE_LOCK_TIMEOUT = 0.75  # seconds that a thread waits for others of its process
_BUSY_TIMEOUT = 1.25  # seconds until a locked database counts as unavailable
_POOL_TIMEOUT = 0.4  # seconds
LONGEST_WAIT = 2 * _POOL_TIMEOUT + _WRITE_LOCK_TIMEOUT + _BUSY_TIMEOUT
"""Seconds that a webhook, which reads and then writes, waits for a database that cannot be used."""

_SUFFIXES = ("-wal", "-shm", "-journal")  # of the files that SQLite makes beside one
_CONNECTIONS = 8  # no transaction lasts longer than a few statements

# https://www.sqlite.org/fileformat.html#the_database_header: pages of 4,096 bytes, whose number is that of the file,
# because two of the counters differ; tables as SQLite makes them since 2006, in UTF-8.
_MAGIC = b"SQLite format 3\0"
_HEADER = struct.pack(
    ">16sH6B12I20x2I", _MAGIC, 4096, 1, 1, 0, 64, 32, 32, *(1, 0, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0), *(0, 0)
)

_JSON: dict[str, Any] = {"json_serializer": to_json, "json_deserializer": from_json}

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
    # With a WAL nothing is lost when the process is killed, and the file stays whole when the machine is.
    "PRAGMA synchronous = FULL",  # what was answered with 200 survives a power cut, too
)

# https://www.sqlite.org/rescode.html
_PRIMARY_CODE = 0xFF
_PROBLEMS = {
    sqlite3.SQLITE_BUSY: DatabaseProblem.LOCKED,
    sqlite3.SQLITE_LOCKED: DatabaseProblem.LOCKED,
    sqlite3.SQLITE_FULL: DatabaseProblem.FULL,
    sqlite3.SQLITE_READONLY: DatabaseProblem.READ_ONLY,
}
# SQLite's errors about the file that a backup is written into.
_OF_THE_TARGET = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
_UNREADABLE = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}

_REPLACED = (
    "another file was put in the place of {name} while it was open. Stop every process of the site, and start it again;"
    " a backup is put there with `database restore`"
)

log = logging.getLogger(__name__)


class SqliteFile:
    """The database in the file at ``path``; without a path in a private one, which goes when the process ends."""

    def __init__(self, path: Path | None) -> None:
        self._file = _File(path)
        self._was_there = False
        self._write_lock = Lock()
        self.engine = _create_engine(self._file)
        weakref.finalize(self, _close, self._file, self.engine)

    @property
    def place(self) -> str:
        """The path."""
        return self._file.name

    def is_there(self) -> bool:
        """Whether the file is. Raises OSError where that cannot be found out."""
        try:
            self._file.path.stat()
        except FileNotFoundError:
            return False
        return True

    def why_not_made(self) -> DatabaseProblem:
        """MISSING, or DOWN where no file or folder may be made in the nearest folder that there is."""
        folder = next(folder for folder in self._file.path.parents if folder.exists())
        may_make = os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)
        return DatabaseProblem.MISSING if may_make else DatabaseProblem.DOWN

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One thread after another: SQLite itself would have them all look now and then whether it is their turn."""
        if not self._write_lock.acquire(timeout=_WRITE_LOCK_TIMEOUT):
            raise TimeoutError("other threads are writing")
        try:
            yield
            self._file.check()  # what was committed to a file that is gone meanwhile is not kept
        finally:
            self._write_lock.release()

    @contextmanager
    def preparing(self) -> Iterator[Connection]:
        """SQLite itself would not wait while another process turns the WAL on."""
        with self._locked():
            self._make()
            with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                yield connection
        self.engine.dispose()  # a process that is forked now must not inherit a connection

    def version(self, connection: Connection) -> str:  # noqa: ARG002 - PostgreSQL has to be asked
        """The library's."""
        return f"SQLite {sqlite3.sqlite_version}"

    def problems(self, connection: Connection) -> list[str]:
        """From SQLite's own checks of the file and of its references."""
        try:
            said = connection.scalars(text("PRAGMA integrity_check(10)")).all()
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        except DatabaseError as error:  # damaged so much that it cannot even be checked
            return [str(error.orig)]
        return [line for line in said if line != "ok"] + [f"{row[0]} refers to a missing {row[2]}" for row in orphans]

    def problem(self, error: BaseException) -> DatabaseProblem | None:
        """By the result code of SQLite."""
        extended = getattr(error, "sqlite_errorcode", 0)
        code = extended & _PRIMARY_CODE
        if extended == sqlite3.SQLITE_IOERR_WRITE:  # so are a quota and a limit of the file's size reported
            return DatabaseProblem.FULL
        # Without a file beside it for its WAL, it cannot even be read.
        if code == sqlite3.SQLITE_CANTOPEN and self._file.is_read_only():
            return DatabaseProblem.READ_ONLY
        return _PROBLEMS.get(code)

    def size(self, connection: Connection) -> int:
        """Of the file and its WAL."""
        pages = connection.scalar(text("PRAGMA page_count")) * connection.scalar(text("PRAGMA page_size"))
        size = int(pages)
        with suppress(OSError):  # there is none, or another process has just removed it
            size += self._file.path.with_name(f"{self._file.path.name}-wal").stat().st_size
        return size

    def checkpoint(self) -> bool:
        """Write the WAL into the file and empty it, as far as no reader is open: then what was erased is in neither."""
        return _empty_wal(self.engine)

    def backup(self, file: Path) -> None:
        """Write a copy beside the file, and put it in its place when it is whole; others go on writing meanwhile."""
        part = file.with_name(f"{file.name}.part")
        self._check_other(file, part)
        _check_regular(file, part)
        try:
            _new_file(part)
            with closing(self._file.connect()) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
            part.replace(file)
        except OSError as error:
            raise _unwritable(file, error.strerror or str(error)) from error
        except sqlite3.Error as error:
            if _primary_code(error) in _OF_THE_TARGET and error.sqlite_errorcode not in _UNREADABLE:
                raise _unwritable(file, str(error)) from error
            raise
        finally:
            for suffix in ("", "-journal"):
                with suppress(OSError):  # there is none where its folder is missing, or it is in its place
                    part.with_name(f"{part.name}{suffix}").unlink()

    @contextmanager
    def as_it_is(self) -> Iterator[Connection | None]:
        """Look at the file without changing a byte, whatever its state; None where there is none.

        Where only its header is lost, a copy with another one is looked at. Raises OSError.
        """
        if not self._file.path.exists():
            yield None
            return
        with _readable(self._file.path.resolve()) as path:
            look = partial(_read_only, path)
            engine = create_engine("sqlite://", creator=look, poolclass=NullPool, **_JSON)
            with engine.connect() as connection:
                yield connection

    @contextmanager
    def copied(self, file: Path) -> Iterator[Path]:
        """A copy beside the database, so that it is on the same disk; the backup itself is not changed."""
        _make_folder(self._file.path.parent)
        part = self._file.path.with_name(f"{self._file.path.name}.restoring")
        self._check_other(file, part)
        try:
            _new_file(part)
            with closing(_read_only(file)) as source, closing(sqlite3.connect(part)) as copy:
                _check_backup(file, source)
                source.backup(copy)
            _hand_over(part)
            yield part
        finally:
            for suffix in ("", *_SUFFIXES):
                part.with_name(f"{part.name}{suffix}").unlink(missing_ok=True)

    def restore(self, file: Path) -> Path | None:
        """Write the backup into the database in one transaction, which other processes see as a whole.

        A file that is damaged so much that this fails is set aside, and the backup takes its place: a process that has
        it open uses the database no more until it is started again.
        """
        with self._locked():
            saved = self._save()
            try:
                self._make()
                with closing(_read_only(file)) as source, closing(self._file.connect()) as target:
                    source.backup(target)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._replace(file)
        self.engine.dispose()
        return saved

    def _check_other(self, *files: Path) -> None:
        """Raise RefusedFile if one of the files is the database's own, by whatever name or link."""
        for file in files:
            if any(_is_same(file, own) for own in self._file.all()):
                raise RefusedFile(f"{file} is a file of the database ({self.place}) itself: name another one.")

    def _save(self) -> Path | None:
        path = self._file.path
        if not path.exists():
            return None
        names = chain(["before-restore"], (f"before-restore-{number}" for number in count(2)))
        saved = next(found for name in names if not (found := path.with_name(f"{path.name}.{name}")).exists())
        if self._is_whole():
            self.backup(saved)
        else:
            self._copy_bytes(saved)
        return saved

    def _is_whole(self) -> bool:
        if not self._file.path.stat().st_size:
            return False
        try:
            with closing(_read_only(self._file.path.resolve())) as connection:
                said: tuple[str] = connection.execute("PRAGMA quick_check(1)").fetchone()
                return said == ("ok",)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            return False

    def _copy_bytes(self, saved: Path) -> None:
        """Of a damaged file and of its WAL, in which more may be read than in the file."""
        self.close_unchanged()
        found = self._file.path.resolve()
        try:
            for target in _copy_with_wal(found, saved):
                _hand_over(target)
        except OSError as error:
            for suffix in ("", "-wal"):
                saved.with_name(f"{saved.name}{suffix}").unlink(missing_ok=True)
            raise _unwritable(saved, error.strerror or str(error)) from error

    def _replace(self, file: Path) -> None:
        self.close_unchanged()
        found = self._file.path.resolve()
        for suffix in _SUFFIXES:  # they belong to the damaged file, and would damage the other one
            found.with_name(f"{found.name}{suffix}").unlink(missing_ok=True)
        file.replace(found)

    def close_unchanged(self) -> None:
        """As ``close``, and the WAL stays: nothing is written into a damaged file."""
        self.engine.dispose()
        self._file.close()

    def close(self) -> None:
        """Also empties the WAL. The next transaction opens whatever file lies there then."""
        _close(self._file, self.engine)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Lock the folder: one process at a time makes, upgrades or restores what lies in it."""
        folder = self._file.path.parent
        _make_folder(folder)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make(self) -> None:
        # A file that is gone while the site runs comes back, or was a mistake: an empty one in its place would hide it.
        if not self._was_there and not self._file.path.exists():
            os.close(os.open(self._file.path, os.O_RDWR | os.O_CREAT, 0o600))
            _hand_over(self._file.path)
        with closing(self._file.connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        self._was_there = True


class _File:
    """Where the file is, and which one it is, from the first connection to ``close``.

    Its WAL and the locks of other connections belong to that one. With them another file, put in its place, would be
    damaged, and what is written to a removed one is lost: neither is written.
    """

    def __init__(self, path: Path | None) -> None:
        self.name = str(path) if path else "a file that goes when the process ends"
        self._path = path and path.absolute()  # the process may go to another folder
        self._known: tuple[int, int] | None = None
        self._pin: int | None = None
        self._is_replaced = False

    @cached_property
    def path(self) -> Path:
        """The absolute path; of a private file a new one, in a folder that is made now."""
        if self._path:
            return self._path
        # The demo begins anew at each start, and two of them may run in one folder.
        folder = PrivateFolder()
        weakref.finalize(self, folder.remove)
        return folder.path / "demo.db"

    def all(self) -> list[Path]:
        """The file, and those that SQLite makes beside it."""
        # SQLite follows a link before it names them.
        found = self.path.resolve()
        return [self.path, *(found.with_name(f"{found.name}{suffix}") for suffix in ("", *_SUFFIXES))]

    def connect(self) -> sqlite3.Connection:
        """A connection whose transactions begin and end where SQLAlchemy says so; it makes no file."""
        uri = f"{self.path.as_uri()}?mode=rw"
        if self._known:
            self.check()
        else:
            self._open()
        self._match_modes()
        connection = sqlite3.connect(uri, _BUSY_TIMEOUT, uri=True, isolation_level=None, check_same_thread=False)
        try:
            self.check()  # the one that was opened just now, too
        except BaseException:
            connection.close()
            raise
        return connection

    def _match_modes(self) -> None:
        """Let -wal and -shm be written like the file: such as were made while it was read-only would keep it so."""
        found = self.path.resolve()
        for suffix in ("-wal", "-shm"):
            beside = found.with_name(f"{found.name}{suffix}")
            with suppress(OSError):  # there is none, or it is not ours
                mode = S_IMODE(found.stat().st_mode)
                if S_IMODE(beside.stat().st_mode) != mode:
                    beside.chmod(mode)

    def check(self) -> None:
        """Raise DatabaseUnavailable where the file is gone, or another one lies in its place."""
        found = self.identity()
        if found is None:
            raise DatabaseUnavailable(f"{self.name} is gone, or its folder cannot be read")
        if found == self._known:
            return
        if not self._is_replaced:
            self._is_replaced = True
            log.error("The database cannot be used: %s", _REPLACED.format(name=self.name))
        raise DatabaseUnavailable(_REPLACED.format(name=self.name), DatabaseProblem.REPLACED)

    def is_known(self) -> bool:
        """Whether the file that lies there now is the one that was opened."""
        return self._known is not None and self._known == self.identity()

    def _open(self) -> None:
        """Hold the file, so that no other one gets its number, without the locks that closing a file would end."""
        if hasattr(os, "O_PATH"):
            with suppress(FileNotFoundError):
                self._pin = os.open(self.path, os.O_PATH | os.O_CLOEXEC)
        self._known = self.identity()

    def close(self) -> None:
        """Open whatever file lies there the next time."""
        pin, self._pin, self._known, self._is_replaced = self._pin, None, None, False
        if pin is not None:
            os.close(pin)

    def is_read_only(self) -> bool:
        """Whether the file is there, and this process may not write beside it."""
        return self.path.exists() and not os.access(self.path.parent, os.W_OK)

    def identity(self) -> tuple[int, int] | None:
        """Device and inode of the file that lies there now."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _is_same(one: Path, other: Path) -> bool:
    """Whether both are one file; where none is there yet, whether they would be."""
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _hand_over(folder)


def _hand_over(path: Path) -> None:
    """Let what root makes belong to the owner of its folder: a command run as root must not lock the site out."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _new_file(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))


def _copy_with_wal(file: Path, copy: Path) -> list[Path]:
    """Byte by byte, whatever stands in them. Returns the files that were written."""
    written = []
    for suffix in ("", "-wal"):
        source, target = (each.with_name(f"{each.name}{suffix}") for each in (file, copy))
        if source.exists():
            _new_file(target)
            shutil.copyfile(source, target)
            written.append(target)
    return written


@contextmanager
def _readable(file: Path) -> Iterator[Path]:
    """The file, or for as long a copy of it with a header."""
    with file.open("rb") as opened:
        has_header = opened.read(len(_MAGIC)) == _MAGIC
    if has_header:
        yield file
        return
    copy = file.with_name(f"{file.name}.reading")
    try:
        _copy_with_wal(file, copy)
        with copy.open("r+b") as opened:
            opened.write(_HEADER)
        yield copy
    finally:
        for suffix in ("", *_SUFFIXES):
            copy.with_name(f"{copy.name}{suffix}").unlink(missing_ok=True)


def _read_only(file: Path) -> sqlite3.Connection:
    has_wal = file.with_name(f"{file.name}-wal").exists()
    # Else SQLite would make a WAL beside it, and leave it there.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro{'' if has_wal else '&immutable=1'}", uri=True)


def _check_backup(file: Path, source: sqlite3.Connection) -> None:
    """Raise RefusedFile unless the file is whole, and one of ours."""
    try:
        (said,) = source.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise RefusedFile(f"The backup {file} is damaged itself ({said}): name another one.")
        if not source.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise RefusedFile(f"{file} is no backup of such a database.")
        (found,) = source.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise RefusedFile(f"{file} is no backup that can be read ({error}): name another one.") from error
    check_known(found)


def _check_regular(*files: Path) -> None:
    """Raise RefusedFile for a device, a pipe or a folder: a file would take its place."""
    for file in files:
        if file.exists() and not file.is_file():
            raise RefusedFile(f"{file} is there, and is no file: name another one.")


def _unwritable(file: Path, why: str) -> RefusedFile:
    return RefusedFile(f"{file} cannot be written: {why}. Name a file in a folder that is there and has room.")


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE


def _is_damage(error: sqlite3.Error) -> bool:
    is_malformed = _primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return is_malformed or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHORT_READ


def _create_engine(file: _File) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=file.connect,
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_POOL_TIMEOUT,
        hide_parameters=True,
        **_JSON,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "checkout", partial(_check_same_file, file))
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _check_same_file(
    file: _File, connection: sqlite3.Connection, _: ConnectionPoolEntry, __: PoolProxiedConnection
) -> None:
    try:
        file.check()
    except DatabaseUnavailable:
        # The WAL belongs to the file that was opened: another one in its place would be damaged by it.
        connection.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raise


def _begin(connection: Connection) -> None:
    """Lock at once where the transaction will write: one that read before could not wait for its turn."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _close(file: _File, engine: Engine) -> None:
    if file.is_known():
        # Another process reads just now, and empties it when it ends; or the file was replaced in this moment.
        with suppress(SQLAlchemyError, DatabaseUnavailable):
            _empty_wal(engine)
    engine.dispose()
    file.close()


def _empty_wal(engine: Engine) -> bool:
    """Returns False while others read what is in it. Raises SQLAlchemyError."""
    statement = "PRAGMA wal_checkpoint(TRUNCATE)"
    with engine.connect() as connection:
        try:  # outside of any transaction, and so of what SQLAlchemy translates
            is_busy, *_ = connection.connection.cursor().execute(statement).fetchone()
        except sqlite3.Error as error:
            raise DatabaseError(statement, None, error) from error
    return not is_busy
