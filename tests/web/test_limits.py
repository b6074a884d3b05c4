from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from werkzeug.test import TestResponse

from tests.parts import RedisServer
from tests.web.conftest import look_up, token_of
from tracking.services import services
from tracking.web.limits import RateLimitExceeded, limited_lookup, retry_after, visitor

WRONG = "eve@example.com"


@pytest.fixture
def proxied(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(TRUSTED_PROXIES="1").test_client()


def from_address(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def assert_too_many(answer: TestResponse, *, within: int) -> None:
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= within
    assert "The link in your e-mail goes on working" in answer.text


def test_ten_lookups_a_minute_are_enough_for_one_address(client: FlaskClient) -> None:
    for _ in range(10):
        assert look_up(client).status_code == 303
    answer = look_up(client)
    assert_too_many(answer, within=60)
    assert 'value="#1001"' in answer.text
    assert client.get("/").status_code == 200


def test_malformed_tries_count_too(client: FlaskClient) -> None:
    assert [look_up(client, "").status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_body_that_is_too_large_is_refused_before_tries_are_counted(client: FlaskClient) -> None:
    for _ in range(9):
        look_up(client)
    assert look_up(client, "1" * 20_000).status_code == 413
    assert [look_up(client).status_code for _ in range(2)] == [303, 429]
    assert look_up(client, "1" * 20_000).status_code == 413


def test_a_body_beside_bad_links_is_never_read(client: FlaskClient) -> None:
    answers = [client.get("/order/x", data={"order": "1" * 8_000}).status_code for _ in range(11)]
    assert answers == [404] * 10 + [429]


def test_another_address_is_another_visitor(proxied: FlaskClient) -> None:
    for _ in range(11):
        look_up(proxied, headers=from_address("203.0.113.7"))
    assert look_up(proxied, headers=from_address("203.0.113.7")).status_code == 429
    assert look_up(proxied, headers=from_address("203.0.113.8")).status_code == 303


@pytest.mark.parametrize("email", [WRONG, "ada@example.com"])
@pytest.mark.parametrize("order", ["#1001", "99999"])
def test_twenty_failures_lock_a_number_that_exists_or_not(proxied: FlaskClient, order: str, email: str) -> None:
    ways = (order, order.strip("#"), f" {order} ", f"#{order}")
    for number in range(20):
        visitor = from_address(f"203.0.113.{number}")
        assert look_up(proxied, ways[number % 3], WRONG, headers=visitor).status_code == 404
    assert_too_many(look_up(proxied, order, email, headers=from_address("198.51.100.1")), within=3600)
    assert look_up(proxied, "#1002", "bea@example.com", headers=from_address("198.51.100.1")).status_code == 303


def test_the_right_one_among_many_tries_at_once_is_stopped_too(proxied: FlaskClient) -> None:
    visitor = from_address("198.51.100.1")
    with proxied.application.test_request_context("/", method="POST", data={"order": "#1001"}, headers=visitor):
        right = limited_lookup()
        right.__enter__()
        for number in range(20):
            look_up(proxied, email=WRONG, headers=from_address(f"203.0.113.{number}"))
        with pytest.raises(RateLimitExceeded):
            right.__exit__(None, None, None)


def test_what_is_found_does_not_count_against_the_number(proxied: FlaskClient) -> None:
    for number in range(25):
        assert look_up(proxied, headers=from_address(f"203.0.113.{number}")).status_code == 303


def test_a_locked_order_still_opens_by_its_link(proxied: FlaskClient) -> None:
    link = look_up(proxied).location
    for number in range(21):
        look_up(proxied, email=WRONG, headers=from_address(f"203.0.113.{number}"))
    assert look_up(proxied, headers=from_address("198.51.100.1")).status_code == 429
    assert proxied.get(link).status_code == 200


def test_bad_links_are_slowed_down_and_good_ones_never(client: FlaskClient) -> None:
    link = look_up(client).location
    assert [client.get("/order/forged").status_code for _ in range(11)] == [404] * 10 + [429]
    assert client.get("/o/1?s=forged").status_code == 429
    assert [client.get(link).status_code for _ in range(30)] == [200] * 30
    assert look_up(client).status_code == 303


@pytest.mark.parametrize(
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
def test_a_customer_of_an_ipv6_provider_is_one_visitor(app: Flask, address: str, counted_as: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert visitor() == counted_as


def test_nobody_is_believed_about_his_address_without_a_trusted_proxy(client: FlaskClient) -> None:
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
    assert [look_up(client).status_code for _ in range(11)] == [303] * 10 + [429]
    assert client.get("/readyz").get_json()["parts"]["redis"] == "down"
    redis_server.start()
    assert client.get("/readyz").get_json()["parts"]["redis"] == "ok"
    assert client.get(link).status_code == 200
    close(client)


def test_redis_may_die_between_the_checks_of_one_request(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    client = make_app(REDIS_URL=redis_server.url).test_client()
    look_up(client, "99999")
    redis_server.stop()
    assert look_up(client, "99999").status_code == 404
    close(client)


def test_a_redis_that_dies_after_the_check_costs_only_the_exact_time(
    make_app: Callable[..., Flask], redis_server: RedisServer
) -> None:
    app = make_app(REDIS_URL=redis_server.url)
    client = app.test_client()
    for _ in range(10):
        look_up(client)
    with app.test_request_context("/", method="POST", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        with pytest.raises(RateLimitExceeded), limited_lookup():
            pytest.fail("it was let through")
        redis_server.stop()
        assert retry_after() == 60
    close(client)


def test_no_number_and_no_address_stands_in_redis(make_app: Callable[..., Flask], redis_server: RedisServer) -> None:
    client = make_app(REDIS_URL=redis_server.url).test_client()
    look_up(client, "canary1", "canary2@example.com")
    redis = Redis.from_url(redis_server.url)
    assert redis.keys()
    assert "canary" not in repr(redis.keys())
    redis.close()
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
        assert visitor() == shown
