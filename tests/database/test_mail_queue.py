from datetime import timedelta

import pytest

from tests.database.merchant_rows import letter
from tests.database.order_rows import order, put
from tests.database.test_answers import WAIT
from tests.fakes import NOW
from tracking.database import Database, answers, merchant_letters
from tracking.database.mail_queue import CLAIM, MailQueue, MailState

LATER = NOW + timedelta(minutes=5)


@pytest.fixture(params=["answers", "merchant_letters"])
def mails(request: pytest.FixtureRequest, database: Database) -> MailQueue:
    """A queue with one mail that is due now, about the order 1."""
    put(database, order("1"))
    with database.write() as transaction:
        if request.param == "answers":
            answers.put(transaction, WAIT)
            return answers.MAILS
        merchant_letters.add(transaction, letter("1"))
        return merchant_letters.MAILS


def state(database: Database, mails: MailQueue) -> tuple[str, int, str | None]:
    with database.read() as transaction:
        if mails is answers.MAILS:
            (answer,) = answers.of_order(transaction, "1")
            return answer.state, answer.attempts, answer.reason
        (written,) = merchant_letters.of_order(transaction, "1")
        return written.state, written.attempts, written.reason


def test_a_mail_is_claimed_once_until_its_claim_ends(database: Database, mails: MailQueue) -> None:
    with database.write() as transaction:
        claimed = mails.claim(transaction, "one", now=NOW)
        assert claimed is not None
        assert mails.claim(transaction, "another", now=NOW) is None
        assert mails.claim(transaction, "another", now=NOW + CLAIM) == claimed
        mails.end(transaction, "one", MailState.SENT)
    assert state(database, mails)[0] == "claimed", "it is another's now"
    with database.write() as transaction:
        mails.end(transaction, "another", MailState.SENT)
        assert not mails.has_due(transaction, now=NOW + timedelta(days=9))
    assert state(database, mails) == ("sent", 0, None)


def test_a_mail_that_failed_waits_for_its_next_attempt_or_for_the_end_of_what_it_waits_for(
    database: Database, mails: MailQueue
) -> None:
    with database.write() as transaction:
        mails.claim(transaction, "one", now=NOW)
        mails.defer(transaction, "one", until=LATER, reason="mail_server", has_failed=True)
        assert not mails.has_due(transaction, now=NOW)
        mails.make_due(transaction, "shopify", now=NOW)
        assert not mails.has_due(transaction, now=NOW)
        mails.make_due(transaction, "mail_server", now=NOW)
        assert mails.has_due(transaction, now=NOW)
    assert state(database, mails) == ("waiting", 1, "mail_server")


def test_a_clock_that_was_ahead_holds_no_mail_back(database: Database, mails: MailQueue) -> None:
    ahead = NOW + timedelta(days=30)
    with database.write() as transaction:
        mails.claim(transaction, "ahead", now=ahead)
        assert mails.claim(transaction, "now", now=NOW) is not None, "no claim lasts for a month"
        mails.defer(transaction, "now", until=ahead, reason="mail_server")
        mails.make_due_after_clock_step(transaction, now=NOW, longest=timedelta(days=1))
        assert mails.has_due(transaction, now=NOW)
