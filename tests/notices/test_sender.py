import logging

import pytest

from tests.fakes import Clock
from tests.notices.letter_sites import LetterSite, ended_as
from tracking.database import Database, notices


def test_the_first_fill_tells_nothing(site: LetterSite) -> None:
    site.write_letters(hours=1)
    assert site.mailbox.codes == []


def test_news_leaves_after_its_wait_to_the_address_that_shopify_names(database: Database) -> None:
    site = LetterSite(database)
    site.cancel("#1001")
    site.write_letters(minutes=9)
    assert site.mailbox.asked == 0
    site.write_letters(minutes=1)
    ((recipient, message),) = site.mailbox.taken
    assert recipient == "ada@example.com" == str(message["To"])
    assert message["X-Notice"] == "cancelled"
    assert site.states("#1001") == ended_as("sent")
    site.write_letters(days=3)
    assert len(site.mailbox.taken) == 1


def test_letters_wait_while_shopify_is_down(site: LetterSite) -> None:
    site.cancel("#1001")
    site.shopify.is_down = True
    site.write_letters(minutes=10)
    assert site.states("#1001") == ended_as("waiting", "shopify")
    site.shopify.is_down = False
    site.write_letters(minutes=2)
    assert site.states("#1001") == ended_as("sent")


def test_an_order_that_shopify_no_longer_has_gets_no_letter(site: LetterSite) -> None:
    site.cancel("#1001")
    order_id = site.shopify.id_of("#1001")
    site.shopify.delete("#1001")
    site.write_letters(minutes=10)
    assert site.mailbox.codes == []
    with site.database.read() as transaction:
        assert notices.of_order(transaction, order_id) == []


def test_an_order_that_is_erased_while_it_waits_gets_no_letter(site: LetterSite) -> None:
    site.cancel("#1001")
    site.worker.parts.erasure.erase([site.shopify.id_of("#1001")])
    site.write_letters(minutes=10)
    assert site.mailbox.codes == []
    assert site.rows("#1001") == []


def test_an_order_that_is_erased_while_its_letter_is_sent_stays_erased(site: LetterSite) -> None:
    site.executor.holds = True
    site.cancel("#1001")
    site.clock.advance(minutes=10)
    assert site.worker.parts.letters.step()
    site.worker.parts.erasure.erase([site.shopify.id_of("#1001")])
    site.executor.go_on()
    site.write_letters()
    assert site.rows("#1001") == []


def test_a_mail_server_that_hangs_stops_no_other_work(site: LetterSite) -> None:
    site.executor.holds = True
    site.cancel("#1001", "#1002")
    site.clock.advance(minutes=10)
    for _ in range(3):
        site.worker.step()
    assert site.mailbox.asked == 0
    assert [state for _, state, _ in site.states("#1001", "#1002")].count("claimed") == 1
    site.executor.holds = False
    site.executor.go_on()
    site.write_letters()
    assert site.states("#1001", "#1002") == ended_as("sent") * 2


@pytest.mark.both_databases
def test_two_workers_send_nothing_twice(database: Database) -> None:
    site = LetterSite(database)
    other = site.new_worker()
    site.executor.holds = True
    site.cancel("#1001", "#1002", "#1003")
    site.clock.advance(minutes=10)
    for worker in (site.worker, other, site.worker, other):
        worker.parts.letters.step()
    site.executor.holds = False
    site.executor.go_on()
    for _ in range(6):
        site.worker.parts.letters.step()
        other.parts.letters.step()
    assert sorted(recipient for recipient, _ in site.mailbox.taken) == [
        "ada@example.com",
        "bea@example.com",
        "cleo@example.com",
    ]


def test_a_letter_that_cannot_be_written_is_tried_again(
    site: LetterSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert site.notices.email_channel
    monkeypatch.setattr(site.notices.email_channel.letters, "_writer", None)
    site.cancel("#1001")
    with caplog.at_level(logging.ERROR):
        site.write_letters(minutes=10)
    assert site.states("#1001") == ended_as("waiting", "not_written")
    assert "could not be written" in caplog.text
    assert "ada@example.com" not in caplog.text


def test_letter_on_its_way_when_the_worker_ends_is_recorded(site: LetterSite) -> None:
    site.executor.holds = True
    site.cancel("#1001")
    site.clock.advance(minutes=10)
    site.worker.parts.letters.step()
    site.executor.holds = False
    site.executor.go_on()
    site.worker.parts.letters.close()
    assert site.states("#1001") == ended_as("sent")


def test_nothing_waits_for_the_time_of_a_clock_that_was_ahead(memory: Database) -> None:
    clock = Clock()
    clock.set(days=30)
    site = LetterSite(memory, clock=clock)
    site.cancel("#1001")
    clock.set()
    site.worker.parts.letters.after_clock_step()
    assert [row.due_at for row in site.rows("#1001")] == [clock()]
