from collections.abc import Callable

import pytest
from flask import Flask, Response
from werkzeug.test import create_environ

from tests.house_rules import check_html
from tests.parts import Shopify
from tests.telling import SETTINGS
from tracking.services import services
from tracking.shopify.deadline import Deadline
from tracking.web.middleware.busy_page import BusyPage
from tracking.web.middleware.cached_body import RawResponse


def full_house(app: Flask) -> BusyPage:
    with app.app_context():
        return BusyPage(app, services())


def answered(app: Flask, path: str = "/", **headers: str) -> RawResponse:
    environ = create_environ(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return full_house(app).answer(environ)


def test_it_says_so_in_a_whole_page_with_all_headers(app: Flask) -> None:
    answer = answered(app, "/order/abc")
    headers = dict(answer.headers)
    assert (answer.code, headers["Retry-After"]) == (503, "5")
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "X-Robots-Tag"} <= set(headers)
    assert headers["X-Robots-Tag"] == "noindex"
    assert "X-Request-Id" not in headers, "each has its own"
    html = answer.body.decode()
    check_html(html)
    assert "We cannot look up orders right now" in html
    assert "Your order is not affected" in html


def test_and_as_json(app: Flask) -> None:
    answer = answered(app, Accept="application/json")
    assert dict(answer.headers)["Content-Type"] == "application/json"
    assert b'"code":"unavailable"' in answer.body.replace(b" ", b"")


@pytest.mark.parametrize(
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
def test_it_speaks_the_readers_language(app: Flask, path: str, browser: str, language: str) -> None:
    assert f'<html lang="{language}"' in answered(app, path, Accept_Language=browser).body.decode()


def test_the_widget_may_be_framed_and_the_page_may_not(make_app: Callable[..., Flask]) -> None:
    app = make_app(EMBED_ORIGINS="https://shop.example.com")
    for path, ancestors in (("/widget", "https://shop.example.com"), ("/widget/order/x", "https://shop.example.com")):
        assert dict(answered(app, path).headers)["Content-Security-Policy"].endswith(f"frame-ancestors {ancestors}")
    for path in ("/", "/widgets"):
        assert dict(answered(app, path).headers)["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_in_the_shops_own_page_it_is_a_part_of_it_whose_links_stay_there(app: Flask) -> None:
    answer = answered(app, "/proxy/order/x?path_prefix=//evil.example.com")
    html = answer.body.decode()
    assert dict(answer.headers)["Content-Type"].startswith("application/liquid")
    assert "<html" not in html
    assert "{" not in html
    assert 'href="?lang=sv"' in html
    assert "evil" not in html
    assert 'href="/proxy' not in html


def test_it_is_made_once_for_each_language_and_surface(app: Flask) -> None:
    house = full_house(app)
    made: list[Response] = []

    @app.after_request
    def count(response: Response) -> Response:
        made.append(response)
        return response

    for number in range(50):
        house.answer(create_environ(f"/order/{number}", headers={"Accept-Language": f"sv, xx-{number}"}))
    assert len(made) == 1
    house.answer(create_environ("/order/1", headers={"Accept-Language": "de"}))
    house.answer(create_environ("/widget", headers={"Accept-Language": "de"}))
    house.answer(create_environ("/widget", headers={"Accept-Language": "de"}, base_url="https://localhost/"))
    assert len(made) == 4


def test_what_the_shop_says_of_itself_stands_there_too(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(**SETTINGS)
    house, environ = full_house(app), create_environ("/")
    before = house.answer(environ).body
    shopify.change(shop={**shopify.store.shop, "name": "Harbor & Daughters"})
    with app.app_context():
        services().shopify.profile(Deadline.after(4))
    assert "Harbor &amp; Daughters" not in before.decode()
    assert "Harbor &amp; Daughters" in house.answer(environ).body.decode()


def test_what_was_sent_is_not_read(app: Flask) -> None:
    environ = create_environ("/", method="POST", data={"order": "1001", "email": "canary@example.com"})
    assert b"canary" not in full_house(app).answer(environ).body
    assert environ["wsgi.input"].tell() == 0
