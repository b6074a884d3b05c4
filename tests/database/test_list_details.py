from dataclasses import replace
from datetime import date
from typing import Any

from tests.database.merchant_rows import letter
from tests.database.notice_rows import add, notice
from tests.database.test_answers import CANCEL, WAIT, put
from tests.fakes import NOW
from tracking.database import Database, answers, list_details, merchant_letters, page_openings
from tracking.database.list_details import ListedAnswer
from tracking.database.mail_queue import MailState


def test_letters_are_counted_by_their_state_not_by_their_news(database: Database) -> None:
    sent: dict[str, Any] = {"state": "sent", "ended_at": NOW}
    add(
        database,
        notice(code="sent", letter="a", **sent),
        notice(code="delayed", letter="a", **sent),
        notice(code="arrived", letter="b", **sent),
        notice(code="stalled"),
        notice(code="problem"),
        notice("2", state="given_up", letter="c", ended_at=NOW),
        notice("3"),
    )
    with database.write() as transaction:
        for own in (
            letter("1"),
            letter("2", id="draft", state=MailState.DRAFT),
            letter("2", id="undone", state="undone"),
        ):
            merchant_letters.add(transaction, own)
        found = list_details.counts(transaction, ["1", "2", "4"], NOW.date())
    assert found[0] == {"1": {"sent": 2, "waiting": 2}, "2": {"given_up": 1, "undone": 1}}


def test_the_answer_that_waits_counts_more_than_a_later_one(database: Database) -> None:
    put(database, replace(WAIT, topic="arrival", kind="went_badly"), CANCEL, replace(WAIT, order_id="2"))
    with database.write() as transaction:
        cancel = answers.of_order(transaction, "1")[-1]
        answers.handle(transaction, cancel.id, now=NOW)
        answers.handle(transaction, answers.of_order(transaction, "2")[0].id, now=NOW)
        found = list_details.last_answers(transaction, ["1", "2", "3"])
    assert found == {"1": ListedAnswer("went_badly", NOW, None), "2": ListedAnswer("wait", NOW, NOW)}


def test_openings_are_those_of_the_day(database: Database) -> None:
    today = date(2026, 11, 22)
    with database.write() as transaction:
        page_openings.add(transaction, {("1", today): 3, ("1", date(2026, 11, 21)): 5, ("2", today): 1})
        assert list_details.counts(transaction, ["1", "3"], today) == ({}, {"1": 3})
