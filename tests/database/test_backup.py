import sqlite3
import stat
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from tests.database.conftest import opened
from tests.database.order_rows import order, put
from tracking.database import (
    Database,
    DatabaseTooNew,
    DatabaseUnavailable,
    NotForThisDatabase,
    RefusedFile,
    backup,
    orders,
)
from tracking.database.upgrade import newest_revision


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "saved"


def ids(database: Database) -> list[str]:
    with database.read() as transaction:
        return sorted(row.id for row in orders.by_name(transaction, "#1001"))


def test_a_backup_that_is_restored_has_what_was_there(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    put(database, order("2"))
    saved = backup.restore(database, file)
    assert ids(database) == ["1"]
    assert saved == tmp_path / "orders.db.before-restore"
    backup.restore(database, saved)
    assert ids(database) == ["1", "2"]
    database.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_is_restored_where_nothing_is_yet(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    database.close()
    other = opened(f"sqlite:///{tmp_path / 'elsewhere' / 'orders.db'}")
    assert backup.restore(other, file) is None
    assert ids(other) == ["1"]
    assert other.check().problems == ()
    other.close()


def test_the_database_s_own_files_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    database, own = opened(sqlite_url), tmp_path / "orders.db"
    put(database, order("1"))
    (tmp_path / "link").symlink_to(own)
    (tmp_path / "hard").hardlink_to(own)
    (tmp_path / "taken.part").symlink_to(own)
    names = ["orders.db", "orders.db-wal", "orders.db-shm", "orders.db-journal", "link", "hard", "taken"]
    for name in (*names, "../" + tmp_path.name + "/orders.db"):
        with pytest.raises(RefusedFile, match="itself"):
            backup.backup(database, tmp_path / name)
    with pytest.raises(RefusedFile, match="itself"):
        backup.restore(database, tmp_path / "link")
    linked = opened(f"sqlite:///{tmp_path / 'link'}")
    with pytest.raises(RefusedFile, match="itself"):
        backup.backup(linked, tmp_path / "orders.db-wal")
    linked.close()
    assert ids(database) == ["1"]
    assert database.check().problems == ()
    database.close()


def test_a_backup_is_whole_while_others_write(sqlite_url: str, file: Path) -> None:
    database = opened(sqlite_url)
    database.prepare()
    ended, written = Event(), Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            put(database, order(f"{number}"), numbers=[f"{number}"])
            number += 1
            written.set()

    writer = Thread(target=write)
    writer.start()
    try:
        assert written.wait(60)
        for _ in range(3):
            backup.backup(database, file)
            copy = opened(f"sqlite:///{file}")
            assert copy.check().problems == ()
            copy.close()
    finally:
        ended.set()
        writer.join()
        database.close()


def test_another_process_sees_what_was_restored(sqlite_url: str, file: Path) -> None:
    database, site = opened(sqlite_url), opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    put(site, order("2"))
    backup.restore(database, file)
    assert ids(site) == ["1"]
    assert put(site, order("3"))
    assert ids(database) == ["1", "3"]
    database.close()
    site.close()


def test_a_file_that_is_no_backup_changes_nothing(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    file.write_text("words " * 1000)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        backup.restore(database, file)
    file.unlink()
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE songs (title)")
    other.close()
    with pytest.raises(DatabaseUnavailable, match="no backup of such a database"):
        backup.restore(database, file)
    with pytest.raises(DatabaseUnavailable):
        backup.restore(database, tmp_path / "nowhere")
    assert ids(database) == ["1"]
    database.close()


def test_the_backup_of_a_newer_version_changes_nothing(sqlite_url: str, file: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    newer = opened(f"sqlite:///{file}")
    with newer.write() as transaction:
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer.close()
    with pytest.raises(DatabaseTooNew):
        backup.restore(database, file)
    assert ids(database) == ["1"]
    assert database.check().revision == newest_revision()
    database.close()


def test_a_folder_that_is_not_there_is_named(sqlite_url: str, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    with pytest.raises(DatabaseUnavailable, match="nowhere"):
        backup.backup(database, tmp_path / "nowhere" / "saved")
    database.close()


def test_postgresql_is_saved_with_its_own_tools(postgres_url: str, file: Path) -> None:
    database = opened(postgres_url)
    with pytest.raises(NotForThisDatabase, match="pg_dump"):
        backup.backup(database, file)
    with pytest.raises(NotForThisDatabase, match="pg_restore"):
        backup.restore(database, file)
    database.close()
