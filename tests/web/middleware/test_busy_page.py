from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import create_environ

from tests.fakes import Shopify
from tests.response_rules import check_html, without_style
from tests.sampling import each_row
from tests.web.conftest import token_of
from tests.webhook_samples import SETTINGS
from tracking.services import services
from tracking.shopify.resilience import Deadline
from tracking.web.middleware.busy_page import BusyPage
from tracking.web.middleware.cached_page import RawResponse


def busy_page(app: Flask) -> BusyPage:
    with app.app_context():
        return BusyPage(app, services())


def response(app: Flask, path: str = "/", **headers: str) -> RawResponse:
    environ = create_environ(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return busy_page(app).respond(environ)


def test_busy_page_has_all_headers(app: Flask) -> None:
    sent = response(app, "/order/abc")
    headers = dict(sent.headers)
    assert (sent.code, headers["Retry-After"]) == (503, "5")
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "X-Robots-Tag"} <= set(headers)
    assert headers["X-Robots-Tag"] == "noindex"
    assert "X-Request-Id" not in headers, "the request log adds it"
    html = sent.body.decode()
    check_html(without_style(html, headers["Content-Security-Policy"]))
    assert "We can’t look up orders right now" in html
    assert "Your order isn’t affected" in html


@each_row("path", ["/order/abc", "/order/abc/pay", "/order/abc/shop", "/widget", "/proxy"])
def test_busy_page_is_never_stored(app: Flask, path: str) -> None:
    assert dict(response(app, path).headers)["Cache-Control"] == "no-store"


def test_busy_response_as_json(app: Flask) -> None:
    sent = response(app, Accept="application/json")
    assert dict(sent.headers)["Content-Type"] == "application/json"
    assert b'"code":"unavailable"' in sent.body.replace(b" ", b"")


@each_row(
    ("path", "browser", "language"),
    [
        ("/", "sv-SE,sv;q=0.9", "sv"),
        ("/", "xx", "en"),
        ("/", "", "en"),
        ("/?order=1&lang=de", "sv", "de"),
        ("/?lang=de&key=x", "sv", "de"),
        ("/?slang=de", "sv", "sv"),
        ("/?lang=klingon", "sv", "sv"),
    ],
)
def test_busy_page_is_in_the_readers_language(app: Flask, path: str, browser: str, language: str) -> None:
    assert f'<html lang="{language}"' in response(app, path, Accept_Language=browser).body.decode()


def test_only_the_widgets_busy_page_may_be_framed(make_app: Callable[..., Flask]) -> None:
    app = make_app(EMBED_ORIGINS="https://shop.example.com")
    for path, ancestors in (("/widget", "https://shop.example.com"), ("/widget/order/x", "https://shop.example.com")):
        assert dict(response(app, path).headers)["Content-Security-Policy"].endswith(f"frame-ancestors {ancestors}")
    for path in ("/", "/widgets"):
        assert dict(response(app, path).headers)["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_busy_page_of_the_app_proxy_is_liquid_whose_links_stay_in_the_shop(app: Flask) -> None:
    sent = response(app, "/proxy/order/x?path_prefix=//evil.example.com")
    html = sent.body.decode()
    assert dict(sent.headers)["Content-Type"].startswith("application/liquid")
    assert "<html" not in html
    assert "{" not in html
    assert 'href="?lang=sv"' in html
    assert "evil" not in html
    assert 'href="/proxy' not in html


def test_busy_page_is_rendered_once_for_each_language_surface_and_scheme(app: Flask) -> None:
    page = busy_page(app)
    rendered: list[Response] = []

    @app.after_request
    def count(response: Response) -> Response:
        rendered.append(response)
        return response

    for number in range(50):
        page.respond(create_environ(f"/order/{number}", headers={"Accept-Language": f"sv, xx-{number}"}))
    assert len(rendered) == 1
    page.respond(create_environ("/order/1", headers={"Accept-Language": "de"}))
    page.respond(create_environ("/widget", headers={"Accept-Language": "de"}))
    page.respond(create_environ("/widget", headers={"Accept-Language": "de"}, base_url="https://localhost/"))
    assert len(rendered) == 4


def test_busy_page_shows_the_shops_new_name(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(**SETTINGS)
    page, environ = busy_page(app), create_environ("/")
    before = page.respond(environ).body
    shopify.change(shop={**shopify.store.shop, "name": "Harbor & Daughters"})
    with app.app_context():
        services().shopify.profile.current(Deadline.after(4))
    assert "Harbor &amp; Daughters" not in before.decode()
    assert "Harbor &amp; Daughters" in page.respond(environ).body.decode()


RECEIVED = {"wsgi.input_terminated": True}


@pytest.mark.parametrize("path", ["/", "/widget", "/proxy"])
def test_busy_page_keeps_the_typed_values(app: Flask, path: str) -> None:
    page = busy_page(app)
    for order, email in (('"><b>{{ 1 }}', "canary@example.com"), ("#1002", "x" * 300)):
        data = {"order": order, "email": email}
        environ = create_environ(path, method="POST", data=data) | RECEIVED
        sent = page.respond(environ)
        html = sent.body.decode()
        assert sent.code == 503
        assert dict(sent.headers)["Content-Length"] == str(len(sent.body))
        assert f'value="{escape(order)}"'.replace("{", "&#123;").replace("}", "&#125;") in html
        assert f'value="{email[:254]}"' in html
        assert "\ue000" not in html
        assert "<b>" not in html
        assert "{{" not in html
    assert "canary" not in html


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("/order/abc", {}),
        ("/", {"CONTENT_TYPE": "text/plain"}),
        ("/", {"wsgi.input": BytesIO(b"order=" + b"1" * 9000)}),
        ("/", {"wsgi.input": BytesIO(b"a=1&" * 30)}),
    ],
)
def test_anything_else_that_was_posted_gets_no_form(app: Flask, path: str, changes: dict[str, object]) -> None:
    environ = create_environ(path, method="POST", data={"order": "1001", "email": "ada@example.com"}) | RECEIVED
    assert b"<form" not in busy_page(app).respond(environ | changes).body


def test_json_has_no_form(app: Flask) -> None:
    environ = create_environ("/", method="POST", data={"order": "1001"}, headers={"Accept": "application/json"})
    assert busy_page(app).respond(environ | RECEIVED).body == busy_page(app).respond(environ).body


def test_body_that_may_still_be_on_its_way_is_not_read(app: Flask) -> None:
    environ = create_environ("/", method="POST", data={"order": "1001", "email": "canary@example.com"})
    assert b"canary" not in busy_page(app).respond(environ).body
    assert environ["wsgi.input"].tell() == 0


def test_retry_after_is_the_given_number_of_seconds(app: Flask) -> None:
    page, environ = busy_page(app), create_environ("/")
    sent = [page.respond(environ), page.respond(environ, 30), page.respond(environ)]
    assert [[value for name, value in each.headers if name == "Retry-After"] for each in sent] == [["5"], ["30"], ["5"]]
    assert len({each.body for each in sent}) == 1


@pytest.mark.parametrize(("path", "words"), [("/order/{}", "Vi kan"), ("/widget/order/{}/live", "Vi kan")])
def test_unavailable_order_gets_the_busy_page(
    app: Flask, client: FlaskClient, shopify: Shopify, path: str, words: str
) -> None:
    shopify.is_down = True
    path = path.format(token_of(app, "1"))
    first, second = (client.get(path, headers={"Accept-Language": "nb"}) for _ in range(2))
    assert (first.status_code, first.text) == (503, second.text)
    assert words in first.text
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert int(first.headers["Retry-After"]) >= 1
    assert all(len(first.headers.getlist(name)) == 1 for name in set(first.headers.keys()))


@pytest.mark.parametrize(
    "theme", ["", "?scheme=dark", "?lang=sv&scheme=light&color=e11d48", "?scheme=red&color=e11d48"]
)
def test_busy_page_in_a_frame_has_the_style_that_its_policy_allows(
    app: Flask, client: FlaskClient, shopify: Shopify, theme: str
) -> None:
    shopify.is_down = True
    sent = client.get(f"/widget/order/{token_of(app, '1')}{theme}")
    assert sent.status_code == 503
    assert "<style></style>" in without_style(sent.text, sent.headers["Content-Security-Policy"])


def test_busy_page_in_a_frame_is_as_dark_as_the_page_around(app: Flask) -> None:
    for path, scheme in (
        ("/widget?scheme=dark", "dark"),
        ("/widget/order/x?color=e11d48&scheme=light", "light"),
        ("/widget?scheme=red", "light dark"),
        ("/?scheme=dark", "light dark"),
    ):
        assert f'<meta name="color-scheme" content="{scheme}"' in response(app, path).body.decode()


def test_busy_page_in_a_frame_leaves_out_what_the_page_around_has(app: Flask) -> None:
    for path, is_out in (("/widget?color=e11d48&languages=off", True), ("/widget", False), ("/?languages=off", False)):
        assert ('lang="sv"' not in response(app, path).body.decode()) is is_out


def test_looks_of_the_busy_page_are_few(app: Flask) -> None:
    page = busy_page(app)
    bodies = [
        page.respond(create_environ(f"/widget?{query}")).body
        for number in range(20)
        for query in (f"scheme=dark&x={number}&heading=off", f"heading=off&heading=off&color={number:03}&scheme=dark")
    ]
    assert all(body is bodies[0] for body in bodies)


def test_form_keeps_its_values_while_orders_are_unavailable(client: FlaskClient, shopify: Shopify) -> None:
    shopify.is_down = True
    sent = client.post("/", data={"order": "#1001", "email": "somebody@example.com"})
    assert sent.status_code == 503
    assert 'value="#1001"' in sent.text
    assert 'value="somebody@example.com"' in sent.text
