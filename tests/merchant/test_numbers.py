from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.database import order_rows
from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url
from tests.fakes import NOW
from tracking.database import Database, page_openings, promise_counts, step_durations
from tracking.database.promise_counts import PromiseOutcome
from tracking.database.step_durations import StepDurationRow
from tracking.durations.percentiles import LEAST_VALUES
from tracking.merchant.numbers import LateFigure, OpeningFigure, ShopNumbers, StepChange, StepFigure, count_numbers
from tracking.merchant.promise_figures import PromiseFigure

__all__ = ["database", "postgres_database", "postgres_url", "sqlite_url", "url"]

SUNDAY = date(2026, 11, 22)
STEP = StepDurationRow(step="sent", started_on=SUNDAY, ended_on=SUNDAY, hours=0, carrier="dhl", country="DE")


def counted(database: Database, now: datetime = NOW, zone: str = "UTC") -> ShopNumbers:
    with database.read() as transaction:
        return count_numbers(transaction, now, ZoneInfo(zone))


def test_an_empty_shop_has_no_figures(database: Database) -> None:
    assert counted(database) == ShopNumbers(at=NOW)


def test_steps_have_a_median_by_week_and_by_each_value(database: Database) -> None:
    rows = [replace(STEP, hours=hours, location="Lund" if hours % 2 else None) for hours in range(1, 41)]
    earlier = [replace(STEP, hours=9, ended_on=SUNDAY - timedelta(days=7))] * (LEAST_VALUES - 1)
    with database.write() as transaction:
        step_durations.add(transaction, [*rows, *earlier], is_imported=False)
    figures = [row for row in counted(database).steps if row.by != "carrier"]
    assert figures == [
        StepFigure("sent", "week", "2026-11-16", 40, 20, 36),
        StepFigure("sent", "week", "2026-11-09", LEAST_VALUES - 1, None, None),
        StepFigure("sent", "country", "DE", 59, 11, 35),
        StepFigure("sent", "location", "", 39, 9, 34),
        StepFigure("sent", "location", "Lund", 20, 19, 35),
    ]


def test_steps_of_sending_are_told_apart_by_product_type_where_one_is_known(database: Database) -> None:
    arrived = replace(STEP, step="arrived")
    with database.write() as transaction:
        step_durations.add(transaction, [STEP, arrived], is_imported=False)
    assert not [row for row in counted(database).steps if row.by == "product_type"]
    mugs = [replace(STEP, hours=30, product_type="Mugs", ended_on=day) for day in (SUNDAY, SUNDAY - timedelta(days=40))]
    with database.write() as transaction:
        step_durations.add(transaction, mugs * LEAST_VALUES, is_imported=False)
    numbers = counted(database)
    assert [row for row in numbers.steps if row.by == "product_type"] == [
        StepFigure("sent", "product_type", "Mugs", 2 * LEAST_VALUES, 30, 30),
        StepFigure("sent", "product_type", "", 1, None, None),
    ]
    assert StepChange("sent", "product_type", "Mugs", 30, 30) in numbers.changes


def test_a_week_begins_on_monday_by_the_shops_clock(database: Database) -> None:
    sunday_night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with database.write() as transaction:
        oldest = SUNDAY - timedelta(days=90)  # the Monday of the thirteenth week, counted from the 16th
        step_durations.add(transaction, [replace(STEP, ended_on=day) for day in (SUNDAY, oldest)], is_imported=False)
    weeks = {row.value for row in counted(database, sunday_night).steps if row.by == "week"}
    assert weeks == {"2026-11-16", "2026-08-24"}
    later = {row.value for row in counted(database, sunday_night, "Europe/Stockholm").steps if row.by == "week"}
    assert later == {"2026-11-16"}, "there it is Monday already, and the oldest week is over"


def test_late_orders_are_counted_among_open_ones(database: Database) -> None:
    for number, condition in enumerate(("late", "fine", "fine"), 1):
        order_rows.put(database, order_rows.order(str(number), condition=condition))
    assert LateFigure("country", "SE", 1, 3) in counted(database).late


def test_pages_are_counted_by_week(database: Database) -> None:
    with database.write() as transaction:
        days = [(SUNDAY, 3), (SUNDAY - timedelta(days=1), 2), (SUNDAY - timedelta(days=7), 5)]
        page_openings.add(transaction, {("1", day): count for day, count in days})
    assert counted(database).openings == (OpeningFigure("2026-11-16", 5, 2), OpeningFigure("2026-11-09", 5, 1))


def test_carrier_slower_than_the_month_before_comes_first(database: Database) -> None:
    this, last = SUNDAY - timedelta(days=29), SUNDAY - timedelta(days=59)
    rows = [
        *[replace(STEP, hours=30, ended_on=day) for day in (SUNDAY, this)] * 10,
        *[replace(STEP, hours=20, ended_on=this - timedelta(days=1))] * 20,
        *[replace(STEP, hours=9, ended_on=last - timedelta(days=1))] * 20,
        *[replace(STEP, hours=9, carrier="ups", country="SE", ended_on=day) for day in (SUNDAY, last)] * 20,
        *[replace(STEP, hours=9, carrier="dpd", ended_on=day) for day in (SUNDAY, last)] * 19,
    ]
    with database.write() as transaction:
        step_durations.add(transaction, rows, is_imported=False)
    changes = [each for each in counted(database).changes if each.by == "carrier"]
    assert changes == [StepChange("sent", "carrier", "dhl", 30, 20), StepChange("sent", "carrier", "ups", 9, 9)]


def test_promises_are_counted(database: Database) -> None:
    kept = PromiseOutcome(week=date(2026, 11, 16), step="arrive", said_by="carrier", carrier="dhl", days_over=0)
    with database.write() as transaction:
        promise_counts.add(transaction, [kept, replace(kept, week=date(2026, 8, 24) - timedelta(days=7))])
    assert PromiseFigure("week", "2026-11-16", 1, 1, None) in counted(database).promises
    assert {each.count for each in counted(database).promises} == {1}
