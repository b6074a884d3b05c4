import pytest
from sqlalchemy import text

from tests.database.order_rows import order, put
from tracking.database import Database
from tracking.database.list_search import ListSearch
from tracking.database.order_filters import Filters
from tracking.database.tables import order_views


@pytest.fixture
def shop(database: Database) -> Database:
    """Nine orders in Sweden; the first two are late, and one order is in Norway."""
    for number in range(9):
        put(database, order(f"{number}", carrier="ups"), views=["late"] if number < 2 else [])
    put(database, order("9", country="NO", carrier="ups"))
    return database


@pytest.mark.parametrize(
    ("filters", "leads", "expected"),
    [
        (Filters(country="NO"), "ix_orders_country", "9"),
        (Filters(country="NO", carrier="ups"), "ix_orders_country", "9"),
        (Filters(view="late", country="SE"), "ix_order_views", "01"),
        (Filters(view="late", country="SE", carrier="ups"), "ix_order_views", "01"),
    ],
)
def test_the_index_with_the_fewest_orders_leads(shop: Database, filters: Filters, leads: str, expected: str) -> None:
    with shop.read() as transaction:
        search = ListSearch(transaction, filters)
        statement = search.by_fewest(order_views.c.placed)
        assert sorted(transaction.scalars(statement)) == sorted(expected)
        assert search.count(5) == len(expected)
        if transaction.dialect.name == "sqlite":  # PostgreSQL decides by its own figures
            query = statement.compile(transaction, compile_kwargs={"literal_binds": True})
            first = transaction.execute(text(f"EXPLAIN QUERY PLAN {query}")).first()
            assert first
            assert leads in first.detail


def test_counting_stops_at_its_limit_but_for_a_whole_view(shop: Database) -> None:
    with shop.read() as transaction:
        assert ListSearch(transaction, Filters()).count(5) == 10
        assert ListSearch(transaction, Filters(carrier="ups")).count(5) == 6
