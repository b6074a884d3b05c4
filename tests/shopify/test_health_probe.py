from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.parts import Clock, Shopify
from tracking.shopify.client import Client, Credentials
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import Unavailable
from tracking.shopify.health_probe import HealthProbe
from tracking.shopify.session import open_session


@pytest.fixture
def pulse(shopify: Shopify, clock: Clock) -> HealthProbe:
    session = open_session()
    session.mount("https://", shopify)
    credentials = Credentials(shop="demo.myshopify.com", api_url="https://demo.myshopify.com", access_token="demo")
    return HealthProbe(Client(credentials, session, monotonic=clock.monotonic, sleep=clock.sleep), clock.monotonic)


def feel(pulse: HealthProbe, clock: Clock) -> None:
    pulse.check(Deadline.after(2, clock.monotonic))


def test_a_crowd_asks_once(pulse: HealthProbe, shopify: Shopify, clock: Clock) -> None:
    with ThreadPoolExecutor(20) as pool:
        assert [each.exception() for each in [pool.submit(feel, pulse, clock) for _ in range(20)]] == [None] * 20
    assert shopify.asked == {"Shop": 1}


def test_nobody_waits_long_for_somebody_who_waits_for_shopify(
    pulse: HealthProbe, shopify: Shopify, clock: Clock
) -> None:
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(feel, pulse, clock)
        assert shopify.arrived.wait(5)
        with pytest.raises(Unavailable, match="not answered yet"):
            feel(pulse, clock)
        shopify.gate.set()
        assert first.exception() is None
    feel(pulse, clock)
    assert shopify.asked == {"Shop": 1}


def test_a_failure_is_believed_for_two_seconds(pulse: HealthProbe, shopify: Shopify, clock: Clock) -> None:
    shopify.is_down = True
    with pytest.raises(Unavailable):
        feel(pulse, clock)
    shopify.is_down = False
    with pytest.raises(Unavailable):
        feel(pulse, clock)
    clock.advance(seconds=3)
    feel(pulse, clock)
