from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore

import pytest
import requests

from tests.orders.conftest import Desk, Plain
from tests.parts import Clock, Shopify, harbor_goods
from tracking.orders.memory import Recalled
from tracking.orders.rows import Known
from tracking.orders.snapshot import Snapshot
from tracking.shopify.errors import ShopifyError, Unavailable
from tracking.shopify.resilience import Deadline

PATIENCE = 5.0


class Noted(str):
    """A key that notes each time it is looked up, which happens while nobody else may."""

    __slots__ = ("looked_up",)

    def __init__(self, _: str) -> None:
        self.looked_up = Semaphore(0)

    def __hash__(self) -> int:
        self.looked_up.release()
        return super().__hash__()


class FailsOnce(Shopify):
    """One whose first answer never comes."""

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        is_first = not self.asked
        answer = super().send(request)
        if is_first:
            raise requests.ConnectionError("reset")
        return answer


@pytest.fixture
def shopify(clock: Clock) -> Shopify:
    return FailsOnce(harbor_goods(), clock)


@pytest.fixture
def desk(shopify: Shopify, clock: Clock) -> Desk:
    return Desk(shopify, clock, Plain())


def ask(desk: Desk, clock: Clock, shopify: Shopify, *, seconds: float, key: Noted | None = None) -> Snapshot:
    order_id = shopify.id_of("#1001")
    known = desk.memory.recall(order_id)
    recalled = Recalled(key=key or known.key, known=Known(), read_at=known.read_at)
    return desk.fetching.fetch(order_id, recalled, Deadline.after(seconds, clock.monotonic))


@pytest.mark.parametrize(("left", "is_told"), [(4.0, True), (1.1, False)])
def test_who_joins_somebody_without_time_to_ask_again_does_so_alone(
    desk: Desk, shopify: Shopify, clock: Clock, left: float, *, is_told: bool
) -> None:
    shopify.gate.clear()
    key = Noted(desk.memory.recall(shopify.id_of("#1001")).key)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, desk, clock, shopify, seconds=1)
        assert shopify.arrived.wait(PATIENCE)
        second = pool.submit(ask, desk, clock, shopify, seconds=left, key=key)
        assert key.looked_up.acquire(timeout=PATIENCE)
        clock.advance(seconds=1)
        shopify.gate.set()
        assert isinstance(first.exception(), Unavailable)
        assert isinstance(second.exception(), ShopifyError) is not is_told
    assert shopify.asked["Shop"] == 1 + is_told


def test_it_is_known_who_is_asked_for(desk: Desk, shopify: Shopify, clock: Clock) -> None:
    recalled = desk.memory.recall(shopify.id_of("#1001"))
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, desk, clock, shopify, seconds=4)
        assert shopify.arrived.wait(PATIENCE)
        assert desk.fetching.is_asking(recalled)
        shopify.gate.set()
        first.result()
    assert not desk.fetching.is_asking(recalled)
