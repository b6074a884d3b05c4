from datetime import timedelta

from tests.database import order_rows
from tests.fakes import NOW
from tracking.database import Database, notice_situations, one_order


def test_the_last_one_stands_as_long_as_the_order(database: Database) -> None:
    order_rows.put(database, order_rows.order())
    with database.write() as transaction:
        assert notice_situations.get(transaction, "1") is None
        for parcel in ("", "é"):
            notice_situations.put(transaction, "1", {"parcels": [parcel]}, now=NOW)
        assert notice_situations.get(transaction, "1") == {"parcels": ["é"]}
        one_order.delete_rows(transaction, "1")
        assert notice_situations.get(transaction, "1") is None


def test_situations_of_open_and_recently_finished_orders_are_listed(database: Database) -> None:
    for order_id, finished_at in (("1", None), ("2", NOW), ("3", NOW - timedelta(seconds=1)), ("4", None)):
        order_rows.put(database, order_rows.order(order_id, finished_at=finished_at))
    with database.write() as transaction:
        for order_id in ("1", "2", "3"):
            notice_situations.put(transaction, order_id, {}, now=NOW)
        assert sorted(notice_situations.not_finished_before(transaction, NOW)) == [("1", {}), ("2", {})]
