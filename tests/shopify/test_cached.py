from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.shopify.clients import FakeTime
from tracking.shopify.cached import Cached

TIMEOUT = 60.0


@pytest.fixture
def cached(time: FakeTime) -> Cached[str]:
    return Cached(time)


def test_empty_cache_has_no_fresh_value(cached: Cached[str]) -> None:
    assert (cached.fresh, cached.last) == (None, None)


def test_value_is_fresh_for_its_ttl_and_last_afterwards(cached: Cached[str], time: FakeTime) -> None:
    assert cached.set("value", 10) == "value"
    time.sleep(9.9)
    assert cached.fresh == "value"

    time.sleep(0.1)
    assert cached.fresh is None
    assert cached.last == "value"


def test_one_thread_renews_while_the_others_get_the_stale_value(cached: Cached[str]) -> None:
    def renew() -> str:
        concurrent = cached.current(lambda: "another", stale="old", timeout=TIMEOUT)
        with pytest.raises(TimeoutError):
            cached.current(lambda: "another", stale=None, timeout=0.01)
        return cached.set(f"new, and {concurrent} until then", 10)

    renewed = cached.current(renew, stale="old", timeout=TIMEOUT)
    assert renewed == "new, and old until then"
    assert cached.current(lambda: "another", stale=None, timeout=TIMEOUT) == renewed


def test_without_stale_value_threads_wait_for_the_renewal(cached: Cached[str]) -> None:
    started, release = Event(), Event()

    def renew() -> str:
        started.set()
        assert release.wait(TIMEOUT)
        return cached.set("new", 10)

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(cached.current, renew, stale=None, timeout=TIMEOUT)
        assert started.wait(TIMEOUT)
        others = [pool.submit(cached.current, lambda: "another", stale=None, timeout=TIMEOUT) for _ in range(7)]
        release.set()
        assert {each.result() for each in (first, *others)} == {"new"}


def test_failed_renewal_lets_the_next_thread_renew(cached: Cached[str]) -> None:
    def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        cached.current(fail, stale=None, timeout=TIMEOUT)
    assert cached.current(lambda: "new", stale=None, timeout=TIMEOUT) == "new"


def test_expire_ends_the_ttl(cached: Cached[str]) -> None:
    cached.set("value", 10)
    cached.expire()

    assert cached.fresh is None
    assert cached.last == "value"
