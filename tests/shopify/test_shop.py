import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.parts import Clock, Shopify
from tests.shopify.clients import FakeTime, open_shop, static
from tests.shopify.faulty_server import Line, Misbehaving, says
from tests.shopify.store_rows import store_of
from tracking.shopify.client import Client, Credentials
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.resilience import Deadline
from tracking.shopify.shop import CachedShopProfile, HealthProbe, ShopProfile
from tracking.shopify.transport import open_session

Serve = Callable[..., Misbehaving]

SHOP: JsonObject = {
    "shop": {
        "name": "Harbor Goods",
        "contactEmail": "hello@example.com",
        "ianaTimezone": "Europe/Stockholm",
        "orderNumberFormatPrefix": "HG-",
        "orderNumberFormatSuffix": "-SE",
    },
    "currentAppInstallation": {"accessScopes": [{"handle": "read_orders"}, {"handle": None}, None]},
}


def profile_of(server: Misbehaving, session: requests.Session, time: FakeTime) -> CachedShopProfile:
    return CachedShopProfile(Client(static(server.url), session, monotonic=time, sleep=time.sleep), time)


def test_the_profile_says_how_the_shop_counts_and_what_it_grants(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    assert profile_of(serve(says({"data": SHOP})), session, time).current(time.deadline()) == ShopProfile(
        name="Harbor Goods",
        contact_email="hello@example.com",
        zone="Europe/Stockholm",
        prefix="HG-",
        suffix="-SE",
        scopes=frozenset({"read_orders"}),
    )


@pytest.mark.parametrize("data", [{}, {"shop": None, "currentAppInstallation": 7}, {"shop": {"ianaTimezone": "Mars"}}])
def test_whatever_is_missing_has_a_plain_default(
    serve: Serve, session: requests.Session, time: FakeTime, data: Json
) -> None:
    profile = profile_of(serve(says({"data": data})), session, time).current(time.deadline())

    assert profile == ShopProfile(name="", contact_email=None, zone="UTC", prefix="", suffix="", scopes=frozenset())


@pytest.mark.parametrize("said", [{"data": {}}, {"data": SHOP, "errors": [{"path": ["shop", "name"]}]}])
def test_what_lacks_something_is_believed_for_a_minute(
    serve: Serve, session: requests.Session, time: FakeTime, said: JsonObject
) -> None:
    server = serve(says(said), says({"data": SHOP}))
    profile = profile_of(server, session, time)
    for seconds, asked in ((0, 1), (59, 1), (1, 2), (3599, 2)):
        time.now += seconds
        profile.current(time.deadline())
        assert len(server.seen) == asked


def test_it_is_asked_for_once_an_hour(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(), time=time)

    for _ in range(3):
        shop.orders.profile(time.deadline())
    assert shop.asked == ["Shop"]
    time.now += 3600
    shop.orders.profile(time.deadline())
    assert shop.asked == ["Shop", "Shop"]


def test_once_it_has_changed_it_is_asked_for_anew(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(), time=time)

    shop.orders.profile(time.deadline())
    shop.orders.forget_profile()
    assert shop.orders.known_profile
    shop.orders.profile(time.deadline())
    assert shop.asked == ["Shop", "Shop"]


def test_the_old_one_serves_on_while_a_new_one_cannot_be_had(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    server = serve(says({"data": SHOP}), says({}, 403))
    profile = profile_of(server, session, time)

    known = profile.current(time.deadline())
    time.now += 3600
    assert profile.current(time.deadline()) == known
    assert profile.current(time.deadline()) == known
    assert len(server.seen) == 2


def test_without_an_old_one_it_is_unavailable(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    with pytest.raises(Unavailable):
        profile_of(serve(says({}, 500)), session, time).current(time.deadline())


def test_many_threads_ask_once(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(says({"data": SHOP}))
    profile = profile_of(server, session, time)
    names: list[str] = []
    threads = [threading.Thread(target=lambda: names.append(profile.current(Deadline.after(4)).name)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert names == ["Harbor Goods"] * 8
    assert len(server.seen) == 1


def test_who_waits_for_it_gives_up_at_the_deadline(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    given_up: list[str] = []

    def asked_meanwhile(line: Line) -> None:
        try:
            profile.current(Deadline.after(0.05))
        except Unavailable as error:
            given_up.append(str(error))
        says({"data": SHOP})(line)

    profile = profile_of(serve(asked_meanwhile), session, time)

    assert profile.current(time.deadline()).name == "Harbor Goods"
    assert given_up == ["the shop's profile took too long"]


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
