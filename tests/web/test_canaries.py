"""The traces of visitors on every surface: no address, email or order number in Redis, in a log or in a limit."""

import gc
import logging
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis

from tests.app_proxy import signed_query
from tests.fakes import Clock, RedisServer, Shopify
from tests.webhook_samples import SETTINGS, post_webhook
from tracking.running.logs import JsonFormatter
from tracking.services import services

EMAIL, PHONE = "canary.bird@example.com", "+46701234567"
NUMBER, TYPED = "CANARY-77", "CANARY-88"
V4, V6, HOP = "203.0.113.177", "2001:db8:1177:1178:1179::1180", "198.51.100.188"
ADDRESSES = (V4, HOP, "2001:db8:1177:1178", "2001:0db8:1177:1178")


@pytest.fixture
def canary_app(make_app: Callable[..., Flask], shopify: Shopify) -> Callable[..., Flask]:
    """A shop with one order, whose customer and whose number would be recognized."""
    order = {**shopify.order("#1001"), "name": NUMBER, "email": EMAIL, "phone": PHONE}
    shopify.change(orders=[order])
    return lambda **environ: make_app(**SETTINGS, TRUSTED_PROXIES="1", LINK_KEY="mail", **environ)


def visit(app: Flask, clock: Clock, shopify: Shopify) -> set[int]:
    """Use every surface as customers and attackers do, from several addresses; the statuses that came back."""
    client, statuses = app.test_client(), []
    for address in (V4, V6, f"{V4}:4711", f"[{V6}]:4711"):
        for path in ("/", "/widget", "/proxy"):
            for order, contact in ((NUMBER, EMAIL), (NUMBER, PHONE), (TYPED, EMAIL), ("", EMAIL)):
                statuses.append(_send(client, clock, address, path, {"order": order, "email": contact}))
            statuses += [_send(client, clock, address, f"{path.rstrip('/')}/order/forged") for _ in range(11)]
        statuses.append(_send(client, clock, address, "/o/1?s=forged"))
        statuses.append(_send(client, clock, address, f"/order/{_token(app, shopify, NUMBER)}"))
    webhook = {"id": int(shopify.id_of(NUMBER)), "name": NUMBER, "email": EMAIL, "browser_ip": V4, "phone": PHONE}
    statuses.append(post_webhook(client, "orders/updated", webhook).status_code)
    statuses.append(
        post_webhook(client, "customers/redact", {"customer": {"email": EMAIL}, "orders_to_redact": []}).status_code
    )
    return set(statuses)


def _send(client: FlaskClient, clock: Clock, address: str, path: str, form: dict[str, str] | None = None) -> int:
    headers = {"X-Forwarded-For": address}
    if path.startswith("/proxy"):
        query = signed_query(
            clock().timestamp(), secret=SETTINGS["SHOPIFY_CLIENT_SECRET"], shop=SETTINGS["SHOPIFY_SHOP"]
        )
        path, headers = f"{path}?{query}", {"X-Forwarded-For": f"{address}, {HOP}"}
    answer = client.get(path, headers=headers) if form is None else client.post(path, data=form, headers=headers)
    return answer.status_code


def _token(app: Flask, shopify: Shopify, name: str) -> str:
    with app.app_context():
        return services().links.sign(shopify.id_of(name))


def contents(redis: Redis) -> Iterator[tuple[str, str]]:
    """Every key with its value, of whatever kind."""
    for key in redis.scan_iter():
        value = redis.lrange(key, 0, -1) if redis.type(key) == b"list" else redis.get(key)
        yield key.decode(), repr(value)


def words_in(root: object) -> set[str]:
    """All texts that an object holds, however deep."""
    seen, found, todo = {id(root)}, set(), [root]
    while todo:
        each = todo.pop()
        if isinstance(each, str | bytes):
            found.add(each if isinstance(each, str) else each.decode("latin-1"))
        for inner in gc.get_referents(each):
            if id(inner) not in seen and not isinstance(inner, type | ModuleType | FunctionType | logging.Logger):
                seen.add(id(inner))
                todo.append(inner)
    return found


def assert_none(secrets: tuple[str, ...], text: str) -> None:
    lowered = text.lower()
    assert [secret for secret in secrets if secret.lower() in lowered] == []


SECRETS = (EMAIL, "canary", PHONE, PHONE[1:], NUMBER, TYPED, *ADDRESSES)


@pytest.mark.parametrize(
    "is_shared", [pytest.param(True, id="redis"), pytest.param(False, id="memory", marks=pytest.mark.audit)]
)
def test_no_surface_stores_an_address_an_email_or_an_order_number(
    canary_app: Callable[..., Flask],
    shopify: Shopify,
    clock: Clock,
    redis_server: RedisServer,
    caplog: pytest.LogCaptureFixture,
    *,
    is_shared: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    app = canary_app(**({"REDIS_URL": redis_server.url} if is_shared else {}))
    assert {200, 303, 404, 422, 429} <= visit(app, clock, shopify)
    with Redis.from_url(redis_server.url) as redis:
        stored = dict(contents(redis))
    assert bool(stored) == is_shared
    assert_none(SECRETS, " ".join(stored))
    for key, value in stored.items():
        # What Shopify said of the order is kept to be shown: its number is in there, its customer is not.
        assert_none(tuple(set(SECRETS) - {NUMBER, "canary"}) if ":order:" in key else SECRETS, value)
    if is_shared:
        redis_server.stop()
        clock.advance(hours=1)
        visit(app, clock, shopify)  # what takes over while Redis is away
    limits = words_in(app.extensions["whereabouts.limits"])
    with app.app_context():
        site = services()
        assert site.pseudonyms.pseudonymize("visitor", V4) in limits
    assert_none(SECRETS, " ".join(limits))
    assert_none(SECRETS, "\n".join(JsonFormatter().format(record) for record in caplog.records))
    if site.redis:
        site.redis.close()


def test_new_secret_key_starts_new_counts(make_app: Callable[..., Flask], redis_server: RedisServer) -> None:
    environ = {**SETTINGS, "REDIS_URL": redis_server.url}
    keys = {
        "SECRET_KEY": "the next key, which is as long as it has to be",
        "SECRET_KEY_FALLBACKS": SETTINGS["SECRET_KEY"],
    }
    for app in (make_app(**environ), make_app(**environ | keys)):
        client = app.test_client()
        statuses = [client.post("/", data={"order": "", "email": ""}).status_code for _ in range(11)]
        assert statuses == [422] * 10 + [429]
        with app.app_context():
            if redis := services().redis:
                redis.close()
