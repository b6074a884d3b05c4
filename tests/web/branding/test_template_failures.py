"""A template of the merchant's that fails when it is shown: the customer sees ours, the log names the line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from tests.app_proxy import PREFIX, SECRET, SHOP
from tests.fakes import Clock
from tests.sampling import spread
from tests.web.brand_dir import write_brand_dir
from tests.web.conftest import address_of, opened
from tests.web.test_proxy import Relay
from tracking.services import services
from tracking.web.middleware.busy_page import BusyPage

GREETING, HELP, THANKS = (f"templates/brand/{name}.html" for name in ("greeting", "help", "thanks"))
OURS = "See where it is and when it arrives."

FAILING = {
    "an attribute of nothing": ("\n{{ brand.nothing.at.all }}", 2, "UndefinedError"),
    "a division": ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
    "a template that is chosen when it is shown": (
        "{% set part = 'no.html' %}\n{% include part %}",
        2,
        "TemplateNotFound",
    ),
    "recursion": ("{% include 'brand/greeting.html' %}", 1, "RecursionError"),
    "a wrong call": ("\n\n{{ asset('img/nothing.svg') }}", 3, "KeyError"),
    "words of a customer": ("{{ localizer.day('ada@example.com') }}", 1, "AttributeError"),
}


@pytest.mark.parametrize("kind", spread(2, FAILING))
def test_the_form_falls_back_to_our_own(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    text, line, error = FAILING[kind]
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, {GREETING: text})).test_client()
    for _ in range(3):
        page = client.get("/")
        assert page.status_code == 200
        assert OURS in page.text
    (said,) = (message for message in caplog.messages if message.startswith("BRAND_DIR"))
    instead = "the page was shown with our own templates instead (times so far: 1)"
    assert said == f"BRAND_DIR: {GREETING}, line {line}: {error}; {instead}"
    assert "ada@example.com" not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("file", "text"),
    spread(
        2,
        [
            ("templates/components/footer.html", "{% macro footer(brand, all) %}{{ all.a.b }}{% endmacro %}"),
            ("templates/components/footer.html", "{{ 1 / 0 }}{% macro footer(brand, all) %}{% endmacro %}"),
            ("templates/components/footer.html", "{% macro footer() %}{% endmacro %}"),
            ("templates/layouts/page.html", "<html>{% block main %}{% endblock %}{{ 1 / 0 }}</html>"),
            ("templates/lookup.html", "{% extends surface.layout %}{% block main %}{{ form.a.b }}{% endblock %}"),
            ("templates/lookup.html", "{% extends surface.nothing %}"),
            ("templates/layouts/page.html", "{% extends 'layouts/page.html' %}"),
        ],
    ),
)
def test_page_with_a_broken_component_layout_or_page_falls_back(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture, file: str, text: str
) -> None:
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, {file: text})).test_client()
    page = client.get("/")
    assert page.status_code == 200
    assert OURS in page.text
    assert file in caplog.text


@pytest.fixture
def failing(make_app: Callable[..., Flask], tmp_path: Path) -> FlaskClient:
    """Every text of the merchant's fails, and so does the page that only says something."""
    texts = {
        HELP: "{{ 1 / 0 }}",
        THANKS: "{{ 1 / 0 }}",
        GREETING: "{{ 1 / 0 }}",
        "templates/message.html": "{{ 1 / 0 }}",
    }
    return make_app(BRAND_DIR=write_brand_dir(tmp_path, texts)).test_client()


@pytest.mark.parametrize("name", ["#1001", "#1003"])
def test_order_fragment_and_preview_fall_back(failing: FlaskClient, name: str) -> None:
    address = address_of(failing, name)
    for path in (address, f"{address}/live", f"/widget{address}", f"/widget{address}/live"):
        assert failing.get(path).status_code == 200, path
    for slug in ("in-transit", "delivered"):
        assert failing.get(f"/preview/{slug}").status_code == 200


def test_widget_and_errors_fall_back(failing: FlaskClient) -> None:
    assert failing.get("/widget").status_code == 200
    assert failing.get("/nowhere").status_code == 404
    assert "There’s no such page" in failing.get("/nowhere").text
    assert failing.post("/", data={"order": "1", "email": "nobody@example.com"}).status_code == 404
    assert failing.get("/order/forged").status_code == 404


def test_the_app_proxy_falls_back(make_app: Callable[..., Flask], tmp_path: Path, clock: Clock) -> None:
    shop = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "demo", "SHOPIFY_CLIENT_SECRET": SECRET, "SECRET_KEY": "own"}
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, {GREETING: "{{ 1 / 0 }}"}), **shop).test_client()
    answer = Relay(client, clock).get(PREFIX)
    assert (answer.status_code, answer.mimetype) == (200, "application/liquid")
    assert OURS in answer.text


def test_error_in_our_own_template_is_an_error(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    app = make_app(BRAND_DIR=write_brand_dir(tmp_path, {GREETING: "<p>Moin</p>"}))
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.globals["own_words"] = lambda _: 1 / 0
    assert app.test_client().get("/").status_code == 500


FLAKY = "{% if flaky() %}{{ 1 / 0 }}{% endif %}<p>Our harbor is open</p>"


@pytest.fixture
def moods() -> list[bool]:
    return [True]


@pytest.fixture
def flaky(make_app: Callable[..., Flask], tmp_path: Path, moods: list[bool]) -> Flask:
    """A template that fails until it does not."""
    app = make_app(BRAND_DIR=write_brand_dir(tmp_path, {HELP: FLAKY, "templates/message.html": FLAKY}))
    app.jinja_env.globals["flaky"] = lambda: moods[0]
    return app


def test_cached_fallback_page_expires(flaky: Flask, moods: list[bool], clock: Clock) -> None:
    client = flaky.test_client()
    address = opened(client)
    assert "Our harbor is open" not in client.get(address).text
    moods[0] = False
    clock.advance(seconds=2)
    assert "Our harbor is open" in client.get(address).text


def test_busy_page_is_cached_with_the_failure_for_a_minute_at_most(
    flaky: Flask, moods: list[bool], clock: Clock
) -> None:
    with flaky.app_context():
        page = BusyPage(flaky, services())
    environ = create_environ("/")
    assert b"Our harbor is open" not in page.respond(environ).body
    moods[0] = False
    assert b"Our harbor is open" not in page.respond(environ).body
    clock.advance(minutes=1)
    assert b"Our harbor is open" in page.respond(environ).body
