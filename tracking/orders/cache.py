"""The cache of orders by their ids: read, written, invalidated and erased, and every change published.

The cache holds Shopify's JSON, never our objects.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple
from uuid import uuid4

from tracking.orders.cache_backend import ORDER_PREFIX, Store
from tracking.orders.cached_order import CachedOrder, CacheEntry, InvalidationMarks, newest
from tracking.orders.clock_watch import ClockWatch
from tracking.orders.errors import CacheUnavailable, Gone
from tracking.orders.invalidation import InvalidationBus
from tracking.shopify.orders import Document

log = logging.getLogger(__name__)

# Longer than any fetch takes: a fetch that was running when the mark was set has ended by then.
_IN_FLIGHT = timedelta(seconds=10)
_LOCK_TIMEOUT = 0.3  # seconds; while one write to the cache hangs, the others do not queue behind it


class _Keys(NamedTuple):
    whole: str
    partial: str
    changed: str
    erased: str
    all_erased: str = "erased:all"
    all_changed: str = "changed:all"


class OrderCache:
    """``retention`` is how long an order may be cached at all.

    ``for_storage`` takes out of a document what may not be stored.
    While the cache fails it counts as empty; the failure is logged. A partial order is stored beside the last whole
    one and never replaces it; nothing newer is replaced by something older.
    """

    def __init__(
        self,
        store: Store,
        changes: InvalidationBus,
        *,
        retention: timedelta,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        for_storage: Callable[[Document], Document] | None = None,
    ) -> None:
        self._store = store
        self._changes = changes
        self._retention = retention
        self._for_storage = for_storage
        self._clock = clock
        self._clock_watch = ClockWatch(clock, monotonic)
        # Between processes, only the holder of the order's Redis lock writes.
        self._lock = Lock()

    def start(self) -> None:
        """Receives the changes of other processes; whatever is cached of the shop must be fetched after that."""
        self._changes.start()

    def get(self, order_id: str) -> CacheEntry:
        """The newest order within the retention. Raises Gone where Shopify has just returned no such order."""
        self.start()
        entry = CacheEntry(order_id=order_id, read_at=self._clock())
        with _log_failure("read"):
            entry = self._read(order_id)
        if entry.is_valid and not entry.is_known:
            raise Gone
        return entry

    def put(self, order_id: str, fetched: CachedOrder, marks: InvalidationMarks) -> bool:
        """Stores an order; ``marks`` are those that were set before it was fetched.

        False: a newer one is stored, or the order was erased during the fetch.
        """
        is_newest = True
        with _log_failure("written"), self._exclusive():
            is_newest = self._write(_keys(order_id), replace(fetched, change=marks.change), marks)
        if is_newest:
            self._changes.publish(order_id, fetched.fetched_at)
        return is_newest

    def invalidate(self, order_id: str) -> bool:
        """Marks the order as changed: what is cached is shown only while Shopify is unavailable.

        True where something is cached. Raises CacheUnavailable where the mark cannot be set.
        """
        is_cached: bool | None = None
        with _log_failure("marked"), self._exclusive():
            is_cached = self._mark_changed(order_id)
        self._changes.publish(order_id, everywhere=is_cached is not None)
        if is_cached is None:
            raise CacheUnavailable
        return is_cached

    def retained_until(self, order_id: str) -> datetime | None:
        """The latest time at which the cached order is gone; None where none is cached. Raises CacheUnavailable."""
        try:
            self._store.drop_superseded()
            stored = self._read_stored(_keys(order_id))
        except Exception as error:
            raise CacheUnavailable from error
        now, orders = self._clock(), map(CachedOrder.from_json, stored)
        ends = (order.retained_until(self._retention, now) for order in orders if order and order.document)
        return max(ends, default=None)

    def erase(self, order_id: str) -> bool:
        """Deletes an order, and what is being fetched of it. False: the cache fails, and may still hold it."""
        keys, is_done = _keys(order_id), False
        with _log_failure("cleared"), self._exclusive():
            self._set_mark(keys.erased, _IN_FLIGHT)
            self._store.drop_superseded()
            for key in (keys.whole, keys.partial, keys.changed):
                self._store.delete(key)
            is_done = True
        self._changes.publish(order_id)
        return is_done

    def erase_all(self) -> bool:
        """Deletes all orders, likewise."""
        keys, is_done = _keys(""), False
        with _log_failure("cleared"), self._exclusive():
            self._set_mark(keys.all_erased, _IN_FLIGHT)
            self._store.drop_superseded()
            self._store.clear()
            self._set_mark(keys.all_erased, _IN_FLIGHT)  # later than anything written while the cache was cleared
            is_done = True
        self._changes.publish(None)
        return is_done

    def _read(self, order_id: str) -> CacheEntry:
        if self._clock_watch.is_set_back():
            self._set_mark(_keys(order_id).all_changed, self._retention)
            self._clock_watch.accept()
        whole, partial, *marks = self._store.get_many(*_keys(order_id))
        now = self._clock()
        return CacheEntry(
            order_id=order_id,
            read_at=now,
            cached=newest(self._retained(whole, now), self._retained(partial, now), now),
            marks=InvalidationMarks.from_stored(marks),
        )

    def _read_stored(self, keys: _Keys) -> list[object]:
        """The stored values, however old they are by our clock: the store drops them by a clock of its own."""
        return [value for value in self._store.get_many(keys.whole, keys.partial) if value is not None]

    def _retained(self, value: object, now: datetime) -> CachedOrder | None:
        stored = CachedOrder.from_json(value)
        return stored if stored and abs(now - stored.fetched_at) < self._retention else None

    def _write(self, keys: _Keys, fetched: CachedOrder, marks: InvalidationMarks) -> bool:
        key = keys.partial if fetched.is_partial else keys.whole
        before = CachedOrder.from_json(self._store.get_many(key)[0])
        if before and not fetched.is_newer_than(before, self._clock()):
            return False
        stored = fetched
        if self._for_storage and fetched.document:
            stored = replace(fetched, document=self._for_storage(fetched.document))
        self._store.set(key, stored.to_json(), int(self._retention.total_seconds()))
        if fetched.document is None:
            self._store.delete(keys.partial)
        # Read last: another process may have set a mark in this very moment.
        now = InvalidationMarks.from_stored(self._store.get_many(*keys[2:]))
        if now.is_erased_since(marks):
            self._store.delete(key)
            return False
        if now.changed and now.is_changed_since(fetched.change):  # the mark has to stay as long as the outdated order
            self._store.set(keys.changed, now.changed, int(self._retention.total_seconds()))
        return True

    def _mark_changed(self, order_id: str) -> bool:
        """Whether an order is cached; where none is, the mark is for one that is being fetched."""
        keys = _keys(order_id)
        mark = self._set_mark(keys.changed, _IN_FLIGHT)
        # Read after that: what another process has just written is either here, or its writer finds the mark.
        is_cached = bool(self._read_stored(keys))
        if is_cached:
            self._store.set(keys.changed, mark, int(self._retention.total_seconds()))
        return is_cached

    def _set_mark(self, key: str, duration: timedelta) -> str:
        mark = f"{self._clock().isoformat()} {uuid4().hex}"
        self._store.set(key, mark, int(duration.total_seconds()))
        return mark

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=_LOCK_TIMEOUT):
            raise TimeoutError
        try:
            yield
        finally:
            self._lock.release()


@contextmanager
def _log_failure(action: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever fails in the cache, the page is made without it
        log.warning("cache cannot be %s: %s", action, type(error).__name__)


def _keys(order_id: str) -> _Keys:
    key = f"{ORDER_PREFIX}{order_id}"
    return _Keys(key, f"{key}:partial", f"{key}:changed", f"erased:{order_id}")
