import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from tests.fakes import Clock, Shopify
from tests.shopify.clients import FakeTime, open_shop, static
from tests.shopify.faulty_server import Exchange, FaultyServer, responds
from tests.shopify.store_rows import store_of
from tracking.shopify.client import Client, Credentials
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.resilience import Deadline
from tracking.shopify.shop import CachedShopProfile, HealthProbe, ShopProfile
from tracking.shopify.transport import open_session

Serve = Callable[..., FaultyServer]

HARBOR_GOODS: JsonObject = {
    "name": "Harbor Goods",
    "contactEmail": "hello@example.com",
    "ianaTimezone": "Europe/Stockholm",
    "shopAddress": {"countryCodeV2": "SE", "provinceCode": "M"},
    "orderNumberFormatPrefix": "HG-",
    "orderNumberFormatSuffix": "-SE",
}
SHOP: JsonObject = {
    "shop": HARBOR_GOODS,
    "currentAppInstallation": {"accessScopes": [{"handle": "read_orders"}, {"handle": None}, None]},
}


def profile_of(server: FaultyServer, session: requests.Session, time: FakeTime) -> CachedShopProfile:
    return CachedShopProfile(Client(static(server.url), session, monotonic=time, sleep=time.sleep), time)


def test_profile_has_number_format_and_scopes(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    assert profile_of(serve(responds({"data": SHOP})), session, time).current(time.deadline()) == ShopProfile(
        name="Harbor Goods",
        contact_email="hello@example.com",
        zone="Europe/Stockholm",
        region="SE-M",
        prefix="HG-",
        suffix="-SE",
        scopes=frozenset({"read_orders"}),
    )


def test_days_are_those_of_utc_before_the_first_profile(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    profile = profile_of(serve(responds({"data": SHOP})), session, time)
    assert profile.zone == "UTC"
    profile.current(time.deadline())
    assert profile.zone == "Europe/Stockholm"


@pytest.mark.parametrize("data", [{}, {"shop": None, "currentAppInstallation": 7}, {"shop": {"ianaTimezone": "Mars"}}])
def test_missing_profile_fields_take_defaults(
    serve: Serve, session: requests.Session, time: FakeTime, data: Json
) -> None:
    profile = profile_of(serve(responds({"data": data})), session, time).current(time.deadline())

    assert profile == ShopProfile(
        name="", contact_email=None, zone="UTC", region=None, prefix="", suffix="", scopes=frozenset()
    )


@pytest.mark.parametrize("response", [{"data": {}}, {"data": SHOP, "errors": [{"path": ["shop", "name"]}]}])
def test_incomplete_profile_is_cached_for_a_minute(
    serve: Serve, session: requests.Session, time: FakeTime, response: JsonObject
) -> None:
    server = serve(responds(response), responds({"data": SHOP}))
    profile = profile_of(server, session, time)
    for seconds, queries in ((0, 1), (59, 1), (1, 2), (3599, 2)):
        time.now += seconds
        profile.current(time.deadline())
        assert len(server.requests) == queries


def test_profile_is_cached_for_an_hour(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(), time=time)

    for _ in range(3):
        shop.orders.profile.current(time.deadline())
    assert shop.asked == ["Shop"]
    time.now += 3600
    shop.orders.profile.current(time.deadline())
    assert shop.asked == ["Shop", "Shop"]


def test_invalidated_profile_is_queried_again(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(), time=time)

    shop.orders.profile.current(time.deadline())
    shop.orders.invalidate_profile()
    assert shop.orders.profile.last
    shop.orders.profile.current(time.deadline())
    assert shop.asked == ["Shop", "Shop"]


def test_stale_profile_is_served_while_shopify_fails(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(responds({"data": SHOP}), responds({}, 403))
    profile = profile_of(server, session, time)

    first = profile.current(time.deadline())
    time.now += 3600
    assert profile.current(time.deadline()) == first
    assert profile.current(time.deadline()) == first
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"shop": None, "currentAppInstallation": None},
        {"shop": {**HARBOR_GOODS, "orderNumberFormatPrefix": None, "ianaTimezone": None}},
        {**SHOP, "currentAppInstallation": {"accessScopes": None}},
    ],
)
def test_partial_response_replaces_no_known_field(
    serve: Serve, session: requests.Session, time: FakeTime, data: JsonObject
) -> None:
    renamed = {**SHOP, "shop": {**HARBOR_GOODS, "name": "Harbor & Sons", "orderNumberFormatPrefix": ""}}
    partial = {"data": data, "errors": [{"message": "Internal error", "path": ["shop"]}]}
    profile = profile_of(serve(responds({"data": SHOP}), responds(partial), responds({"data": renamed})), session, time)

    first = profile.current(time.deadline())
    time.now += 3600
    assert profile.current(time.deadline()) == first
    time.now += 60
    assert profile.current(time.deadline()) == replace(first, name="Harbor & Sons", prefix="")


def test_without_stale_profile_failure_raises_unavailable(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    with pytest.raises(Unavailable):
        profile_of(serve(responds({}, 500)), session, time).current(time.deadline())


def test_threads_share_one_profile_query(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(responds({"data": SHOP}))
    profile = profile_of(server, session, time)
    names: list[str] = []
    threads = [threading.Thread(target=lambda: names.append(profile.current(Deadline.after(4)).name)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert names == ["Harbor Goods"] * 8
    assert len(server.requests) == 1


def test_waiting_for_the_profile_ends_at_the_deadline(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    errors: list[str] = []

    def query_concurrently(line: Exchange) -> None:
        try:
            profile.current(Deadline.after(0.05))
        except Unavailable as error:
            errors.append(str(error))
        responds({"data": SHOP})(line)

    profile = profile_of(serve(query_concurrently), session, time)

    assert profile.current(time.deadline()).name == "Harbor Goods"
    assert errors == ["the shop's profile took too long"]


@pytest.fixture
def probe(shopify: Shopify, clock: Clock) -> HealthProbe:
    session = open_session()
    session.mount("https://", shopify)
    credentials = Credentials(shop="demo.myshopify.com", api_url="https://demo.myshopify.com", access_token="demo")
    return HealthProbe(Client(credentials, session, monotonic=clock.monotonic, sleep=clock.sleep), clock.monotonic)


def check(probe: HealthProbe, clock: Clock) -> None:
    probe.check(Deadline.after(2, clock.monotonic))


def test_concurrent_checks_send_one_query(probe: HealthProbe, shopify: Shopify, clock: Clock) -> None:
    with ThreadPoolExecutor(20) as pool:
        assert [each.exception() for each in [pool.submit(check, probe, clock) for _ in range(20)]] == [None] * 20
    assert shopify.calls == {"Shop": 1}


def test_check_does_not_wait_for_a_hanging_check(probe: HealthProbe, shopify: Shopify, clock: Clock) -> None:
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(check, probe, clock)
        assert shopify.arrived.wait(60)
        with pytest.raises(Unavailable, match="not answered yet"):
            check(probe, clock)
        shopify.gate.set()
        assert running.exception() is None
    check(probe, clock)
    assert shopify.calls == {"Shop": 1}


def test_failure_is_cached_for_two_seconds(probe: HealthProbe, shopify: Shopify, clock: Clock) -> None:
    shopify.is_down = True
    with pytest.raises(Unavailable):
        check(probe, clock)
    shopify.is_down = False
    with pytest.raises(Unavailable):
        check(probe, clock)
    clock.advance(seconds=3)
    check(probe, clock)


@pytest.mark.parametrize(
    ("scopes", "hides"),
    [
        ({"read_orders"}, True),
        ({"read_orders", "read_all_orders"}, False),
        ({"write_all_orders"}, False),
        (set(), False),
    ],
)
def test_old_orders_are_hidden_without_the_scope(scopes: set[str], *, hides: bool) -> None:
    profile = ShopProfile(
        name="", contact_email=None, zone="UTC", region=None, prefix="#", suffix="", scopes=frozenset(scopes)
    )
    assert profile.hides_old_orders is hides


def test_space_of_the_number_format_stays(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    shop: JsonObject = {**HARBOR_GOODS, "orderNumberFormatPrefix": "(EU) ", "orderNumberFormatSuffix": " \n!"}
    server = serve(responds({"data": SHOP | {"shop": shop}}))
    client = Client(static(server.url), session, monotonic=time, sleep=time.sleep)
    profile = CachedShopProfile(client, time).current(time.deadline())
    assert (profile.prefix, profile.suffix) == ("(EU) ", "  !")
