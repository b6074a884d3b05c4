from dataclasses import replace
from datetime import date, timedelta

from tests.fakes import NOW
from tracking.database import Database, answers
from tracking.database.answers import AnswerRow, NewAnswer
from tracking.database.mail_queue import MailState

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
        assert not answers.MAILS.has_due(transaction, now=LATER), "nobody needs that mail any more"
    put(database, replace(WAIT, at=LATER))
    handled, again = rows(database)
    assert (handled.kind, handled.handled_at) == ("cancel", NOW)
    assert (again.kind, again.words, again.is_handled) == ("wait", "Take\nyour time", False)


def test_each_topic_and_order_has_one_of_its_own(database: Database) -> None:
    put(database, WAIT, replace(WAIT, topic="arrival", kind="went_well"), replace(WAIT, order_id="2"))
    assert [row.kind for row in rows(database)] == ["wait", "went_well"]
    with database.read() as transaction:
        assert answers.open_by_kind(transaction) == {"wait": 2, "went_well": 1}


def test_answer_due_first_is_listed_first(database: Database) -> None:
    put(database, WAIT, replace(CANCEL, order_id="2", deadline=date(2026, 11, 30)))
    with database.write() as transaction:
        listed = answers.listed(transaction, with_handled=False, limit=9)
        assert [row.order_id for row in listed] == ["2", "1"]
        answers.handle(transaction, listed[0].id, now=LATER)
        assert [row.order_id for row in answers.listed(transaction, with_handled=False, limit=9)] == ["1"]
        assert [row.order_id for row in answers.listed(transaction, with_handled=True, limit=9)] == ["2", "1"]
        assert answers.find(transaction, 0) is None


def test_an_answer_that_changes_while_its_mail_is_on_its_way_is_mailed_in_any_case(database: Database) -> None:
    put(database, WAIT)
    with database.write() as transaction:
        assert answers.MAILS.claim(transaction, "one", now=NOW) is not None
    put(database, CANCEL)
    with database.write() as transaction:
        answers.MAILS.end(transaction, "one", MailState.SENT)
        assert answers.MAILS.claim(transaction, "two", now=LATER) is not None
    (row,) = rows(database)
    assert (row.letter, row.attempts, row.state) == ("second", 0, "claimed")


def test_all_answers_of_an_order_are_handled_at_once(database: Database) -> None:
    put(database, WAIT, replace(WAIT, topic="arrival", kind="not_received"), replace(WAIT, order_id="2"))
    with database.write() as transaction:
        assert answers.handle_all(transaction, "1", now=LATER, seen_at=NOW - timedelta(seconds=1)) == 0
        assert answers.handle_all(transaction, "1", now=LATER, seen_at=NOW) == 2
        assert answers.handle_all(transaction, "1", now=LATER) == 0
        assert answers.open_by_kind(transaction) == {"wait": 1}


def test_answers_about_orders_that_are_not_known_end(database: Database) -> None:
    put(database, WAIT, replace(CANCEL, order_id="2"))
    with database.write() as transaction:
        assert answers.forget_before(transaction, LATER) == 1
    assert rows(database) == []
    assert len(rows(database, "2")) == 1


def test_orders_with_an_open_answer_are_found_among_others(database: Database) -> None:
    put(database, WAIT, replace(WAIT, order_id="2"), replace(WAIT, order_id="3"))
    with database.write() as transaction:
        answers.handle_all(transaction, "2", now=LATER)
        assert answers.having_open(transaction, ["1", "2", "4"]) == {"1"}
