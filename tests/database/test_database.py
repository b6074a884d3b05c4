import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from tests.database.conftest import opened
from tests.database.order_rows import order, put
from tests.fakes import NOW
from tests.permissions import unprivileged
from tests.postgres_server import PostgresServer
from tracking.database import Database, DatabaseProblem, DatabaseUnavailable, leases, orders, postgresql, webhooks_seen
from tracking.database import sqlite as sqlite_backend
from tracking.database.tables import leases as leases_table
from tracking.database.upgrade import newest_revision

WEBHOOK_TIMEOUT = 3.0  # seconds in which a webhook is answered


def known(database: Database, order_id: str = "1") -> bool:
    with database.read() as transaction:
        return orders.get(transaction, order_id) is not None


@pytest.fixture
def sqlite_file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    database = opened(sqlite_url)
    database.prepare()
    yield database
    database.close()


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    database = opened(postgres_url)
    yield database
    database.close()


def fail_after_writing(database: Database) -> None:
    with database.write() as transaction:
        webhooks_seen.add(transaction, "1", now=NOW)
        leases.take(transaction, "worker", "a", now=NOW)
        raise RuntimeError


def test_a_transaction_is_kept_as_a_whole(database: Database) -> None:
    with pytest.raises(RuntimeError):
        fail_after_writing(database)
    with database.write() as transaction:
        assert webhooks_seen.add(transaction, "1", now=NOW)
        assert leases.last_end(transaction, "worker") is None


def test_a_fault_of_ours_is_no_outage(database: Database) -> None:
    row = {"name": "worker", "holder": "a", "until": NOW}
    with pytest.raises(IntegrityError), database.write() as transaction:
        transaction.execute(leases_table.insert(), [row, row])


def test_a_callers_error_stays_what_it_is(database: Database) -> None:
    with pytest.raises(ConnectionError), database.read():
        raise ConnectionError


def test_check_tells_version_revision_size_and_problems(database: Database) -> None:
    database.ping()
    state = database.check()
    assert state.version.startswith(("SQLite 3.", "PostgreSQL 1"))
    assert (state.revision, state.problems) == (newest_revision(), ())
    assert state.size > 50_000


def test_no_value_stands_in_an_error(database: Database) -> None:
    with pytest.raises(Exception, match=r"[\s\S]+") as failed, database.write() as transaction:
        transaction.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "canary"})
    assert "canary" not in repr(failed.value) + str(failed.value) + repr(failed.value.__cause__)


def test_a_database_without_a_folder_to_write_to_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    database = opened(f"sqlite:///{tmp_path / 'file' / 'orders.db'}")
    with pytest.raises(DatabaseUnavailable, match="Not a directory"):
        database.ping()


def test_a_webhook_does_not_wait_longer_than_shopify() -> None:
    """The tests of each outage show that it ends; this one, that the bounds add up."""
    assert max(sqlite_backend.LONGEST_WAIT, postgresql.LONGEST_WAIT) < WEBHOOK_TIMEOUT


@contextmanager
def locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_locked_file_is_read_and_soon_unavailable_for_writing(sqlite: Database, sqlite_file: Path) -> None:
    put(sqlite, order("1"))
    with locked(sqlite_file):
        assert known(sqlite)
        with pytest.raises(DatabaseUnavailable, match="locked"):
            put(sqlite, order("2"))
    assert put(sqlite, order("2"))


def test_a_full_disk_keeps_what_is_there_and_nothing_of_what_did_not_fit(sqlite: Database) -> None:
    put(sqlite, order("1"))
    pages = sqlite.check().size // 4096
    sqlite.close()
    limit = event.listens_for(sqlite.backend.engine, "connect")(
        lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages + 2}").close()
    )
    large = order("2", answer={"title": os.urandom(500_000).hex()})  # more than upgrades have left free
    with pytest.raises(DatabaseUnavailable, match="full"):
        put(sqlite, large)
    assert known(sqlite, "1")
    assert not known(sqlite, "2")
    event.remove(sqlite.backend.engine, "connect", limit)
    sqlite.close()
    assert put(sqlite, large)


@contextmanager
def limited_file_size(size: int) -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_checkpoint_that_finds_no_room_is_owed(sqlite: Database, sqlite_file: Path) -> None:
    wal = sqlite_file.with_name(f"{sqlite_file.name}-wal")
    sqlite.checkpoint()
    put(sqlite, order("1", answer={"title": "x" * 100_000}))
    with limited_file_size(sqlite_file.stat().st_size):
        for _ in range(2):
            with pytest.raises(DatabaseUnavailable, match="what was deleted may still stand") as failed:
                sqlite.checkpoint()
            assert (failed.value.problem, sqlite.owes_checkpoint) == (DatabaseProblem.FULL, True)
        sqlite.close()
    assert known(sqlite)
    sqlite.checkpoint()
    assert not sqlite.owes_checkpoint
    assert wal.stat().st_size == 0


def test_a_checkpoint_is_owed_while_others_read(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_backend, "_BUSY_TIMEOUT", 0)
    sqlite.close()
    put(sqlite, order("1"))
    with sqlite.read() as reading:
        assert orders.get(reading, "1")
        put(sqlite, order("2"))
        sqlite.checkpoint()
        assert sqlite.owes_checkpoint
    sqlite.checkpoint()
    assert not sqlite.owes_checkpoint


def test_a_read_only_file_is_unavailable_for_writing(sqlite: Database) -> None:
    put(sqlite, order("1"))
    sqlite.close()
    event.listen(sqlite.backend.engine, "connect", lambda it, _: it.execute("PRAGMA query_only = ON").close())
    assert known(sqlite)
    with pytest.raises(DatabaseUnavailable, match="readonly"):
        put(sqlite, order("2"))


def test_a_file_that_is_gone_is_not_made_anew_and_may_come_back(sqlite: Database, sqlite_file: Path) -> None:
    put(sqlite, order("1"))
    sqlite.close()
    away = sqlite_file.rename(sqlite_file.with_name("away.db"))
    with pytest.raises(DatabaseUnavailable):
        put(sqlite, order("2"))
    assert not sqlite_file.exists()
    away.rename(sqlite_file)
    assert known(sqlite)


@pytest.mark.parametrize("is_removed_first", [False, True], ids=["mv", "rm"])
def test_another_file_in_its_place_is_not_used_until_a_restart(
    sqlite: Database, sqlite_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, is_removed_first: bool
) -> None:
    other = opened(f"sqlite:///{tmp_path / 'other.db'}")
    put(other, order("2"))
    other.close()
    put(sqlite, order("1"))
    put(sqlite, order("3"))
    if is_removed_first:
        sqlite_file.unlink()
        with pytest.raises(DatabaseUnavailable, match="gone"):
            known(sqlite)
    os.replace(tmp_path / "other.db", sqlite_file)  # noqa: PTH105 - as mv does
    for _ in range(3):
        with pytest.raises(DatabaseUnavailable, match="another file") as failed:
            put(sqlite, order("4"))
        assert failed.value.problem is DatabaseProblem.REPLACED
    assert [record.levelname for record in caplog.records if "start it again" in record.getMessage()] == ["ERROR"]
    sqlite.close()
    again = opened(f"sqlite:///{sqlite_file}")
    assert again.check().problems == ()
    assert known(again, "2")
    assert not known(again, "1")
    again.close()


def test_a_process_that_is_killed_after_it_saw_another_file_does_not_damage_it(
    sqlite: Database, sqlite_file: Path, tmp_path: Path
) -> None:
    other = opened(f"sqlite:///{tmp_path / 'other.db'}")
    put(other, order("2"))
    other.close()
    put(sqlite, order("1"))
    os.replace(tmp_path / "other.db", sqlite_file)  # noqa: PTH105 - as mv does
    with pytest.raises(DatabaseUnavailable):
        known(sqlite)
    assert sqlite_file.with_name(f"{sqlite_file.name}-wal").stat().st_size == 0


def test_commit_while_the_file_is_replaced_raises_an_error(sqlite: Database, sqlite_file: Path, tmp_path: Path) -> None:
    other = opened(f"sqlite:///{tmp_path / 'other.db'}")
    other.prepare()
    other.close()
    with pytest.raises(DatabaseUnavailable, match="another file"), sqlite.write() as transaction:  # noqa: PT012 - the end of the transaction raises
        webhooks_seen.add(transaction, "1", now=NOW)
        os.replace(tmp_path / "other.db", sqlite_file)  # noqa: PTH105 - as mv does


def test_a_damaged_file_is_reported(sqlite: Database, sqlite_file: Path) -> None:
    for number in range(50):
        put(sqlite, order(f"{number}", answer={"title": "x" * 3000}))
    sqlite.close()
    with sqlite_file.open("r+b") as file:
        file.seek(80 * 4096)
        file.write(os.urandom(20 * 4096))
    assert sqlite.check().problems


def test_a_file_of_something_else_is_unavailable(sqlite_url: str, sqlite_file: Path) -> None:
    sqlite_file.write_text("no database at all, and longer than the header of one\n" * 10)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        opened(sqlite_url).ping()


def test_a_server_that_was_started_again_is_met_without_an_error(
    postgres: Database, postgres_server: PostgresServer
) -> None:
    put(postgres, order("1"))
    postgres_server.stop()
    with pytest.raises(DatabaseUnavailable, match="refused"):
        known(postgres)
    postgres_server.start()
    assert known(postgres)
    postgres_server.stop()
    postgres_server.start()
    assert known(postgres), "a connection from before is not used"


def test_a_server_that_does_not_answer_is_given_up(postgres: Database, postgres_server: PostgresServer) -> None:
    put(postgres, order("1"))
    with postgres_server.paused(), pytest.raises(DatabaseUnavailable):
        known(postgres)
    assert known(postgres)


def test_a_row_that_another_transaction_holds_is_soon_unavailable(postgres: Database) -> None:
    put(postgres, order("1"))
    with postgres.write() as other:
        orders.lock(other, "1")
        with pytest.raises(DatabaseUnavailable, match="lock timeout"):
            put(postgres, order("1"))
    assert put(postgres, order("1"))


def test_a_server_that_only_reads_is_unavailable_for_writing(
    postgres: Database, postgres_url: str, postgres_server: PostgresServer
) -> None:
    put(postgres, order("1"))
    postgres.close()
    name = postgres_url.rpartition("/")[2]
    postgres_server.execute("ALTER DATABASE {} SET default_transaction_read_only = on", name)
    try:
        assert known(postgres)
        with pytest.raises(DatabaseUnavailable, match="read-only"):
            put(postgres, order("2"))
    finally:
        postgres_server.execute("ALTER DATABASE {} RESET default_transaction_read_only", name)


def test_database_that_only_looks_makes_no_file_and_uses_one_made_since(sqlite_url: str) -> None:
    looker, maker = opened(sqlite_url), opened(sqlite_url)
    looker.only_look()
    for transaction in (looker.read, looker.write):
        with pytest.raises(DatabaseUnavailable) as found, transaction():
            pass
        assert found.value.problem is DatabaseProblem.MISSING
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()
    maker.prepare()
    looker.ping()
    looker.close()
    maker.close()


def test_a_file_that_may_be_written_again_needs_no_restart() -> None:
    with unprivileged() as folder:
        database, file = opened(f"sqlite:///{folder / 'orders.db'}"), folder / "orders.db"
        database.prepare()
        database.close()
        file.chmod(0o444)
        with pytest.raises(DatabaseUnavailable) as found:
            database.ping()
        assert found.value.problem is DatabaseProblem.READ_ONLY
        file.chmod(0o600)
        database.ping()
        database.close()


def test_database_that_this_user_may_not_make_is_down_and_not_missing() -> None:
    with unprivileged() as folder:
        folder.chmod(0o500)
        looker = opened(f"sqlite:///{folder / 'data' / 'orders.db'}")
        looker.only_look()
        with pytest.raises(DatabaseUnavailable, match="this user may not make it") as found:
            looker.ping()
        assert found.value.problem is DatabaseProblem.DOWN
        looker.close()
