from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

from tracking.web.middleware.cached_page import CachedPage, CachePolicy, Key
from tracking.web.middleware.page_store import PageStore

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
BODY = b"hello"
PAGE_BYTES = 4000  # more than a page of these tests has


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class Timed:
    """A store at a moment that each call gives; its two clocks agree unless ``off`` seconds are given."""

    def __init__(self, **bounds: int) -> None:
        self.seconds = self.off = 0.0
        self.store = PageStore(clock=lambda: after(self.seconds + self.off), monotonic=lambda: self.seconds, **bounds)

    @property
    def version(self) -> int:
        return self.store.version

    @property
    def size(self) -> int:
        return self.store.size

    def page(
        self,
        key: Key,
        order_id: str = "anna",
        *,
        state: float = 0,
        read: float = 0,
        expires: float = 50,
        version: int = 0,
    ) -> CachedPage:
        policy = CachePolicy(
            order_id=order_id,
            state_at=after(state),
            read_at=after(read),
            fresh_until=NOW,
            expires_at=after(expires),
        )
        return CachedPage(key, policy, [], BODY, version=version)

    def add(self, page: CachedPage, *, at: float = 40) -> bool:
        self.seconds = at
        return self.store.add(page)

    def find(self, *key: str, at: float = 40) -> CachedPage | None:
        self.seconds = at
        return self.store.find(key)

    def invalidate(self, order_id: str | None, since: float | None = None, *, at: float = 40) -> None:
        self.seconds = at
        self.store.invalidate(order_id, None if since is None else after(since))


def test_page_is_found_until_it_expires() -> None:
    store = Timed()
    page = store.page(("a",))
    assert store.add(page)
    assert store.find("a", at=49.9) is page
    assert store.find("b", at=49.9) is None
    assert store.find("a", at=50) is None
    assert store.size == 0


def test_newer_page_replaces_an_older_one() -> None:
    store = Timed()
    store.add(store.page(("a",)))
    size, newer = store.size, store.page(("a",), state=1)
    store.add(newer)
    assert store.find("a") is newer
    assert store.size == size > len(BODY)


def test_expired_page_is_not_stored_and_removes_the_one_before() -> None:
    store = Timed()
    store.add(store.page(("a",)))
    store.add(store.page(("a",), expires=39))
    assert store.find("a") is None
    assert store.size == 0


def test_page_that_expires_while_it_is_stored_is_removed_later() -> None:
    seconds = count()
    store = PageStore(clock=lambda: NOW, monotonic=lambda: next(seconds))
    pages = [Timed().page((key,), expires=1) for key in "abc"]
    for page in pages:
        store.add(page)
    assert store.find(("a",)) is None
    assert store.size == 0
    store.invalidate("anna", NOW)


def test_invalidation_drops_every_page_of_its_order_and_no_other() -> None:
    store = Timed()
    for key, order_id in (("a", "anna"), ("b", "anna"), ("c", "bo")):
        store.add(store.page((key,), order_id))
    store.invalidate("anna", 0)
    store.invalidate("other", 0)
    assert [store.find(key) is not None for key in "abc"] == [False, False, True]
    store.invalidate(None, 0)
    assert store.find("c") is None
    assert store.size == 0


def test_invalidation_of_an_order_whose_pages_have_expired() -> None:
    store = Timed()
    store.add(store.page(("a",)))
    store.add(store.page(("b",), expires=90))
    store.invalidate("anna", 0, at=60)
    assert store.find("b", at=60) is None
    assert store.size == 0


def test_page_rendered_while_its_order_changed_is_refused() -> None:
    store = Timed()
    store.invalidate("anna", 5)
    store.invalidate("anna", 3)  # an older notice, received later
    assert not store.add(store.page(("a",), state=4.9, read=9))
    assert store.find("a") is None
    assert store.add(store.page(("b",), "bo", state=4.9))
    assert store.add(store.page(("a",), state=5))


def test_page_rendered_while_something_else_changed_is_refused_whatever_its_state() -> None:
    store = Timed()
    versions = [store.version]
    for since in (5, None, 6, 7):
        store.invalidate("anna", since)
        versions.append(store.version)
    are_stored = [store.add(store.page(("a",), state=9, read=9, version=version)) for version in versions]
    assert are_stored == [False, False, True, True, True]
    assert not store.add(store.page(("a",), state=6.9, read=9, version=versions[2]))
    assert store.add(store.page(("a",), "bo", state=9, read=9))


def test_page_rendered_after_the_invalidation_of_its_order_is_stored() -> None:
    store = Timed()
    before = store.version
    store.invalidate("anna", 5)
    page = store.page(("a",), state=4.9, version=store.version)
    assert store.version > before
    assert store.add(page)
    assert store.store.is_current(page)
    store.invalidate("anna", 6)
    assert not store.store.is_current(page)


def test_page_rendered_while_all_orders_were_invalidated_is_refused() -> None:
    store = Timed()
    store.invalidate(None, 5)
    assert not store.add(store.page(("a",), state=9, read=9))
    assert store.add(store.page(("b",), "bo", state=-60, read=5, version=store.version)), "an older state, read since"


def test_invalidations_beyond_the_limit_refuse_all_pages_rendered_before_them() -> None:
    store = Timed(max_invalidations=2)
    versions = []
    for seconds, order_id in ((1, "anna"), (2, "bo"), (3, "cy"), (1.5, "bo")):
        store.invalidate(order_id, seconds)
        versions.append(store.version)
    evicted = versions[0]
    assert not store.add(store.page(("a",), state=9, read=9, version=evicted - 1))
    assert not store.add(store.page(("d",), "dora", state=9, read=9, version=evicted - 1))
    assert store.add(store.page(("d",), "dora", state=1, version=evicted))
    assert not store.add(store.page(("b",), "bo", state=1.9, version=evicted)), "the latest state counts"
    store.invalidate("anna", 0.5)  # evicts cy
    assert not store.add(store.page(("d",), "dora", state=2.9, version=evicted))
    assert store.add(store.page(("d",), "dora", state=2.9, version=versions[2]))


def test_least_recently_used_page_is_evicted() -> None:
    store = Timed(max_bytes=3 * PAGE_BYTES)
    for name in "abc":
        store.add(store.page((name,), name))
    store.find("a")
    store.add(store.page(("d",), "d"))
    assert [store.find(name) is not None for name in "abcd"] == [True, False, True, True]
    assert store.size <= 3 * PAGE_BYTES


def test_order_has_a_limited_number_of_pages() -> None:
    store = Timed(max_pages_per_order=3)
    store.add(store.page(("other",), "bo"))
    for number in range(50):
        store.add(store.page(("a", f"x={number}")))
    assert [number for number in range(50) if store.find("a", f"x={number}")] == [47, 48, 49]
    assert store.find("other")


def test_page_larger_than_the_store_is_not_stored() -> None:
    store = Timed(max_bytes=100)
    assert not store.add(store.page(("a",)))
    assert store.find("a") is None
    assert store.size == 0


def test_keys_count_as_bytes() -> None:
    store = Timed()
    store.add(store.page(("a",)))
    small = store.size
    store.add(store.page(("a" * 5000,), "bo"))
    assert store.size - small >= 5000


def test_concurrent_threads_leave_a_consistent_store() -> None:
    store = Timed(max_bytes=20 * PAGE_BYTES, max_pages_per_order=4)

    def work(seed: int) -> None:
        for number in range(300):
            name = f"order {(seed * 7 + number) % 9}"
            store.add(store.page((name, str(number % 6)), name, state=number % 40, expires=100), at=40)
            store.find(name, str(number % 5), at=number % 120)
            if number % 10 == seed:
                store.invalidate(None if number % 20 else name, 0)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    store.invalidate(None, 400, at=400)
    assert store.size == 0
    assert store.add(store.page(("a",), state=400, read=400, expires=500, version=store.version), at=400)
    assert store.find("a", at=400)


def test_page_read_in_the_future_of_the_clock_is_not_found() -> None:
    store = Timed()
    store.add(store.page(("a",), state=1, read=1))
    assert store.find("a", at=0) is None
    assert store.size == 0


def test_page_expires_by_the_monotonic_clock_when_the_clock_was_set_back() -> None:
    store = Timed()
    page = store.page(("a",), expires=50)
    store.add(page, at=0)
    store.off = -39.9
    assert store.find("a", at=49.9) is page
    assert store.find("a", at=50) is None


def test_page_expires_when_the_clock_was_set_ahead() -> None:
    store = Timed()
    store.add(store.page(("a",), expires=50), at=0)
    store.off = 49
    assert store.find("a", at=1) is None
    assert store.size == 0


def test_state_in_the_future_is_not_stored() -> None:
    store = Timed()
    assert not store.add(store.page(("a",), state=2), at=1)
    assert not store.add(store.page(("a",), read=2), at=1)
    assert store.add(store.page(("a",), state=1, read=1), at=1)


def test_invalidation_in_the_future_is_replaced_by_the_next_one() -> None:
    store, day = Timed(), 86_400
    store.off = day
    for order_id in ("anna", None, "anna"):
        store.invalidate(order_id, day, at=0)
    store.off = 0
    version = store.version
    assert store.add(store.page(("a",), state=5, read=5, version=version), at=5)
    store.invalidate("anna", 7, at=7)
    assert not store.add(store.page(("a",), state=6, read=9, version=version), at=9)
    assert store.add(store.page(("a",), state=7, read=7, version=version), at=9)
    store.invalidate(None, 7, at=9)
    assert not store.add(store.page(("b",), "bo", state=6, read=6, version=version), at=9)
