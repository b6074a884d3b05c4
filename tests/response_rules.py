"""The rules for every response of the site, each with its remedy."""

import base64
import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from flask.testing import FlaskClient
from justhtml import JustHTML
from justhtml.dom import Element, Node, Template
from werkzeug.test import TestResponse

from tests.letter_rules import check_letter_html
from tests.tracing import untraced

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
RELAYED = {
    "Content-Type",
    "Content-Length",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Robots-Tag",
    "Cache-Control",
    "Retry-After",
    "Allow",
    "Vary",
}
PAGES = {"text/html", "application/liquid"}
OWN_FILES = ("/static/", "https://track.example.com/static/", "https://cdn.shopify.com/")
LETTERS = re.compile("/preview/letters/|/letters/|/merchant/write/[^/]+/letter$")
NEEDS_LABEL = ("input", "select", "textarea")
# Each link is signed anew, and each form of a session: that makes a page of which all else was checked before.
_TOKEN = re.compile(r"(?<=/)order/[\w.~-]{20,}")
_STYLE = re.compile(r"(?<=<style>)[^<]+(?=</style>)")
_FORM_TOKEN = re.compile(r'(?<=name="token" value=")[\w.~-]{20,}')
SHOPIFY_WORDS = re.compile(r"\b(?:[A-Z]+_[A-Z_]+|(?:un)?fulfil\w*|fraud\w*)\b", re.IGNORECASE)
SHOPIFY_CODES = re.compile(r"\b[A-Z]+_[A-Z_]+\b")


class CheckingClient(FlaskClient):
    """A test client that holds every response to the rules below."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - werkzeug's own signature
        response = super().open(*args, **kwargs)
        check_headers(response)
        if response.mimetype in PAGES and response.status_code not in {303, 304} and response.data:
            with untraced():
                if LETTERS.match(response.request.path) and response.status_code == HTTPStatus.OK:
                    check_letter_html(response.text, is_preview=True)
                    return response
                path = response.request.path
                is_framed, is_for_shop = path.startswith("/widget"), path.startswith("/merchant/")
                html = without_style(text_of(response), response.headers["Content-Security-Policy"])
                html = _FORM_TOKEN.sub("token", _TOKEN.sub("order/token", html))
                check_html(html, is_framed=is_framed, is_for_shop=is_for_shop)
        if response.mimetype == "application/liquid":
            assert "{" not in response.text, "Shopify runs it: see web/proxy.py"
        return response


def text_of(response: TestResponse) -> str:
    """As a browser reads it."""
    is_zipped = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.data) if is_zipped else response.data).decode()


def without_style(html: str, policy: str) -> str:
    """The page without the stylesheet that its policy allows by its hash; any other one stays."""

    def allowed(style: re.Match[str]) -> str:
        digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
        return "" if f"style-src 'self' 'sha256-{digest}'" in policy else style[0]

    return _STYLE.sub(allowed, html)


def check_headers(response: TestResponse) -> None:
    is_overview = f"{response.request.path}/".startswith("/merchant/")
    cookies = response.headers.getlist("Set-Cookie")
    assert is_overview or not cookies, "no page but the overview sets a cookie"
    assert all(cookie.startswith(("__Host-merchant=", "merchant=")) for cookie in cookies)
    if response.request.path != "/embed.js":  # a script that pages of the shop load, also as a module
        assert not any(name.startswith("Access-Control-") for name in response.headers.keys()), "no CORS"  # noqa: SIM118 - werkzeug's headers iterate as pairs
    if response.request.path.startswith("/proxy"):
        assert set(response.headers.keys()) <= RELAYED, "Shopify may hand them on with a whole page of the shop"
        return
    is_let_in = is_overview and response.headers.get("Referrer-Policy") == "same-origin"
    for name, value in (HEADERS | ({"Referrer-Policy": "same-origin"} if is_let_in else {})).items():
        assert response.headers.get(name) == value, f"every answer says {name}: see web/headers.py"
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, "every answer has a content security policy: see web/headers.py"
    is_letter = response.status_code == HTTPStatus.OK and bool(LETTERS.match(response.request.path))
    assert is_letter or "unsafe" not in policy, "nothing inline"
    assert not is_letter or "script" not in policy, "nothing runs in a letter"
    if response.request.path.startswith("/preview"):
        ancestors = "'self'" if response.status_code == HTTPStatus.OK else "'none'"
        assert f"frame-ancestors {ancestors}" in policy, "only the preview frames its pages"
    elif is_let_in:
        ours = "'self' " if is_letter else ""
        assert re.search(rf"frame-ancestors {ours}https://admin\.shopify\.com https://[\w-]+\.myshopify\.com$", policy)
        assert response.headers["Cache-Control"] == "no-store", "the overview is kept on no machine"
    elif not response.request.path.startswith("/widget"):
        assert "frame-ancestors 'none'" in policy, "only the widget may be framed"
    for name in ("Permissions-Policy", "Cross-Origin-Resource-Policy", "Cache-Control", "X-Robots-Tag", "X-Request-Id"):
        assert name in response.headers, f"every answer says {name}: see web/headers.py"


@cache
def check_html(html: str, *, is_framed: bool = False, is_for_shop: bool = False) -> None:
    is_fragment = not html.lstrip().lower().startswith("<!doctype html>")
    page = JustHTML(html, sanitize=False, collect_errors=True, fragment=is_fragment)
    assert not page.errors, f"HTML that browsers must guess at: {page.errors}"
    elements = [*_elements(page.root)]
    assert len(_named("h1", elements)) == (not is_framed), "a page has one h1, and a frame on that page has none"
    _check_references(elements)
    _check_nothing_inline(elements)
    _check_labels(elements)
    # The shop reads in Shopify's words what it does in Shopify.
    _check_words(page.to_text(), elements, SHOPIFY_CODES if is_for_shop else SHOPIFY_WORDS)
    if not is_fragment:
        (root,) = _named("html", elements)
        assert _of(root).get("lang"), "the page says its language"
        assert _of(root).get("dir") in {"ltr", "rtl"}, "and its direction"
        assert _named("title", elements)[0].to_text().strip(), "the page has a title"
        assert len(_named("main", elements)) == 1, "a page has one main"


def _elements(node: Node) -> Iterator[Element]:
    """In the order of the page; the query ``*`` of the parser takes several times as long."""
    for child in node.children or ():
        if isinstance(child, Element):
            yield child
        yield from _elements(child)
        if isinstance(child, Template) and child.template_content:
            yield from _elements(child.template_content)


def _check_references(elements: list[Element]) -> None:
    ids = Counter(_of(element)["id"] for element in elements if "id" in _of(element))
    assert not [name for name, count in ids.items() if count > 1], f"an id stands once: {ids}"
    for element in elements:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (_of(element).get(name) or "").split():
                assert target in ids, f"{name} names {target}, which is not on the page"


def _check_nothing_inline(elements: list[Element]) -> None:
    for element in elements:
        assert "style" not in _of(element), f"no inline style: {element.name}"
        assert element.name != "style" or not element.to_text(), "no style but the one that the policy names"
        assert not [name for name in _of(element) if name.startswith("on")], f"no inline handler: {_of(element)}"
        source = _of(element).get("src")
        if element.name in {"script", "img"}:
            assert source, f"no inline {element.name}"
            assert source.startswith(OWN_FILES), f"no third party: {source}"
        if element.name == "img":
            assert {"alt", "width", "height"} <= set(_of(element)), f"a picture says what and how large: {source}"


def _check_labels(elements: list[Element]) -> None:
    labelled = {_of(label).get("for") for label in _named("label", elements)}
    for element in elements:
        if element.name in NEEDS_LABEL and _of(element).get("type") != "hidden":
            is_named = _of(element).get("id") in labelled or _of(element).get("aria-label")
            assert is_named, f"a field has a label: {_of(element)}"
        if element.name in {"button", "a"}:
            assert element.to_text().strip() or element.query("img"), f"{element.name} says what it does"


def _check_words(text: str, elements: list[Element], forbidden: re.Pattern[str]) -> None:
    # Of products and places: the shop's words, not ours; and the public codes that the merchant filters by.
    codes = [option for option in _named("option", elements) if _of(option).get("translate") == "no"]
    names = {name.to_text() for name in (*_named("bdi", elements), *codes)}
    words = {word for word in forbidden.findall(text) if not any(word in name for name in names)}
    assert not words, f"no raw status word on a page: {words}"


def _named(tag: str, elements: list[Element]) -> list[Element]:
    # Each query of the parser's own walks through the whole page again.
    return [element for element in elements if element.name == tag]


def _of(element: Node) -> dict[str, str]:
    return {name: value or "" for name, value in (element.attrs or {}).items()}
