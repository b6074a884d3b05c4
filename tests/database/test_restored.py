from collections.abc import Callable
from pathlib import Path

import pytest

from tests.database.conftest import opened
from tests.notices.letter_sites import LetterSite
from tests.sampling import matrix
from tracking.database import backup, notice_preferences
from tracking.database.restored import REASON
from tracking.notices.withheld import Withheld

DAMAGE: dict[str, Callable[[Path], object]] = {
    "readable": lambda _: None,
    "damaged": lambda path: path.write_bytes(b"words " * 1000),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", matrix(DAMAGE, "readable", "damaged"))
def test_news_is_not_told_twice_after_a_restore(
    sqlite_url: str, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    file, database = tmp_path / "saved", opened(sqlite_url)
    site = LetterSite(database, orders=6)
    site.cancel("#1001")
    backup.backup(database, file)  # with news that waits
    with database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1042"), "none", now=site.clock())
    site.cancel("#1002")  # which the backup does not know
    site.write_letters(minutes=11)
    assert len(site.mailbox.taken) == 2
    database.close()
    damage(tmp_path / "orders.db")
    database = opened(sqlite_url)
    unread = backup.restore(database, file, lambda _: None, now=site.clock()).unread
    again = LetterSite(database, shopify=site.shopify, clock=site.clock, mailer=site.mailbox)
    for minute in (30, 31):
        again.change({name: {"updatedAt": f"2026-11-22T14:{minute}:00Z"} for name in ("#1001", "#1002")})
        again.write_letters(hours=1)
    assert len(site.mailbox.taken) == 2
    again.cancel("#1003")
    if not unread:
        again.cancel("#1042")
    again.write_letters(hours=1)
    assert len(site.mailbox.taken) == 3, "what is new is told, but to nobody who has stopped it"
    database.close()


def test_an_order_from_before_a_restore_that_the_backup_lacks_is_silent_at_first(
    sqlite_url: str, tmp_path: Path
) -> None:
    database = opened(sqlite_url)
    site = LetterSite(database)
    order_id = site.shopify.id_of("#1001")
    site.worker.parts.erasure.forget(order_id)
    backup.backup(database, tmp_path / "saved")
    backup.restore(database, tmp_path / "saved", lambda _: None, now=site.clock())
    again = LetterSite(database, shopify=site.shopify, clock=site.clock)
    again.worker.parts.erasure.forget(order_id)
    again.cancel("#1001")
    assert again.rows("#1001") == []
    database.close()


def test_the_reason_is_known() -> None:
    assert Withheld.RESTORED == REASON
