"""Databases of tests: those in SQLite are quickly made, and not kept from a power cut; statements are compiled once."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine

from tracking.database import sqlite
from tracking.database.sqlite import SqliteFile
from tracking.database.upgrade import newest_revision, upgrade

PRAGMAS = sqlite.PRAGMAS  # of a real site
# No test cuts the power: nothing needs to be on the disk.
HASTY_PRAGMAS = tuple(pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in PRAGMAS)


def create_engine_once(url: str, **options: Any) -> Engine:  # noqa: ANN401 - as the original
    """In place of ``create_engine`` for SQLite: each engine would compile the same statements anew."""
    engine, first = create_engine(url, **options), _first(options["json_serializer"], options["json_deserializer"])
    engine.dialect = engine.pool._dialect = first.dialect  # noqa: SLF001 - the keys of what was compiled have it
    engine._compiled_cache = first._compiled_cache  # noqa: SLF001
    return engine


def create_server_engine_once(url: str, **options: Any) -> Engine:  # noqa: ANN401 - as the original
    """The same for PostgreSQL, from when a first engine has asked it for its version."""
    engine = create_engine(url, **options)
    known = next((each for each in _servers if each.dialect.server_version_info), None)
    if known:
        engine.dialect = engine.pool._dialect = known.dialect  # noqa: SLF001 - likewise
        engine._compiled_cache = known._compiled_cache  # noqa: SLF001
    else:
        _servers.append(engine)
    return engine


_servers: list[Engine] = []


@cache
def _first(json_serializer: Callable[[object], str], json_deserializer: Callable[[str], object]) -> Engine:
    engine = create_engine("sqlite://", json_serializer=json_serializer, json_deserializer=json_deserializer)
    engine.connect().close()  # which tells the dialect the version of SQLite
    engine.dispose()
    return engine


def make_file_once(self: SqliteFile) -> None:
    """In place of ``SqliteFile._make``: a new file is a copy of one that has the tables, at a fifth of the time."""
    file = self._file.path
    if not self._was_there and not file.exists():
        with suppress(OSError):  # the original says of it what a site says
            _write_new(file)
            self._was_there = True
            return
    MAKE(self)


MAKE = SqliteFile._make  # of a real site


def _write_new(file: Path) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        try:
            new.write(new_database())
            new.flush()
        except OSError:
            file.unlink()
            raise
    sqlite._hand_over(file)  # noqa: SLF001


@cache
def new_database() -> bytes:
    """A file with all tables, and the rows that the migrations write, to be opened with a WAL."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
    with engine.connect() as connection:
        file = connection.connection.driver_connection
        assert file
        file.execute("VACUUM")
        made = bytearray(file.serialize())
    engine.dispose()
    made[18:20] = b"\x02\x02"  # https://www.sqlite.org/fileformat.html: versions of the format for writing and reading
    return bytes(made)


def upgrade_once(connection: Connection) -> None:
    """In place of ``upgrade``, in all tests but its own: nothing is to be done where the tables are of this version."""
    if connection.dialect.name != "sqlite" or _revision(connection) != newest_revision():
        upgrade(connection)


def _revision(connection: Connection) -> str | None:
    file = connection.connection.driver_connection
    assert file
    try:
        found: list[tuple[str]] = file.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:  # there are no tables yet, or they cannot be read
        return None
    return found[0][0] if len(found) == 1 else None
