from dataclasses import replace
from datetime import date, timedelta

from tests.fakes import NOW
from tracking.database import Database, answers
from tracking.database.answers import CLAIM, AnswerRow, MailState, NewAnswer

WAIT = NewAnswer(
    order_id="1",
    topic="waiting",
    kind="wait",
    words="Take\nyour time",
    at=NOW,
    deadline=date(2026, 12, 1),
    letter="first",
)
LATER = NOW + timedelta(minutes=5)
CANCEL = replace(WAIT, kind="cancel", words="", at=LATER, letter="second")


def put(database: Database, *given: NewAnswer) -> None:
    with database.write() as transaction:
        for answer in given:
            answers.put(transaction, answer)


def rows(database: Database, order_id: str = "1") -> list[AnswerRow]:
    with database.read() as transaction:
        return answers.of_order(transaction, order_id)


def test_an_answer_is_changed_until_it_is_handled_and_mailed_anew(database: Database) -> None:
    put(database, WAIT, CANCEL)
    (row,) = rows(database)
    assert (row.kind, row.words, row.letter, row.state, row.is_handled) == ("cancel", "", "second", "waiting", False)
    with database.write() as transaction:
        answers.handle(transaction, row.id, now=NOW)
        answers.handle(transaction, row.id, now=LATER)
        assert not answers.has_due(transaction, now=LATER), "nobody needs that mail any more"
    put(database, replace(WAIT, at=LATER))
    handled, again = rows(database)
    assert (handled.kind, handled.handled_at) == ("cancel", NOW)
    assert (again.kind, again.words, again.is_handled) == ("wait", "Take\nyour time", False)


def test_each_topic_and_order_has_one_of_its_own(database: Database) -> None:
    put(database, WAIT, replace(WAIT, topic="arrival", kind="went_well"), replace(WAIT, order_id="2"))
    assert [row.kind for row in rows(database)] == ["wait", "went_well"]
    with database.read() as transaction:
        assert answers.open_by_kind(transaction) == {"wait": 2, "went_well": 1}


def test_what_is_due_first_stands_first(database: Database) -> None:
    put(database, WAIT, replace(CANCEL, order_id="2", deadline=date(2026, 11, 30)))
    with database.write() as transaction:
        listed = answers.listed(transaction, with_handled=False, limit=9)
        assert [row.order_id for row in listed] == ["2", "1"]
        answers.handle(transaction, listed[0].id, now=LATER)
        assert [row.order_id for row in answers.listed(transaction, with_handled=False, limit=9)] == ["1"]
        assert [row.order_id for row in answers.listed(transaction, with_handled=True, limit=9)] == ["2", "1"]
        assert answers.find(transaction, 0) is None


def test_a_mail_is_claimed_once_until_its_claim_ends(database: Database) -> None:
    put(database, WAIT)
    with database.write() as transaction:
        claimed = answers.claim(transaction, "one", now=NOW)
        assert claimed is not None
        assert claimed.letter == "first"
        assert answers.claim(transaction, "another", now=NOW) is None
        assert answers.claim(transaction, "another", now=NOW + CLAIM) is not None
        answers.end(transaction, "one", MailState.SENT)
    assert rows(database)[0].state == "claimed", "it is another's now"
    with database.write() as transaction:
        answers.end(transaction, "another", MailState.SENT)
        assert not answers.has_due(transaction, now=NOW + timedelta(days=9))
    assert rows(database)[0].state == "sent"


def test_a_mail_waits_again_and_an_answer_that_changes_meanwhile_is_mailed_in_any_case(database: Database) -> None:
    put(database, WAIT)
    with database.write() as transaction:
        answers.claim(transaction, "one", now=NOW)
        answers.put_off(transaction, "one", until=LATER, reason="mail_server", has_failed=True)
        assert not answers.has_due(transaction, now=NOW)
        assert answers.claim(transaction, "two", now=LATER) is not None
    assert rows(database)[0].attempts == 1
    put(database, CANCEL)
    with database.write() as transaction:
        answers.end(transaction, "two", MailState.SENT)
        again = answers.claim(transaction, "three", now=LATER)
        assert again is not None
        assert (again.letter, again.attempts) == ("second", 0)


def test_a_clock_that_was_ahead_holds_no_mail_back(database: Database) -> None:
    put(database, replace(WAIT, at=NOW + timedelta(days=30)))
    with database.write() as transaction:
        answers.make_due_after_clock_step(transaction, now=NOW, longest=timedelta(days=1))
        assert answers.has_due(transaction, now=NOW)


def test_answers_about_orders_that_are_not_known_end(database: Database) -> None:
    put(database, WAIT, replace(CANCEL, order_id="2"))
    with database.write() as transaction:
        assert answers.forget_before(transaction, LATER) == 1
    assert rows(database) == []
    assert len(rows(database, "2")) == 1
