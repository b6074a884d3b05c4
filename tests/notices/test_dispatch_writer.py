from datetime import timedelta

import pytest

from tests.fakes import Clock
from tests.notices.letter_sites import LetterSite, ended_as
from tracking.database import Database, mail_blocks, notice_preferences, notices
from tracking.database.mail_blocks import BlockKind
from tracking.notices.codes import NoticeLevel


def test_news_that_is_over_before_it_leaves_is_not_told(site: LetterSite) -> None:
    site.cancel("#1001")
    site.change({"#1001": {"cancelledAt": None, "cancelReason": None, "updatedAt": "2026-11-22T14:06:00Z"}})
    site.write_letters(minutes=11)
    assert site.mailbox.codes == []
    assert site.states("#1001") == ended_as("withheld", "over")


def test_an_order_without_an_address_cannot_be_reached(site: LetterSite) -> None:
    site.cancel("#1001")
    site.change({"#1001": {"email": None, "phone": None, "updatedAt": "2026-11-22T14:06:00Z"}})
    site.write_letters(minutes=11)
    assert site.states("#1001") == ended_as("withheld", "no_address")


def test_an_address_that_no_header_takes_cannot_be_reached(site: LetterSite) -> None:
    site.cancel("#1001")
    site.change({"#1001": {"email": "ä\r\nBcc: b@example.com", "updatedAt": "2026-11-22T14:06:00Z"}})
    site.write_letters(minutes=11)
    assert site.states("#1001") == ended_as("withheld", "no_address")


@pytest.mark.parametrize("level", [NoticeLevel.NONE, NoticeLevel.ALL])
def test_a_stop_holds_for_what_waits_already(site: LetterSite, level: NoticeLevel) -> None:
    site.cancel("#1001")
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1001"), level.value, now=site.clock())
    site.write_letters(minutes=11)
    assert site.states("#1001") == (ended_as("withheld", "stopped") if level is NoticeLevel.NONE else ended_as("sent"))


def test_a_stop_for_an_address_holds_until_its_order_asks_again(site: LetterSite) -> None:
    stopped = site.notices.hashes.hash("ADA@example.com ")
    assert stopped
    site.cancel("#1001", "#1002")
    with site.database.write() as transaction:
        mail_blocks.add(transaction, stopped, BlockKind.STOPPED, now=site.clock())
    site.write_letters(minutes=11)
    assert site.states("#1001", "#1002") == [*ended_as("withheld", "stopped"), *ended_as("sent")]
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1001"), "important", now=site.clock())
    again = {"cancelledAt": None, "cancelReason": None, "updatedAt": "2026-11-22T14:20:00Z"}
    site.change({"#1001": again})
    site.clock.advance(minutes=5)
    site.cancel("#1001")
    site.write_letters(minutes=11)
    assert site.states("#1001") == ended_as("sent")


def test_the_pause_of_an_order_holds_without_asking_shopify(site: LetterSite) -> None:
    site.cancel("#1001")
    site.write_letters(minutes=10)
    with site.database.write() as transaction:
        (row,) = notices.of_order(transaction, site.shopify.id_of("#1001"))
        other = row.__class__(
            **{
                name: getattr(row, name)
                for name in ("order_id", "code", "part", "since", "earlier", "need", "added_at", "due_at")
            },
            about="another",
        )
        notices.add(transaction, [other])
    asked = site.shopify.calls["Order"]
    site.write_letters()
    assert site.shopify.calls["Order"] == asked
    assert [row.due_at for row in site.rows("#1001") if row.about == "another"] == [
        row.ended_at + timedelta(hours=12) for row in site.rows("#1001") if row.ended_at
    ]


def test_quiet_hours_hold_letters_back(memory: Database) -> None:
    site = LetterSite(memory, settings={"QUIET_HOURS": "12-20"})
    site.cancel("#1001")
    site.write_letters(hours=1)
    assert site.mailbox.asked == 0
    site.write_letters(hours=8)
    assert site.states("#1001") == ended_as("sent")


def test_without_a_mail_server_nothing_leaves_and_nothing_stale_once_there_is_one(memory: Database) -> None:
    clock = Clock()
    site = LetterSite(memory, clock=clock, settings={"SMTP_URL": "", "MAIL_FROM": ""})
    site.cancel("#1001")
    asked = site.shopify.calls["Order"]
    site.write_letters(minutes=10)
    assert site.states("#1001") == ended_as("withheld", "no_mail_server")
    assert site.rows("#1001")[0].letter
    assert site.shopify.calls["Order"] == asked
    later = LetterSite(memory, clock=clock, shopify=site.shopify)
    later.change({"#1001": {"updatedAt": "2026-11-22T14:30:00Z"}})
    later.write_letters(hours=1)
    assert later.mailbox.codes == []
