"""A desk to ask at, on the demo store."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from tests.parts import Clock, Shopify
from tracking.carriers import Carriers
from tracking.lookup import Lookup, Pseudonyms, Rows
from tracking.lookup.rows import Store
from tracking.order.freshness import fresh_for
from tracking.order.policy import Policy
from tracking.shopify.client import Client, Credentials
from tracking.shopify.orders import Orders
from tracking.shopify.session import open_session


class Memory:
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


class Broken:
    """A store whose server is down."""

    def get_many(self, *keys: str) -> list[object]:
        raise ConnectionError(keys)

    def set(self, key: str, value: object, timeout: int) -> object:
        raise ConnectionError(key, value, timeout)

    def delete(self, key: str) -> object:
        raise ConnectionError(key)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def make_rows(clock: Clock) -> Callable[[Store], Rows]:
    return lambda store: Rows(
        store, Pseudonyms("key"), shop="demo.myshopify.com", life=timedelta(hours=24), clock=clock
    )


@pytest.fixture
def make_lookup(clock: Clock, shopify: Shopify, make_rows: Callable[[Store], Rows]) -> Callable[[Store], Lookup]:
    session = open_session()
    session.mount("https://", shopify)
    credentials = Credentials(shop="demo.myshopify.com", api_url="https://demo.myshopify.com", access_token="demo")
    client = Client(credentials, session, monotonic=clock.monotonic, sleep=clock.sleep)
    orders = Orders(client, monotonic=clock.monotonic)
    policy = Policy(carriers=Carriers.built_in())

    def make(store: Store) -> Lookup:
        freshness = partial(fresh_for, policy=policy)
        return Lookup(orders, make_rows(store), fresh_for=freshness, clock=clock, monotonic=clock.monotonic)

    return make


@pytest.fixture
def lookup(make_lookup: Callable[[Store], Lookup], memory: Memory) -> Lookup:
    return make_lookup(memory)
