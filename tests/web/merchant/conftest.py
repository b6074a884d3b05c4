"""A shop whose people open the overview, and the ways in."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import demo_orders
from tests.merchant import listed
from tracking.database import merchant_history
from tracking.security.staff_sessions import LoginWay
from tracking.services import services

SITE = "https://track.example.com"
SHOP = "tea.myshopify.com"
CLIENT_ID, CLIENT_SECRET = "the-id-of-the-app", "shpss_a-secret-of-the-app-that-is-long-enough"
ADA, BEN = "Ada@example.com", "ben@example.com"
SETTINGS = {
    "SHOPIFY_SHOP": SHOP,
    "SHOPIFY_CLIENT_ID": CLIENT_ID,
    "SHOPIFY_CLIENT_SECRET": CLIENT_SECRET,
    "SECRET_KEY": "a key of this test's own and a long one",
    "PUBLIC_URL": SITE,
}
WITH_MAIL = {
    **SETTINGS,
    "STAFF_EMAILS": f"{ADA}, {BEN}",
    "SMTP_URL": "smtp://127.0.0.1:25",
    "MAIL_FROM": "orders@example.com",
}
SAME_SITE = {"Origin": SITE}


@pytest.fixture
def shop(make_app: Callable[..., Flask]) -> Flask:
    """A shop that mails links to two people."""
    return make_app(**WITH_MAIL)


@pytest.fixture
def stranger(shop: Flask) -> FlaskClient:
    return shop.test_client()


@pytest.fixture
def ada(shop: Flask) -> FlaskClient:
    """Ada, who is logged in."""
    return logged_in(shop, ADA)


def logged_in(app: Flask, who: str = "server", way: LoginWay | None = None) -> FlaskClient:
    """A client with a session."""
    client = app.test_client()
    link = made_link(app, who, way or (LoginWay.MAIL if "@" in who else LoginWay.SERVER))
    answer = client.post(f"/merchant/login/{link}", headers=SAME_SITE)
    assert (answer.status_code, answer.location) == (303, "/merchant/")
    return client


def made_link(app: Flask, who: str = "server", way: LoginWay = LoginWay.SERVER) -> str:
    with app.app_context():
        return services().staff.make_link(who, way)


def form_token(client: FlaskClient) -> str:
    """As a form on a page of this client's session has it; in the demo there is none."""
    cookie = client.get_cookie("__Host-merchant")
    with client.application.app_context():
        sessions = services().staff.sessions
        session = sessions.read(cookie.value) if cookie else None
        return sessions.form_token(session.id if session else "demo")


def send(
    client: FlaskClient, path: str, fields: Mapping[str, str] | None = None, origin: str = SITE, **kwargs: str
) -> TestResponse:
    """Send a form from a page of the overview; in the demo ``origin`` is http://localhost."""
    data = {"token": form_token(client), **(fields or {})}
    return client.post(path, data=data, headers={"Origin": origin, **kwargs})


def recorded_actions(app: Flask) -> list[tuple[str, str]]:
    """The recorded actions as (who, what), the newest first."""
    with app.app_context(), services().database.read() as transaction:
        return [(row.who, row.what) for row in merchant_history.page(transaction, after=None, limit=100)]


def id_token(
    clock: Callable[[], datetime], secret: str = CLIENT_SECRET, algorithm: str = "HS256", **changes: object
) -> str:
    """As Shopify's admin makes it; a claim that is changed to None is left out."""
    now = int(clock().timestamp())
    claims = {
        "iss": f"https://{SHOP}/admin",
        "dest": f"https://{SHOP}",
        "aud": CLIENT_ID,
        "sub": "42",
        "exp": now + 60,
        "nbf": now,
        "iat": now,
        "jti": "f8912129-1af6-4cad-9ca3-76b0f7621087",
        "sid": "aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685",
        **changes,
    }
    wanted = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(wanted, secret, algorithm=algorithm)


@pytest.fixture
def make_overview(make_app: Callable[..., Flask], tmp_path: Path) -> Callable[[Iterable[str]], Flask]:
    """The demo's overview of these orders."""

    def make(slugs: Iterable[str]) -> Flask:
        file, chosen = tmp_path / "overview.db", tuple(slugs)
        if chosen in _filled:
            file.write_bytes(_filled[chosen])
        app = make_app(DATABASE_URL=f"sqlite:///{file}")
        if chosen and chosen not in _filled:
            with app.app_context():
                database = services().database
                for slug in chosen:
                    listed.put(database, slug)
            with closing(sqlite3.connect(file)) as connection:
                _filled[chosen] = connection.serialize()
        return app

    return make


_filled: dict[tuple[str, ...], bytes] = {}  # databases by the orders in them: a copy takes a tenth of the time


@pytest.fixture
def overview(make_overview: Callable[[Iterable[str]], Flask]) -> FlaskClient:
    """A client of the demo's overview, with a sample of its orders."""
    return make_overview(demo_orders.order_sample()).test_client()
