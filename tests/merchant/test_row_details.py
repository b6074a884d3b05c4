from dataclasses import replace
from datetime import UTC

from tests.database import order_rows
from tests.database.notice_rows import add, notice
from tests.database.test_answers import WAIT, put
from tests.durations.test_promises import promise
from tests.fakes import NOW
from tracking.database import Database, promises
from tracking.merchant.order_row import LetterCounts
from tracking.merchant.row_details import RowDetails, read_details


def test_claimed_letter_still_waits_and_a_given_up_one_has_failed(database: Database) -> None:
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


def test_promised_are_the_days_of_the_parcel_whose_day_the_order_shows(database: Database) -> None:
    at_first, now = promise(24, 30), promise(26, 2)
    order_rows.put(database, order_rows.order())
    with database.write() as transaction:
        promises.add(transaction, "1", "one", [(now, None), (at_first, None)])
        promises.add(transaction, "1", "other", [(promise(27, 5), None)])
        details = read_details(transaction, ["1", "2"], now=NOW, zone=UTC)
    told = [(each.first.day, each.said_at) for each in details.promised_to("1", now.days)]
    assert told == [(24, at_first.said_at), (26, now.said_at)]
    assert [each.first.day for each in details.promised_to("1", None)] == [24, 27, 26]
    assert details.promised_to("2", now.days) == ()


def test_nothing_is_asked_for_no_orders(database: Database) -> None:
    with database.read() as transaction:
        assert read_details(transaction, [], now=NOW, zone=UTC) == RowDetails()
