"""Harbor Goods, the demo's shop: its orders always have recent dates."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from tracking.demo.building import build_order
from tracking.demo.orders import ORDERS
from tracking.demo.orders.moving import moving_order
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


class HarborGoods:
    """The shop at the clock's time. One of its orders progresses; the others keep their dates within an hour.

    So a reloaded page has not changed, and the stories fit the hour: "today" ends at midnight.
    """

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._subscriptions: list[Node] = []
        self._start: datetime | None = None  # set by the first request: a real shop may never make one
        self._hour: datetime | None = None

    def store(self) -> DemoStore:
        """The shop as it is now."""
        now = self._clock()
        with self._lock:
            self._start = self._start or now
            hour = now.replace(minute=0, second=0, microsecond=0)
            if self._hour != hour:
                self._hour = hour
                self._static_orders = [build_order(order, now) for order in ORDERS if order.slug != "moving"]
            moving = build_order(moving_order(self._start, now), now)
            return DemoStore(orders=[*self._static_orders, moving], shop=SHOP, subscriptions=self._subscriptions)
