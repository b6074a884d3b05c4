from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.shopify.clients import FakeTime
from tracking.shopify.cached import Cached

PATIENCE = 5.0


@pytest.fixture
def kept(time: FakeTime) -> Cached[str]:
    return Cached(time)


def test_nothing_is_fresh_before_something_is_kept(kept: Cached[str]) -> None:
    assert (kept.fresh, kept.last) == (None, None)


def test_a_value_is_fresh_for_its_time_and_known_afterwards(kept: Cached[str], time: FakeTime) -> None:
    assert kept.set("value", 10) == "value"
    time.sleep(9.9)
    assert kept.fresh == "value"

    time.sleep(0.1)
    assert kept.fresh is None
    assert kept.last == "value"


def test_one_caller_renews_it_while_the_others_have_what_serves_meanwhile(kept: Cached[str]) -> None:
    def renew() -> str:
        asked_meanwhile = kept.current(lambda: "another", stale="old", timeout=PATIENCE)
        with pytest.raises(TimeoutError):
            kept.current(lambda: "another", stale=None, timeout=0.01)
        return kept.set(f"new, and {asked_meanwhile} until then", 10)

    said = kept.current(renew, stale="old", timeout=PATIENCE)
    assert said == "new, and old until then"
    assert kept.current(lambda: "another", stale=None, timeout=PATIENCE) == said


def test_who_has_nothing_meanwhile_waits_for_the_first(kept: Cached[str]) -> None:
    begun, go = Event(), Event()

    def renew() -> str:
        begun.set()
        assert go.wait(PATIENCE)
        return kept.set("new", 10)

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(kept.current, renew, stale=None, timeout=PATIENCE)
        assert begun.wait(PATIENCE)
        others = [pool.submit(kept.current, lambda: "another", stale=None, timeout=PATIENCE) for _ in range(7)]
        go.set()
        assert {each.result() for each in (first, *others)} == {"new"}


def test_a_renewal_that_fails_lets_the_next_one_try(kept: Cached[str]) -> None:
    def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        kept.current(fail, stale=None, timeout=PATIENCE)
    assert kept.current(lambda: "new", stale=None, timeout=PATIENCE) == "new"


def test_its_time_can_be_ended(kept: Cached[str]) -> None:
    kept.set("value", 10)
    kept.expire()

    assert kept.fresh is None
    assert kept.last == "value"
