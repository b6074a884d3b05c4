from datetime import timedelta

import pytest

from tests import demo_orders
from tests.directory import kept
from tests.fakes import NOW
from tracking.database import Database
from tracking.directory.order_pages import orders_of
from tracking.directory.views import OrderView, views_of
from tracking.order.status import order_status

SLUGS = sorted(demo_orders.order_ids())[:7]


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_every_order_is_listed_once_the_newest_first(
    database: Database, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("tracking.directory.order_pages._SIZE", size)
    ids = [kept.put(database, slug, placed_at=NOW - timedelta(days=day)) for day, slug in enumerate(SLUGS)]
    assert [order.id for order in orders_of(database, OrderView.ALL)] == ids


def test_a_view_has_its_orders_alone(database: Database) -> None:
    for slug in demo_orders.order_sample():
        kept.put(database, slug)
    late = {order.id for order in orders_of(database, OrderView.LATE)}
    is_late = {
        demo_orders.order_ids()[slug]
        for slug in demo_orders.order_sample()
        if OrderView.LATE in views_of(order_status(demo_orders.orders()[slug], NOW, kept.POLICY))
    }
    assert late == is_late
    assert 0 < len(late) < len(demo_orders.order_sample())


def test_an_empty_database_has_no_orders(database: Database) -> None:
    assert list(orders_of(database, OrderView.ALL)) == []
