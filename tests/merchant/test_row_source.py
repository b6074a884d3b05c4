from datetime import timedelta

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.merchant.listed import ROW_MAKER
from tracking.database import Database, orders
from tracking.merchant.row_details import RowDetails
from tracking.merchant.row_source import RowSource

MINUTE = timedelta(minutes=1)


def listed(database: Database, order_id: str, seconds: float = 0) -> RowSource:
    with database.read() as transaction:
        (stored,) = orders.stored(transaction, [order_id])
    now = NOW + timedelta(seconds=seconds)
    return RowSource(stored=stored, details=RowDetails(), now=now, make=ROW_MAKER.row)


def test_its_row_is_that_of_the_order(database: Database) -> None:
    for slug in sorted(demo_orders.order_ids())[:20]:
        order_id = stored_orders.put(database, slug)
        with database.read() as transaction:
            order = orders.get(transaction, order_id)
        assert order
        assert listed(database, order_id).row() == ROW_MAKER.row(order, RowDetails())


def test_row_is_made_of_the_same_until_judge_at_and_then_for_a_minute(database: Database) -> None:
    order_id = stored_orders.put(database, "in-transit", judge_at=NOW + MINUTE)
    first = listed(database, order_id).made_of()
    assert listed(database, order_id, 59).made_of() == first
    due = listed(database, order_id, 60).made_of()
    assert due != first
    assert listed(database, order_id, 110).made_of() == due
    assert listed(database, order_id, 120).made_of() != due


def test_an_order_that_time_does_not_change_is_made_of_the_same(database: Database) -> None:
    order_id = stored_orders.put(database, "in-transit", judge_at=None)
    assert listed(database, order_id).made_of() == listed(database, order_id, 10**6).made_of()
