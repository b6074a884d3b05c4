"""Clients of test servers and of the demo store, with their clock and credentials."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import requests

from tracking.demo import DemoStore, DemoTransport, LeakyBucket
from tracking.shopify.client import Client, Credentials
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline

DEMO = "https://demo.myshopify.com"
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


@dataclass
class FakeTime:
    """A monotonic clock that only moves by ``sleep``; ``slept`` has all durations."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def deadline(self, seconds: float = 4.0) -> Deadline:
        return Deadline.after(seconds, self)


def static(api_url: str) -> Credentials:
    return Credentials(shop="demo.myshopify.com", api_url=api_url, access_token="demo")


def granted(api_url: str) -> Credentials:
    return Credentials(shop="demo.myshopify.com", api_url=api_url, client_id="demo", client_secret="demo")


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The clients of a shop. ``asked`` has the names of all queries sent."""

    orders: ShopifyOrders
    client: Client
    asked: list[str]


class RecordingTransport(DemoTransport):
    """The demo's transport, which records the name of each query, and lets some fail."""

    def __init__(self, store: DemoStore | None, asked: list[str], fails: Callable[[str], bool]) -> None:
        super().__init__(clock=lambda: NOW, store=store, bucket=LeakyBucket(maximum=10**6))
        self._asked = asked
        self._fails = fails

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        name = str(request.body).partition("query ")[2].partition("(")[0].partition(" {")[0]
        self._asked.append(name)
        if self._fails(name):
            raise requests.ConnectionError
        return super().send(request, *args, **kwargs)


def open_shop(
    session: requests.Session,
    store: DemoStore | None = None,
    *,
    time: FakeTime,
    fails: Callable[[str], bool] = lambda _: False,
) -> Shop:
    """Opens the demo shop, or one with this store; queries for which ``fails`` is true never arrive."""
    asked: list[str] = []
    session.mount("https://", RecordingTransport(store, asked, fails))
    client = Client(static(DEMO), session, monotonic=time, sleep=time.sleep)
    return Shop(orders=ShopifyOrders(client, monotonic=time), client=client, asked=asked)
