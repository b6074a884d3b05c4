from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TypeAlias

import pytest

from tests.fakes import Clock, ManualExecutor, RedisServer, Shopify
from tracking.carriers import Carriers
from tracking.order.freshness import time_to_live
from tracking.order.policy import Policy
from tracking.orders import CallExecutor, InvalidationBus, OrderCache, OrderFetcher, OrderService
from tracking.orders.cache_backend import ShopRedis, Store, open_redis
from tracking.orders.known_orders import KnownOrders
from tracking.shopify.client import Client, Credentials
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.transport import open_session


class DictStore:
    """A store in a dictionary, in which nothing expires."""

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


class FailingStore:
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


MakeCache: TypeAlias = Callable[[Store], OrderCache]


class Instance:
    """The OrderService of one process, on a store and a Redis that other processes may share."""

    def __init__(
        self,
        shopify: Shopify,
        clock: Clock,
        store: Store,
        redis: ShopRedis | None = None,
        calls: CallExecutor | None = None,
        known: KnownOrders | None = None,
    ) -> None:
        self.known = known
        session = open_session()
        session.mount("https://", shopify)
        credentials = Credentials(shop="demo.myshopify.com", api_url="https://demo.myshopify.com", access_token="demo")
        client = Client(credentials, session, monotonic=clock.monotonic, sleep=clock.sleep)
        orders = ShopifyOrders(client, monotonic=clock.monotonic)
        self.changes = InvalidationBus(redis, clock=clock)
        self.cache = OrderCache(
            store, self.changes, retention=timedelta(hours=24), clock=clock, monotonic=clock.monotonic
        )
        ttl = partial(time_to_live, policy=Policy(carriers=Carriers.built_in()))
        calls = calls or CallExecutor()
        self.fetcher = OrderFetcher(orders, self.cache, calls, redis, time_to_live=ttl, clock=clock, known=known)
        self.background = ManualExecutor()
        self.recorded: list[str] = []
        self.service = OrderService(
            orders,
            self.cache,
            self.fetcher,
            calls,
            self.background,
            known=known,
            monotonic=clock.monotonic,
            record=self.recorded.append,
        )


@pytest.fixture
def store() -> DictStore:
    return DictStore()


@pytest.fixture
def make_cache(clock: Clock) -> MakeCache:
    changes = InvalidationBus(None, clock=clock)
    return lambda store: OrderCache(
        store, changes, retention=timedelta(hours=24), clock=clock, monotonic=clock.monotonic
    )


@pytest.fixture
def instance(shopify: Shopify, clock: Clock, store: DictStore) -> Instance:
    return Instance(shopify, clock, store)


@pytest.fixture
def service(instance: Instance) -> OrderService:
    return instance.service


@pytest.fixture
def redis(redis_server: RedisServer) -> Iterator[ShopRedis]:
    opened = open_redis(redis_server.url)
    assert opened
    yield opened
    opened.close()
