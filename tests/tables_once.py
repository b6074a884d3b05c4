"""Databases of tests: those in SQLite are quickly made, and not kept from a power cut; statements are compiled once."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine

from tracking.database import sqlite
from tracking.database.upgrade import upgrade

PRAGMAS = sqlite.PRAGMAS  # of a real site
# No test cuts the power: nothing needs to be on the disk.
HASTY_PRAGMAS = tuple(pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in PRAGMAS)

_statements: list[str] = []  # that make them, with the rows that the migrations write


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


def upgrade_once(connection: Connection) -> None:
    """In place of ``upgrade``, in all tests but its own: repeats what that made of the first empty file.

    At a thirtieth of the time.
    """
    if connection.dialect.name != "sqlite" or connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
        upgrade(connection)
        return
    file = connection.connection.driver_connection
    assert file
    if _statements:
        for statement in _statements:
            file.execute(statement)
    else:
        upgrade(connection)
        _statements.extend(each for each in file.iterdump() if each not in {"BEGIN TRANSACTION;", "COMMIT;"})
