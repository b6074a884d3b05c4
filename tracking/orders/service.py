"""Finds and returns orders within seconds: fetched where possible, cached where not."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from tracking.orders.cache import OrderCache
from tracking.orders.cached_order import CacheEntry, Snapshot
from tracking.orders.errors import Busy, CacheUnavailable, Gone, LookupUnavailable, NotFound
from tracking.orders.executor import CallExecutor, Executor
from tracking.orders.fetcher import OrderFetcher
from tracking.orders.known_orders import KnownOrders, NoKnownOrders
from tracking.orders.search import LookupQuery, OrderFinder
from tracking.shopify.errors import ShopifyError, Unavailable
from tracking.shopify.order_calls.customer_pages import CustomerPage
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline

REQUEST_TIMEOUT = 4.0  # seconds for a visitor's whole request


class OrderService:
    """Safe to share between threads.

    Cached and known orders are shown only to holders of a verified link. ``record`` is called with the source of each
    of them. ``known`` orders are shown while Shopify is unavailable and none is cached, as after a restart.
    """

    def __init__(  # noqa: PLR0913 - each is a part that a test hands in
        self,
        orders: ShopifyOrders,
        cache: OrderCache,
        fetcher: OrderFetcher,
        calls: CallExecutor,
        background: Executor,
        *,
        known: KnownOrders | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        record: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._orders = orders
        self._cache = cache
        self._fetcher = fetcher
        self._background = background
        self._monotonic = monotonic
        self._record = record
        self._known = known or NoKnownOrders()
        self._finder = OrderFinder(orders, calls, self._known)
        self._calls = calls

    def find(self, number: str, contact: str) -> str:
        """The id of the order with this number and contact, which is then cached, so that its page opens at once.

        Raises BadInput, NotFound or LookupUnavailable.
        """
        deadline = self._deadline()
        self._cache.start()  # the search caches the shop's profile
        try:
            query = LookupQuery.read(number, contact, partial(self._orders.profile.current, deadline))
            order_id = self._finder.find(query, deadline)
        except (ShopifyError, TimeoutError) as error:
            raise LookupUnavailable(getattr(error, "retry_after", None)) from error
        if order_id is None:
            raise self._not_found
        self._get(order_id, deadline)
        return order_id

    @property
    def _not_found(self) -> NotFound:
        profile = self._orders.profile.last
        return NotFound(hides_old_orders=bool(profile and profile.hides_old_orders))

    def order(self, order_id: str) -> Snapshot:
        """The order, from the cache while it is valid. Raises Gone or LookupUnavailable."""
        return self._get(order_id, self._deadline())

    def customer_page_url(self, order_id: str, page: CustomerPage) -> str | None:
        """The address of a page of Shopify's for the customer, asked for now; None without one.

        Raises LookupUnavailable.
        """
        deadline = self._deadline()
        key = object()  # not shared between visitors: each address may be used a few times only
        try:
            return self._calls.run(key, partial(self._orders.customer_page_url, page, order_id), deadline)
        except (ShopifyError, TimeoutError) as error:
            raise LookupUnavailable(getattr(error, "retry_after", None)) from error

    @property
    def is_full(self) -> bool:
        """Whether the queue for Shopify is full."""
        return self._calls.is_full

    def has_room_for(self, order_id: str) -> bool:
        """Whether an order can be shown while the queue is full: it is cached, or already being fetched."""
        try:
            entry = self._cache.get(order_id)
        except Gone:
            return True
        return entry.is_known or self._fetcher.is_fetching(entry)

    def refresh_soon(self, order_id: str) -> None:
        """Fetches the order in the background, unless visitors need the rest of Shopify's budget."""
        if self._orders.has_spare_budget:
            self._background.submit(("refresh", order_id), lambda: self._refresh(order_id))

    def invalidate(self, order_id: str) -> bool:
        """Invalidates an order that has changed, and refreshes it if it is cached.

        False: the cache fails, and may still show the order as fresh.
        """
        try:
            is_cached = self._cache.invalidate(order_id)
        except CacheUnavailable:
            return False
        if is_cached:
            self.refresh_soon(order_id)
        return True

    def invalidate_owner_soon(self, parts: Sequence[str]) -> None:
        """Invalidates, in the background, the order that owns all these parts, given by their global ids."""
        self._background.submit(("owner", *parts), lambda: self._invalidate_owner(parts))

    def retained_until(self, order_id: str) -> datetime | None:
        """The latest time at which the cached order is gone; None where none is cached. Raises CacheUnavailable.

        Shopify is not called.
        """
        return self._cache.retained_until(order_id)

    def erase(self, order_id: str) -> bool:
        """Deletes an order from the cache. False: the cache fails, and may still hold it."""
        return self._cache.erase(order_id)

    def erase_all(self) -> bool:
        """Deletes all orders from the cache. False: the cache fails, and may still hold them."""
        return self._cache.erase_all()

    def _invalidate_owner(self, parts: Sequence[str]) -> None:
        deadline = self._deadline()
        try:
            owners = (self._orders.order_id_of(part, deadline) for part in parts)
            order_id = next(filter(None, owners), None)
        except ShopifyError:
            return  # it is logged, and the worker asks again
        if order_id:
            self.invalidate(order_id)

    def _deadline(self) -> Deadline:
        return Deadline.after(REQUEST_TIMEOUT, self._monotonic)

    def _get(self, order_id: str, deadline: Deadline) -> Snapshot:
        entry = self._cache.get(order_id)
        # An expired order is not parsed: it is not shown.
        if (entry.is_valid or self._orders.is_failing) and (cached := entry.snapshot()):
            return self._from_cache(order_id, cached)
        try:
            fetched = self._fetcher.fetch(entry, deadline)
        except Gone:
            self._known.forget(order_id)
            raise
        except (ShopifyError, TimeoutError, LookupUnavailable) as error:
            # Another process may have fetched it meanwhile.
            if cached := self._cache.get(order_id).snapshot():
                return self._from_cache(order_id, cached)
            if not isinstance(error, Busy) and (known := self._from_known(entry)):
                self._record("known")
                return known
            self._record("unavailable")
            if isinstance(error, LookupUnavailable):
                raise
            raise LookupUnavailable(getattr(error, "retry_after", None)) from error
        self._record("refreshed" if entry.is_known else "cold")
        return fetched

    def _from_cache(self, order_id: str, cached: Snapshot) -> Snapshot:
        """A cached order as it is; refreshed in the background unless it is fresh, and marked stale once expired."""
        if cached.read_at < cached.fresh_until:
            self._record("fresh")
            return cached
        is_stale = cached.read_at >= cached.expires_at
        self._record("stale" if is_stale else "revalidating")
        self.refresh_soon(order_id)
        return replace(cached, stale=True) if is_stale else cached

    def _from_known(self, entry: CacheEntry) -> Snapshot | None:
        """The order as it is known, which is stale; None where it is not known, or was kept by another release."""
        known, now = self._known.get(entry.order_id), entry.read_at
        if known is None:
            return None
        try:
            order = read_order(known.document)
        except Unavailable:
            return None
        return Snapshot(
            order_id=entry.order_id,
            order=order,
            fetched_at=min(known.fetched_at, now),
            fresh_until=now,
            expires_at=now,
            read_at=now,
            stale=True,
        )

    def _refresh(self, order_id: str) -> None:
        try:
            self._fetcher.fetch(self._cache.get(order_id), self._deadline())
        except Gone:
            self._known.forget(order_id)
        except (ShopifyError, TimeoutError, LookupUnavailable):
            return  # it is logged, and the next request fetches the order
