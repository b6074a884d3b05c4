import pytest

from tests.notices.letter_sites import GREYLISTED, NO_SUCH_MAILBOX, SERVER_DOWN, LetterSite, Mailbox, ended_as
from tracking.database import mail_blocks
from tracking.database.mail_blocks import BlockKind
from tracking.notices.mail.retry import DELAYS


def test_a_letter_that_nobody_took_is_tried_again_with_one_message_id(site: LetterSite) -> None:
    site.mailbox.answer = GREYLISTED
    site.cancel("#1001")
    site.write_letters(minutes=10)
    assert site.states("#1001") == ended_as("waiting", "refused_now")
    for delay in DELAYS[:-1]:
        site.write_letters(seconds=delay.total_seconds())
    assert site.mailbox.asked == len(DELAYS)
    site.write_letters(seconds=DELAYS[-1].total_seconds())
    assert site.states("#1001") == ended_as("given_up", "refused_now")
    assert site.mailbox.taken == []


def test_a_refused_address_is_blocked(site: LetterSite) -> None:
    site.mailbox.answer = NO_SUCH_MAILBOX
    site.cancel("#1001")
    site.write_letters(minutes=10)
    assert site.states("#1001") == ended_as("given_up", "refused")
    with site.database.read() as transaction:
        found = mail_blocks.find(transaction, site.notices.hashes.candidates("ada@example.com"))
    assert found == {BlockKind.REFUSED: site.clock()}


def test_a_day_without_the_server_loses_nothing(site: LetterSite) -> None:
    site.mailbox.answer = SERVER_DOWN
    site.cancel("#1001", "#1002")
    for _ in range(8):
        site.write_letters(hours=3)
    site.mailbox.answer = Mailbox().answer
    site.write_letters(minutes=30)
    assert site.states("#1001", "#1002") == ended_as("sent") * 2


def test_a_server_that_stays_gone_ends_with_what_waits_for_it(
    site: LetterSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.mailbox.answer = SERVER_DOWN
    site.cancel("#1001")
    for _ in range(12):
        site.write_letters(hours=4)
    assert site.states("#1001") == ended_as("given_up", "mail_server")
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
