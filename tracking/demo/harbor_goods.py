"""Harbor Goods, the demo's shop: its orders always have recent dates."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import overload

from tracking.demo.access_scopes import ALL_SCOPES, WRITE_SCOPES
from tracking.demo.building import build_order
from tracking.demo.building.ids import number_of_order
from tracking.demo.changes import Change
from tracking.demo.growth import GrowingOrders
from tracking.demo.order_index import IndexedOrders
from tracking.demo.orders import ORDERS
from tracking.demo.orders.locations import LOCATIONS, SERVICES
from tracking.demo.orders.moving import moments, moving_order
from tracking.demo.store import DemoStore, Node

SHOP: Node = {
    "id": "gid://shopify/Shop/1",
    "name": "Harbor Goods",
    "myshopifyDomain": "demo.myshopify.com",
    "contactEmail": "hello@example.com",
    "email": "hello@example.com",
    "currencyCode": "GBP",
    "ianaTimezone": "Europe/London",
    "shopAddress": {"countryCodeV2": "GB", "provinceCode": "ENG"},
    "orderNumberFormatPrefix": "#",
    "orderNumberFormatSuffix": "",
    "url": "https://harborgoods.example.com",
    "primaryDomain": {
        "id": "gid://shopify/Domain/1",
        "host": "harborgoods.example.com",
        "url": "https://harborgoods.example.com",
        "sslEnabled": True,
    },
    "fulfillmentServices": SERVICES,
    "locations": LOCATIONS,
}


class HarborOrders(IndexedOrders):
    """The ``fixed`` orders of the demo, then those that came in by the hour. The latter are made when they are read."""

    def __init__(self, fixed: Mapping[int, Node], growth: GrowingOrders | None, now: datetime) -> None:
        self._fixed = fixed
        self._growth = growth
        self._now = now

    @cached_property
    def _all(self) -> list[Node]:
        return [*self._fixed.values(), *(self._growth.listed(self._now) if self._growth else ())]

    def by_number(self, number: int) -> Node | None:
        """The order with this numeric id."""
        grown = self._growth.by_number(number, self._now) if self._growth else None
        return self._fixed.get(number) or grown

    @overload
    def __getitem__(self, index: int) -> Node: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...

    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        """The order, or orders, at a position."""
        return self._all[index]

    def __len__(self) -> int:
        """The number of listed orders."""
        return len(self._all)


class HarborGoods:
    """The shop at the clock's time. One of its orders progresses; the others keep their dates within an hour.

    So a reloaded page has not changed, and the stories fit the hour: "today" ends at midnight. With ``growth``, further
    orders come in by the hour.
    """

    def __init__(self, *, clock: Callable[[], datetime], growth: GrowingOrders | None = None) -> None:
        self._clock = clock
        self._growth = growth
        self._lock = Lock()
        self._subscriptions: list[Node] = []
        self._written: dict[str, MutableMapping[str, object]] = {}  # by what an app has changed
        self._start: datetime | None = None  # set by the first request: a real shop may never make one
        self._hour: datetime | None = None
        self._static: Mapping[int, Node] = {}

    def store(self) -> DemoStore:
        """The shop as it is now."""
        now = self._clock()
        with self._lock:
            self._start = self._start or now
            hour = now.replace(minute=0, second=0, microsecond=0)
            if self._hour != hour:
                self._hour = hour
                self._static = _numbered(build_order(order, now) for order in ORDERS if order.slug != "moving")
            fixed = {**self._static, **_numbered([self._moving(now)])}
        return DemoStore(
            orders=HarborOrders(fixed, self._growth, now),
            shop=SHOP,
            scopes=ALL_SCOPES | WRITE_SCOPES,
            subscriptions=self._subscriptions,
            written=self._written,
        )

    def changes(self, since: datetime, until: datetime) -> list[Change]:
        """The changes after ``since``, up to ``until``, in the order in which they happened.

        The orders whose dates follow the day are the same all the time: of them, nothing is told.
        """
        found = self._growth.changes(since, until) if self._growth else []
        return sorted([*found, *self._moved(since, until)], key=lambda change: change.at)

    def _moved(self, since: datetime, until: datetime) -> list[Change]:
        if self._start is None:
            return []
        return [
            Change(at=at, key=f"moving/{at:%Y%m%d%H%M%S}", order=order, topics=_moving_topics(order))
            for at in moments(self._start, since, until)
            for order in [self._moving(at)]
        ]

    def _moving(self, now: datetime) -> Node:
        return build_order(moving_order(self._start or now, now), now)


def _moving_topics(order: Node) -> tuple[str, ...]:
    return ("fulfillments/update", "orders/updated") if order["fulfillments"] else ("orders/updated",)


def _numbered(orders: Iterable[Node]) -> dict[int, Node]:
    return {number_of_order(str(order["id"])) or 0: order for order in orders}
