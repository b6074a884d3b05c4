from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from itertools import islice

import pytest
import requests
from flask import Flask

from tests.orders.conftest import Broken, Desk, Plain
from tests.parts import NOW, Clock, Shopify, harbor_goods
from tracking.orders import BadInput, Busy, ConcurrencyLimit, Gone, LookupUnavailable, NotFound, OrderService
from tracking.orders.cache_backend import ShopRedis, open_store

MOVING, DONE, EMAIL = "#1001", "#1003", "ada@example.com"
PATIENCE = 5.0


@pytest.fixture
def moving(shopify: Shopify) -> str:
    return shopify.id_of(MOVING)


def test_finding_an_order_makes_it_known(lookup: OrderService, shopify: Shopify, moving: str) -> None:
    assert lookup.find("1001", EMAIL) == moving
    shopify.asked.clear()
    snapshot = lookup.order(moving)
    assert (snapshot.order.name, snapshot.as_of, snapshot.stale) == (MOVING, NOW, False)
    assert not shopify.asked


def test_a_wrong_address_and_no_order_end_the_same(lookup: OrderService) -> None:
    for number, contact in (("1001", "eve@example.com"), ("99999", EMAIL)):
        with pytest.raises(NotFound):
            lookup.find(number, contact)


def test_what_is_malformed_is_not_even_asked(lookup: OrderService, shopify: Shopify) -> None:
    with pytest.raises(BadInput) as caught:
        lookup.find("name:1", EMAIL)
    assert list(caught.value.fields) == ["order"]
    assert not shopify.asked


def test_an_order_is_fresh_then_shown_while_it_is_refreshed_then_asked_for(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    first = desk.lookup.order(moving)
    shopify.asked.clear()
    clock.now = first.fresh_until - timedelta(milliseconds=1)
    assert desk.lookup.order(moving).as_of == NOW
    assert not desk.background.waiting
    clock.now = first.fresh_until
    assert desk.lookup.order(moving).as_of == NOW
    assert desk.lookup.order(moving).as_of == NOW
    assert (shopify.asked["Order"], desk.background.run(), shopify.asked["Order"]) == (0, 1, 1)
    assert desk.lookup.order(moving).as_of == first.fresh_until
    clock.advance(seconds=60)
    assert desk.lookup.order(moving).as_of == clock.now
    assert desk.noted == ["cold", "fresh", "revalidating", "revalidating", "fresh", "refreshed"]


@pytest.mark.parametrize(("name", "longest"), [(MOVING, timedelta(seconds=60)), (DONE, timedelta(hours=1))])
def test_it_is_refreshed_after_a_half_to_three_quarters_of_its_time(
    desk: Desk, shopify: Shopify, clock: Clock, name: str, longest: timedelta
) -> None:
    shares = set()
    for _ in range(20):
        clock.advance(hours=2)
        snapshot = desk.lookup.order(shopify.id_of(name))
        assert snapshot.good_until - snapshot.as_of == longest
        shares.add((snapshot.fresh_until - snapshot.as_of) / longest)
    assert min(shares) >= 0.5
    assert max(shares) <= 0.75
    assert len(shares) > 15


def test_the_last_known_state_is_shown_when_shopify_is_down(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    desk.lookup.order(moving)
    clock.advance(minutes=10)
    shopify.is_down = True
    snapshot = desk.lookup.order(moving)
    assert (snapshot.as_of, snapshot.stale) == (NOW, True)
    shopify.is_down = False
    clock.advance(minutes=1)
    assert not desk.lookup.order(moving).stale


def test_while_the_breaker_rests_nobody_who_knows_an_order_waits_and_its_return_is_noticed(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    desk.lookup.order(moving)
    clock.advance(minutes=10)
    shopify.is_down = True
    for _ in range(5):
        assert desk.lookup.order(moving).stale
    desk.background.waiting.clear()
    clock.slept = 0.0
    for _ in range(180):  # half an hour
        clock.advance(seconds=10)
        assert desk.lookup.order(moving).as_of == NOW
        assert clock.slept == 0
        assert desk.background.run() == 1
        clock.slept = 0.0
    shopify.is_down = False
    clock.advance(seconds=6)
    assert desk.lookup.order(moving).stale
    desk.background.run()
    assert not desk.lookup.order(moving).stale


def test_nothing_known_and_shopify_down_is_unavailable_within_the_deadline(
    lookup: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    shopify.is_down = True
    started = clock.monotonic()
    with pytest.raises(LookupUnavailable):
        lookup.order(moving)
    with pytest.raises(LookupUnavailable):
        lookup.find("1001", EMAIL)
    assert clock.monotonic() - started <= 8


def test_nobody_is_shown_an_order_that_is_too_old(
    lookup: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    lookup.order(moving)
    shopify.is_down = True
    clock.advance(hours=25)
    with pytest.raises(LookupUnavailable):
        lookup.order(moving)


def test_a_deleted_order_is_gone_and_so_is_what_was_known_of_it(
    desk: Desk, shopify: Shopify, clock: Clock, plain: Plain, moving: str
) -> None:
    desk.lookup.order(moving)
    shopify.delete(MOVING)
    clock.advance(minutes=1)
    with pytest.raises(Gone):
        desk.lookup.order(moving)
    assert MOVING not in str(plain.values)


def test_an_order_that_never_was_is_gone_and_asked_for_again_after_a_while(
    lookup: OrderService, shopify: Shopify, clock: Clock
) -> None:
    for order_id in ("1", "9" * 19, "9" * 30):
        for _ in range(2):
            with pytest.raises(Gone):
                lookup.order(order_id)
    assert shopify.asked["Order"] == 2  # the longest is no id of Shopify's
    clock.advance(seconds=15)
    with pytest.raises(Gone):
        lookup.order("1")
    assert shopify.asked["Order"] == 3


def test_a_change_is_fetched_at_once_when_somebody_knows_the_order(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    desk.lookup.order(moving)
    clock.advance(seconds=1)
    for _ in range(3):
        desk.lookup.outdate(moving)
    clock.advance(seconds=1)
    assert desk.background.run() == 1
    assert desk.lookup.order(moving).as_of == clock.now
    assert shopify.asked["Order"] == 2


def test_a_change_of_an_order_that_nobody_knows_costs_nothing(desk: Desk, shopify: Shopify, moving: str) -> None:
    desk.lookup.outdate(moving)
    assert not desk.background.waiting
    assert not shopify.asked


def test_what_is_heard_just_after_a_change_is_not_believed_for_long(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    done = shopify.id_of(DONE)
    for order_id, longest in ((moving, timedelta(seconds=60)), (done, timedelta(hours=1))):
        desk.lookup.order(order_id)
        clock.advance(seconds=1)
        assert desk.lookup.outdate(order_id)
        clock.advance(seconds=9)
        soon = desk.lookup.order(order_id)
        assert soon.good_until - soon.as_of == timedelta(seconds=5)
        clock.advance(seconds=5)
        later = desk.lookup.order(order_id)
        assert later.as_of == clock.now
        assert later.good_until - later.as_of == longest


def test_a_change_that_cannot_be_noted_is_to_be_told_again(shopify: Shopify, clock: Clock, moving: str) -> None:
    assert not Desk(shopify, clock, Broken()).lookup.outdate(moving)


def test_who_comes_before_the_change_is_fetched_fetches_it(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    desk.lookup.order(moving)
    clock.advance(seconds=1)
    desk.lookup.outdate(moving)
    clock.advance(seconds=1)
    assert desk.lookup.order(moving).as_of == clock.now
    shopify.asked.clear()
    desk.background.run()  # finds that it has been done
    assert not shopify.asked


def test_what_was_known_before_a_change_still_serves_when_shopify_is_down(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    desk.lookup.order(moving)
    clock.advance(seconds=1)
    desk.lookup.outdate(moving)
    shopify.is_down = True
    snapshot = desk.lookup.order(moving)
    assert (snapshot.as_of, snapshot.stale) == (NOW, True)


def test_an_answer_that_was_on_its_way_when_the_order_changed_is_not_taken_for_the_new_one(
    desk: Desk, shopify: Shopify, clock: Clock, moving: str
) -> None:
    desk.lookup.find("1001", EMAIL)
    desk.lookup.erase(moving)
    clock.advance(seconds=1)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        early = pool.submit(desk.lookup.order, moving)
        assert shopify.arrived.wait(PATIENCE)
        clock.advance(seconds=1)
        desk.lookup.outdate(moving)
        clock.advance(seconds=1)
        shopify.arrived.clear()
        late = pool.submit(desk.lookup.order, moving)
        assert shopify.arrived.wait(PATIENCE)
        shopify.gate.set()
        assert early.result().order.name == MOVING
        assert late.result().as_of == clock.now
    assert desk.lookup.order(moving).as_of == clock.now


def test_what_is_erased_is_gone_everywhere_and_nothing_on_its_way_brings_it_back(
    desk: Desk, shopify: Shopify, clock: Clock, plain: Plain, moving: str
) -> None:
    done = shopify.id_of(DONE)
    desk.lookup.find("1001", EMAIL)
    desk.lookup.order(done)
    clock.advance(minutes=2)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        early = pool.submit(desk.lookup.order, moving)
        assert shopify.arrived.wait(PATIENCE)
        clock.advance(seconds=1)
        desk.lookup.erase(moving)
        shopify.gate.set()
        assert early.result().order.name == MOVING
    assert MOVING not in str(plain.values)
    assert DONE in str(plain.values)
    desk.lookup.erase_all()
    assert DONE not in str(plain.values)


def test_everybody_hears_of_what_changed(desk: Desk, clock: Clock, moving: str) -> None:
    heard = []
    desk.changes.subscribe(lambda key, since: heard.append((key, since)))
    key = desk.lookup.order(moving).key
    clock.advance(seconds=1)
    desk.lookup.outdate(moving)
    desk.lookup.erase(moving)
    desk.lookup.erase_all()
    assert heard == [(key, NOW), (key, clock.now), (key, clock.now), (None, clock.now)]


def test_a_partial_answer_never_takes_the_whole_ones_place(
    lookup: OrderService, shopify: Shopify, clock: Clock, plain: Plain, moving: str
) -> None:
    lookup.order(moving)
    whole = dict(plain.values)
    clock.advance(minutes=1)
    shopify.stumbles = True
    shopify.asked.clear()
    for _ in range(3):
        snapshot = lookup.order(moving)
        assert (snapshot.as_of, snapshot.stale, snapshot.order.is_partial) == (NOW, True, False)
    assert shopify.asked["Order"] == 1
    assert whole.items() <= plain.values.items()
    clock.advance(minutes=1)
    shopify.stumbles = False
    snapshot = lookup.order(moving)
    assert (snapshot.as_of, snapshot.stale) == (clock.now, False)


def test_a_partial_answer_is_shown_where_there_is_none_or_the_order_has_changed_since(
    lookup: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    shopify.stumbles = True
    assert lookup.order(moving).order.is_partial
    shopify.stumbles = False
    clock.advance(minutes=1)
    lookup.order(moving)
    clock.advance(minutes=1)
    shopify.stumbles = True
    shopify.cancel(MOVING)
    snapshot = lookup.order(moving)
    assert snapshot.order.cancelled_at
    assert (snapshot.as_of, snapshot.stale, snapshot.order.is_partial) == (clock.now, False, True)


def test_an_older_state_from_a_copy_that_lags_behind_is_not_shown(
    lookup: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    known = shopify.order(MOVING)
    earlier = {**known, "updatedAt": "2026-11-01T00:00:00Z", "displayFinancialStatus": "PENDING"}
    lookup.order(moving)
    shopify.change(orders=[earlier if order is known else order for order in shopify.store.orders])
    clock.advance(minutes=2)
    assert lookup.order(moving).order.financial_status == known["displayFinancialStatus"]


def test_without_a_cache_everything_works_and_asks_more(shopify: Shopify, clock: Clock, moving: str) -> None:
    lookup = Desk(shopify, clock, Broken()).lookup
    assert lookup.find("1001", EMAIL) == moving
    lookup.order(moving)
    assert shopify.asked["Order"] == 2


def test_a_row_that_cannot_be_read_is_asked_for_anew(lookup: OrderService, plain: Plain, moving: str) -> None:
    lookup.order(moving)
    document = {"order": None, "partial": False}
    broken = {"as_of": NOW.isoformat(), "good_seconds": 60.0, "updated_at": None, "document": document}
    plain.values = dict.fromkeys(plain.values, broken)
    assert lookup.order(moving).order.name == MOVING


def test_many_who_open_one_cold_order_share_one_call(desk: Desk, shopify: Shopify, clock: Clock, moving: str) -> None:
    desk.lookup.find("1001", EMAIL)
    clock.advance(minutes=5)
    shopify.asked.clear()
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(200) as pool:
        waiting = [pool.submit(desk.lookup.order, moving) for _ in range(200)]
        assert shopify.arrived.wait(PATIENCE)
        shopify.gate.set()
        assert {result.result().order.name for result in waiting} == {MOVING}
    assert shopify.asked == {"Order": 1}


def test_two_processes_on_one_redis_share_one_call_too(
    redis: ShopRedis, shopify: Shopify, clock: Clock, moving: str
) -> None:
    desks = [Desk(shopify, clock, open_store(Flask("test"), redis), redis) for _ in range(2)]
    for desk in desks:
        desk.lookup.find("1001", EMAIL)
    clock.advance(minutes=5)
    shopify.asked.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(desk.lookup.order, moving) for desk in desks * 20]
        assert shopify.arrived.wait(PATIENCE)
        shopify.gate.set()
        assert {result.result().as_of for result in waiting} == {clock.now}
    assert shopify.asked == {"Order": 1}
    for desk in desks:
        desk.changes.close()


def test_an_answer_that_another_process_had_meanwhile_is_shown(
    shopify: Shopify, clock: Clock, plain: Plain, moving: str
) -> None:
    here, there = Desk(shopify, clock, plain), Desk(shopify, clock, plain)
    there.lookup.order(moving)
    rows = dict(plain.values)
    plain.values = {}
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(here.lookup.order, moving)
        assert shopify.arrived.wait(PATIENCE)
        plain.values = rows
        shopify.is_down = True
        shopify.gate.set()
        assert not asked.result().stale


def test_beyond_what_a_process_takes_on_people_are_told_at_once(shopify: Shopify, clock: Clock, plain: Plain) -> None:
    lookup = Desk(shopify, clock, plain, slots=ConcurrencyLimit(2, 3, patience=PATIENCE)).lookup
    lookup.find("1001", EMAIL)
    shopify.gate.clear()
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(lookup.find, str(5000 + number), EMAIL) for number in range(12)]
        told = [each.exception() for each in islice(as_completed(asked), 7)]
        assert sum(each.done() for each in asked) == 7
        shopify.gate.set()
        others = [each.exception() for each in asked if each.exception() not in told]
    assert all(isinstance(error, Busy) and error.retry_after for error in told)
    assert [type(error) for error in others] == [NotFound] * 5


def test_simultaneous_lookups_of_one_number_take_one_place_however_many_they_are(
    shopify: Shopify, clock: Clock, plain: Plain
) -> None:
    lookup = Desk(shopify, clock, plain, slots=ConcurrencyLimit(1, 1, patience=PATIENCE)).lookup
    lookup.find("1002", str(shopify.order("#1002")["email"]))
    shopify.asked.clear()
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(lookup.find, "1001", EMAIL)
        assert shopify.arrived.wait(PATIENCE)
        others = [pool.submit(lookup.find, "1001", contact) for contact in (EMAIL, "eve@example.com") * 4]
        shopify.gate.set()
        assert first.result() == shopify.id_of(MOVING)
        told = [each.exception() for each in others]
    assert not [error for error in told if isinstance(error, LookupUnavailable)]
    assert sum(isinstance(error, NotFound) for error in told) == 4


class FailsOnce(Shopify):
    """One whose answer to the first search never comes."""

    fails = False

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        is_failing, self.fails = self.fails and "query Search" in str(request.body), False
        answer = super().send(request)
        if is_failing:
            raise requests.ConnectionError("reset")
        return answer


def test_a_lookup_does_not_end_with_the_deadline_of_the_one_it_shares_a_search_with(clock: Clock, plain: Plain) -> None:
    shopify = FailsOnce(harbor_goods(), clock)
    lookup = Desk(shopify, clock, plain).lookup
    lookup.find("1002", str(shopify.order("#1002")["email"]))
    shopify.fails = True
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lookup.find, "1001", EMAIL)
        assert shopify.arrived.wait(PATIENCE)
        clock.advance(seconds=1.5)
        shopify.arrived.clear()
        second = pool.submit(lookup.find, "1001", EMAIL)
        clock.advance(seconds=2.5)
        shopify.gate.set()
        assert isinstance(first.exception(), LookupUnavailable)
        assert second.result() == shopify.id_of(MOVING)


def test_simultaneous_lookups_of_one_number_end_by_their_own_contacts(
    lookup: OrderService, shopify: Shopify, moving: str
) -> None:
    lookup.order(moving)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(3) as pool:
        right = pool.submit(lookup.find, "#1001", EMAIL)
        assert shopify.arrived.wait(PATIENCE)
        another = pool.submit(lookup.find, "#1001", EMAIL)
        wrong = pool.submit(lookup.find, "#1001", "eve@example.com")
        shopify.gate.set()
        assert right.result() == another.result() == moving
        assert isinstance(wrong.exception(), NotFound)
