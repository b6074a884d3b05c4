"""A worker with the demo store as Shopify, on both databases."""

from collections.abc import Callable

import pytest

from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url
from tests.fakes import Clock, Shopify
from tests.worker.sites import small_shop, worker_of
from tracking.database import Database
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
