from datetime import datetime, timedelta

from tests.database.notice_rows import add, notice
from tests.fakes import NOW
from tracking.database import Database, notices, one_order
from tracking.database.notices import CLAIM, NoticeRow, NoticeState
from tracking.database.sqlite import SqliteFile

MINUTE = timedelta(minutes=1)


def claim(database: Database, by: str = "mine", now: datetime = NOW) -> list[NoticeRow]:
    with database.write() as transaction:
        return notices.claim(transaction, by, now=now)


def of_order(database: Database, order_id: str = "1") -> list[NoticeRow]:
    with database.read() as transaction:
        return notices.of_order(transaction, order_id)


def defer(database: Database, rows: list[NoticeRow], until: datetime, **options: bool) -> None:
    with database.write() as transaction:
        notices.defer(transaction, "mine", rows, until=until, reason="server", **options)


def send(database: Database, rows: list[NoticeRow], letter: str = "letter", now: datetime = NOW) -> None:
    with database.write() as transaction:
        assert notices.put_into_letter(transaction, "mine", rows, letter)
        assert notices.end(transaction, "mine", rows, NoticeState.SENT, now=now) == len(rows)


def test_the_same_news_is_one_row(database: Database) -> None:
    assert add(database, notice(), notice(since=NOW), notice(part="p2"), notice(about="stalled")) == 3
    assert {row.key for row in of_order(database)} == {
        ("1", "delayed", "p1", "delayed"),
        ("1", "delayed", "p2", "delayed"),
        ("1", "delayed", "p1", "stalled"),
    }


def test_sent_notice_is_not_added_again_and_a_withheld_one_may_be(database: Database) -> None:
    add(database, notice())
    send(database, claim(database))
    assert add(database, notice(since=NOW)) == 0
    assert of_order(database)[0].state == "sent"
    add(database, notice(part="p2"))
    rows = claim(database)
    with database.write() as transaction:
        notices.end(transaction, "mine", rows, NoticeState.WITHHELD, now=NOW, reason="over")
    assert add(database, notice(part="p2", due_at=NOW + MINUTE)) == 1
    (again,) = (row for row in of_order(database) if row.part == "p2")
    assert (again.state, again.reason, again.ended_at, again.due_at) == ("waiting", None, None, NOW + MINUTE)


def test_the_greatest_need_leaves_first(database: Database) -> None:
    add(database, notice("1", need=5), notice("2", need=1, due_at=NOW + MINUTE), notice("3", need=3))
    assert [claim(database, str(turn))[0].order_id for turn in range(2)] == ["3", "1"]
    assert claim(database, "early") == []
    assert claim(database, "later", NOW + MINUTE)[0].order_id == "2"


def test_due_notices_of_an_order_are_claimed_together_and_the_rest_joins(database: Database) -> None:
    add(database, notice(), notice(part="p2"), notice(part="p3", due_at=NOW + MINUTE))
    assert {row.part for row in claim(database)} == {"p1", "p2"}
    with database.write() as transaction:
        assert [row.part for row in notices.claim_more(transaction, "mine", "1", now=NOW)] == ["p3"]
        assert notices.claim_more(transaction, "mine", "1", now=NOW) == []


def test_no_row_of_an_order_is_claimed_while_another_process_holds_one(database: Database) -> None:
    add(database, notice())
    assert claim(database, "theirs")
    add(database, notice(part="p2"))
    assert claim(database) == []
    assert claim(database, now=NOW + CLAIM - timedelta(seconds=1)) == []
    assert len(claim(database, now=NOW + CLAIM)) == 2


def test_a_claim_from_a_clock_that_was_a_day_ahead_does_not_last_a_day(database: Database) -> None:
    add(database, notice())
    assert claim(database, "theirs", NOW + timedelta(days=1))
    assert claim(database)


def test_ended_claim_ends_nothing(database: Database) -> None:
    add(database, notice())
    rows = claim(database)
    assert claim(database, "theirs", NOW + CLAIM)
    with database.write() as transaction:
        assert not notices.put_into_letter(transaction, "mine", rows, "letter")
        assert notices.end(transaction, "mine", rows, NoticeState.SENT, now=NOW) == 0
    defer(database, rows, NOW)
    assert claim(database) == []


def test_a_letter_that_was_cut_off_goes_again_as_it_was(database: Database) -> None:
    add(database, notice())
    rows = claim(database)
    with database.write() as transaction:
        assert notices.put_into_letter(transaction, "mine", rows, "letter")
    add(database, notice(part="p2"))
    (again,) = claim(database, "next", NOW + CLAIM)
    assert (again.part, again.letter) == ("p1", "letter")
    with database.write() as transaction:
        notices.end(transaction, "next", [again], NoticeState.SENT, now=NOW)
    assert [row.part for row in claim(database, now=NOW + CLAIM)] == ["p2"]


def test_a_failed_letter_waits_and_stays_one_unless_nobody_took_it(database: Database) -> None:
    add(database, notice())
    rows = claim(database)
    with database.write() as transaction:
        notices.put_into_letter(transaction, "mine", rows, "letter")
    defer(database, rows, NOW + MINUTE, has_failed=True)
    assert claim(database) == []
    (row,) = claim(database, now=NOW + MINUTE)
    assert (row.attempts, row.letter, row.reason) == (1, "letter", "server")
    defer(database, [row], NOW + MINUTE, has_failed=True, was_not_taken=True)
    (row,) = of_order(database)
    assert (row.attempts, row.letter, row.state) == (2, None, "waiting")


def test_notice_waiting_for_the_server_can_be_made_due(database: Database) -> None:
    add(database, notice())
    defer(database, claim(database), NOW + timedelta(days=1))
    with database.write() as transaction:
        assert not notices.has_due(transaction, now=NOW)
        assert notices.make_due(transaction, "another", now=NOW) == 0
        assert notices.make_due(transaction, "server", now=NOW) == 1
        assert notices.has_due(transaction, now=NOW)


def test_rows_of_a_clock_that_was_ahead_do_not_wait_for_it(database: Database) -> None:
    add(database, notice("1", due_at=NOW + timedelta(days=30)), notice("2", due_at=NOW + timedelta(days=1)))
    with database.write() as transaction:
        assert notices.make_due_after_clock_step(transaction, now=NOW, longest=timedelta(days=2)) == 1
    assert [row.order_id for row in claim(database)] == ["1"]


def test_letters_are_counted_not_rows(database: Database) -> None:
    add(database, notice("1"), notice("1", part="p2"), notice("2"), notice("3"))
    send(database, claim(database), "first", NOW - timedelta(hours=2))
    send(database, claim(database), "second", NOW - MINUTE)
    rows = claim(database)
    with database.write() as transaction:
        notices.put_into_letter(transaction, "mine", rows, "third")
    with database.read() as transaction:
        hour = NOW - timedelta(hours=1)
        assert notices.letters_since(transaction, hour, now=NOW) == 2
        assert notices.letters_since(transaction, NOW - timedelta(days=1), now=NOW) == 3


def test_sent_and_waiting_notices_are_listed_and_counted(database: Database) -> None:
    add(database, notice("1"), notice("2", code="sent", due_at=NOW + MINUTE), notice("3", due_at=NOW + 2 * MINUTE))
    send(database, claim(database))
    with database.read() as transaction:
        assert [row.order_id for row in notices.ended_since(transaction, NOW, limit=9)] == ["1"]
        assert notices.ended_since(transaction, NOW + MINUTE, limit=9) == []
        assert [row.order_id for row in notices.waiting(transaction, limit=9)] == ["2", "3"]
        assert notices.waiting_by_code(transaction) == {"delayed": 1, "sent": 1}


def test_rows_leave_with_their_order_also_while_they_are_claimed(database: Database) -> None:
    add(database, notice())
    rows = claim(database)
    with database.write() as transaction:
        one_order.delete_rows(transaction, "1")
        assert notices.end(transaction, "mine", rows, NoticeState.SENT, now=NOW) == 0
    assert of_order(database) == []


def _steps(database: Database, now: datetime) -> int:
    """How many dozens of instructions SQLite carries out to find what leaves first, and to claim it."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with database.write() as transaction:
        driver = transaction.connection.driver_connection
        assert driver
        driver.set_progress_handler(count, 12)
        assert notices.has_due(transaction, now=now)
        assert len(notices.claim(transaction, "mine", now=now)) == 1
        driver.set_progress_handler(None, 12)
    return steps


def test_due_notices_are_claimed_without_reading_waiting_ones() -> None:
    memory = Database(SqliteFile(None))
    memory.prepare()
    add(memory, notice("1", need=9), *(notice("2", need=1, about=str(n), due_at=NOW + 60 * MINUTE) for n in range(9)))
    few = _steps(memory, NOW)
    add(memory, notice("3", need=9), *(notice("2", need=1, part=str(n), due_at=NOW + 60 * MINUTE) for n in range(200)))
    assert _steps(memory, NOW) <= few + 5


def test_an_orders_news_can_be_handed_over_to_another_channel(database: Database) -> None:
    now = NOW
    add(database, notice("1", "delayed"), notice("1", "problem"), notice("2", "delayed"))
    with database.write() as transaction:
        rows = notices.claim(transaction, "a", now=now)
        assert rows
        notices.hand_over(transaction, "a", rows[0].order_id, "text", now=now)
        handed = notices.of_order(transaction, rows[0].order_id)
        assert {(row.channel, row.state, row.letter) for row in handed} == {("text", "waiting", None)}
        (other,) = {row.order_id for row in notices.claim(transaction, "b", now=now)}
        assert other != rows[0].order_id
        assert notices.has_due(transaction, now=now, channel="text")
        assert {row.order_id for row in notices.claim(transaction, "c", now=now, channel="text")} == {rows[0].order_id}
