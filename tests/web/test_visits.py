"""What the site writes down: enough to help, and nothing of anybody."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from redis import Redis

from tests.parts import RedisServer, Shopify
from tests.web.conftest import look_up
from tracking.services import services
from tracking.web.visits import WithoutAddresses, shortened

CANARY, PHONE = "canary.bird@example.com", "+46701234567"


def test_a_visit_is_one_line_with_a_pseudonym_and_a_network(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = make_app(TRUSTED_PROXIES="1")
    client = app.test_client()
    client.get(look_up(client, headers={"X-Forwarded-For": "203.0.113.77"}).location)
    find, order = (record.message for record in caplog.records if record.name == "tracking.visits")
    assert find.startswith("POST page.find 303 ")
    assert find.endswith("from=203.0.113.0/24")
    assert order.startswith("GET page.order 200 ")
    assert order.partition("order=")[2][:16] == find.partition("order=")[2][:16]


def test_a_customers_address_is_nowhere(
    make_app: Callable[..., Flask], shopify: Shopify, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shopify.change(orders=[{**shopify.order("#1001"), "email": CANARY, "phone": PHONE}])
    app = make_app(REDIS_URL=redis_server.url)
    client = app.test_client()
    found = look_up(client, email=CANARY)
    answers = [
        found,
        client.get(found.location),
        client.get(f"{found.location}/live"),
        client.get(found.location, headers={"Accept": "application/json"}),
        look_up(client, "99999", CANARY),
        look_up(client, "1001", f"x{CANARY}"),
        client.get(f"/?order=1&email={CANARY}"),
        client.get("/order/forged", headers={"Referer": f"https://x.example.com/?email={CANARY}"}),
    ]
    shopify.is_down = True
    answers.append(look_up(client, email=CANARY))
    shopify.is_down = False
    for answer in answers:
        assert CANARY not in f"{answer.headers}{answer.text}", answer.status
        assert PHONE not in answer.text
    assert CANARY not in caplog.text
    redis = Redis.from_url(redis_server.url)
    rows = [redis.get(key) for key in redis.keys("whereabouts:*") if isinstance(key, bytes)]
    assert rows
    assert "canary" not in f"{redis.keys()}{rows}"
    redis.close()
    with app.app_context():
        parts = services()
        assert parts.redis
        parts.redis.close()


def test_a_link_that_opens_an_order_is_in_no_log(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = make_app(LINK_KEY="mail").test_client()
    link = look_up(client).location
    client.get(link)
    client.get("/o/123?s=signature-canary")
    assert link.rpartition("/")[2] not in caplog.text
    assert "signature-canary" not in caplog.text


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        (None, "-"),
        ("", "-"),
        ("unix:", "-"),
    ],
)
def test_an_address_is_shortened_to_its_network(address: str | None, network: str) -> None:
    assert shortened(address) == network


@pytest.mark.parametrize(
    ("line", "stays"),
    [("127.0.0.1 - - [22/Nov/2026 14:05:00] %s", False), (" * Running on http://127.0.0.1:5000", True)],
)
def test_the_line_of_another_server_is_dropped(line: str, *, stays: bool) -> None:
    record = logging.LogRecord("werkzeug", logging.INFO, "", 0, line, (), None)
    assert WithoutAddresses().filter(record) is stays
