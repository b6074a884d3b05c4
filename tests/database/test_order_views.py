from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from tests.database.order_rows import order, put
from tests.fakes import NOW
from tracking.database import Database, order_views, orders, view_counts
from tracking.database.order_views import ANSWERS, NEEDS_YOU, need_key, sort_keys
from tracking.database.orders import FoundBy
from tracking.database.tables import order_views as table


def views(database: Database) -> dict[str, int]:
    """The views of the order, with its need there."""
    with database.read() as transaction:
        assert view_counts.are_consistent(transaction)
        return dict(transaction.execute(select(table.c.view, table.c.need)).tuples().all())


def put_need(database: Database, need: int, *, needs_you: bool, has_open_answer: bool = False) -> None:
    with database.write() as transaction:
        order_views.put_need(transaction, "1", need, needs_you=needs_you, has_open_answer=has_open_answer)


def test_keys_put_what_lacks_the_value_last() -> None:
    none = sort_keys(placed_at=NOW, promised=None, last_scan_at=None)
    assert (none.promised, none.last_scan, need_key(None, None)) == (0, 0, 0)
    days = [sort_keys(placed_at=NOW, promised=day, last_scan_at=None) for day in (date(1, 1, 1), NOW.date(), date.max)]
    assert [key.promised for key in days] == sorted(key.promised for key in days)
    first, last = datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(seconds=1)
    scans = [sort_keys(placed_at=NOW, promised=None, last_scan_at=at).last_scan for at in (first, NOW, last)]
    assert scans == sorted(set(scans))
    assert scans[-1] < 0


def test_needs_come_by_rank_and_of_one_rank_the_newest_first() -> None:
    keys = [need_key(1, NOW), need_key(2, NOW), need_key(2, NOW - timedelta(seconds=1)), need_key(9, NOW), 0]
    assert keys == sorted(set(keys))


def test_a_judgement_leaves_alone_what_depends_on_people(database: Database) -> None:
    put(database, order(), views=["late"])
    put_need(database, -5, needs_you=True, has_open_answer=True)
    assert views(database) == {"all": -5, "late": -5, NEEDS_YOU: -5, ANSWERS: -5}
    put(database, order(last_scan_at=NOW), views=["done"])
    assert views(database) == {"all": -5, "done": -5, NEEDS_YOU: -5, ANSWERS: -5}
    put_need(database, 0, needs_you=False)
    assert views(database) == {"all": 0, "done": 0}


def test_an_order_that_is_not_known_needs_nobody(database: Database) -> None:
    put_need(database, -5, needs_you=True)
    assert views(database) == {}


def test_an_order_is_sorted_alike_in_every_view(database: Database) -> None:
    put(database, order(), views=["late"])
    with database.write() as transaction:
        orders.put(transaction, order(placed_at=NOW, estimate_to=None, last_scan_at=None), FoundBy(views=["late"]))
        rows = transaction.execute(select(table.c.placed, table.c.promised, table.c.last_scan)).all()
    assert len(rows) == 2
    assert set(rows) == {(order_views.microseconds(NOW), 0, 0)}
