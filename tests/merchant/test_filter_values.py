from tests.database.order_rows import order, put
from tracking.database import Database
from tracking.merchant.filter_values import filter_values


def test_form_offers_what_orders_have(database: Database) -> None:
    put(database, order("1", carrier="ups", country="SE", location="Lund", reason="stalled"))
    put(database, order("2", carrier=None, country="DK", location="Lund", reason=None))
    assert filter_values(database) == {
        "reason": ["stalled"],
        "carrier": ["ups"],
        "country": ["DK", "SE"],
        "location": ["Lund"],
    }
