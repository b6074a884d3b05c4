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
