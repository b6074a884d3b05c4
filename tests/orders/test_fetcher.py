from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Semaphore
from typing import TYPE_CHECKING, cast

import pytest
import requests

from tests.fakes import Clock, Shopify, harbor_goods
from tests.orders.conftest import DictStore, Instance
from tests.orders.known import KnownInMemory
from tracking.durations.promises import PromisedStep
from tracking.order.model import NamedDay, Order
from tracking.orders.cached_order import CacheEntry, Snapshot
from tracking.shopify.errors import ShopifyError, Unavailable
from tracking.shopify.resilience import Deadline

if TYPE_CHECKING:
    from tracking.shopify.json_decoder import Json, JsonObject

TIMEOUT = 60.0


class ObservedKey(str):
    """A key that counts its look-ups in the dictionary of running fetches."""

    __slots__ = ("looked_up",)

    def __init__(self, _: str) -> None:
        self.looked_up = Semaphore(0)

    def __hash__(self) -> int:
        self.looked_up.release()
        return super().__hash__()


class FailsOnce(Shopify):
    """A Shopify whose first response is lost."""

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        is_first = not self.calls
        answer = super().send(request)
        if is_first:
            raise requests.ConnectionError("reset")
        return answer


@pytest.fixture
def shopify(clock: Clock) -> Shopify:
    return FailsOnce(harbor_goods(), clock)


@pytest.fixture
def instance(shopify: Shopify, clock: Clock) -> Instance:
    return Instance(shopify, clock, DictStore())


def fetch(
    instance: Instance, clock: Clock, shopify: Shopify, *, seconds: float, key: ObservedKey | None = None
) -> Snapshot:
    order_id = shopify.id_of("#1001")
    read = instance.cache.get(order_id)
    entry = CacheEntry(order_id=key or read.order_id, read_at=read.read_at)
    return instance.fetcher.fetch(entry, Deadline.after(seconds, clock.monotonic))


@pytest.mark.parametrize(("left", "is_fetched"), [(4.0, True), (1.1, False)])
def test_request_repeats_a_fetch_that_failed_within_an_earlier_deadline(
    instance: Instance, shopify: Shopify, clock: Clock, left: float, *, is_fetched: bool
) -> None:
    shopify.gate.clear()
    key = ObservedKey(instance.cache.get(shopify.id_of("#1001")).order_id)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(fetch, instance, clock, shopify, seconds=1)
        assert shopify.arrived.wait(TIMEOUT)
        second = pool.submit(fetch, instance, clock, shopify, seconds=left, key=key)
        assert key.looked_up.acquire(timeout=TIMEOUT)
        clock.advance(seconds=1)
        shopify.gate.set()
        assert isinstance(first.exception(), Unavailable | TimeoutError)
        assert isinstance(second.exception(), ShopifyError) is not is_fetched
    assert shopify.calls["Shop"] == 1 + is_fetched


def test_is_fetching_while_a_fetch_runs(instance: Instance, shopify: Shopify, clock: Clock) -> None:
    entry = instance.cache.get(shopify.id_of("#1001"))
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(fetch, instance, clock, shopify, seconds=4)
        assert shopify.arrived.wait(TIMEOUT)
        assert instance.fetcher.is_fetching(entry)
        shopify.gate.set()
        first.result()
    assert not instance.fetcher.is_fetching(entry)


def test_a_page_counts_from_the_release_of_a_hold_that_the_directory_knew(clock: Clock) -> None:
    shopify, known = Shopify(harbor_goods(), clock), KnownInMemory()
    page = Instance(shopify, clock, DictStore(), known=known)
    order_id = shopify.id_of("#1083")
    held = look(page, order_id, clock).fulfillment_orders
    assert [group.status for group in held] == ["ON_HOLD"]
    known.keep(order_id, {"order": {"fulfillmentOrders": [{"id": each.id, "status": "ON_HOLD"} for each in held]}})
    its_order = shopify.order("#1083")
    groups = cast("list[JsonObject]", its_order["fulfillmentOrders"])
    released = [{**each, "status": "OPEN", "fulfillmentHolds": []} for each in groups]
    shopify.change(orders=[{**its_order, "fulfillmentOrders": released}])
    clock.advance(hours=2)
    assert [group.released_at for group in look(page, order_id, clock).fulfillment_orders] == [clock()]


def test_a_page_takes_over_the_days_that_were_named(clock: Clock) -> None:
    shopify, known = Shopify(harbor_goods(), clock), KnownInMemory()
    order_id = shopify.id_of("#1122")
    day: JsonObject = {"part": "pending-1", "step": "send", "last": "2026-11-30", "at": clock().isoformat()}
    wrong: list[Json] = [{**day, "step": "walk"}, {**day, "last": "soon"}, {**day, "at": None}, 3]
    known.keep(order_id, {"named": [day, *wrong]})
    (named,) = look(Instance(shopify, clock, DictStore(), known=known), order_id, clock).named_days
    assert named == NamedDay(part="pending-1", step=PromisedStep.SEND, last=date(2026, 11, 30), said_at=clock())


def look(page: Instance, order_id: str, clock: Clock) -> Order:
    return page.fetcher.fetch(page.cache.get(order_id), Deadline.after(9, clock.monotonic)).order
