import shutil
import sqlite3
import stat
from collections.abc import Callable, Sequence
from os import mkfifo
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest
from sqlalchemy import text

from tests.database.conftest import opened
from tests.database.order_rows import order, put
from tests.database.test_database import limited_file_size
from tests.fakes import NOW
from tests.small_disk import small_disk
from tracking.database import (
    Database,
    DatabaseTooNew,
    DatabaseUnavailable,
    NotForThisDatabase,
    RefusedFile,
    backup,
    erased_orders,
    leases,
    orders,
)
from tracking.database.carried_over import Carried
from tracking.database.upgrade import newest_revision


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "saved"


def restore(database: Database, file: Path) -> Path | None:
    """Without a key, so that no erased order is recognized."""
    return backup.restore(database, file, lambda _: None, now=NOW).saved


def ids(database: Database) -> list[str]:
    with database.read() as transaction:
        return sorted(row.id for row in orders.by_name(transaction, "#1001"))


def test_a_backup_that_is_restored_has_what_was_there(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    put(database, order("2"))
    saved = restore(database, file)
    assert ids(database) == ["1"]
    assert saved == tmp_path / "orders.db.before-restore"
    restore(database, saved)
    assert ids(database) == ["1", "2"]
    database.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_restore_keeps_what_the_first_one_saved(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    backup.backup(database, file)
    put(database, order("1"))
    first = restore(database, file)
    put(database, order("2"))
    second, third = restore(database, file), restore(database, file)
    assert [first, second, third] == [tmp_path / f"orders.db.before-restore{each}" for each in ("", "-2", "-3")]
    assert restore(database, tmp_path / "orders.db.before-restore")
    assert ids(database) == ["1"]
    database.close()


def test_a_restore_leaves_nothing_beside_the_backup(sqlite_url: str, tmp_path: Path) -> None:
    database, folder = opened(sqlite_url), tmp_path / "saved"
    folder.mkdir()
    backup.backup(database, folder / "X")
    restore(database, folder / "X")
    (folder / "Y").write_text("words " * 1000)
    with pytest.raises(RefusedFile, match="Y is no backup that can be read"):
        restore(database, folder / "Y")
    database.close()
    assert {path.name for path in folder.iterdir()} == {"X", "Y"}
    assert {path.name for path in tmp_path.iterdir()} == {"saved", "orders.db", "orders.db.before-restore"}


def test_the_list_of_erased_orders_outlives_a_restore(sqlite_url: str, file: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    with database.write() as transaction:
        erased_orders.add(transaction, "hash", until=NOW)
    seen: list[bool] = []

    def look(copy: Database) -> None:
        with copy.read() as transaction:
            seen.append(erased_orders.has_any(transaction, ["hash"]))

    assert backup.restore(database, file, look, now=NOW).unread == set()
    with database.read() as transaction:
        assert [*seen, erased_orders.has_any(transaction, ["hash"])] == [True, True]
    database.close()


def test_where_nothing_was_which_orders_were_erased_is_not_known(sqlite_url: str, file: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    database.close()
    Path(sqlite_url.removeprefix("sqlite:///")).unlink()
    again = opened(sqlite_url)
    assert backup.restore(again, file, lambda _: None, now=NOW) == backup.Restored(
        saved=None, unread=frozenset(Carried)
    )
    assert ids(again) == ["1"]
    again.close()


_RANDOM = Random(7)  # noqa: S311 - the same bytes each time


def _in_pages(content: bytes, pages: Sequence[int]) -> bytes:
    damaged = bytearray(content)
    for page in pages:
        damaged[page * _PAGE : (page + 1) * _PAGE] = _RANDOM.randbytes(_PAGE)
    return bytes(damaged)


_PAGE = 4096
_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "another header": lambda content: _RANDOM.randbytes(100) + content[100:],
    "half of it": lambda content: content[: len(content) // 2],
    "another schema page": lambda content: content[:100] + _RANDOM.randbytes(_PAGE - 100) + content[_PAGE:],
    "twenty other pages": lambda content: _in_pages(content, _RANDOM.sample(range(1, len(content) // _PAGE), 20)),
    "words": lambda content: b"words " * (len(content) // 6),
}


@pytest.mark.parametrize("damage", _DAMAGE.values(), ids=_DAMAGE)
def test_a_damaged_database_is_set_aside_as_it_is(
    sqlite_url: str, file: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    database, path = opened(sqlite_url), tmp_path / "orders.db"
    put(database, order("1"))
    backup.backup(database, file)
    with database.write() as transaction:
        erased_orders.add(transaction, "hash", until=NOW)
    database.close()
    path.write_bytes(damage(path.read_bytes()))
    found = path.read_bytes()
    backup.check_unused(database, "worker", now=NOW)
    restored = backup.restore(database, file, lambda _: None, now=NOW)
    assert restored.saved == tmp_path / "orders.db.before-restore"
    assert restored.saved.read_bytes() == found
    assert stat.S_IMODE(restored.saved.stat().st_mode) == 0o600
    with database.read() as transaction:
        assert erased_orders.has_any(transaction, ["hash"]) == (Carried.ERASED not in restored.unread)
    assert ids(database) == ["1"]
    assert database.check().problems == ()
    assert put(database, order("2"))
    database.close()
    assert {path.name for path in tmp_path.iterdir()} == {"saved", "orders.db", "orders.db.before-restore"}


def test_a_damaged_database_is_set_aside_with_its_log_of_a_process_that_was_killed(
    sqlite_url: str, file: Path, tmp_path: Path
) -> None:
    database, killed = opened(sqlite_url), tmp_path / "killed"
    killed.mkdir()
    put(database, order("1"))
    backup.backup(database, file)
    with database.write() as transaction:
        erased_orders.add(transaction, "hash", until=NOW)
    for suffix in ("", "-wal"):  # as they lie on the disk at this moment
        shutil.copyfile(tmp_path / f"orders.db{suffix}", killed / f"orders.db{suffix}")
    database.close()
    (killed / "orders.db").write_bytes(_RANDOM.randbytes(100) + (killed / "orders.db").read_bytes()[100:])
    log = (killed / "orders.db-wal").read_bytes()
    other = opened(f"sqlite:///{killed / 'orders.db'}")
    restored = backup.restore(other, file, lambda _: None, now=NOW)
    assert (killed / "orders.db.before-restore-wal").read_bytes() == log
    assert not list(killed.glob("*.reading*"))
    with other.read() as transaction:
        assert erased_orders.has_any(transaction, ["hash"]) == (Carried.ERASED not in restored.unread)
    assert other.check().problems == ()
    other.close()


def test_a_database_with_a_worker_is_in_use_until_its_lease_ends(sqlite_url: str) -> None:
    database = opened(sqlite_url)
    backup.check_unused(database, "worker", now=NOW)
    with database.write() as transaction:
        leases.take(transaction, "worker", "a process", now=NOW)
    with pytest.raises(RefusedFile, match=r"running.*--force"):
        backup.check_unused(database, "worker", now=NOW)
    backup.check_unused(database, "worker", now=NOW + leases.DURATION)
    with database.write() as transaction:
        leases.release(transaction, "worker", "a process")
    backup.check_unused(database, "worker", now=NOW)
    database.close()


def test_a_backup_is_restored_where_nothing_is_yet(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    backup.backup(database, file)
    database.close()
    other = opened(f"sqlite:///{tmp_path / 'elsewhere' / 'orders.db'}")
    assert restore(other, file) is None
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
        restore(database, tmp_path / "link")
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
    restore(database, file)
    assert ids(site) == ["1"]
    assert put(site, order("3"))
    assert ids(database) == ["1", "3"]
    database.close()
    site.close()


def test_a_file_that_is_no_backup_changes_nothing(sqlite_url: str, file: Path, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    file.write_text("words " * 1000)
    with pytest.raises(RefusedFile, match=r"saved is no backup that can be read .*not a database"):
        restore(database, file)
    file.unlink()
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE songs (title)")
    other.close()
    with pytest.raises(RefusedFile, match="no backup of such a database"):
        restore(database, file)
    with pytest.raises(DatabaseUnavailable):
        restore(database, tmp_path / "nowhere")
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
        restore(database, file)
    assert ids(database) == ["1"]
    assert database.check().revision == newest_revision()
    database.close()


def test_a_target_that_cannot_be_written_is_named_and_nothing_is_left(
    sqlite_url: str, file: Path, tmp_path: Path
) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    database.checkpoint()
    with pytest.raises(RefusedFile, match=r"nowhere/saved cannot be written: No such file or directory\."):
        backup.backup(database, tmp_path / "nowhere" / "saved")
    with limited_file_size(65_536), pytest.raises(RefusedFile, match=r"saved cannot be written: .* (I/O error|full)\."):
        backup.backup(database, file)
    with limited_file_size(65_536), pytest.raises(DatabaseUnavailable):
        backup.restore(database, tmp_path / "none", lambda _: None, now=NOW)
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == {"orders.db"}
    with small_disk(1) as disk:
        disk.fill()
        with pytest.raises(RefusedFile, match=r"saved cannot be written: .*full\."):
            backup.backup(database, disk.folder / "saved")
        assert [path.name for path in disk.folder.iterdir()] == ["ballast"]
    database.close()


def test_pipe_or_device_is_refused_as_target(sqlite_url: str, tmp_path: Path) -> None:
    database = opened(sqlite_url)
    put(database, order("1"))
    mkfifo(tmp_path / "pipe")
    mkfifo(tmp_path / "taken.part")
    for name in ("pipe", "taken", "/dev/full"):
        with pytest.raises(RefusedFile, match="is no file"):
            backup.backup(database, tmp_path / name)
    assert (tmp_path / "pipe").is_fifo()
    assert Path("/dev/full").is_char_device()
    database.close()


def test_postgresql_is_saved_with_its_own_tools(postgres_url: str, file: Path) -> None:
    database = opened(postgres_url)
    with pytest.raises(NotForThisDatabase, match="pg_dump"):
        backup.backup(database, file)
    with pytest.raises(NotForThisDatabase, match="pg_restore"):
        restore(database, file)
    database.close()
