from collections.abc import Callable

import pytest
from flask import Flask, g

from tests.sampling import each_row
from tracking.web.urls import language_links, order_url, page_url


def url_in(code: str) -> str | None:
    return next((link.url for link in language_links() if link.code == code), None)


@each_row(
    ("path", "form", "order"),
    [
        ("/", "/", "/order/x"),
        ("/order/y", "/", "/order/x"),
        ("/?lang=en", "/?lang=en", "/order/x?lang=en"),
        ("/?lang=klingon&color=abc&order=1001&email=x", "/", "/order/x"),
        ("/widget", "/widget", "/widget/order/x"),
        ("/widget/order/y?color=%23abc&lang=en", "/widget?lang=en&color=aabbcc", None),
        ("/widget?scheme=dark&color=red", "/widget?scheme=dark", "/widget/order/x?scheme=dark"),
        ("/widget?heading=off&languages=off&lang=en", "/widget?lang=en&heading=off&languages=off", None),
        ("/widget?heading=on&languages=off&lang=klingon", "/widget", None),
        ("/?heading=off&languages=off&lang=en", "/?lang=en", None),
        ("/nowhere", "/", "/order/x"),
    ],
)
def test_addresses_stay_on_their_surface_and_carry_the_parameters(
    app: Flask, path: str, form: str, order: str | None
) -> None:
    with app.test_request_context(path):
        assert page_url("form") == form
        assert order is None or page_url("order", "x") == order


def test_behind_the_proxy_they_are_the_shops(app: Flask) -> None:
    with app.test_request_context("/proxy/order/y?lang=en"):
        g.path_prefix = "/apps/track"
        assert page_url("form") == "/apps/track?lang=en"
        assert page_url("live", "x") == "/apps/track/order/x/live?lang=en"
        assert url_in("sv") == "/apps/track/order/y?lang=sv"


@each_row(
    ("path", "other"),
    [
        ("/order/x?lang=en", "/order/x?lang=sv"),
        ("/widget?color=abc", "/widget?color=aabbcc&lang=sv"),
        ("/preview?key=a%26b", "/preview?key=a%26b&lang=sv"),
        ("/?key=abc", "/?lang=sv"),
        ("/nowhere/%00%3C%C3%A9", "/nowhere/%00%3C%C3%A9?lang=sv"),
    ],
)
def test_another_language_is_the_same_page(app: Flask, path: str, other: str) -> None:
    with app.test_request_context(path):
        assert url_in("sv") == other


@pytest.mark.parametrize("path", ["/order/x", "/widget/order/x", "/proxy/order/x"])
def test_page_that_exists_once_has_the_sites_address_everywhere(make_app: Callable[..., Flask], path: str) -> None:
    with make_app(PUBLIC_URL="https://track.example.com").test_request_context(f"{path}?lang=en&color=abc"):
        g.path_prefix = "/apps/track"
        assert order_url("pay", "x") == "https://track.example.com/order/x/pay?lang=en"


def test_without_the_sites_address_it_is_a_path_but_not_within_the_shop(app: Flask) -> None:
    with app.test_request_context("/widget/order/x", base_url="https://evil.example.com"):
        assert order_url("shop", "x") == "/order/x/shop"
    with app.test_request_context("/proxy/order/x"):
        assert order_url("shop", "x") is None
