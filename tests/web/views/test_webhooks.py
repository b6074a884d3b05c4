import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock, ManualExecutor, RedisServer, Shopify
from tests.sampling import spread
from tests.web.conftest import look_up, opened
from tests.webhook_samples import EMAIL, ORDER, PHONE, SAMPLES, SETTINGS, SHOP, post_webhook, signed
from tracking.database import tasks
from tracking.services import services
from tracking.shopify.webhooks.topics import TOPICS
from tracking.worker.order_tasks import SETTLE

HEADERS = {"Topic": "orders/updated", "Shop-Domain": SHOP, "Event-Id": "event-1"}


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """A shop's, and not the demo's."""
    return make_app(**SETTINGS)


def told(app: Flask, topic: str, outcome: str) -> bool:
    with app.app_context():
        text = services().metrics.exposition()[0].decode()
    return f'whereabouts_webhooks_total{{outcome="{outcome}",topic="{topic}"}} 1.0' in text


@pytest.mark.parametrize("topic", spread(6, TOPICS))
def test_every_topic_gets_an_empty_200_before_any_order_is_fetched(
    app: Flask, shopify: Shopify, background: ManualExecutor, topic: str
) -> None:
    answer = post_webhook(app.test_client(), topic, SAMPLES[topic].body)
    assert (answer.status_code, answer.data) == (200, b"")
    assert shopify.calls.keys() <= {"Owner"}
    assert told(app, topic, "acted")
    background.run()


@pytest.mark.parametrize("family", ["X-Shopify-", "Shopify-", "shopify-"])
def test_header_names_are_read_with_either_prefix_in_any_case(app: Flask, family: str) -> None:
    body = json.dumps(SAMPLES["orders/updated"].body).encode()
    headers = {f"{family}{name}": value for name, value in {**HEADERS, "Hmac-Sha256": signed(body)}.items()}
    assert app.test_client().post("/webhooks/shopify", data=body, headers=headers).status_code == 200
    assert told(app, "orders/updated", "acted")


@pytest.mark.parametrize("name", ["SHOPIFY_CLIENT_SECRET", "SHOPIFY_CLIENT_SECRET_FALLBACKS", "SHOPIFY_WEBHOOK_SECRET"])
def test_every_configured_secret_is_accepted(make_app: Callable[..., Flask], name: str) -> None:
    client = make_app(**{**SETTINGS, name: "another"}).test_client()
    body = json.dumps({"id": 1}).encode()
    assert post_webhook(client, "orders/updated", body, Hmac_Sha256=signed(body, "another")).status_code == 200
    assert post_webhook(client, "orders/updated", body, Hmac_Sha256=signed(body, "a third")).status_code == 401


@pytest.mark.parametrize("signature", ["", "x", "é" * 44, signed(b"another body")])
def test_unsigned_webhook_is_rejected(app: Flask, caplog: pytest.LogCaptureFixture, signature: str) -> None:
    answer = post_webhook(app.test_client(), "orders/updated", {"id": 1}, Hmac_Sha256=signature)
    assert (answer.status_code, answer.data) == (401, b"")
    assert "A webhook was refused: it" in caplog.text
    assert told(app, "orders/updated", "forged")


def test_without_a_secret_the_log_names_the_settings(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(
        **{name: value for name, value in SETTINGS.items() if "SECRET" not in name or name == "SECRET_KEY"}
    )
    assert post_webhook(client.test_client(), "orders/updated", {"id": 1}).status_code == 401
    assert "set SHOPIFY_CLIENT_SECRET" in caplog.text
    assert "SHOPIFY_WEBHOOK_SECRET" in caplog.text


def test_demo_rejects_every_webhook(make_app: Callable[..., Flask]) -> None:
    assert (
        post_webhook(make_app().test_client(), "orders/updated", {"id": 1}, Hmac_Sha256=signed(b"", "")).status_code
        == 401
    )


def test_webhook_body_has_a_larger_limit_than_a_form(app: Flask) -> None:
    client = app.test_client()
    large = {"id": 1, "note": "x" * 3_000_000}
    assert post_webhook(client, "orders/updated", large).status_code == 200
    assert post_webhook(client, "orders/updated", {**large, "more": "x" * 2_000_000}).status_code == 413
    assert look_up(client, "1" * 20_000).status_code == 413


def test_webhook_of_another_shop_is_ignored(
    app: Flask, background: ManualExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    answer = post_webhook(app.test_client(), "orders/updated", {"id": 1}, Shop_Domain="coffee.myshopify.com")
    assert (answer.status_code, answer.data) == (200, b"")
    assert told(app, "orders/updated", "ignored")
    assert "coffee.myshopify.com" in caplog.text
    assert SHOP in caplog.text
    assert not background.waiting


@pytest.mark.parametrize("body", [b"", b"[1]", b"null", b"{", b'{"id": "x"}', b"\xff"])
def test_signed_invalid_payload_is_not_retried(app: Flask, caplog: pytest.LogCaptureFixture, body: bytes) -> None:
    assert post_webhook(app.test_client(), "orders/updated", body).status_code == 200
    assert "ignored" in caplog.text
    assert told(app, "orders/updated", "ignored")


def test_unknown_topic_is_ignored(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert post_webhook(app.test_client(), "products/update", {"id": 1}).status_code == 200
    assert "'products/update' was ignored" in caplog.text
    assert told(app, "other", "ignored")


def test_unknown_topics_share_one_metric_label(app: Flask) -> None:
    client = app.test_client()
    for number in range(20):
        post_webhook(client, f"invented/{number}", {"id": 1}, Hmac_Sha256="forged")
    with app.app_context():
        assert "invented" not in services().metrics.exposition()[0].decode()


def test_only_a_post_is_a_webhook(client: FlaskClient) -> None:
    assert client.get("/webhooks/shopify").status_code == 405


def test_a_signed_webhook_changes_what_the_page_shows(
    app: Flask, shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    client = app.test_client()
    address = opened(client)
    clock.advance(seconds=1)
    shopify.cancel("#1001")
    assert "was canceled" not in client.get(address).text
    background.run()  # the usual times
    post_webhook(client, "orders/updated", {"id": int(shopify.id_of("#1001"))})
    clock.advance(seconds=1)
    assert background.run() == 1
    shopify.calls.clear()
    assert "was canceled" in client.get(address).text
    assert not shopify.calls


def test_repeated_shuffled_and_late_webhooks_fetch_the_order_once(
    app: Flask, shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    client = app.test_client()
    address = opened(client)
    clock.advance(hours=23)
    shopify.cancel("#1001")
    shopify.calls.clear()
    body = {
        "id": int(shopify.id_of("#1001")),
        "order_id": int(shopify.id_of("#1001")),
        "updated_at": "2026-11-21T14:04:00Z",
    }
    for topic, event in (("fulfillments/update", "b"), ("orders/updated", "c"), ("orders/updated", "a")) * 3:
        assert post_webhook(client, topic, body, event).status_code == 200
    clock.advance(seconds=1)
    background.run()
    for topic, event in (("orders/updated", "a"), ("fulfillments/update", "b"), ("orders/updated", "c")):
        post_webhook(client, topic, body, event)
    background.run()
    assert shopify.calls["Order"] == 1
    assert "was canceled" in client.get(address).text
    assert shopify.calls["Order"] == 1


def test_one_event_may_be_about_several_orders(app: Flask, shopify: Shopify, background: ManualExecutor) -> None:
    client = app.test_client()
    for name in ("#1001", "#1002"):
        opened(client, name, str(shopify.order(name)["email"]))
    shopify.calls.clear()
    for name in ("#1001", "#1002"):
        post_webhook(client, "orders/updated", {"id": int(shopify.id_of(name))}, "the same")
    background.run()
    assert shopify.calls["Order"] == 2


@pytest.mark.parametrize("topic", ["orders/updated", "fulfillments/create", "returns/close", "orders/edited"])
def test_webhook_about_an_uncached_order_calls_nothing(
    app: Flask, shopify: Shopify, background: ManualExecutor, topic: str
) -> None:
    post_webhook(app.test_client(), topic, SAMPLES[topic].body)
    background.run()
    assert not shopify.calls


def test_webhook_invalidates_the_order_in_every_process(
    make_app: Callable[..., Flask],
    redis_server: RedisServer,
    shopify: Shopify,
    background: ManualExecutor,
    clock: Clock,
) -> None:
    apps = [make_app(**SETTINGS, REDIS_URL=redis_server.url) for _ in range(2)]
    one, other = (app.test_client() for app in apps)
    address = opened(one)
    clock.advance(seconds=1)
    shopify.cancel("#1001")
    body = {"id": int(shopify.id_of("#1001"))}
    for client in (one, other):
        post_webhook(client, "orders/updated", body)
    assert told(apps[0], "orders/updated", "acted")
    assert told(apps[1], "orders/updated", "repeated")
    clock.advance(seconds=1)
    shopify.calls.clear()
    assert background.run() == 1
    assert "was canceled" in other.get(address).text
    assert shopify.calls["Order"] == 1


def test_personal_data_of_a_webhook_is_neither_logged_nor_stored(
    make_app: Callable[..., Flask],
    redis_server: RedisServer,
    background: ManualExecutor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = make_app(**SETTINGS, REDIS_URL=redis_server.url)
    with caplog.at_level(logging.DEBUG):
        for topic, sample in SAMPLES.items():
            post_webhook(app.test_client(), topic, sample.body)
            post_webhook(app.test_client(), topic, sample.body, Hmac_Sha256="forged")
            post_webhook(app.test_client(), f"{topic}/unknown", sample.body)
        background.run()
    with app.app_context():
        redis, figures = services().redis, services().metrics.exposition()[0].decode()
    assert redis
    kept = " ".join(f"{key!r} {redis.get(key)!r}" for key in redis.scan_iter())
    assert "whereabouts" in kept
    for secret in (EMAIL, PHONE, "Ada", "Quay"):
        assert not [text for text in (caplog.text, kept, figures) if secret in text]
    # What is kept of an order is kept under its id, so that it can be erased whatever becomes of our keys.
    assert not [text for text in (caplog.text, figures) if str(ORDER) in text]


def test_webhooks_are_handled_while_redis_is_down(
    make_app: Callable[..., Flask], redis_server: RedisServer, shopify: Shopify, background: ManualExecutor
) -> None:
    client = make_app(**SETTINGS, REDIS_URL=redis_server.url).test_client()
    redis_server.stop()
    for _ in range(2):
        assert post_webhook(client, "returns/update", SAMPLES["returns/update"].body).status_code == 200
        background.run()
    assert shopify.calls["Owner"] == 1


def due(app: Flask, clock: Clock) -> dict[str, int]:
    """How many tasks of each kind there are."""
    with app.app_context(), services().database.read() as transaction:
        counts = tasks.counts(transaction, now=clock())
    return {kind: count.due + count.waiting for kind, count in counts.items()}


def test_a_change_is_a_task_before_the_response(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    for event in ("a", "b", "a"):
        assert post_webhook(client, "orders/updated", {"id": 1001}, event).status_code == 200
    post_webhook(client, "returns/update", SAMPLES["returns/update"].body)
    assert due(app, clock) == {"fetch_order": 1, "resolve_part": 1}
    with app.app_context(), services().database.write() as transaction:
        (task,) = tasks.claim(transaction, now=clock() + SETTLE, limit=9, kinds=["fetch_order"])
    assert (task.key, task.order_id, task.hints, task.due_at) == ("1001", "1001", 2, clock() + SETTLE)


def test_the_id_of_a_delivery_tells_a_repetition(app: Flask) -> None:
    client = app.test_client()
    for delivery in ("one", "two", "one"):
        post_webhook(client, "orders/updated", {"id": 1001}, "the same event", Webhook_Id=delivery)
    with app.app_context():
        text = services().metrics.exposition()[0].decode()
    assert 'whereabouts_webhooks_total{outcome="acted",topic="orders/updated"} 2.0' in text
    assert 'whereabouts_webhooks_total{outcome="repeated",topic="orders/updated"} 1.0' in text


def test_without_a_database_the_page_is_invalidated_and_shopify_asked_to_retry(
    make_app: Callable[..., Flask], shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    client = make_app(**SETTINGS, DATABASE_URL="sqlite:////dev/null/orders.db").test_client()
    address = opened(client)
    clock.advance(seconds=1)
    shopify.cancel("#1001")
    assert post_webhook(client, "orders/updated", {"id": int(shopify.id_of("#1001"))}).status_code == 503
    clock.advance(seconds=1)
    background.run()
    assert "was canceled" in client.get(address).text


def test_a_locked_database_is_a_503_and_the_repetition_is_taken_in(
    app: Flask, shopify: Shopify, background: ManualExecutor, clock: Clock, tmp_path: Path
) -> None:
    client = app.test_client()
    address = opened(client)
    body = {"id": int(shopify.id_of("#1001"))}
    post_webhook(client, "orders/updated", {"id": 1}, "makes the tables")
    clock.advance(seconds=1)
    shopify.cancel("#1001")
    with closing(sqlite3.connect(tmp_path / "whereabouts.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert post_webhook(client, "orders/updated", body).status_code == 503
        other.execute("ROLLBACK")
    clock.advance(seconds=1)
    background.run()
    assert "was canceled" in client.get(address).text
    assert due(app, clock) == {"fetch_order": 1}
    assert post_webhook(client, "orders/updated", body).status_code == 200
    assert due(app, clock) == {"fetch_order": 2}
