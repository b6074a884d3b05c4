from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.database import notice_rows
from tests.database.conftest import opened
from tests.database.merchant_rows import letter
from tests.database.notice_rows import notice
from tests.database.order_rows import order, put
from tests.database.test_upgrade import write_before_0008
from tests.fakes import NOW
from tracking.database import (
    Database,
    backup,
    letter_batches,
    mail_blocks,
    merchant_letters,
    notice_preferences,
    notice_situations,
    notices,
    orders,
    restored,
    tables,
)
from tracking.database.carried_over import Carried
from tracking.database.mail_blocks import BlockKind
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MerchantLetter
from tracking.database.notices import NoticeState
from tracking.database.upgrade import newest_revision

STOPPED = BlockKind.STOPPED
_PAGE = 4096


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "saved"


def path_of(database: Database) -> Path:
    return Path(database.place)


def waits(database: Database) -> None:
    """News and letters of two orders wait when the backup is made, and one stop holds."""
    notice_rows.add(database, notice("1"), notice("2"))
    with database.write() as transaction:
        notice_situations.put(transaction, "1", {"was": "so"}, now=NOW)
        merchant_letters.add(transaction, letter("1"))
        letter_batches.add_drafts(transaction, [letter("2", id="draft", batch="batch", state=MailState.DRAFT)])
        mail_blocks.add(transaction, "old", STOPPED, now=NOW)


def restore(database: Database, file: Path) -> frozenset[Carried]:
    return backup.restore(database, file, lambda _: None, now=NOW).unread


def sent(database: Database) -> None:
    with database.write() as transaction:
        rows = notices.claim(transaction, "mine", now=NOW)
        notices.end(transaction, "mine", rows, NoticeState.SENT, now=NOW)
        merchant_letters.claim(transaction, "mine", now=NOW, to_many=False)
        merchant_letters.end(transaction, "mine", MailState.SENT, now=NOW)


def sent_since_the_backup(url: str, file: Path) -> Database:
    """The first order's news and letter left after it."""
    database = opened(url)
    waits(database)
    backup.backup(database, file)
    sent(database)
    return database


def states(database: Database, order_id: str) -> list[tuple[str, str | None]]:
    with database.read() as transaction:
        return [(row.state, row.reason) for row in notices.of_order(transaction, order_id)]


def own_letter(database: Database, letter_id: str = "letter") -> MerchantLetter | None:
    with database.read() as transaction:
        return merchant_letters.find(transaction, letter_id)


def test_letters_and_stops_since_the_backup_are_carried_over(sqlite_url: str, file: Path) -> None:
    database = sent_since_the_backup(sqlite_url, file)
    with database.write() as transaction:
        transaction.execute(tables.mail_blocks.delete())
        mail_blocks.add(transaction, "new", STOPPED, now=NOW)
        notice_preferences.put(transaction, "1", "none", now=NOW)
        notice_situations.put(transaction, "1", {"is": "so"}, now=NOW)
    notice_rows.add(database, notice("3", state="sent", ended_at=NOW))
    assert restore(database, file) == set()
    assert [states(database, each) for each in ("1", "2", "3")] == [
        [("sent", None)],
        [("waiting", None)],
        [("sent", None)],
    ]
    with database.read() as transaction:
        assert mail_blocks.find(transaction, ["old"]) == {}
        assert mail_blocks.find(transaction, ["new"]) == {STOPPED: NOW}
        assert notice_preferences.get(transaction, "1")
        assert notice_situations.get(transaction, "1") == {"is": "so"}
        assert restored.read(transaction) == NOW
        assert set(orders.due_for_refetch(transaction, now=NOW, limit=9)) == {"1", "2", "3"}
        to_judge = orders.to_judge(transaction, now=NOW, rules="rules-1", limit=9)
        assert [row.id for row in to_judge] == ["3"], "it stands in no list yet"
    found = own_letter(database)
    assert found
    assert (found.state, found.ended_at) == (MailState.SENT, NOW)
    assert own_letter(database, "draft")
    assert database.check().problems == ()
    database.close()


def test_where_nothing_can_be_read_what_waited_is_withheld(sqlite_url: str, file: Path) -> None:
    database = sent_since_the_backup(sqlite_url, file)
    database.close()
    path_of(database).write_bytes(b"words " * 1000)
    assert restore(database, file) == set(Carried)
    assert [states(database, each) for each in ("1", "2")] == [[("withheld", restored.REASON)]] * 2
    found = own_letter(database)
    assert found
    assert (found.state, found.reason, found.due_at) == (MailState.WITHHELD, restored.REASON, None)
    assert own_letter(database, "draft") is None, "it may have been sent"
    with database.read() as transaction:
        assert notice_situations.get(transaction, "1") is None
        assert mail_blocks.find(transaction, ["old"]) == {STOPPED: NOW}
        assert not notices.has_due(transaction, now=NOW + timedelta(days=9))
    database.close()


def test_database_that_has_only_lost_its_header_is_read(sqlite_url: str, file: Path) -> None:
    database = sent_since_the_backup(sqlite_url, file)
    with database.write() as transaction:
        mail_blocks.add(transaction, "new", STOPPED, now=NOW)
    database.close()
    path = path_of(database)
    path.write_bytes(b"\xa5" * 100 + path.read_bytes()[100:])
    assert restore(database, file) == set()
    with database.read() as transaction:
        assert mail_blocks.find(transaction, ["new"])
    assert states(database, "1") == [("sent", None)]
    database.close()
    assert {each.name for each in file.parent.iterdir()} == {"saved", "orders.db", "orders.db.before-restore"}


def test_of_a_damaged_table_what_can_be_read_is_added_to_the_backup(sqlite_url: str, file: Path) -> None:
    database = sent_since_the_backup(sqlite_url, file)
    with database.write() as transaction:
        transaction.execute(tables.mail_blocks.delete())
        for number in range(1000, 1300):
            mail_blocks.add(transaction, f"hash-{number}", STOPPED, now=NOW)
    database.close()
    path = path_of(database)
    content = path.read_bytes()
    start = content.index(b"hash-1290stopped2026") // _PAGE * _PAGE
    path.write_bytes(content[:start] + b"\xa5" * _PAGE + content[start + _PAGE :])
    assert restore(database, file) == {Carried.CHOSEN}
    with database.read() as transaction:
        assert all(mail_blocks.find(transaction, [each]) for each in ("old", "hash-1000", "hash-1100"))
        assert not mail_blocks.find(transaction, ["hash-1290"])
    assert states(database, "1") == [("sent", None)]
    assert database.check().problems == ()
    database.close()


def test_a_database_of_an_older_release_is_read_as_far_as_it_goes(sqlite_url: str, file: Path) -> None:
    other = opened(f"sqlite:///{file}")
    put(other, order("9"))
    other.close()
    write_before_0008(sqlite_url)
    database = opened(sqlite_url)
    assert restore(database, file) == set()
    with database.read() as transaction:
        assert transaction.scalar(select(func.count()).select_from(tables.orders)) == 1
    database.close()


def test_a_database_of_a_newer_release_is_read_by_the_columns_that_are_known(sqlite_url: str, file: Path) -> None:
    database = sent_since_the_backup(sqlite_url, file)
    with database.write() as transaction:
        mail_blocks.add(transaction, "new", STOPPED, now=NOW)
        transaction.execute(text("ALTER TABLE mail_blocks ADD COLUMN why TEXT NOT NULL DEFAULT ''"))
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    older = opened(sqlite_url)
    assert restore(older, file) == set()
    with older.read() as transaction:
        assert mail_blocks.find(transaction, ["new"])
    assert states(older, "1") == [("sent", None)]
    assert older.check().revision == newest_revision()
    older.close()
