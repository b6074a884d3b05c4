import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.database.conftest import opened
from tests.fakes import Clock
from tracking.database import Database, DatabaseProblem, DatabaseUnavailable, WriteProbe, progress


def test_write_probe_leaves_nothing_behind(database: Database, clock: Clock) -> None:
    WriteProbe(database, monotonic=clock.monotonic).check()
    with database.read() as transaction:
        assert progress.get(transaction, "ping") is None


def test_a_failure_holds_for_some_seconds_and_so_does_success(sqlite_url: str, clock: Clock) -> None:
    database, file = opened(sqlite_url), Path(sqlite_url.removeprefix("sqlite:///"))
    probe = WriteProbe(database, monotonic=clock.monotonic)
    probe.check()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        probe.check()
        clock.advance(seconds=5)
        with pytest.raises(DatabaseUnavailable, match="locked"):
            probe.check()
    with pytest.raises(DatabaseUnavailable, match="locked") as failed:
        probe.check()
    assert failed.value.problem is DatabaseProblem.LOCKED
    clock.advance(seconds=5)
    probe.check()
    database.close()
