import logging
from datetime import timedelta

import pytest

from tests.fakes import Clock
from tests.notices.letter_sites import GREYLISTED, NO_SUCH_MAILBOX, SERVER_DOWN, LetterSite, Mailbox
from tracking.database import Database, mail_blocks, notice_preferences, notices, progress
from tracking.database.mail_blocks import BlockKind
from tracking.notices import tally
from tracking.notices.codes import Level
from tracking.notices.mail.retry import DELAYS

CANCELLED = ("cancelled", "sent", None)


def cancelled(state: str, reason: str | None = None) -> list[tuple[str, str, str | None]]:
    return [("cancelled", state, reason)]


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
    assert site.states("#1001") == cancelled("sent")
    site.write_letters(days=3)
    assert len(site.mailbox.taken) == 1


def test_what_is_over_when_it_would_leave_is_not_told(site: LetterSite) -> None:
    site.cancel("#1001")
    site.change({"#1001": {"cancelledAt": None, "cancelReason": None, "updatedAt": "2026-11-22T14:06:00Z"}})
    site.write_letters(minutes=11)
    assert site.mailbox.codes == []
    assert site.states("#1001") == cancelled("withheld", "over")


def test_an_order_without_an_address_cannot_be_reached(site: LetterSite) -> None:
    site.cancel("#1001")
    site.change({"#1001": {"email": None, "phone": None, "updatedAt": "2026-11-22T14:06:00Z"}})
    site.write_letters(minutes=11)
    assert site.states("#1001") == cancelled("withheld", "no_address")


def test_an_address_that_no_header_takes_cannot_be_reached(site: LetterSite) -> None:
    site.cancel("#1001")
    site.change({"#1001": {"email": "ä\r\nBcc: b@example.com", "updatedAt": "2026-11-22T14:06:00Z"}})
    site.write_letters(minutes=11)
    assert site.states("#1001") == cancelled("withheld", "no_address")


@pytest.mark.parametrize("level", [Level.NONE, Level.ALL])
def test_a_stop_holds_for_what_waits_already(site: LetterSite, level: Level) -> None:
    site.cancel("#1001")
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1001"), level.value, now=site.clock())
    site.write_letters(minutes=11)
    assert site.states("#1001") == (cancelled("withheld", "stopped") if level is Level.NONE else cancelled("sent"))


def test_a_stop_for_an_address_holds_until_its_order_asks_again(site: LetterSite) -> None:
    stopped = site.notices.hashes.hash("ADA@example.com ")
    assert stopped
    site.cancel("#1001", "#1002")
    with site.database.write() as transaction:
        mail_blocks.add(transaction, stopped, BlockKind.STOPPED, now=site.clock())
    site.write_letters(minutes=11)
    assert site.states("#1001", "#1002") == [*cancelled("withheld", "stopped"), *cancelled("sent")]
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1001"), "important", now=site.clock())
    again = {"cancelledAt": None, "cancelReason": None, "updatedAt": "2026-11-22T14:20:00Z"}
    site.change({"#1001": again})
    site.clock.advance(minutes=5)
    site.cancel("#1001")
    site.write_letters(minutes=11)
    assert site.states("#1001") == cancelled("sent")


def test_a_letter_that_nobody_took_is_tried_again_with_one_message_id(site: LetterSite) -> None:
    site.mailbox.answer = GREYLISTED
    site.cancel("#1001")
    site.write_letters(minutes=10)
    assert site.states("#1001") == cancelled("waiting", "refused_now")
    for delay in DELAYS[:-1]:
        site.write_letters(seconds=delay.total_seconds())
    assert site.mailbox.asked == len(DELAYS)
    site.write_letters(seconds=DELAYS[-1].total_seconds())
    assert site.states("#1001") == cancelled("given_up", "refused_now")
    assert site.mailbox.taken == []


def test_a_refused_address_is_blocked(site: LetterSite) -> None:
    site.mailbox.answer = NO_SUCH_MAILBOX
    site.cancel("#1001")
    site.write_letters(minutes=10)
    assert site.states("#1001") == cancelled("given_up", "refused")
    with site.database.read() as transaction:
        found = mail_blocks.find(transaction, site.notices.hashes.candidates("ada@example.com"))
    assert found == {BlockKind.REFUSED: site.clock()}


def test_a_server_that_is_gone_costs_one_letter_an_attempt_and_an_alert(
    site: LetterSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.mailbox.answer = SERVER_DOWN
    site.cancel("#1001", "#1002", "#1003")
    with caplog.at_level(logging.WARNING):
        site.write_letters(minutes=10)
        assert site.mailbox.asked == 1
        site.write_letters(seconds=59)
        assert site.mailbox.asked == 1
        site.write_letters(seconds=1)
        assert site.mailbox.asked == 2
        site.mailbox.answer = Mailbox().answer
        for _ in range(3):
            site.write_letters(minutes=5)
    assert len(site.mailbox.taken) == 3
    assert site.states("#1001", "#1002", "#1003") == [CANCELLED] * 3
    told = [record.message for record in caplog.records]
    assert [sum(word in line for line in told) for word in ("cannot be sent", "takes letters again")] == [1, 1]


def test_a_day_without_the_server_loses_nothing(site: LetterSite) -> None:
    site.mailbox.answer = SERVER_DOWN
    site.cancel("#1001", "#1002")
    for _ in range(8):
        site.write_letters(hours=3)
    site.mailbox.answer = Mailbox().answer
    site.write_letters(minutes=30)
    assert site.states("#1001", "#1002") == [CANCELLED] * 2


def test_a_server_that_stays_gone_ends_with_what_waits_for_it(
    site: LetterSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.mailbox.answer = SERVER_DOWN
    site.cancel("#1001")
    for _ in range(12):
        site.write_letters(hours=4)
    assert site.states("#1001") == cancelled("given_up", "mail_server")
    assert "was given up" in caplog.text


def test_a_letter_that_may_have_arrived_goes_again_as_the_same(site: LetterSite) -> None:
    site.mailbox.answer = SERVER_DOWN.__class__(
        outcome=SERVER_DOWN.outcome, about=SERVER_DOWN.about, answer="cut off", may_have_arrived=True
    )
    site.cancel("#1001")
    site.write_letters(minutes=10)
    site.mailbox.answer = Mailbox().answer
    site.write_letters(minutes=5)
    first, second = (message for _, message in site.mailbox.taken)
    assert first["Message-ID"] == second["Message-ID"]


def test_the_limit_of_an_hour_holds_and_the_rest_is_judged_anew(
    memory: Database, caplog: pytest.LogCaptureFixture
) -> None:
    site = LetterSite(memory, settings={"NOTICES_PER_HOUR": "2"})
    names = ("#1001", "#1002", "#1003")
    site.cancel(*names)
    with caplog.at_level(logging.WARNING):
        site.write_letters(minutes=11)
        site.write_letters(minutes=10)
    assert len(site.mailbox.taken) == 2
    assert sum("NOTICES_PER_HOUR" in record.message for record in caplog.records) == 1
    (waiting,) = (name for name in names if site.states(name) == cancelled("waiting"))
    site.change({waiting: {"cancelledAt": None, "cancelReason": None, "updatedAt": "2026-11-22T14:30:00Z"}})
    site.write_letters(hours=1)
    assert len(site.mailbox.taken) == 2
    assert site.states(waiting) == cancelled("withheld", "over")


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
    assert site.states("#1001") == cancelled("sent")


def test_letters_wait_while_shopify_is_down(site: LetterSite) -> None:
    site.cancel("#1001")
    site.shopify.is_down = True
    site.write_letters(minutes=10)
    assert site.states("#1001") == cancelled("waiting", "shopify")
    site.shopify.is_down = False
    site.write_letters(minutes=2)
    assert site.states("#1001") == cancelled("sent")


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
    assert site.states("#1001", "#1002") == [CANCELLED] * 2


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


def test_without_a_mail_server_nothing_leaves_and_nothing_stale_once_there_is_one(memory: Database) -> None:
    clock = Clock()
    site = LetterSite(memory, clock=clock, settings={"SMTP_URL": "", "MAIL_FROM": ""})
    site.cancel("#1001")
    asked = site.shopify.calls["Order"]
    site.write_letters(minutes=10)
    assert site.states("#1001") == cancelled("withheld", "no_mail_server")
    assert site.rows("#1001")[0].letter
    assert site.shopify.calls["Order"] == asked
    later = LetterSite(memory, clock=clock, shopify=site.shopify)
    later.change({"#1001": {"updatedAt": "2026-11-22T14:30:00Z"}})
    later.write_letters(hours=1)
    assert later.mailbox.codes == []


def test_what_became_of_news_is_counted(site: LetterSite) -> None:
    site.cancel("#1001", "#1002")
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1002"), "none", now=site.clock())
    site.write_letters(minutes=10)
    with site.database.read() as transaction:
        assert tally.read(transaction) == {("cancelled", "sent"): 1, ("cancelled", "withheld"): 1}
        assert progress.get(transaction, "notices_ended")


def test_a_letter_that_cannot_be_written_is_tried_again(
    site: LetterSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert site.notices.post
    monkeypatch.setattr(site.notices.post.letters, "_writer", None)
    site.cancel("#1001")
    with caplog.at_level(logging.ERROR):
        site.write_letters(minutes=10)
    assert site.states("#1001") == cancelled("waiting", "not_written")
    assert "could not be written" in caplog.text
    assert "ada@example.com" not in caplog.text


def test_what_the_worker_ends_with_is_written(site: LetterSite) -> None:
    site.executor.holds = True
    site.cancel("#1001")
    site.clock.advance(minutes=10)
    site.worker.parts.letters.step()
    site.executor.go_on()
    site.worker.parts.letters.close()
    assert site.states("#1001") == cancelled("sent")


def test_nothing_waits_for_the_time_of_a_clock_that_was_ahead(memory: Database) -> None:
    clock = Clock()
    clock.set(days=30)
    site = LetterSite(memory, clock=clock)
    site.cancel("#1001")
    clock.set()
    site.worker.parts.letters.after_clock_step()
    assert [row.due_at for row in site.rows("#1001")] == [clock()]
