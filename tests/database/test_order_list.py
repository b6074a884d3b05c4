import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import text

from tests.database.order_rows import order
from tests.fakes import NOW
from tracking.database import Database, order_list, orders
from tracking.database.order_list import Filters, OrderSort, PageKey
from tracking.database.orders import FoundBy

HOUR = timedelta(hours=1)
VIEWS = ("needs_you", "late", "done", "on_its_way", "to_send", "problem")
ORDERS = 400


@pytest.fixture
def shop(database: Database) -> Database:
    """Five orders, each an hour older than the one before; the last two were placed in the same moment."""
    placed = {"1": NOW, "2": NOW - HOUR, "3": NOW - 2 * HOUR, "4": NOW - 3 * HOUR, "5": NOW - 3 * HOUR}
    with database.write() as transaction:
        for order_id, moment in placed.items():
            views = ["late"] if order_id != "2" else []
            row = order(
                order_id,
                name=f"#100{order_id}",
                placed_at=moment,
                country="SE" if order_id in "12" else "DE",
                parcels=2 if order_id == "1" else 1,
                contact_hash=f"hash-{order_id}",
            )
            found_by = FoundBy(
                views=views, tag_hashes=["gift"] if order_id in "13" else [], numbers=views and ["AB123"]
            )
            orders.put(transaction, row, found_by)
    return database


def ids(database: Database, filters: Filters, *, size: int = 10, sort: OrderSort = OrderSort.NEWEST) -> list[str]:
    with database.read() as transaction:
        page = order_list.page(transaction, filters, size=size, sort=sort)
    return [row.id for row in page.orders]


def pages(database: Database, filters: Filters, size: int, sort: OrderSort) -> Iterator[list[str]]:
    after: PageKey | None = None
    while True:
        with database.read() as transaction:
            page = order_list.page(transaction, filters, size=size, after=after, sort=sort)
        yield [row.id for row in page.orders]
        after = page.next_key
        if after is None:
            return


FITTING = (
    (Filters(), "15432"),
    (Filters(view="late"), "1543"),
    (Filters(view="done"), ""),
    (Filters(view="done", number="AB123"), ""),
    (Filters(country="SE"), "12"),
    (Filters(view="late", country="SE"), "1"),
    (Filters(tag_hashes=("gift",)), "13"),
    (Filters(view="late", tag_hashes=("gift", "of an older key"), country="DE"), "3"),
    (Filters(number="AB123"), "1543"),
    (Filters(has_number=True), "1543"),
    (Filters(has_number=False), "2"),
    (Filters(is_sent_in_parts=True), "1"),
    (Filters(is_sent_in_parts=False), "2543"),
    (Filters(name="#1003"), "3"),
    (Filters(contact_hashes=("hash-1", "hash-5")), "15"),
    (Filters(contact_hashes=()), ""),
    (Filters(placed_from=NOW - HOUR), "12"),
    (Filters(placed_to=NOW - HOUR), "543"),
    (Filters(view="late", placed_from=NOW - 2 * HOUR, placed_to=NOW), "3"),
    (Filters(stage="shipped", condition="fine", route="ship", carrier="postnord-se", location="Lund"), "15432"),
    (Filters(reason="delayed"), ""),
)


def test_orders_that_fit_are_listed_and_counted(shop: Database) -> None:
    for filters, expected in FITTING:
        assert sorted(ids(shop, filters)) == sorted(expected), filters
        with shop.read() as transaction:
            assert order_list.count(transaction, filters) == len(expected), filters


def test_the_newest_come_first_or_the_oldest(shop: Database) -> None:
    assert ids(shop, Filters()) == ["1", "2", "3", "5", "4"]
    assert ids(shop, Filters(view="late"), sort=OrderSort.AGE) == ["4", "5", "3", "1"]


def test_pages_hold_every_order_once(shop: Database) -> None:
    for view, sort in product(("all", "late"), OrderSort):
        whole = ids(shop, Filters(view=view), sort=sort)
        for size in (1, 2, 3, 4, 5):
            found = list(pages(shop, Filters(view=view), size, sort))
            assert [order_id for page in found for order_id in page] == whole, (view, sort, size)
            assert all(len(page) == size for page in found[:-1])
            assert found[-1], "no empty page at the end"


def test_counts_stop_at_their_limit(shop: Database) -> None:
    with shop.read() as transaction:
        assert order_list.count(transaction, Filters(country="DE"), limit=2) == 3
        assert order_list.view_counts(transaction) == {"late": 4, "all": 5}


@pytest.fixture
def large_shop(database: Database) -> Database:
    """With as many orders as a planner needs to prefer an index."""
    with database.write() as transaction:
        for number in range(ORDERS):
            row = order(f"{number}", placed_at=NOW - number * HOUR, answer={"title": "x" * 300})
            orders.put(transaction, row, FoundBy(views=[VIEWS[number % len(VIEWS)]]))
        transaction.execute(text("ANALYZE"))
    return database


def plan(database: Database, view: str) -> str:
    """How the database would find the first page."""
    with database.read() as transaction:
        statement = order_list.ids_statement(transaction, Filters(view=view), size=20)
        query = statement.compile(transaction, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN" if transaction.dialect.name == "sqlite" else "EXPLAIN"
        said = transaction.exec_driver_sql(f"{explain} {query}")
        return "\n".join(" ".join(map(str, row)) for row in said)


def test_the_first_page_of_a_view_reads_an_index_and_never_the_whole_table(large_shop: Database) -> None:
    for view in ("all", *VIEWS):
        found = plan(large_shop, view)
        assert "ix_order_views_placed" in found, found
        assert not re.search(r"Seq Scan on order|SCAN order", found), found
        assert len(re.findall(r"Sort Key|TEMP B-TREE", found)) <= 1, "only the orders of one page are sorted"


def test_ids_alone_are_read_in_pages_likewise(shop: Database) -> None:
    for filters in (Filters(), Filters(view="late"), Filters(country="DE", view="late")):
        assert list(id_pages(shop, filters)) == list(pages(shop, filters, 2, OrderSort.NEWEST))


def id_pages(database: Database, filters: Filters) -> Iterator[list[str]]:
    after: PageKey | None = None
    while True:
        with database.read() as transaction:
            page = order_list.ids(transaction, filters, size=2, after=after)
        yield page.ids
        after = page.next_key
        if after is None:
            return


@pytest.mark.parametrize("sort", OrderSort)
def test_the_first_page_of_a_view_is_asked_for_by_the_statement_that_any_page_is(
    shop: Database, sort: OrderSort
) -> None:
    for view in ("all", "late"):
        with shop.read() as transaction:
            found = order_list.ids(transaction, Filters(view=view), size=3, sort=sort)
            statement = order_list.ids_statement(transaction, Filters(view=view), size=3, sort=sort)
            rows = transaction.execute(statement).all()
        assert found.ids == [row.order_id for row in rows[:3]]
        assert found.next_key == PageKey(rows[2].key, rows[2].order_id)
