from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from itertools import islice

import pytest
import requests
from flask import Flask

from tests.demo_orders import documents, order_ids
from tests.fakes import NOW, Clock, Shopify, harbor_goods
from tests.orders.conftest import DictStore, FailingStore, Instance
from tests.orders.known import KnownInMemory
from tracking.orders import BadInput, Busy, CallExecutor, Gone, LookupUnavailable, NotFound, OrderService
from tracking.orders.cache_backend import ShopRedis, open_store
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.order_calls.customer_pages import CustomerPage

MOVING, DONE, EMAIL = "#1001", "#1003", "ada@example.com"
TIMEOUT = 60.0


@pytest.fixture
def moving(shopify: Shopify) -> str:
    return shopify.id_of(MOVING)


def test_found_order_is_cached(service: OrderService, shopify: Shopify, moving: str) -> None:
    assert service.find("1001", EMAIL) == moving
    shopify.calls.clear()
    snapshot = service.order(moving)
    assert (snapshot.order.name, snapshot.fetched_at, snapshot.stale) == (MOVING, NOW, False)
    assert not shopify.calls


def test_wrong_address_and_missing_order_are_not_found(service: OrderService) -> None:
    for number, contact in (("1001", "eve@example.com"), ("99999", EMAIL)):
        with pytest.raises(NotFound):
            service.find(number, contact)


def test_malformed_number_is_not_searched(service: OrderService, shopify: Shopify) -> None:
    with pytest.raises(BadInput) as caught:
        service.find("name:1", EMAIL)
    assert list(caught.value.fields) == ["order"]
    assert not shopify.calls["Search"]


def test_order_is_fresh_then_revalidated_then_fetched(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    first = instance.service.order(moving)
    shopify.calls.clear()
    clock.now = first.fresh_until - timedelta(milliseconds=1)
    assert instance.service.order(moving).fetched_at == NOW
    assert not instance.background.waiting
    clock.now = first.fresh_until
    assert instance.service.order(moving).fetched_at == NOW
    assert instance.service.order(moving).fetched_at == NOW
    assert (shopify.calls["Order"], instance.background.run(), shopify.calls["Order"]) == (0, 1, 1)
    assert instance.service.order(moving).fetched_at == first.fresh_until
    clock.advance(seconds=60)
    assert instance.service.order(moving).fetched_at == clock.now
    assert instance.recorded == ["cold", "fresh", "revalidating", "revalidating", "fresh", "refreshed"]


@pytest.mark.parametrize(("name", "longest"), [(MOVING, timedelta(seconds=60)), (DONE, timedelta(hours=1))])
def test_order_is_fresh_for_a_half_to_three_quarters_of_its_ttl(
    instance: Instance, shopify: Shopify, clock: Clock, name: str, longest: timedelta
) -> None:
    shares = set()
    for _ in range(20):
        clock.advance(hours=2)
        snapshot = instance.service.order(shopify.id_of(name))
        assert snapshot.expires_at - snapshot.fetched_at == longest
        shares.add((snapshot.fresh_until - snapshot.fetched_at) / longest)
    assert min(shares) >= 0.5
    assert max(shares) <= 0.75
    assert len(shares) > 15


def test_expired_order_is_shown_as_stale_while_shopify_is_down(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    instance.service.order(moving)
    clock.advance(minutes=10)
    shopify.is_down = True
    snapshot = instance.service.order(moving)
    assert (snapshot.fetched_at, snapshot.stale) == (NOW, True)
    shopify.is_down = False
    clock.advance(minutes=1)
    assert not instance.service.order(moving).stale


def test_stale_order_is_shown_at_once_while_the_breaker_is_open(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    instance.service.order(moving)
    clock.advance(minutes=10)
    shopify.is_down = True
    for _ in range(5):
        assert instance.service.order(moving).stale
    instance.background.waiting.clear()
    clock.slept = 0.0
    for _ in range(180):  # half an hour
        clock.advance(seconds=10)
        assert instance.service.order(moving).fetched_at == NOW
        assert clock.slept == 0
        assert instance.background.run() == 1
        clock.slept = 0.0
    shopify.is_down = False
    clock.advance(seconds=6)
    assert instance.service.order(moving).stale
    instance.background.run()
    assert not instance.service.order(moving).stale


def test_uncached_order_is_unavailable_within_the_deadline(
    service: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    shopify.is_down = True
    started = clock.monotonic()
    with pytest.raises(LookupUnavailable):
        service.order(moving)
    with pytest.raises(LookupUnavailable):
        service.find("1001", EMAIL)
    assert clock.monotonic() - started <= 8


def test_order_past_the_retention_is_unavailable(
    service: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    service.order(moving)
    shopify.is_down = True
    clock.advance(hours=25)
    with pytest.raises(LookupUnavailable):
        service.order(moving)


def test_deleted_order_is_gone_from_the_cache(
    instance: Instance, shopify: Shopify, clock: Clock, store: DictStore, moving: str
) -> None:
    instance.service.order(moving)
    shopify.delete(MOVING)
    clock.advance(minutes=1)
    with pytest.raises(Gone):
        instance.service.order(moving)
    assert MOVING not in str(store.values)


def test_missing_order_is_gone_and_fetched_again_later(service: OrderService, shopify: Shopify, clock: Clock) -> None:
    for order_id in ("1", "9" * 19, "9" * 30):
        for _ in range(2):
            with pytest.raises(Gone):
                service.order(order_id)
    assert shopify.calls["Order"] == 2  # the longest is no id of Shopify's
    clock.advance(seconds=15)
    with pytest.raises(Gone):
        service.order("1")
    assert shopify.calls["Order"] == 3


def test_change_of_a_cached_order_is_fetched_in_the_background(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    instance.service.order(moving)
    clock.advance(seconds=1)
    for _ in range(3):
        instance.service.invalidate(moving)
    clock.advance(seconds=1)
    assert instance.background.run() == 1
    assert instance.service.order(moving).fetched_at == clock.now
    assert shopify.calls["Order"] == 2


def test_change_of_an_uncached_order_makes_no_call(instance: Instance, shopify: Shopify, moving: str) -> None:
    instance.service.invalidate(moving)
    assert not instance.background.waiting
    assert not shopify.calls


def test_order_fetched_just_after_a_change_expires_soon(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    done = shopify.id_of(DONE)
    for order_id, longest in ((moving, timedelta(seconds=60)), (done, timedelta(hours=1))):
        instance.service.order(order_id)
        clock.advance(seconds=1)
        assert instance.service.invalidate(order_id)
        clock.advance(seconds=9)
        soon = instance.service.order(order_id)
        assert soon.expires_at - soon.fetched_at == timedelta(seconds=5)
        clock.advance(seconds=5)
        later = instance.service.order(order_id)
        assert later.fetched_at == clock.now
        assert later.expires_at - later.fetched_at == longest


def test_change_fails_while_the_cache_fails(shopify: Shopify, clock: Clock, moving: str) -> None:
    assert not Instance(shopify, clock, FailingStore()).service.invalidate(moving)


def test_request_fetches_a_change_before_the_background(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    instance.service.order(moving)
    clock.advance(seconds=1)
    instance.service.invalidate(moving)
    clock.advance(seconds=1)
    assert instance.service.order(moving).fetched_at == clock.now
    shopify.calls.clear()
    instance.background.run()  # finds that it has been done
    assert not shopify.calls


def test_outdated_order_is_shown_as_stale_while_shopify_is_down(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    instance.service.order(moving)
    clock.advance(seconds=1)
    instance.service.invalidate(moving)
    shopify.is_down = True
    snapshot = instance.service.order(moving)
    assert (snapshot.fetched_at, snapshot.stale) == (NOW, True)


def test_fetch_that_began_before_a_change_is_not_shared(
    instance: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    instance.service.find("1001", EMAIL)
    instance.service.erase(moving)
    clock.advance(seconds=1)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        early = pool.submit(instance.service.order, moving)
        assert shopify.arrived.wait(TIMEOUT)
        clock.advance(seconds=1)
        instance.service.invalidate(moving)
        clock.advance(seconds=1)
        shopify.arrived.clear()
        late = pool.submit(instance.service.order, moving)
        assert shopify.arrived.wait(TIMEOUT)
        shopify.gate.set()
        assert early.result().order.name == MOVING
        assert late.result().fetched_at == clock.now
    assert instance.service.order(moving).fetched_at == clock.now


def test_erased_order_is_not_stored_by_a_fetch_in_flight(
    instance: Instance, shopify: Shopify, clock: Clock, store: DictStore, moving: str
) -> None:
    done = shopify.id_of(DONE)
    instance.service.find("1001", EMAIL)
    instance.service.order(done)
    clock.advance(minutes=2)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        early = pool.submit(instance.service.order, moving)
        assert shopify.arrived.wait(TIMEOUT)
        clock.advance(seconds=1)
        instance.service.erase(moving)
        shopify.gate.set()
        assert early.result().order.name == MOVING
    assert MOVING not in str(store.values)
    assert DONE in str(store.values)
    instance.service.erase_all()
    assert DONE not in str(store.values)


def test_changes_are_published(instance: Instance, clock: Clock, moving: str) -> None:
    published = []
    instance.changes.subscribe(lambda order_id, since: published.append((order_id, since)))
    key = instance.service.order(moving).order_id
    clock.advance(seconds=1)
    instance.service.invalidate(moving)
    instance.service.erase(moving)
    instance.service.erase_all()
    assert published == [(key, NOW), (key, None), (key, None), (None, None)]


def test_partial_order_never_replaces_the_whole_one(
    service: OrderService, shopify: Shopify, clock: Clock, store: DictStore, moving: str
) -> None:
    service.order(moving)
    whole = dict(store.values)
    clock.advance(minutes=1)
    shopify.returns_errors = True
    shopify.calls.clear()
    for _ in range(3):
        snapshot = service.order(moving)
        assert (snapshot.fetched_at, snapshot.stale, snapshot.order.is_partial) == (NOW, True, False)
    assert shopify.calls["Order"] == 1
    assert whole.items() <= store.values.items()
    clock.advance(minutes=1)
    shopify.returns_errors = False
    snapshot = service.order(moving)
    assert (snapshot.fetched_at, snapshot.stale) == (clock.now, False)


def test_partial_order_is_shown_where_it_is_the_only_or_the_newer_one(
    service: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    shopify.returns_errors = True
    assert service.order(moving).order.is_partial
    shopify.returns_errors = False
    clock.advance(minutes=1)
    service.order(moving)
    clock.advance(minutes=1)
    shopify.returns_errors = True
    shopify.cancel(MOVING)
    snapshot = service.order(moving)
    assert snapshot.order.cancelled_at
    assert (snapshot.fetched_at, snapshot.stale, snapshot.order.is_partial) == (clock.now, False, True)


def test_older_state_from_a_lagging_replica_is_not_shown(
    service: OrderService, shopify: Shopify, clock: Clock, moving: str
) -> None:
    current = shopify.order(MOVING)
    earlier = {**current, "updatedAt": "2026-11-01T00:00:00Z", "displayFinancialStatus": "PENDING"}
    service.order(moving)
    shopify.change(orders=[earlier if order is current else order for order in shopify.store.orders])
    clock.advance(minutes=2)
    assert service.order(moving).order.financial_status == current["displayFinancialStatus"]


def test_service_works_without_a_cache(shopify: Shopify, clock: Clock, moving: str) -> None:
    service = Instance(shopify, clock, FailingStore()).service
    assert service.find("1001", EMAIL) == moving
    service.order(moving)
    assert shopify.calls["Order"] == 2


def test_unreadable_cached_order_is_fetched(service: OrderService, store: DictStore, moving: str) -> None:
    service.order(moving)
    document = {"order": None, "partial": False}
    broken = {"as_of": NOW.isoformat(), "good_seconds": 60.0, "updated_at": None, "document": document}
    store.values = dict.fromkeys(store.values, broken)
    assert service.order(moving).order.name == MOVING


def test_simultaneous_requests_share_one_fetch(instance: Instance, shopify: Shopify, clock: Clock, moving: str) -> None:
    instance.service.find("1001", EMAIL)
    clock.advance(minutes=5)
    shopify.calls.clear()
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(200) as pool:
        waiting = [pool.submit(instance.service.order, moving) for _ in range(200)]
        assert shopify.arrived.wait(TIMEOUT)
        shopify.gate.set()
        assert {result.result().order.name for result in waiting} == {MOVING}
    assert shopify.calls == {"Order": 1}


def test_processes_on_one_redis_share_one_fetch(redis: ShopRedis, shopify: Shopify, clock: Clock, moving: str) -> None:
    instances = [Instance(shopify, clock, open_store(Flask("test"), redis), redis) for _ in range(2)]
    for instance in instances:
        instance.service.find("1001", EMAIL)
    clock.advance(minutes=5)
    shopify.calls.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(instance.service.order, moving) for instance in instances * 20]
        assert shopify.arrived.wait(TIMEOUT)
        shopify.gate.set()
        assert {result.result().fetched_at for result in waiting} == {clock.now}
    assert shopify.calls == {"Order": 1}
    for instance in instances:
        instance.changes.close()


def test_order_fetched_by_another_process_meanwhile_is_shown(
    shopify: Shopify, clock: Clock, store: DictStore, moving: str
) -> None:
    here, there = Instance(shopify, clock, store), Instance(shopify, clock, store)
    there.service.order(moving)
    rows = dict(store.values)
    store.values = {}
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(here.service.order, moving)
        assert shopify.arrived.wait(TIMEOUT)
        store.values = rows
        shopify.is_down = True
        shopify.gate.set()
        assert not asked.result().stale


def test_lookups_beyond_the_limit_are_busy_at_once(shopify: Shopify, clock: Clock, store: DictStore) -> None:
    service = Instance(shopify, clock, store, calls=CallExecutor(2, 3)).service
    service.find("1001", EMAIL)
    shopify.gate.clear()
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(service.find, str(5000 + number), EMAIL) for number in range(12)]
        errors = [each.exception() for each in islice(as_completed(asked), 7)]
        assert sum(each.done() for each in asked) == 7
        shopify.gate.set()
        others = [each.exception() for each in asked if each.exception() not in errors]
    assert all(isinstance(error, Busy) and error.retry_after for error in errors)
    assert [type(error) for error in others] == [NotFound] * 5


def test_simultaneous_lookups_of_one_number_count_once_towards_the_limit(
    shopify: Shopify, clock: Clock, store: DictStore
) -> None:
    service = Instance(shopify, clock, store, calls=CallExecutor(1, 1)).service
    service.find("1002", str(shopify.order("#1002")["email"]))
    shopify.calls.clear()
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(service.find, "1001", EMAIL)
        assert shopify.arrived.wait(TIMEOUT)
        others = [pool.submit(service.find, "1001", contact) for contact in (EMAIL, "eve@example.com") * 4]
        shopify.gate.set()
        assert first.result() == shopify.id_of(MOVING)
        errors = [each.exception() for each in others]
    assert not [error for error in errors if isinstance(error, LookupUnavailable)]
    assert sum(isinstance(error, NotFound) for error in errors) == 4


class FailsOnce(Shopify):
    """A Shopify whose response to the first search is lost."""

    fails = False

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        is_failing, self.fails = self.fails and "query Search" in str(request.body), False
        answer = super().send(request)
        if is_failing:
            raise requests.ConnectionError("reset")
        return answer


def test_lookup_repeats_a_shared_search_that_failed_within_an_earlier_deadline(clock: Clock, store: DictStore) -> None:
    shopify = FailsOnce(harbor_goods(), clock)
    service = Instance(shopify, clock, store).service
    service.find("1002", str(shopify.order("#1002")["email"]))
    shopify.fails = True
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(service.find, "1001", EMAIL)
        assert shopify.arrived.wait(TIMEOUT)
        clock.advance(seconds=1.5)
        shopify.arrived.clear()
        second = pool.submit(service.find, "1001", EMAIL)
        clock.advance(seconds=2.5)
        shopify.gate.set()
        assert isinstance(first.exception(), LookupUnavailable)
        assert second.result() == shopify.id_of(MOVING)


def test_simultaneous_lookups_of_one_number_compare_their_own_contacts(
    service: OrderService, shopify: Shopify, moving: str
) -> None:
    service.order(moving)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(3) as pool:
        right = pool.submit(service.find, "#1001", EMAIL)
        assert shopify.arrived.wait(TIMEOUT)
        another = pool.submit(service.find, "#1001", EMAIL)
        wrong = pool.submit(service.find, "#1001", "eve@example.com")
        shopify.gate.set()
        assert right.result() == another.result() == moving
        assert isinstance(wrong.exception(), NotFound)


def test_customer_page_is_asked_for_each_time(service: OrderService, shopify: Shopify) -> None:
    order_id = shopify.id_of("#1063")
    urls = [service.customer_page_url(order_id, page) for page in (*CustomerPage, *CustomerPage)]
    assert all(url and url.startswith("https://example.com/") for url in urls)
    assert shopify.calls == {"PaymentPage": 2, "StatusPage": 2}


def test_customer_page_is_unavailable_during_an_outage(service: OrderService, shopify: Shopify) -> None:
    shopify.is_down = True
    with pytest.raises(LookupUnavailable):
        service.customer_page_url(shopify.id_of("#1063"), CustomerPage.PAYMENT)


def test_customer_pages_count_towards_the_limit(shopify: Shopify, clock: Clock, store: DictStore) -> None:
    service = Instance(shopify, clock, store, calls=CallExecutor(1, -1)).service
    with pytest.raises(Busy):
        service.customer_page_url(shopify.id_of("#1063"), CustomerPage.PAYMENT)


@pytest.fixture
def kept(shopify: Shopify, clock: Clock, store: DictStore) -> Instance:
    """A process that has just begun, and knows the order from before."""
    known = KnownInMemory()
    order_id = shopify.id_of(MOVING)
    document = next(each for slug, each in documents().items() if order_ids()[slug] == order_id)
    known.keep(order_id, stored_document(document), NOW - timedelta(days=2))
    return Instance(shopify, clock, store, known=known)


def known_of(instance: Instance) -> KnownInMemory:
    known = instance.known
    assert isinstance(known, KnownInMemory)
    return known


def test_known_order_is_shown_as_stale_while_shopify_is_down(kept: Instance, shopify: Shopify, moving: str) -> None:
    shopify.is_down = True
    snapshot = kept.service.order(moving)
    assert (snapshot.order.name, snapshot.fetched_at, snapshot.stale) == (MOVING, NOW - timedelta(days=2), True)
    assert kept.recorded == ["known"]
    with pytest.raises(LookupUnavailable):
        kept.service.order(shopify.id_of(DONE))


def test_known_order_is_not_shown_while_shopify_or_the_cache_answers(
    kept: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    assert not kept.service.order(moving).stale
    shopify.is_down = True
    clock.advance(minutes=10)
    assert kept.service.order(moving).fetched_at == NOW
    assert "known" not in kept.recorded


def test_known_order_that_shopify_has_no_longer_is_gone_and_forgotten(
    kept: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    shopify.delete(MOVING)
    with pytest.raises(Gone):
        kept.service.order(moving)
    assert known_of(kept).forgotten == [moving]
    shopify.is_down = True
    clock.advance(minutes=1)
    with pytest.raises(LookupUnavailable):
        kept.service.order(moving)


def test_deleted_order_is_forgotten_by_a_refresh_in_the_background_too(
    kept: Instance, shopify: Shopify, clock: Clock, moving: str
) -> None:
    clock.now = kept.service.order(moving).fresh_until
    shopify.delete(MOVING)
    kept.service.order(moving)
    kept.background.run()
    assert known_of(kept).forgotten == [moving]


def test_known_order_of_another_release_is_not_shown(kept: Instance, shopify: Shopify, moving: str) -> None:
    known_of(kept).keep(moving, {"order": {"id": 1}})
    shopify.is_down = True
    with pytest.raises(LookupUnavailable):
        kept.service.order(moving)


def test_no_known_order_is_dated_in_the_future(kept: Instance, shopify: Shopify, clock: Clock, moving: str) -> None:
    shopify.is_down = True
    clock.now = started = NOW - timedelta(days=5)
    assert kept.service.order(moving).fetched_at == started
