from collections.abc import Callable
from contextlib import suppress
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse_many
from werkzeug.test import TestResponse

from tests.fakes import Clock, RedisServer, Shopify
from tests.sampling import each_row, spread
from tests.web.conftest import look_up, token_of
from tracking import create_app
from tracking.orders.cache_backend import open_redis
from tracking.services import services
from tracking.settings import Settings
from tracking.web.rate_limits.limits import (
    RateLimitExceeded,
    RateLimits,
    client_address,
    limited_lookup,
    network_of,
)
from tracking.web.rate_limits.memory_windows import MemoryWindows
from tracking.web.rate_limits.redis_windows import RedisWindows
from tracking.web.rate_limits.windows import LimitKey

WRONG = "eve@example.com"


@pytest.fixture
def proxied(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(TRUSTED_PROXIES="1").test_client()


def from_address(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def assert_too_many(answer: TestResponse, *, within: int) -> None:
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= within
    assert "The link in your email still works" in answer.text


def test_ten_lookups_a_minute_are_enough_for_one_address(client: FlaskClient) -> None:
    for _ in range(10):
        assert look_up(client).status_code == 303
    answer = look_up(client)
    assert_too_many(answer, within=60)
    assert 'value="#1001"' in answer.text
    assert client.get("/").status_code == 200


def test_the_window_moves(client: FlaskClient, clock: Clock) -> None:
    for _ in range(10):
        look_up(client)
        clock.advance(seconds=5)
    assert_too_many(look_up(client), within=10)
    clock.advance(seconds=10)
    assert [look_up(client).status_code for _ in range(2)] == [303, 429]


def test_sixty_lookups_an_hour_are_enough_for_one_address(client: FlaskClient, clock: Clock) -> None:
    for _ in range(60):
        assert look_up(client).status_code == 303
        clock.advance(seconds=10)
    assert_too_many(look_up(client), within=3000)
    clock.advance(seconds=3000)
    assert look_up(client).status_code == 303


def test_clock_that_is_set_back_does_not_lock_out_clients(shopify: Shopify) -> None:
    moment, uptime = Clock(), Clock()
    client = create_app(
        Settings.from_environ({}), clock=moment, monotonic=uptime.monotonic, transport=shopify
    ).test_client()
    moment.advance(days=1)
    for _ in range(10):
        look_up(client)
    moment.advance(days=-1)
    assert_too_many(look_up(client), within=60)
    uptime.advance(seconds=60)
    assert look_up(client).status_code == 303


def test_malformed_lookups_are_counted(client: FlaskClient) -> None:
    assert [look_up(client, "").status_code for _ in range(11)] == [422] * 10 + [429]


def test_too_large_body_is_rejected_before_the_lookup_is_counted(client: FlaskClient) -> None:
    for _ in range(9):
        look_up(client)
    assert look_up(client, "1" * 20_000).status_code == 413
    assert [look_up(client).status_code for _ in range(2)] == [303, 429]
    assert look_up(client, "1" * 20_000).status_code == 413


def test_a_body_beside_bad_links_is_never_read(client: FlaskClient) -> None:
    answers = [client.get("/order/x", data={"order": "1" * 8_000}).status_code for _ in range(11)]
    assert answers == [404] * 10 + [429]


def test_addresses_are_counted_separately(proxied: FlaskClient) -> None:
    for _ in range(11):
        look_up(proxied, headers=from_address("203.0.113.7"))
    assert look_up(proxied, headers=from_address("203.0.113.7")).status_code == 429
    assert look_up(proxied, headers=from_address("203.0.113.8")).status_code == 303


@pytest.mark.parametrize(("order", "email"), spread(3, product(["#1001", "99999"], ["ada@example.com", WRONG])))
def test_twenty_failures_lock_a_number_that_exists_or_not(proxied: FlaskClient, order: str, email: str) -> None:
    ways = (order, order.strip("#"), f" {order} ", f"#{order}")
    for number in range(20):
        visitor = from_address(f"203.0.113.{number}")
        assert look_up(proxied, ways[number % 3], WRONG, headers=visitor).status_code == 404
    assert_too_many(look_up(proxied, order, email, headers=from_address("198.51.100.1")), within=3600)
    assert look_up(proxied, "#1002", "bea@example.com", headers=from_address("198.51.100.1")).status_code == 303


PREFIX, SUFFIX = "A1-", "-26"
# The ways to type order A1-1001-26: bare, with prefix or suffix or both, in another case, width and spacing.
SPELLINGS = [
    "1001",
    "A1-1001",
    "1001-26",
    "A1-1001-26",
    "a1-1001-26",
    " A1-1001-26 ",
    "\uff11\uff10\uff10\uff11",
    "\uff21\uff11\uff0d\uff11\uff10\uff10\uff11",
    "#1001",
]


@pytest.fixture
def numbered(proxied: FlaskClient, shopify: Shopify) -> FlaskClient:
    """A site of a shop that writes digits before and after its numbers."""
    shop = {**shopify.store.shop, "orderNumberFormatPrefix": PREFIX, "orderNumberFormatSuffix": SUFFIX}
    shopify.change(orders=[{**shopify.order("#1001"), "name": f"{PREFIX}1001{SUFFIX}"}], shop=shop)
    return proxied


@each_row("spelling", SPELLINGS)
def test_each_spelling_finds_the_order(numbered: FlaskClient, spelling: str) -> None:
    assert look_up(numbered, spelling).status_code == 303


def test_all_spellings_of_an_order_share_twenty_failures(numbered: FlaskClient) -> None:
    answers = [
        look_up(numbered, SPELLINGS[number % len(SPELLINGS)], WRONG, headers=from_address(f"203.0.113.{number}"))
        for number in range(40)
    ]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429] * 20
    for number, spelling in enumerate(SPELLINGS):  # the right address too
        assert_too_many(look_up(numbered, spelling, headers=from_address(f"198.51.100.{number}")), within=3600)


@pytest.mark.usefixtures("numbered")
def test_new_process_shares_the_failures_of_the_others(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    environ = {"TRUSTED_PROXIES": "1", "REDIS_URL": redis_server.url}
    one = make_app(**environ).test_client()
    for number in range(20):
        assert look_up(one, "A1-1001-26", WRONG, headers=from_address(f"203.0.113.{number}")).status_code == 404
    for email in (WRONG, "ada@example.com"):
        other = make_app(**environ).test_client()  # which has not asked how the shop writes its numbers
        assert_too_many(look_up(other, "1001", email, headers=from_address("198.51.100.1")), within=3600)
        close(other)
    close(one)


def test_all_spellings_of_a_confirmation_number_share_twenty_failures(proxied: FlaskClient, shopify: Shopify) -> None:
    confirmation = str(shopify.order("#1001")["confirmationNumber"])
    ways = (confirmation, confirmation.lower(), f"Confirmation #{confirmation}", f"\u200e{confirmation}.")
    answers = [
        look_up(proxied, ways[number % 4], WRONG, headers=from_address(f"203.0.113.{number}")).status_code
        for number in range(24)
    ]
    assert answers == [404] * 20 + [429] * 4
    assert_too_many(look_up(proxied, confirmation, headers=from_address("198.51.100.1")), within=3600)


def test_names_with_any_characters_are_counted(proxied: FlaskClient, shopify: Shopify) -> None:
    shop = {**shopify.store.shop, "orderNumberFormatPrefix": "B&W-"}
    shopify.change(orders=[{**shopify.order("#1001"), "name": "B&W-1001"}], shop=shop)
    ways = ("B&W-1001", "1001", "b&w 1001", "Order B&W\u20131001")
    answers = [
        look_up(proxied, ways[number % 4], WRONG, headers=from_address(f"203.0.113.{number}")).status_code
        for number in range(24)
    ]
    assert answers == [404] * 20 + [429] * 4


def test_successful_lookup_among_concurrent_failures_is_limited(proxied: FlaskClient) -> None:
    visitor = from_address("198.51.100.1")
    with proxied.application.test_request_context("/", method="POST", data={"order": "#1001"}, headers=visitor):
        right = limited_lookup()
        right.__enter__()
        for number in range(20):
            look_up(proxied, email=WRONG, headers=from_address(f"203.0.113.{number}"))
        with pytest.raises(RateLimitExceeded):
            right.__exit__(None, None, None)


def test_successful_lookups_do_not_count_against_the_number(proxied: FlaskClient) -> None:
    for number in range(25):
        assert look_up(proxied, headers=from_address(f"203.0.113.{number}")).status_code == 303


def test_a_locked_order_still_opens_by_its_link(proxied: FlaskClient) -> None:
    link = look_up(proxied).location
    for number in range(21):
        look_up(proxied, email=WRONG, headers=from_address(f"203.0.113.{number}"))
    assert look_up(proxied, headers=from_address("198.51.100.1")).status_code == 429
    assert proxied.get(link).status_code == 200


def test_bad_links_are_limited_and_good_ones_never(client: FlaskClient) -> None:
    link = look_up(client).location
    assert [client.get("/order/forged").status_code for _ in range(11)] == [404] * 10 + [429]
    assert client.get("/o/1?s=forged").status_code == 429
    assert [client.get(link).status_code for _ in range(30)] == [200] * 30
    assert look_up(client).status_code == 303


@each_row(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "nobody"),
        ("unix:", "nobody"),
    ],
)
def test_ipv6_clients_are_counted_by_64_bits(app: Flask, address: str, counted_as: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert client_address() == counted_as


@pytest.mark.parametrize(
    ("counted_as", "provider"),
    [("203.0.113.7", "203.0"), ("2001:0db8:0001:0002", "2001:0db8"), ("nobody", "nobody")],
)
def test_a_flood_counts_for_the_network_that_it_comes_from(counted_as: str, provider: str) -> None:
    assert network_of(counted_as) == provider


def test_forwarded_address_is_ignored_without_a_trusted_proxy(client: FlaskClient) -> None:
    answers = [look_up(client, headers=from_address(f"203.0.113.{number}")) for number in range(11)]
    assert answers[-1].status_code == 429


def test_redis_shares_the_counts_between_processes(make_app: Callable[..., Flask], redis_server: RedisServer) -> None:
    one, other = (make_app(REDIS_URL=redis_server.url).test_client() for _ in range(2))
    for client in (one, other) * 5:
        assert look_up(client).status_code == 303
    for client in (one, other):
        assert_too_many(look_up(client), within=60)
        close(client)


def test_limits_hold_in_memory_when_redis_dies_and_in_redis_when_it_is_back(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    client = make_app(REDIS_URL=redis_server.url).test_client()
    link = look_up(client).location
    redis_server.stop()
    assert client.get(link).status_code == 200
    assert [look_up(client).status_code for _ in range(11)] == [303] * 9 + [429] * 2
    assert client.get("/readyz").get_json()["parts"]["redis"] == "down"
    redis_server.start()
    assert client.get("/readyz").get_json()["parts"]["redis"] == "ok"
    assert client.get(link).status_code == 200
    assert_too_many(look_up(client), within=60)
    close(client)


def test_limits_hold_in_memory_while_redis_hangs_and_in_redis_when_it_goes_on(
    make_app: Callable[..., Flask], redis_server: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    client, other, third = (make_app(REDIS_URL=redis_server.url).test_client() for _ in range(3))
    look_up(client)
    redis_server.pause()
    assert [look_up(client).status_code for _ in range(11)] == [303] * 9 + [429] * 2
    assert "rate limits are counted in this process: TimeoutError" in caplog.messages
    redis_server.resume()
    clock.advance(seconds=1)  # until Redis is asked again
    assert look_up(client).status_code == 429
    # What was asked while it hung, Redis may count now.
    assert [look_up(other).status_code for _ in range(10)][:8] == [303] * 8
    assert look_up(third).status_code == 429
    for each in (client, other, third):
        close(each)


def test_keys_that_a_full_redis_evicts_are_still_counted(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    app = make_app(REDIS_URL=redis_server.url, TRUSTED_PROXIES="1")
    client = app.test_client()
    for number in range(20):
        look_up(client, email=WRONG, headers=from_address(f"203.0.113.{number}"))
    for _ in range(10):
        look_up(client, "99999", headers=from_address("203.0.113.100"))
    with app.app_context():
        redis = services().redis
        assert redis
        assert redis.delete(*redis.scan_iter(redis.name("limit", "*")))
    assert_too_many(look_up(client, headers=from_address("198.51.100.1")), within=3600)
    assert_too_many(look_up(client, "1002", headers=from_address("203.0.113.100")), within=60)
    close(client)


def test_flood_of_addresses_ends_at_the_share_of_their_network_with_redis_too(
    redis_server: RedisServer, clock: Clock
) -> None:
    redis = open_redis(redis_server.url)
    assert redis
    limits = RateLimits(RedisWindows(redis), MemoryWindows(monotonic=clock.monotonic, capacity=10))
    keys = [LimitKey(scope="lookups", id=str(number), group="2001:db8", share=3) for number in range(50)]
    admitted = 0
    for key in keys:
        with suppress(RateLimitExceeded):
            limits.count(key, parse_many("5 per hour"))
            admitted += 1
    assert admitted == 10 + 3 * 5
    redis.close()


def test_foreign_value_in_redis_does_not_disable_a_limit(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    app = make_app(REDIS_URL=redis_server.url)
    client = app.test_client()
    look_up(client)
    with app.app_context():
        redis = services().redis
        assert redis
        for key in redis.scan_iter(redis.name("limit", "*")):
            redis.set(key, "x")
    assert [look_up(client).status_code for _ in range(11)] == [303] * 9 + [429] * 2
    close(client)


def test_redis_may_die_between_the_checks_of_one_request(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    client = make_app(REDIS_URL=redis_server.url).test_client()
    look_up(client, "99999")
    redis_server.stop()
    assert look_up(client, "99999").status_code == 404
    close(client)


def test_a_token_of_the_same_keys_opens_in_every_process(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    assert make_app().test_client().get(f"/order/{token_of(app, '1')}").status_code == 404


def close(client: FlaskClient) -> None:
    """Redis' connections are closed when the process ends; a test closes them before."""
    with client.application.app_context():
        redis = services().redis
        assert redis
        redis.close()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("203.0.113.7:5678", "203.0.113.7"),
        ("[2001:db8::1]:4711", "2001:0db8:0000:0000"),
        ("2001:db8::1", "2001:0db8:0000:0000"),
        ("unknown", "nobody"),
    ],
)
def test_a_port_that_a_proxy_added_is_not_part_of_the_address(app: Flask, address: str, shown: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert client_address() == shown


def test_tries_for_a_parcel_are_counted_however_its_number_is_typed(app: Flask) -> None:
    ways = ("1Z5R89390357567127", "1z5r 8939 0357 567127", "Tracking: 1Z5R-89390357567127", "#1Z5R89390357567127")
    with app.app_context():
        statuses = [
            app.test_client()
            .post(
                "/",
                data={"order": ways[visitor % 4], "email": "eve@example.com"},
                environ_base={"REMOTE_ADDR": f"10.0.0.{visitor}"},
            )
            .status_code
            for visitor in range(21)
        ]
    assert statuses == [404] * 20 + [429]
