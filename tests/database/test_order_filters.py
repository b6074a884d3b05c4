from itertools import product

import pytest

from tests.database.merchant_rows import letter
from tests.database.notice_rows import notice
from tests.database.order_rows import order, put
from tracking.database import Database, merchant_letters, notices, order_list, tables
from tracking.database.order_filters import Filters, TextSearch
from tracking.database.order_list import OrderSort


@pytest.fixture
def shop(database: Database) -> Database:
    """Four orders: two mugs, one of them blue, a book that is out of step, and one of which letters were given up."""
    put(database, order("1", name="#1001"), words=["blue", "mug"], numbers=["AB123"])
    put(database, order("2", name="#1002"), words=["red", "mugs", "mug"], tag_hashes=["gift"])
    put(database, order("3", name="#1003", out_of_step=["no_tracking_number"]), words=["book"], tag_hashes=["gift"])
    put(database, order("4", name="#mug"), words=["bookend"], views=["late"])
    with database.write() as transaction:
        notices.add(transaction, [notice("4"), notice("1")])
        merchant_letters.add(transaction, letter("3", id="one", state="given_up"))
        merchant_letters.add(transaction, letter("4", id="two", state="given_up"))
        merchant_letters.add(transaction, letter("2", id="three", state="sent"))
        transaction.execute(tables.notices.update().where(tables.notices.c.order_id == "4").values(state="given_up"))
    return database


def words(*found: str) -> Filters:
    return Filters(text=TextSearch(words=found))


FITTING = (
    (words("mug"), "12"),
    (words("mu"), "12"),
    (words("mu", "bl"), "1"),
    (words("book"), "34"),
    (words("bookends"), ""),
    (words("ug"), ""),
    (Filters(view="late", text=TextSearch(words=("book",))), "4"),
    (Filters(text=TextSearch(names=("#1002", "1002"), words=("mug",))), "2"),
    (Filters(text=TextSearch(numbers=("AB123",), words=("book",))), "1"),
    (Filters(text=TextSearch(names=("#mug",), words=("mug",))), "4"),
    (Filters(text=TextSearch(names=("#9",))), ""),
    (Filters(out_of_step="no_tracking_number"), "3"),
    (Filters(tag_hashes=("gift",), text=TextSearch(words=("red",))), "2"),
    (Filters(has_failed_letter=True), "34"),
    (Filters(has_failed_letter=True, country="SE", has_number=False, view="late"), "4"),
    (Filters(has_number=True), "1"),
    (Filters(ids=("4", "2", "9")), "24"),
    (Filters(ids=("4", "2"), view="late"), "4"),
    (Filters(has_number=False), "234"),
)


def test_orders_that_fit_are_found_whichever_way_they_are_read(shop: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the index that has fewest of them; where many orders fit, in the list's order."""
    for filters, expected in FITTING:
        with shop.read() as transaction:
            assert order_list.count(transaction, filters, limit=100) == len(expected), filters
    for limit, (filters, expected) in product((100, 0), FITTING):
        monkeypatch.setattr(order_list, "LIMIT", limit)
        for sort in (OrderSort.NEWEST, OrderSort.NEED):
            with shop.read() as transaction:
                found = order_list.page(transaction, filters, size=9, sort=sort).orders
            assert sorted(row.id for row in found) == sorted(expected), (limit, filters, sort)
