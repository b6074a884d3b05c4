"""Harbor Goods, the demo's shop: its orders always look as if they were placed these days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from tracking.demo.building import build
from tracking.demo.orders import SALES
from tracking.demo.orders.moving import moving_sale
from tracking.demo.store import DemoStore, Node

SHOP: Node = {
    "id": "gid://shopify/Shop/1",
    "name": "Harbor Goods",
    "myshopifyDomain": "demo.myshopify.com",
    "contactEmail": "hello@example.com",
    "email": "hello@example.com",
    "currencyCode": "GBP",
    "ianaTimezone": "Europe/London",
    "orderNumberFormatPrefix": "#",
    "orderNumberFormatSuffix": "",
    "url": "https://harborgoods.example.com",
    "primaryDomain": {
        "id": "gid://shopify/Domain/1",
        "host": "harborgoods.example.com",
        "url": "https://harborgoods.example.com",
        "sslEnabled": True,
    },
}

ANCHORED_FOR = timedelta(hours=12)
"""How long the orders keep their dates, so that a page that is looked at again has not changed."""


class HarborGoods:
    """The shop at the clock's moment. One of its orders moves by itself; the others stand still."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._subscriptions: list[Node] = []
        self._anchor: datetime | None = None  # dropped when somebody asks first: a real shop's preview may never

    def store(self) -> DemoStore:
        """The shop as it is now."""
        now = self._clock()
        with self._lock:
            if self._anchor is None or abs(now - self._anchor) > ANCHORED_FOR:
                self._anchor = now
                self._still = [build(sale, now) for sale in SALES if sale.slug != "moving"]
            moving = build(moving_sale(self._anchor, now), now)
            return DemoStore(orders=[*self._still, moving], shop=SHOP, subscriptions=self._subscriptions)
