from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.database.conftest import opened
from tests.database.order_rows import order, put
from tests.fakes import NOW
from tests.tables_once import PRAGMAS
from tracking.database import DatabaseUnavailable, orders, sqlite, webhooks_seen
from tracking.database.orders import FoundBy

CANARY = "canary-of-an-erased-order"


def test_threads_of_one_process_take_turns_to_write(tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path / 'orders.db'}")
    database.prepare()  # which may take longer than a turn

    def add(number: int) -> None:
        with database.write() as transaction:
            webhooks_seen.add(transaction, str(number), now=NOW)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(add, range(40)))
    with database.read() as transaction:
        assert all(webhooks_seen.is_known(transaction, str(number)) for number in range(40))
    database.close()


def test_a_turn_that_does_not_come_is_an_unavailable_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_WRITE_LOCK_TIMEOUT", 0.01)
    database = opened(f"sqlite:///{tmp_path / 'orders.db'}")
    database.prepare()  # which may take longer than a turn
    with database.write(), ThreadPoolExecutor(1) as pool:
        answer = pool.submit(database.ping)
        with pytest.raises(DatabaseUnavailable, match="other threads are writing"):
            answer.result()
    database.ping()
    database.close()


def test_connections_are_set_up(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PRAGMAS", PRAGMAS)
    database = opened(sqlite_url)
    with database.read() as transaction:
        found = {
            name: transaction.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "secure_delete", "synchronous", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "synchronous": 2,
        "busy_timeout": 1250,
    }
    database.close()


def test_reader_does_not_see_uncommitted_rows(sqlite_url: str) -> None:
    database = opened(sqlite_url)
    with database.write() as writing:
        orders.put(writing, order("1"), FoundBy())
        with database.read() as reading:
            assert orders.get(reading, "1") is None
    with database.read() as reading:
        assert orders.get(reading, "1")
    database.close()


def test_two_processes_write_in_turn(sqlite_url: str) -> None:
    one, two = opened(sqlite_url), opened(sqlite_url)
    for database, number in ((one, "1"), (two, "2"), (one, "3")):
        with database.write() as transaction:
            assert webhooks_seen.add(transaction, number, now=NOW)
    one.close()
    two.close()


def test_the_end_of_the_process_empties_the_wal(sqlite_url: str, tmp_path: Path) -> None:
    database, other = opened(sqlite_url), opened(sqlite_url)
    other.ping()
    put(database, order(location=CANARY))
    assert CANARY.encode() in (tmp_path / "orders.db-wal").read_bytes()
    database.close()
    assert (tmp_path / "orders.db-wal").stat().st_size == 0, "another process still has it open"
    other.close()
    assert [path.name for path in tmp_path.iterdir()] == ["orders.db"]
