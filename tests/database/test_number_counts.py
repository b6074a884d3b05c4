from dataclasses import replace
from datetime import date, timedelta

from tests.database import notice_rows, order_rows
from tests.database.merchant_rows import letter
from tests.fakes import NOW
from tracking.database import Database, answers, merchant_letters, notices, number_counts, page_openings, step_durations
from tracking.database.answers import NewAnswer
from tracking.database.mail_queue import MailState
from tracking.database.notices import NoticeState
from tracking.database.number_counts import NumberBy
from tracking.database.step_durations import StepDurationRow

DAY = date(2026, 11, 20)
STEP = StepDurationRow(
    step="sent", started_on=DAY, ended_on=DAY, hours=30, carrier="dhl", country="DE", location="Lund"
)


def test_steps_are_counted_by_value_day_and_hours(database: Database) -> None:
    rows = [STEP, STEP, replace(STEP, hours=5), replace(STEP, carrier=None, ended_on=DAY - timedelta(days=1))]
    with database.write() as transaction:
        step_durations.add(transaction, [*rows, replace(STEP, ended_on=DAY - timedelta(days=99))], is_imported=False)
        by_carrier = number_counts.hours_by(transaction, NumberBy.CARRIER, since=DAY - timedelta(days=90))
        assert sorted(by_carrier, key=str) == [("sent", "dhl", 30, 2), ("sent", "dhl", 5, 1), ("sent", None, 30, 1)]
        by_day = number_counts.hours_by_day(transaction, since=DAY)
        assert sorted(by_day) == [("sent", DAY, 5, 1), ("sent", DAY, 30, 2)]
        assert number_counts.has_steps_above(transaction, 4)
        assert not number_counts.has_steps_above(transaction, 5)


def test_late_are_open_orders_whose_headline_or_parcel_is_late(database: Database) -> None:
    order = order_rows.order
    for row in (
        order("1", condition="late"),
        order("2", parcel_condition="late", condition="problem"),
        order("3"),
        order("4", condition="late", finished_at=NOW),
        order("5", condition="late", is_test=True),
        order("6", condition="late", country=None),
    ):
        order_rows.put(database, row)
    with database.read() as transaction:
        found = number_counts.late_by(transaction, NumberBy.COUNTRY)
    assert sorted(found, key=str) == [("SE", 2, 3), (None, 1, 1)]


def test_news_is_counted_by_week_and_what_became_of_it(database: Database) -> None:
    weeks = [NOW - timedelta(days=14), NOW - timedelta(days=7), NOW]
    news = [notice_rows.notice("1", about=str(number)) for number in range(4)]
    notice_rows.add(database, *news)
    ended = [
        (NOW - timedelta(days=8), NoticeState.SENT),
        (NOW - timedelta(days=7), NoticeState.SENT),
        (NOW + timedelta(hours=1), NoticeState.GIVEN_UP),
        (NOW - timedelta(days=20), NoticeState.WITHHELD),
    ]
    with database.write() as transaction:
        claimed = notices.claim(transaction, "mine", now=NOW)
        for row, (at, state) in zip(claimed, ended, strict=True):
            notices.end(transaction, "mine", [row], state, now=at)
    with database.read() as transaction:
        found = number_counts.news_by_week(transaction, weeks)
    assert sorted(found) == [(weeks[0], "sent", 1), (weeks[1], "sent", 1), (weeks[2], "given_up", 1)]


def test_the_shops_own_letters_are_counted_by_week(database: Database) -> None:
    weeks, ended = [NOW - timedelta(days=7), NOW], NOW + timedelta(hours=1)
    order_rows.put(database, order_rows.order("1"))
    with database.write() as transaction:
        for number, (state, at) in enumerate(
            (
                (MailState.SENT, ended),
                (MailState.SENT, NOW - timedelta(days=1)),
                (MailState.WITHHELD, ended),
                (MailState.GIVEN_UP, NOW - timedelta(days=9)),
                (MailState.UNDONE, ended),
                (MailState.WAITING, None),
            )
        ):
            merchant_letters.add(transaction, letter("1", id=str(number), state=state, ended_at=at))
        found = number_counts.letters_by_week(transaction, weeks)
    assert sorted(found) == [(weeks[0], "sent", 1), (weeks[1], "sent", 1), (weeks[1], "withheld", 1)]


def test_openings_and_answers_are_counted(database: Database) -> None:
    with database.write() as transaction:
        page_openings.add(transaction, {("1", DAY): 3, ("2", DAY): 1, ("1", DAY - timedelta(days=1)): 7})
        assert number_counts.openings_by_day(transaction, since=DAY) == [(DAY, 4, 2)]
        for order_id in ("1", "2"):
            answer = NewAnswer(
                order_id=order_id, topic="late", kind="wait", words="", at=NOW, deadline=DAY, letter=order_id
            )
            answers.put(transaction, answer)
        answers.handle(transaction, answers.of_order(transaction, "1")[0].id, now=NOW)
        assert number_counts.answers_by_kind(transaction) == [("wait", 2, 1)]
