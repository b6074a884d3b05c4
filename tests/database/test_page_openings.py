from datetime import timedelta

from tests.database import kept_rows
from tests.fakes import NOW
from tracking.database import Database, page_openings

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def test_openings_add_up_by_order_and_day(database: Database) -> None:
    with database.write() as transaction:
        page_openings.add(transaction, {("1", YESTERDAY): 2, ("1", TODAY): 1, ("2", TODAY): 5})
        page_openings.add(transaction, {("1", TODAY): 3})
        page_openings.add(transaction, {})
    with database.read() as transaction:
        assert kept_rows.openings(transaction, "1") == {YESTERDAY: 2, TODAY: 4}
        assert kept_rows.openings(transaction, "3") == {}


def test_earlier_days_are_forgotten(database: Database) -> None:
    with database.write() as transaction:
        page_openings.add(transaction, {("1", YESTERDAY): 2, ("1", TODAY): 1})
        assert page_openings.forget_before(transaction, TODAY) == 1
        assert kept_rows.openings(transaction, "1") == {TODAY: 1}
