from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from flask import Flask

from tests.fakes import NOW, Clock
from tests.orders.conftest import DictStore, FailingStore, Instance, MakeCache
from tracking.orders import CacheUnavailable, Gone
from tracking.orders.cache import OrderCache
from tracking.orders.cache_backend import MemoryStore, ShopRedis, open_store
from tracking.orders.cached_order import CachedOrder, InvalidationMarks


@pytest.fixture
def make_cache(make_cache: MakeCache, clock: Clock) -> MakeCache:
    """So late that no order made by ``fetched`` is in the future."""
    clock.advance(hours=2)
    return make_cache


def fetched(
    *, partial: bool = False, minutes: float = 0, title: str = "x", updated_at: datetime | None = NOW
) -> CachedOrder:
    return CachedOrder(
        fetched_at=NOW + timedelta(minutes=minutes),
        ttl=timedelta(seconds=60),
        updated_at=updated_at,
        document={"order": {"id": "gid://shopify/Order/1", "title": title}, "partial": partial},
    )


def gone(*, minutes: float = 0) -> CachedOrder:
    return CachedOrder(
        fetched_at=NOW + timedelta(minutes=minutes), ttl=timedelta(seconds=15), updated_at=None, document=None
    )


NO_MARKS = InvalidationMarks()
INSTANT = timedelta(microseconds=1)


def put(cache: OrderCache, order_id: str, fetched: CachedOrder, marks: InvalidationMarks = NO_MARKS) -> bool:
    """Without marks: the order was fetched before any was set."""
    return cache.put(order_id, fetched, marks)


def is_empty(cache: OrderCache, order_id: str) -> bool:
    entry = cache.get(order_id)
    return entry.cached is None and entry.marks == NO_MARKS


def test_put_order_is_returned(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    assert is_empty(cache, "a")
    assert put(cache, "a", fetched())
    assert (cache.get("a").cached, cache.get("a").marks) == (fetched(), NO_MARKS)
    assert is_empty(cache, "b")


def test_missing_order_replaces_whole_and_partial(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched())
    put(cache, "a", fetched(partial=True))
    put(cache, "a", gone(minutes=1))
    assert cache.get("a").cached == gone(minutes=1)
    assert len(store.values) == 1


def test_partial_order_is_stored_beside_the_whole_one(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched(title="whole"))
    put(cache, "a", fetched(partial=True, minutes=5, title="partial"))
    assert cache.get("a").cached == replace(fetched(title="whole"), refreshed_at=NOW + timedelta(minutes=5))
    assert len(store.values) == 2
    put(cache, "a", fetched(minutes=6, title="whole again"))
    assert cache.get("a").cached == fetched(minutes=6, title="whole again")


LATER = NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answer", "is_shown"),
    [
        (fetched(partial=True, minutes=1, title="less"), False),
        (fetched(partial=True, minutes=59, title="less"), False),
        (fetched(partial=True, minutes=60, title="less"), True),
        (fetched(partial=True, minutes=1, title="less", updated_at=LATER), True),
        (fetched(partial=True, minutes=-1, title="older"), False),
    ],
    ids=["same state", "for an hour", "no longer", "another state", "earlier"],
)
def test_whole_order_is_preferred_for_an_hour(
    make_cache: MakeCache, store: DictStore, answer: CachedOrder, *, is_shown: bool
) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched(title="whole"))
    put(cache, "a", answer)
    cached = cache.get("a").cached
    assert cached
    assert (cached.document == answer.document) is is_shown
    assert cached.last_fetched_at == max(answer.fetched_at, NOW)


def test_partial_order_after_a_change_ends_the_mark(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched(title="whole"))
    cache.invalidate("a")
    assert cache.get("a").is_outdated
    put(cache, "a", fetched(partial=True, minutes=1, title="less"), cache.get("a").marks)
    assert not cache.get("a").is_outdated
    cache.invalidate("a")
    assert cache.get("a").is_outdated


def test_newer_order_is_not_replaced(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched(minutes=5, title="fetched later"))
    assert not put(cache, "a", fetched(minutes=4, title="fetched earlier"))
    assert cache.get("a").cached == fetched(minutes=5, title="fetched later")


def test_lagging_replica_does_not_replace_a_newer_state(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    newer = fetched(updated_at=NOW, title="newer")
    put(cache, "a", newer)
    assert not put(cache, "a", fetched(minutes=5, updated_at=NOW - timedelta(minutes=1), title="older"))
    assert cache.get("a").cached == newer
    assert put(cache, "a", fetched(minutes=-5, updated_at=NOW + timedelta(minutes=1), title="newest"))


def test_change_outdates_the_cached_order(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched())
    assert cache.invalidate("a")
    assert cache.get("a").is_outdated
    put(cache, "a", fetched(minutes=1), cache.get("a").marks)
    assert not cache.get("a").is_outdated


def test_change_outdates_a_running_fetch(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    assert not cache.invalidate("a")
    put(cache, "a", fetched())
    assert cache.get("a").is_outdated


@pytest.mark.parametrize("is_first", [True, False])
def test_change_mark_is_stored_as_long_as_an_outdated_order(
    make_cache: MakeCache, clock: Clock, *, is_first: bool
) -> None:
    cache = make_cache(MemoryStore(monotonic=clock.monotonic))
    steps: list[Callable[[], object]] = [lambda: cache.invalidate("a"), lambda: put(cache, "a", fetched())]
    for step in steps if is_first else reversed(steps):
        step()
    clock.advance(hours=20)
    assert cache.get("a").is_outdated


def test_change_mark_of_an_uncached_order_expires_soon(make_cache: MakeCache, clock: Clock) -> None:
    cache = make_cache(MemoryStore(monotonic=clock.monotonic))
    cache.invalidate("a")
    assert cache.get("a").marks.is_changed_within(INSTANT, clock.now)
    clock.advance(seconds=10)
    assert cache.get("a").marks == InvalidationMarks()


@pytest.mark.parametrize("hours", [-25, -24, 24, 25])
def test_change_mark_is_stored_as_long_as_an_order_that_our_clock_takes_for_expired(
    make_cache: MakeCache, clock: Clock, hours: float
) -> None:
    cache = make_cache(MemoryStore(monotonic=clock.monotonic))
    put(cache, "a", replace(fetched(), fetched_at=clock.now))
    clock.set(hours=hours)
    assert cache.invalidate("a")
    assert cache.retained_until("a") == clock.now + timedelta(hours=24)
    clock.set()
    clock.advance(hours=20)
    assert cache.get("a").is_outdated


def test_clock_that_was_set_back_outdates_what_was_cached_before(
    make_cache: MakeCache, store: DictStore, clock: Clock
) -> None:
    cache, other = make_cache(store), make_cache(store)
    put(cache, "a", replace(fetched(), fetched_at=clock.now))
    put(cache, "b", replace(fetched(), fetched_at=clock.now))
    assert not cache.get("a").is_outdated
    clock.advance(seconds=50)
    clock.set(seconds=-40)
    assert cache.get("a").is_outdated
    assert other.get("b").is_outdated
    put(cache, "a", replace(fetched(), fetched_at=clock.now + timedelta(seconds=1)), cache.get("a").marks)
    assert not cache.get("a").is_outdated


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_change_outdates_the_cached_order_whatever_the_clock(
    make_cache: MakeCache, store: DictStore, clock: Clock, hours: float
) -> None:
    cache = make_cache(store)
    put(cache, "a", replace(fetched(), fetched_at=clock.now))
    clock.set(hours=hours)
    cache.invalidate("a")
    clock.set()
    assert cache.get("a").is_outdated
    put(cache, "a", replace(fetched(), fetched_at=clock.now + timedelta(seconds=1)), cache.get("a").marks)
    assert not cache.get("a").is_outdated


def ahead(clock: Clock, *, title: str = "x", partial: bool = False) -> CachedOrder:
    return replace(fetched(title=title, partial=partial), fetched_at=clock.now + timedelta(hours=1))


@pytest.mark.parametrize("is_partial", [False, True])
def test_order_in_the_future_is_replaced(
    make_cache: MakeCache, store: DictStore, clock: Clock, *, is_partial: bool
) -> None:
    cache = make_cache(store)
    put(cache, "a", ahead(clock, title="of the future", partial=is_partial))
    present = replace(fetched(title="of the present"), fetched_at=clock.now)
    assert put(cache, "a", present)
    assert cache.get("a").cached == present


def test_partial_order_is_preferred_to_a_whole_one_in_the_future(
    make_cache: MakeCache, store: DictStore, clock: Clock
) -> None:
    cache = make_cache(store)
    put(cache, "a", ahead(clock))
    present = replace(fetched(title="of the present", partial=True), fetched_at=clock.now)
    put(cache, "a", present)
    assert cache.get("a").cached == present


@pytest.mark.parametrize("hours", [-24, 24])
def test_erased_order_is_not_stored_whatever_the_clock(
    make_cache: MakeCache, store: DictStore, clock: Clock, hours: float
) -> None:
    cache = make_cache(store)
    in_flight = replace(fetched(), fetched_at=clock.now)
    clock.set(hours=hours)
    cache.erase("a")
    assert not put(cache, "a", in_flight)


def test_retention_of_an_order_in_the_future_starts_now(make_cache: MakeCache, store: DictStore, clock: Clock) -> None:
    cache = make_cache(store)
    put(cache, "a", ahead(clock))
    assert cache.retained_until("a") == clock.now + timedelta(hours=24)


def test_erased_order_is_not_stored_by_a_running_fetch(make_cache: MakeCache, store: DictStore) -> None:
    cache = make_cache(store)
    for order_id in ("a", "b"):
        put(cache, order_id, fetched())
        put(cache, order_id, fetched(partial=True))
    cache.erase("a")
    assert not put(cache, "a", fetched())
    assert (cache.get("a").cached, cache.get("b").cached) == (None, fetched())
    cache.erase_all()
    assert not put(cache, "b", fetched())
    assert cache.get("b").cached is None
    assert put(cache, "a", fetched(minutes=1), cache.get("a").marks)


def test_cached_order_ends_with_the_retention(make_cache: MakeCache, store: DictStore, clock: Clock) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched())
    clock.advance(hours=22, seconds=-1)
    assert cache.get("a").cached
    clock.advance(seconds=1)
    assert is_empty(cache, "a")


def test_failing_store_counts_as_empty_and_is_logged(make_cache: MakeCache, caplog: pytest.LogCaptureFixture) -> None:
    cache = make_cache(FailingStore())
    assert put(cache, "a", fetched())
    with pytest.raises(CacheUnavailable):
        cache.invalidate("a")
    cache.erase("a")
    cache.erase_all()
    assert is_empty(cache, "a")
    messages = {record.getMessage() for record in caplog.records}
    assert messages == {f"cache cannot be {verb}: ConnectionError" for verb in ("written", "read", "marked", "cleared")}


def test_retained_until_raises_while_the_store_fails(make_cache: MakeCache) -> None:
    with pytest.raises(CacheUnavailable):
        make_cache(FailingStore()).retained_until("a")


@pytest.mark.parametrize("value", ["text", 5, [], {}])
def test_stored_value_of_another_format_counts_as_none(make_cache: MakeCache, store: DictStore, value: object) -> None:
    cache = make_cache(store)
    put(cache, "a", fetched())
    store.values = dict.fromkeys(store.values, value)
    assert cache.get("a").cached is None


class InterruptedStore(DictStore):
    """A store that runs another process's call once, after a read."""

    def __init__(self, then: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.then = then

    def get_many(self, *keys: str) -> list[object]:
        found, then, self.then = super().get_many(*keys), self.then, None
        if then:
            then()
        return found


@pytest.mark.parametrize("erase", [lambda cache: cache.erase("a"), lambda cache: cache.erase_all()], ids=["one", "all"])
def test_order_erased_by_another_process_during_put_is_not_stored(
    make_cache: MakeCache, erase: Callable[[OrderCache], object]
) -> None:
    store = InterruptedStore()
    here, there = make_cache(store), make_cache(store)
    store.then = lambda: erase(there)
    assert not put(here, "a", fetched())
    assert there.get("a").cached is None
    assert put(here, "a", fetched(minutes=1), here.get("a").marks)


class InterruptedRedis:
    """A store in a real Redis that runs another process's call after it was cleared."""

    def __init__(self, redis: ShopRedis) -> None:
        self._store = open_store(Flask("test"), redis)
        self.then: Callable[[], object] = lambda: None
        self.get_many, self.set, self.delete = self._store.get_many, self._store.set, self._store.delete
        self.drop_superseded = self._store.drop_superseded

    def clear(self) -> object:
        done = self._store.clear()
        self.then()
        return done


def test_order_put_by_another_process_during_erase_all_is_not_stored(make_cache: MakeCache, redis: ShopRedis) -> None:
    store = InterruptedRedis(redis)
    here, there = make_cache(store), make_cache(store)
    stored: list[bool] = []
    store.then = lambda: stored.append(put(there, "a", fetched()))
    assert here.erase_all()
    assert stored == [False]
    assert here.get("a").cached is None


class StoreWithoutMarks(DictStore):
    """A store that fails when a mark is set."""

    def set(self, key: str, value: object, timeout: int) -> object:
        if isinstance(value, str):
            raise ConnectionError
        return super().set(key, value, timeout)


def test_erase_fails_where_the_mark_cannot_be_set(make_cache: MakeCache) -> None:
    cache = make_cache(StoreWithoutMarks())
    put(cache, "a", fetched())
    assert not cache.erase("a")
    assert not cache.erase_all()


def test_writes_do_not_queue_while_the_store_hangs(make_cache: MakeCache, caplog: pytest.LogCaptureFixture) -> None:
    hangs, resume = Event(), Event()

    def hang() -> None:
        hangs.set()
        resume.wait(5)

    cache = make_cache(InterruptedStore(hang))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(put, cache, "a", fetched())
        assert hangs.wait(5)
        assert put(cache, "b", fetched())
        assert not cache.erase("c")
        resume.set()
        assert first.result()
    assert is_empty(cache, "b")
    assert "cache cannot be written: TimeoutError" in caplog.messages


ORDER = "5902720525908"
_DATED = {"createdAt": "2026-11-20T10:00:00Z", "processedAt": "2026-11-20T10:00:00Z"}
_READ = {"id": f"gid://shopify/Order/{ORDER}", "name": "#1", **_DATED}
DOCUMENT = {"order": _READ, "zone": "UTC", "partial": False}


def parsable(*, seconds: float = 0, document: dict[str, object] | None = DOCUMENT, ttl: float = 60) -> CachedOrder:
    fetched_at = NOW + timedelta(seconds=seconds)
    return CachedOrder(fetched_at=fetched_at, ttl=timedelta(seconds=ttl), updated_at=None, document=document)  # type: ignore[arg-type] # store JSON


def put_order(instance: Instance, fetched: CachedOrder) -> bool:
    return instance.cache.put(ORDER, fetched, marks_of(instance))


def marks_of(instance: Instance) -> InvalidationMarks:
    try:
        return instance.cache.get(ORDER).marks
    except Gone:
        return NO_MARKS


def test_unknown_order_has_an_empty_entry(instance: Instance) -> None:
    entry = instance.cache.get(ORDER)
    assert (entry.cached, entry.marks) == (None, NO_MARKS)
    assert not entry.is_known
    assert entry.snapshot() is None
    assert instance.cache.retained_until(ORDER) is None


def test_put_order_is_returned_and_published(instance: Instance) -> None:
    published: list[tuple[str | None, datetime | None]] = []
    instance.changes.subscribe(lambda key, since: published.append((key, since)))
    assert put_order(instance, parsable())
    entry = instance.cache.get(ORDER)
    snapshot = entry.snapshot()
    assert snapshot
    assert (snapshot.order.name, snapshot.fetched_at) == ("#1", NOW)
    assert not put_order(instance, parsable(seconds=-1))
    assert published == [(ORDER, NOW)]
    assert instance.cache.retained_until(ORDER) == NOW + timedelta(hours=24)


def test_invalidated_order_has_expired(instance: Instance, clock: Clock) -> None:
    assert not instance.cache.invalidate(ORDER)
    clock.advance(seconds=20)
    put_order(instance, parsable(seconds=20))
    clock.advance(seconds=1)
    assert instance.cache.invalidate(ORDER)
    entry = instance.cache.get(ORDER)
    assert entry.marks.is_changed_within(INSTANT, NOW + timedelta(seconds=21))
    assert (entry.is_known, entry.is_fresh, entry.is_valid) == (True, False, False)
    snapshot = entry.snapshot()
    assert snapshot
    assert snapshot.fresh_until == snapshot.expires_at == snapshot.read_at


def test_missing_order_is_gone_until_its_ttl_ends(instance: Instance, clock: Clock) -> None:
    put_order(instance, parsable(document=None, ttl=15))
    clock.advance(seconds=14)
    with pytest.raises(Gone):
        instance.cache.get(ORDER)
    clock.advance(seconds=2)
    assert instance.cache.get(ORDER).snapshot() is None
    assert instance.cache.retained_until(ORDER) is None


def test_missing_order_is_not_gone_after_a_change(instance: Instance, clock: Clock) -> None:
    put_order(instance, parsable(document=None, ttl=15))
    clock.advance(seconds=1)
    instance.cache.invalidate(ORDER)
    assert instance.cache.get(ORDER).snapshot() is None


def test_order_of_another_release_has_no_snapshot(instance: Instance) -> None:
    put_order(instance, parsable(document={"order": None, "partial": False}))
    assert instance.cache.get(ORDER).snapshot() is None


def test_erased_order_is_deleted_and_published(instance: Instance, store: DictStore, clock: Clock) -> None:
    published: list[str | None] = []
    for is_erase_all in (False, True):
        clock.advance(seconds=1)
        put_order(instance, parsable(seconds=(clock.now - NOW).total_seconds()))
        clock.advance(seconds=1)
        instance.changes.subscribe(lambda key, _: published.append(key))
        assert instance.cache.erase_all() if is_erase_all else instance.cache.erase(ORDER)
        assert instance.cache.get(ORDER).snapshot() is None
        assert "#1" not in str(store.values)
    assert published[0] == ORDER
    assert published[-1] is None


@pytest.mark.parametrize("hours", [-24, -1])
def test_order_in_the_future_has_expired(instance: Instance, clock: Clock, hours: float) -> None:
    put_order(instance, parsable(ttl=86_400))
    assert instance.cache.get(ORDER).is_fresh
    clock.set(hours=hours)
    entry = instance.cache.get(ORDER)
    assert (entry.is_fresh, entry.is_valid) == (False, False)
    snapshot = entry.snapshot()
    assert snapshot is None or snapshot.fetched_at == snapshot.expires_at == clock.now


def test_missing_order_in_the_future_is_not_gone(instance: Instance, clock: Clock) -> None:
    put_order(instance, parsable(document=None, ttl=15))
    clock.set(hours=-1)
    assert not instance.cache.get(ORDER).is_known
