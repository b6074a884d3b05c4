"""A worker with the demo store as Shopify, on both databases, and a shop whose history is imported."""

from collections.abc import Callable, Iterator

import pytest

from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url
from tests.fakes import NOW, Clock, Shopify
from tests.worker.history_shop import ORDERS, HistoryShop, end_fill, history_of
from tests.worker.sites import small_shop, worker_of
from tracking.database import Database
from tracking.demo import DemoStore, generated_store
from tracking.worker.history import HistoryImport
from tracking.worker.worker import Worker

__all__ = ["database", "postgres_database", "postgres_url", "sqlite_url", "url"]


@pytest.fixture
def shopify(clock: Clock) -> Shopify:
    return Shopify(small_shop(), clock)


@pytest.fixture
def make_worker(clock: Clock, shopify: Shopify, database: Database) -> Callable[[], Worker]:
    """Workers of processes that share the database."""
    return lambda: worker_of(database, shopify, clock)


@pytest.fixture
def worker(make_worker: Callable[[], Worker]) -> Worker:
    return make_worker()


@pytest.fixture(scope="module")
def store() -> DemoStore:
    return generated_store(ORDERS, NOW)


@pytest.fixture
def shop(store: DemoStore, clock: Clock) -> Iterator[HistoryShop]:
    with HistoryShop(store, clock) as shop:
        yield shop


@pytest.fixture
def history(shop: HistoryShop, database: Database, clock: Clock) -> HistoryImport:
    end_fill(database)
    return history_of(shop.url, database, clock)
