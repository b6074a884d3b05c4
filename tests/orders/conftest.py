from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TypeAlias

import pytest

from tests.parts import ByHand, Clock, RedisServer, Shopify
from tracking.carriers import Carriers
from tracking.order.freshness import time_to_live
from tracking.order.policy import Policy
from tracking.orders import ConcurrencyLimit, InvalidationBus, Memory, OrderFetcher, OrderService, RedisLocks, Rows
from tracking.orders.cache_backend import ShopRedis, open_redis
from tracking.orders.rows import Store
from tracking.shopify.client import Client, Credentials
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.transport import open_session


class Plain:
    """The simplest store there is."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def get_many(self, *keys: str) -> list[object]:
        return [self.values.get(key) for key in keys]

    def set(self, key: str, value: object, timeout: int) -> object:
        self.values[key] = value
        return timeout

    def delete(self, key: str) -> object:
        return self.values.pop(key, None)

    def clear(self) -> object:
        self.values = {}
        return True

    def drop_superseded(self) -> object:
        return True


class Broken:
    """A store whose server is down."""

    def get_many(self, *keys: str) -> list[object]:
        raise ConnectionError(keys)

    def set(self, key: str, value: object, timeout: int) -> object:
        raise ConnectionError(key, value, timeout)

    def delete(self, key: str) -> object:
        raise ConnectionError(key)

    def clear(self) -> object:
        raise ConnectionError

    def drop_superseded(self) -> object:
        raise ConnectionError


MakeRows: TypeAlias = Callable[[Store], Rows]


class Desk:
    """A process of its own: a Lookup, on a store and a ShopRedis that others may share."""

    def __init__(
        self,
        shopify: Shopify,
        clock: Clock,
        store: Store,
        redis: ShopRedis | None = None,
        slots: ConcurrencyLimit | None = None,
    ) -> None:
        session = open_session()
        session.mount("https://", shopify)
        credentials = Credentials(shop="demo.myshopify.com", api_url="https://demo.myshopify.com", access_token="demo")
        client = Client(credentials, session, monotonic=clock.monotonic, sleep=clock.sleep)
        orders = ShopifyOrders(client, monotonic=clock.monotonic)
        self.rows = Rows(store, life=timedelta(hours=24), clock=clock)
        self.changes = InvalidationBus(redis, clock=clock)
        self.memory = Memory(self.rows, self.changes, clock=clock)
        good = partial(time_to_live, policy=Policy(carriers=Carriers.built_in()))
        self.fetching = OrderFetcher(orders, self.memory, RedisLocks(redis), good_for=good, clock=clock)
        self.background = ByHand()
        self.noted: list[str] = []
        self.lookup = OrderService(
            orders,
            self.memory,
            self.fetching,
            self.background,
            slots=slots,
            monotonic=clock.monotonic,
            note=self.noted.append,
        )


@pytest.fixture
def plain() -> Plain:
    return Plain()


@pytest.fixture
def make_rows(clock: Clock) -> MakeRows:
    return lambda store: Rows(store, life=timedelta(hours=24), clock=clock)


@pytest.fixture
def desk(shopify: Shopify, clock: Clock, plain: Plain) -> Desk:
    return Desk(shopify, clock, plain)


@pytest.fixture
def lookup(desk: Desk) -> OrderService:
    return desk.lookup


@pytest.fixture
def redis(redis_server: RedisServer) -> Iterator[ShopRedis]:
    opened = open_redis(redis_server.url)
    assert opened
    yield opened
    opened.close()
