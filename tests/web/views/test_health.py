import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.commands import ROOT
from tests.database.conftest import postgres_database, postgres_url, sqlite_url, url
from tests.fakes import Clock, Shopify, free_port
from tests.web.conftest import look_up
from tracking.database import DatabaseProblem
from tracking.services import services
from tracking.shopify.resilience import ATTEMPTS, FAILURES

__all__ = ["postgres_database", "postgres_url", "sqlite_url", "url"]

SEEN = {"trusted": 1, "forwarded": 2, "has_forwarded_scheme": True, "scheme": "https", "host": "track.example.com"}
FORWARDED = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Forwarded-Proto": "https"}


def test_healthz_is_ok_while_parts_are_down(client: FlaskClient, shopify: Shopify) -> None:
    shopify.is_down = True
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})
    assert not shopify.calls


def test_readyz_is_ok_when_shopify_answers(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (
        200,
        {"status": "ok", "parts": {"shopify": "ok", "database": "ok"}, "worker": "ok"},
    )


def test_readyz_names_the_part_that_is_down(client: FlaskClient, shopify: Shopify) -> None:
    shopify.is_down = True
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (
        503,
        {"status": "down", "parts": {"shopify": "down", "database": "ok"}, "worker": "ok"},
    )


def test_readyz_calls_shopify_at_most_once_a_minute(client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    look_up(client)
    shopify.calls.clear()
    for _ in range(10):
        assert client.get("/readyz").status_code == 200
    assert not shopify.calls
    clock.advance(seconds=61)
    for _ in range(10):
        assert client.get("/readyz").status_code == 200
    assert shopify.calls == {"Shop": 1}


def test_outage_is_found_without_visitors(client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    assert client.get("/readyz").status_code == 200
    shopify.is_down = True
    clock.advance(seconds=61)
    asked = shopify.calls.total()
    for _ in range(10):
        assert client.get("/readyz").status_code == 503
    assert shopify.calls.total() <= asked + ATTEMPTS
    shopify.is_down = False
    clock.advance(seconds=3)
    assert client.get("/readyz").status_code == 200


def test_open_breaker_is_reported_at_once(client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    look_up(client)
    shopify.is_down = True
    for _ in range(FAILURES):
        look_up(client)
    before = shopify.calls.total()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["parts"]) == (503, {"shopify": "down", "database": "ok"})
    assert shopify.calls.total() == before
    clock.advance(seconds=6)
    assert client.get("/readyz").status_code == 503, "it was asked again"
    assert shopify.calls.total() > before
    shopify.is_down = False
    clock.advance(seconds=6)
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_responses_are_not_cached(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def ask_with(app: Flask, probe: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {probe}", **FORWARDED}
    return app.test_client().get("/healthz", headers=headers, base_url="http://track.example.com")


def test_doctor_receives_the_observed_request(make_app: Callable[..., Flask]) -> None:
    app = make_app(TRUSTED_PROXIES="1")
    self_check = app.extensions["whereabouts"].self_check
    probe = self_check.create_probe()
    answer = ask_with(app, probe).get_json()
    assert answer["status"] == "ok"
    assert asdict(self_check.read_answer(answer["seen"], probe)) == {**SEEN, "address": "203.0.113.7"}


def test_missing_forwarded_headers_are_empty(app: Flask) -> None:
    self_check = app.extensions["whereabouts"].self_check
    probe = self_check.create_probe()
    answer = app.test_client().get("/healthz", headers={"Authorization": f"Bearer {probe}"}).get_json()
    seen = self_check.read_answer(answer["seen"], probe)
    assert (seen.trusted, seen.forwarded, seen.has_forwarded_scheme, seen.scheme) == (0, 0, False, "http")


@pytest.mark.parametrize("kind", ["forged", "old", "another key", "an order's link"])
def test_observed_request_is_only_for_the_doctor(make_app: Callable[..., Flask], clock: Clock, kind: str) -> None:
    app = make_app(SECRET_KEY="one key", TRUSTED_PROXIES="1")
    parts, other = app.extensions["whereabouts"], make_app(SECRET_KEY="another").extensions["whereabouts"]
    probe = {
        "forged": "x" * 80,
        "old": parts.self_check.create_probe(),
        "another key": other.self_check.create_probe(),
        "an order's link": parts.links.sign("1"),
    }[kind]
    if kind == "old":
        clock.advance(minutes=2)
    assert ask_with(app, probe).get_json() == {"status": "ok"}


def test_refusal_is_named_until_shopify_accepts_again(
    make_app: Callable[..., Flask], shopify: Shopify, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(
        SHOPIFY_SHOP="demo.myshopify.com",
        SHOPIFY_CLIENT_ID="id",
        SHOPIFY_CLIENT_SECRET="canary-secret",
        SECRET_KEY="x" * 40,
    ).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (
        503,
        {"status": "down", "parts": {"shopify": "refused", "database": "ok"}, "worker": "ok"},
    )
    assert "canary" not in answer.text + caplog.text
    assert any(record.levelname == "ERROR" and "SHOPIFY_CLIENT_SECRET" in record.message for record in caplog.records)
    for _ in range(2 * FAILURES):  # also while it is left alone
        clock.advance(seconds=2.5)
        assert client.get("/readyz").get_json()["parts"] == {"shopify": "refused", "database": "ok"}
    shopify.accept_only("token", client=("id", "canary-secret"))
    clock.advance(seconds=6)
    assert client.get("/readyz").get_json() == {
        "status": "ok",
        "parts": {"shopify": "ok", "database": "ok"},
        "worker": "ok",
    }


def test_earlier_success_does_not_hide_a_refusal(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    client = make_app(SHOPIFY_SHOP="demo.myshopify.com", SHOPIFY_ACCESS_TOKEN="demo", SECRET_KEY="x" * 40).test_client()
    assert client.get("/readyz").status_code == 200
    shopify.accept_only("another")
    look_up(client)
    assert client.get("/readyz").get_json()["parts"] == {"shopify": "refused", "database": "ok"}


def test_a_database_that_is_down_is_named_and_pages_do_without_it(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(DATABASE_URL=f"postgresql://whereabouts:canary@127.0.0.1:{free_port()}/orders").test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["parts"] == {"shopify": "ok", "database": "down"}
    assert answer.get_json()["worker"] == "unknown"
    assert "The database cannot be used" in caplog.text
    assert "canary" not in caplog.text
    page = look_up(client)
    assert page.status_code == 303
    assert client.get(page.location).status_code == 200


def test_a_missing_worker_is_named_and_fails_nothing(make_app: Callable[..., Flask], clock: Clock, url: str) -> None:
    app = make_app(DATABASE_URL=url, WORKER="off")
    client = app.test_client()
    assert client.get("/readyz").get_json()["worker"] == "ok", "it may be about to begin"
    clock.advance(minutes=5)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"], answer.get_json()["worker"]) == (200, "ok", "missing")
    with app.app_context():
        services().worker.step()
    assert client.get("/readyz").get_json()["worker"] == "ok"


def test_readyz_writes_the_database_at_most_once_in_five_seconds(
    make_app: Callable[..., Flask], clock: Clock, tmp_path: Path
) -> None:
    client = make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'orders.db'}").test_client()
    assert client.get("/readyz").get_json()["parts"]["database"] == "ok"
    with closing(sqlite3.connect(tmp_path / "orders.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert client.get("/readyz").get_json()["parts"]["database"] == "ok", "as it was a moment ago"
        clock.advance(seconds=5)
        assert client.get("/readyz").get_json()["parts"]["database"] == "locked"
    clock.advance(seconds=5)
    assert client.get("/readyz").get_json()["parts"]["database"] == "ok"


def test_every_problem_of_the_database_is_named_in_the_documentation() -> None:
    said = (
        (ROOT / "docs/operate.md").read_text(encoding="utf-8").partition("The database is `ok`")[2].partition("\n\n")[0]
    )
    told = {*DatabaseProblem} - {DatabaseProblem.MISSING}  # a site makes its database
    assert {*re.findall(r"`(\w+)`", said)} >= {*map(str, told), "parts"}
