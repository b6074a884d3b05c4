"""Fetches an order from Shopify: once for all requests that wait for it, in this process and in the others."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from tracking.order.model import Order
from tracking.orders.cache import OrderCache
from tracking.orders.cache_backend import ShopRedis
from tracking.orders.cached_order import CachedOrder, CacheEntry, Snapshot
from tracking.orders.errors import Gone
from tracking.orders.executor import CallExecutor
from tracking.orders.known_orders import KnownOrders, NoKnownOrders
from tracking.orders.redis_lock import redis_lock
from tracking.shopify.concurrent_read import ConcurrentRead
from tracking.shopify.documents.carry_forward import carry_forward, depends_on_before
from tracking.shopify.orders import Document, ShopifyOrders
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline

_GONE_TTL = timedelta(seconds=15)  # the order may be about to be created

# Shopify may send a webhook before its API returns the change: what is fetched just afterwards expires soon.
_SETTLES_WITHIN = timedelta(seconds=10)
_UNSETTLED_TTL = timedelta(seconds=5)

TimeToLive: TypeAlias = Callable[[Order, datetime], timedelta]
OnFetched: TypeAlias = Callable[[str, Document, datetime], None]
"""Called with an order's id, what Shopify returned, and when it was asked; must not wait for anything."""


class OrderFetcher:
    """``time_to_live`` gives how long an order that was fetched at a moment may be shown.

    ``known`` orders say what was on hold before.
    """

    def __init__(  # noqa: PLR0913 - each is a part that a test hands in
        self,
        orders: ShopifyOrders,
        cache: OrderCache,
        calls: CallExecutor,
        redis: ShopRedis | None,
        *,
        time_to_live: TimeToLive,
        clock: Callable[[], datetime],
        on_fetched: OnFetched = lambda *_: None,
        known: KnownOrders | None = None,
    ) -> None:
        self._orders = orders
        self._cache = cache
        self._calls = calls
        self._redis = redis
        self._time_to_live = time_to_live
        self._clock = clock
        self._on_fetched = on_fetched
        self._known = known or NoKnownOrders()

    def fetch(self, entry: CacheEntry, deadline: Deadline) -> Snapshot:
        """The order from Shopify, or from a fetch that has just ended.

        Raises Gone, Busy, ShopifyError, or TimeoutError.
        """
        return self._calls.run(_fetch_key(entry), partial(self._fetch_locked, entry.order_id), deadline)

    def is_fetching(self, entry: CacheEntry) -> bool:
        """Whether this state of an order is being fetched here."""
        return self._calls.has(_fetch_key(entry))

    def _fetch_locked(self, order_id: str, deadline: Deadline) -> Snapshot:
        with redis_lock(self._redis, order_id, deadline.remaining()):
            entry = self._cache.get(order_id)
            if entry.is_fresh and (snapshot := entry.snapshot()):
                return snapshot
            return self._fetch(entry, deadline)

    def _fetch(self, entry: CacheEntry, deadline: Deadline) -> Snapshot:
        fetched_at = self._clock()
        with ConcurrentRead(partial(self._known.start, entry.order_id)) as known:
            document = self._orders.fetch(entry.order_id, deadline)
        if document is None:
            gone = CachedOrder(fetched_at=fetched_at, ttl=_GONE_TTL, updated_at=None, document=None)
            self._cache.put(entry.order_id, gone, entry.marks)
            raise Gone
        if depends_on_before(document) and (before := known.result()):
            document = carry_forward(document, before.document, fetched_at)
        order = read_order(document)  # before it is stored: an invalid order must not replace a valid one
        self._on_fetched(entry.order_id, document, fetched_at)
        ttl = self._time_to_live(order, fetched_at)
        if entry.marks.is_changed_within(_SETTLES_WITHIN, fetched_at):
            ttl = min(ttl, _UNSETTLED_TTL)
        fetched = CachedOrder(fetched_at=fetched_at, ttl=ttl, updated_at=order.updated_at, document=document)
        is_newest = self._cache.put(entry.order_id, fetched, entry.marks)
        # Otherwise the cache may hold a newer order, or the whole one.
        if (not is_newest or fetched.is_partial) and (cached := self._cache.get(entry.order_id).snapshot()):
            return cached
        return CacheEntry(order_id=entry.order_id, read_at=fetched_at, cached=fetched).snapshot_of(fetched, order)


def _fetch_key(entry: CacheEntry) -> Hashable:
    # A fetch that began before the order changed is not shared: it may return the earlier state.
    return "order", entry.order_id, entry.marks.change
