from dataclasses import replace
from datetime import UTC, date

from tests.database.notice_rows import add, notice
from tests.database.test_answers import WAIT, put
from tests.fakes import NOW
from tracking.database import Database
from tracking.database.list_details import ToldDay
from tracking.i18n.text import Days
from tracking.merchant.order_row import LetterCounts, Promise
from tracking.merchant.row_details import RowDetails, read_details


def day(number: int) -> Days:
    return Days(date(2026, 11, number), date(2026, 11, number))


def test_what_is_being_sent_still_waits_and_what_was_given_up_has_failed(database: Database) -> None:
    add(
        database,
        notice(code="sent", state="claimed", letter="a"),
        notice(code="arrived"),
        notice(code="late", state="given_up", letter="b", ended_at=NOW),
        notice(code="lost", state="withheld", ended_at=NOW),
    )
    with database.read() as transaction:
        details = read_details(transaction, ["1"], now=NOW, zone=UTC)
    assert details.letters_of("1") == LetterCounts(sent=0, waiting=2, failed=1)
    assert details.letters_of("2") == LetterCounts()


def test_an_answer_is_told_without_its_words(database: Database) -> None:
    put(database, replace(WAIT, order_id="1"))
    with database.read() as transaction:
        details = read_details(transaction, ["1", "2"], now=NOW, zone=UTC)
    answer = details.answer_of("1")
    assert answer
    assert (answer.kind, answer.at, answer.handled) == ("wait", NOW, False)
    assert details.answer_of("2") is None


def test_days_that_moved_are_told_once_with_when_a_letter_said_them() -> None:
    told = [
        ToldDay("2026-11-26", "2026-11-24", NOW),
        ToldDay("2026-11-30", "2026-11-26", None),
        ToldDay("no day", "2026-11-27", NOW),
    ]
    details = RowDetails(told_days={"1": told})
    assert details.promised_to("1") == (
        Promise(days=day(24), said_at=None),
        Promise(days=day(26), said_at=NOW),
        Promise(days=day(27), said_at=None),
    )
    assert details.promised_to("2") == ()


def test_nothing_is_asked_for_no_orders(database: Database) -> None:
    with database.read() as transaction:
        assert read_details(transaction, [], now=NOW, zone=UTC) == RowDetails()
