"""Stores rendered pages of orders in this process, bounded in bytes, until they expire or are invalidated."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from cachetools import Cache, TLRUCache

from tracking.web.middleware.cached_page import CachedPage, Key

MAX_BYTES = 32 * 1024 * 1024
MAX_PAGES_PER_ORDER = 16  # languages, browsers, surfaces, and any query that the holder of a link makes up
MAX_INVALIDATIONS = 10_000
_OVERHEAD = 3_000  # bytes of objects around the strings, as measured


class _Invalidation(NamedTuple):
    """Refuses the pages of versions before ``version`` whose state is from before ``since``, if that is given.

    It refuses those from before ``min_version`` whatever their state: they may show something else that has changed.
    """

    version: int
    since: datetime | None
    min_version: int


class PageStore:
    """Evicts the least recently used pages first. Safe to share between threads.

    Each invalidation raises ``version``. A page that was rendered from an earlier version than the invalidation of its
    order is refused, unless Shopify alone said that the order had changed, and the page shows a newer state.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        max_bytes: int = MAX_BYTES,
        max_pages_per_order: int = MAX_PAGES_PER_ORDER,
        max_invalidations: int = MAX_INVALIDATIONS,
    ) -> None:
        self.version = 0
        self._clock = clock
        self._max_pages_per_order = max_pages_per_order
        self._max_invalidations = max_invalidations
        self._lock = Lock()
        self._pages = _Pages(max_bytes, self._expiry, monotonic)
        self._invalidations: dict[str, _Invalidation] = {}
        self._min_version = 0

    def find(self, key: Key) -> CachedPage | None:
        """The page, unless it has expired by either clock, or was read in the future of a clock that was set back."""
        with self._lock:
            try:
                page = self._pages[key]
            except KeyError:
                return None
            if page.policy.read_at <= self._clock() < page.policy.expires_at:
                return page
            self._pages.drop(key)
            return None

    def add(self, page: CachedPage) -> bool:
        """Store the page; False where it is outdated already, or too large."""
        with self._lock:
            if not self._is_current(page):
                return False
            try:
                self._pages[page.key] = page
            except ValueError:  # larger than the whole store
                return False
            for oldest in self._pages.keys_of(page.policy.order_id)[: -self._max_pages_per_order]:
                self._pages.drop(oldest)
            return True

    def is_current(self, page: CachedPage) -> bool:
        """Whether the order of a page has not been invalidated since the page was rendered."""
        with self._lock:
            return self._is_current(page)

    def invalidate(self, order_id: str | None, since: datetime | None = None) -> None:
        """Drop the pages of an order, or all; refuse those that are being rendered of its state before ``since``.

        Without that time, refuse all that are being rendered of it.
        """
        with self._lock:
            self.version += 1
            if order_id is None:
                self._min_version = self.version
                self._invalidations.clear()
                self._pages.clear()
                return
            self._invalidations[order_id] = self._next_invalidation(self._invalidations.pop(order_id, None), since)
            if len(self._invalidations) > self._max_invalidations:
                self._min_version = self._invalidations.pop(next(iter(self._invalidations))).version
            for key in self._pages.keys_of(order_id):
                self._pages.drop(key)

    @property
    def size(self) -> int:
        """Bytes stored, about."""
        with self._lock:
            return int(self._pages.currsize)

    def _is_current(self, page: CachedPage) -> bool:
        policy, now = page.policy, self._clock()
        if page.version < self._min_version or max(policy.state_at, policy.read_at) > now:
            return False
        invalidation = self._invalidations.get(policy.order_id)
        if invalidation is None or page.version >= invalidation.version:
            return True
        since = invalidation.since
        return page.version >= invalidation.min_version and since is not None and policy.state_at >= since

    def _next_invalidation(self, previous: _Invalidation | None, since: datetime | None) -> _Invalidation:
        if since is None:
            return _Invalidation(self.version, None, self.version)
        if previous is None:
            return _Invalidation(self.version, since, 0)
        # One in the future is from a clock that has been set back since.
        is_later = previous.since is not None and since < previous.since <= self._clock()
        return _Invalidation(self.version, previous.since if is_later else since, previous.min_version)

    def _expiry(self, _: Key, page: CachedPage, monotonic: float) -> float:
        return monotonic + (page.policy.expires_at - self._clock()).total_seconds()


class _Pages(TLRUCache[Key, CachedPage]):
    """Also has the keys of each order, oldest first. Expires by a monotonic clock, which cannot be set."""

    def __init__(
        self, max_bytes: int, expiry: Callable[[Key, CachedPage, float], float], monotonic: Callable[[], float]
    ) -> None:
        super().__init__(max_bytes, expiry, monotonic, _size)
        self._keys: dict[str, dict[Key, None]] = {}

    def keys_of(self, order_id: str) -> list[Key]:
        """A copy."""
        return [*self._keys.get(order_id, ())]

    def drop(self, key: Key) -> None:
        """Remove the page under a key, whether it has expired or not."""
        with suppress(KeyError):  # raised for an expired page, which is removed all the same
            del self[key]

    def __setitem__(self, key: Key, page: CachedPage) -> None:
        self.drop(key)
        super().__setitem__(key, page)
        if Cache.__contains__(self, key):  # not where it has expired already
            self._keys.setdefault(page.policy.order_id, {})[key] = None

    def __delitem__(self, key: Key) -> None:
        self._remove_key(key, Cache.__getitem__(self, key))
        super().__delitem__(key)

    def expire(self, time: float | None = None) -> list[tuple[Key, CachedPage]]:
        expired = super().expire(time)
        for key, page in expired:
            self._remove_key(key, page)
        return expired

    def clear(self) -> None:
        super().clear()
        self._keys.clear()

    def _remove_key(self, key: Key, page: CachedPage) -> None:
        keys = self._keys[page.policy.order_id]
        del keys[key]
        if not keys:
            del self._keys[page.policy.order_id]


def _size(page: CachedPage) -> int:
    return _OVERHEAD + len(page.body) + sum(len(part) for part in page.key if part)
