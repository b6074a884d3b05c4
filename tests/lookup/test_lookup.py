from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lookup.conftest import Broken, Memory
from tests.parts import NOW, Clock, Shopify
from tracking.lookup import BadInput, Gone, Lookup, LookupUnavailable, NotFound
from tracking.lookup.rows import Store

MOVING, DONE, EMAIL = "#1001", "#1003", "ada@example.com"


def id_of(shopify: Shopify, name: str) -> str:
    return str(shopify.order(name)["id"]).rpartition("/")[2]


@pytest.fixture
def moving(shopify: Shopify) -> str:
    return id_of(shopify, MOVING)


def test_finding_an_order_makes_it_known(lookup: Lookup, shopify: Shopify, moving: str) -> None:
    assert lookup.find("1001", EMAIL) == moving
    shopify.asked.clear()
    snapshot = lookup.order(moving)
    assert (snapshot.order.name, snapshot.as_of, snapshot.stale) == (MOVING, NOW, False)
    assert not shopify.asked


def test_a_wrong_address_and_no_order_end_the_same(lookup: Lookup) -> None:
    for number, contact in (("1001", "eve@example.com"), ("99999", EMAIL)):
        with pytest.raises(NotFound):
            lookup.find(number, contact)


def test_what_is_malformed_is_not_even_asked(lookup: Lookup, shopify: Shopify) -> None:
    with pytest.raises(BadInput) as caught:
        lookup.find("name:1", EMAIL)
    assert list(caught.value.fields) == ["order"]
    assert not shopify.asked


def test_an_order_is_asked_for_again_when_it_is_no_longer_fresh(
    lookup: Lookup, shopify: Shopify, clock: Clock, moving: str
) -> None:
    lookup.order(moving)
    asked = shopify.asked["Order"]
    clock.advance(seconds=29)
    lookup.order(moving)
    assert shopify.asked["Order"] == asked
    clock.advance(seconds=1)
    assert lookup.order(moving).as_of == clock.now
    assert shopify.asked["Order"] == asked + 1


def test_an_order_that_is_done_is_fresh_for_an_hour(lookup: Lookup, shopify: Shopify, clock: Clock) -> None:
    done = id_of(shopify, "#1003")
    lookup.order(done)
    clock.advance(minutes=59)
    assert lookup.order(done).as_of == NOW
    clock.advance(minutes=1)
    assert lookup.order(done).as_of == clock.now


def test_the_last_known_state_is_shown_when_shopify_is_down(
    lookup: Lookup, shopify: Shopify, clock: Clock, moving: str
) -> None:
    lookup.order(moving)
    clock.advance(minutes=10)
    shopify.is_down = True
    snapshot = lookup.order(moving)
    assert (snapshot.as_of, snapshot.stale) == (NOW, True)
    shopify.is_down = False
    clock.advance(minutes=1)
    assert not lookup.order(moving).stale


def test_nothing_known_and_shopify_down_is_unavailable_within_the_deadline(
    lookup: Lookup, shopify: Shopify, clock: Clock, moving: str
) -> None:
    shopify.is_down = True
    started = clock.monotonic()
    with pytest.raises(LookupUnavailable):
        lookup.order(moving)
    with pytest.raises(LookupUnavailable):
        lookup.find("1001", EMAIL)
    assert clock.monotonic() - started <= 8


def test_nobody_is_shown_an_order_that_is_too_old(lookup: Lookup, shopify: Shopify, clock: Clock, moving: str) -> None:
    lookup.order(moving)
    shopify.is_down = True
    clock.advance(hours=25)
    with pytest.raises(LookupUnavailable):
        lookup.order(moving)


def test_a_deleted_order_is_forgotten(
    lookup: Lookup, shopify: Shopify, clock: Clock, memory: Memory, moving: str
) -> None:
    lookup.order(moving)
    shopify.delete(MOVING)
    clock.advance(minutes=1)
    with pytest.raises(Gone):
        lookup.order(moving)
    assert not memory.values


def test_an_order_that_never_was_is_gone_too(lookup: Lookup) -> None:
    for order_id in ("1", "9" * 19, "9" * 30):
        with pytest.raises(Gone):
            lookup.order(order_id)


def test_a_forgotten_order_is_asked_for_anew(lookup: Lookup, shopify: Shopify, moving: str) -> None:
    lookup.order(moving)
    asked = shopify.asked["Order"]
    lookup.forget(moving)
    lookup.order(moving)
    assert shopify.asked["Order"] == asked + 1


def test_a_partial_answer_is_shown_and_never_takes_the_whole_ones_place(
    lookup: Lookup, shopify: Shopify, clock: Clock, memory: Memory, moving: str
) -> None:
    lookup.order(moving)
    whole = dict(memory.values)
    clock.advance(minutes=1)
    shopify.stumbles = True
    snapshot = lookup.order(moving)
    assert snapshot.order.is_partial
    assert snapshot.as_of == clock.now
    assert whole.items() <= memory.values.items()


def test_without_a_cache_everything_works_and_asks_more(
    make_lookup: Callable[[Store], Lookup], shopify: Shopify, moving: str
) -> None:
    lookup = make_lookup(Broken())
    assert lookup.find("1001", EMAIL) == moving
    lookup.order(moving)
    assert shopify.asked["Order"] == 2


def test_a_row_that_cannot_be_read_is_asked_for_anew(lookup: Lookup, memory: Memory, moving: str) -> None:
    lookup.order(moving)
    broken = {"as_of": NOW.isoformat(), "fresh_seconds": 30.0, "document": {"order": None}}
    memory.values = dict.fromkeys(memory.values, broken)
    assert lookup.order(moving).order.name == MOVING


def test_many_who_open_one_cold_order_share_one_call(lookup: Lookup, shopify: Shopify, moving: str) -> None:
    lookup.find("1001", EMAIL)
    lookup.forget(moving)
    shopify.asked.clear()
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(lookup.order, moving) for _ in range(20)]
        assert shopify.arrived.wait(5)
        shopify.gate.set()
        assert {result.result().order.name for result in waiting} == {MOVING}
    assert shopify.asked == {"Order": 1}


def test_simultaneous_lookups_of_one_number_end_by_their_own_contacts(
    lookup: Lookup, shopify: Shopify, moving: str
) -> None:
    lookup.order(moving)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(3) as pool:
        right = pool.submit(lookup.find, "#1001", EMAIL)
        assert shopify.arrived.wait(5)
        another = pool.submit(lookup.find, "#1001", EMAIL)
        wrong = pool.submit(lookup.find, "#1001", "eve@example.com")
        shopify.gate.set()
        assert right.result() == another.result() == moving
        assert isinstance(wrong.exception(), NotFound)
