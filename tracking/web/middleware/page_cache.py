"""The finished pages of orders, kept in this process for as long as they are true."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeAlias
from wsgiref.types import WSGIEnvironment

from tracking.web.middleware.cache_policy import CachePolicy
from tracking.web.middleware.cached_body import CachedBody

MOST_BYTES = 32 * 1024 * 1024
MOST_OF_ORDER = 16  # of one order: languages, browsers, surfaces, and whatever somebody with a link makes up
_MOST_FLOORS = 10_000
_OVERHEAD = 3_000  # bytes of objects around the strings, as measured

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A finished answer, what its view said of it, and when it ends by a monotonic clock, which nobody can set."""

    keep: CachePolicy
    finished: CachedBody
    ends_at: float


def key_of(environ: WSGIEnvironment) -> Key:
    """All that a page of an order depends on beside the order, exactly as it was sent: nothing is taken for equal."""
    return (
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        environ["wsgi.url_scheme"],
        environ.get("SCRIPT_NAME", ""),
    )


class PageCache:
    """The pages that were asked for last, up to so many bytes. Safe to share between threads.

    Whoever opens the same link in the same way gets the same page: the link was checked when the page was made, and
    it is forgotten when the link expires.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES, most_of_order: int = MOST_OF_ORDER) -> None:
        self._most_bytes = most_bytes
        self._most_of_order = most_of_order
        self._lock = Lock()
        self._pages: OrderedDict[Key, CachedPage] = OrderedDict()
        self._keys: dict[str, OrderedDict[Key, None]] = {}
        self._floors = Floors(_MOST_FLOORS)
        self._bytes = 0

    def find(self, key: Key, now: datetime, monotonic: float) -> CachedPage | None:
        """The page, while it is good, and was not made in the future of a clock that has been set back."""
        page = self._pages.get(key)  # without the lock: most addresses are no order's
        if page is None:
            return None
        with self._lock:
            if monotonic >= page.ends_at or not page.keep.read_at <= now < page.keep.good_until:
                self._forget(key, page)
                return None
            if self._pages.get(key) is page:
                self._pages.move_to_end(key)
            return page

    def add(self, key: Key, page: CachedPage, now: datetime) -> bool:
        """Keep a page; not one whose order has changed while it was made."""
        with self._lock:
            if not self._floors.allow(page.keep, now):
                return False
            if known := self._pages.get(key):
                self._forget(key, known)
            self._pages[key] = page
            self._keys.setdefault(page.keep.key, OrderedDict())[key] = None
            self._bytes += _size(key, page)
            self._make_room(page.keep.key)
            return True

    def drop(self, key: str | None, since: datetime, now: datetime) -> None:
        """Forget an order's pages, or all, and refuse what was made of an older state and comes in afterwards."""
        with self._lock:
            self._floors.rise(key, since, now)
            for each in [*(self._pages if key is None else self._keys.get(key, ()))]:
                self._forget(each, self._pages[each])

    @property
    def size(self) -> int:
        """Bytes kept, about."""
        return self._bytes

    def _make_room(self, order: str) -> None:
        its_keys = self._keys[order]
        while len(its_keys) > self._most_of_order:
            oldest = next(iter(its_keys))
            self._forget(oldest, self._pages[oldest])
        while self._bytes > self._most_bytes:
            oldest = next(iter(self._pages))
            self._forget(oldest, self._pages[oldest])

    def _forget(self, key: Key, page: CachedPage) -> None:
        if self._pages.get(key) is not page:  # another thread was here first
            return
        del self._pages[key]
        self._bytes -= _size(key, page)
        its_keys = self._keys[page.keep.key]
        del its_keys[key]
        if not its_keys:
            del self._keys[page.keep.key]


class Floors:
    """From when on the state of an order must be. Old ones are forgotten by asking more of all.

    A floor in the future is from a clock that has been set back since, and asks nothing; a state in the future is one
    of which nobody knows when it was, and is never allowed.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._of_orders: OrderedDict[str, datetime] = OrderedDict()
        self._of_state: datetime | None = None
        self._of_reading: datetime | None = None

    def allow(self, keep: CachePolicy, now: datetime) -> bool:
        """Whether its state is new enough."""
        is_newer = _is_between(self._of_orders.get(keep.key, self._of_state), keep.state_at, now)
        return is_newer and _is_between(self._of_reading, keep.read_at, now)

    def rise(self, key: str | None, since: datetime, now: datetime) -> None:
        """Of an order, or of all."""
        if key is None:
            self._of_reading = _higher(since, self._of_reading, now)
            return
        self._of_orders[key] = _higher(since, self._of_orders.pop(key, self._of_state), now)
        if len(self._of_orders) > self._most:
            _, oldest = self._of_orders.popitem(last=False)
            self._of_state = max(oldest, self._of_state or oldest)


def _higher(since: datetime, known: datetime | None, now: datetime) -> datetime:
    return since if known is None or known > now else max(since, known)


def _is_between(floor: datetime | None, moment: datetime, now: datetime) -> bool:
    return moment <= now and (floor is None or floor > now or moment >= floor)


def _size(key: Key, page: CachedPage) -> int:
    return _OVERHEAD + len(page.finished.body) + sum(map(len, key))
