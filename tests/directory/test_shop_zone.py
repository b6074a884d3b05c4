from tests.directory import stored_orders
from tracking.database import Database
from tracking.directory.shop_zone import shop_region, shop_zone


def test_the_zone_is_shopifys_last_word_else_that_of_an_order_else_utc(database: Database) -> None:
    with database.read() as transaction:
        assert str(shop_zone(transaction, None)) == "UTC"
        assert str(shop_zone(transaction, "America/Lima")) == "America/Lima"
    stored_orders.put(database, "large")
    with database.read() as transaction:
        assert str(shop_zone(transaction, None)) == "Europe/London"
        assert str(shop_zone(transaction, "America/Lima")) == "America/Lima"


def test_the_region_is_that_of_an_order_where_one_is_known(database: Database) -> None:
    with database.read() as transaction:
        assert shop_region(transaction) is None
    stored_orders.put(database, "large")
    with database.read() as transaction:
        assert shop_region(transaction) == "GB-ENG"
