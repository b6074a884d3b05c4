import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.sampling import each_row
from tests.web.conftest import address_of, look_up
from tracking.settings import Settings
from tracking.web.headers import content_security_policy, refusal_headers

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: https://cdn.shopify.com",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# The preview shows its own pages in a frame.
OF_PREVIEW = {"frame-src": "'self'", "frame-ancestors": "'self'"}

# CheckingClient holds every answer to the whole set: here each kind of answer is only asked for once.
SHOP = {
    "SHOPIFY_SHOP": "tea.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SECRET_KEY": "own",
    "PREVIEW_KEY": "k",
}

ANSWERS = [
    ("GET", "/", 200),
    ("HEAD", "/", 200),
    ("OPTIONS", "/", 200),
    ("POST", "/", 422),
    ("DELETE", "/", 405),
    ("GET", "/nowhere", 404),
    ("GET", "/order/forged", 404),
    ("GET", "/order/forged/live", 404),
    ("POST", "/order/forged", 405),
    ("GET", "/o/1", 404),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/static/nothing.css", 404),
    ("GET", "/embed.js", 200),
    ("GET", "/embed-check", 200),
    ("GET", "/preview", 200),
    ("GET", "/widget", 200),
    ("POST", "/webhooks/shopify", 401),
    ("GET", "/webhooks/shopify", 405),
    ("GET", "/broken", 500),
]


def source_of_style(html: str) -> str:
    found = re.search("<style>([^<]+)</style>", html)
    assert found
    return f"'sha256-{base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()}'"


@each_row(("method", "path", "status"), ANSWERS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_kind_of_response_has_all_headers(
    errors_app: Flask, method: str, path: str, status: int, accept: str
) -> None:
    client = errors_app.test_client()
    answer = client.open(path, method=method, headers={"Accept": accept})
    assert answer.status_code == status
    directives = (part.partition(" ") for part in answer.headers["Content-Security-Policy"].split("; "))
    expected = POLICY | (OF_PREVIEW if path == "/preview" else {})
    if answer.mimetype == "text/html":
        expected["style-src"] = f"'self' {source_of_style(client.get('/').text)}"
    assert {name: sources for name, _, sources in directives} == expected


def test_response_to_a_wrong_method_lists_the_allowed_ones(client: FlaskClient) -> None:
    assert set(client.delete("/order/x").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_response_to_a_large_body_has_all_headers(client: FlaskClient) -> None:
    answer = look_up(client, "1" * 20_000, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "too_large")


def test_hsts_is_sent_over_https_only(make_app: Callable[..., Flask]) -> None:
    client = make_app(TRUSTED_PROXIES="1").test_client()
    secure = client.get("/", headers={"X-Forwarded-Proto": "https"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_public_url_is_never_taken_from_the_request(client: FlaskClient) -> None:
    headers = {"Host": "evil.example.com", "X-Forwarded-Host": "evil.example.com"}
    assert "evil" not in client.get("/", headers=headers).text
    answer = look_up(client, headers=headers)
    assert answer.location.startswith("/order/")
    assert "evil" not in client.get(answer.location, headers=headers).text


def test_only_the_form_is_indexed(client: FlaskClient) -> None:
    assert client.get("/").headers["X-Robots-Tag"] == "all"
    assert client.get(address_of(client, "#1001")).headers["X-Robots-Tag"] == "noindex"
    assert client.get("/nowhere").headers["X-Robots-Tag"] == "noindex"


def test_the_merchants_logo_may_be_shown(make_app: Callable[..., Flask]) -> None:
    policy = content_security_policy((), "https://cdn.example.com:8443/logo.svg?v=1")
    assert "img-src 'self' data: https://cdn.shopify.com https://cdn.example.com:8443;" in policy
    client = make_app(BRAND_LOGO_URL="https://cdn.example.com/logo.svg").test_client()
    assert "https://cdn.example.com;" in client.options("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/widget", "/widget/order/forged", "/widget/order/forged/live"])
def test_only_embed_origins_may_frame_the_widget(make_app: Callable[..., Flask], path: str) -> None:
    client = make_app(EMBED_ORIGINS="https://a.example.com https://B.example.com").test_client()
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://a.example.com https://b.example.com")
    assert "example.com" not in client.get("/").headers["Content-Security-Policy"]


def test_only_the_preview_may_frame_its_pages_and_nothing_else_of_the_site(make_app: Callable[..., Flask]) -> None:
    client = make_app(**SHOP, EMBED_ORIGINS="https://a.example.com").test_client()
    framed = {
        path: _ancestors(client, path)
        for path in ("/preview?key=k", "/preview/delayed?key=k", "/preview", "/preview/delayed", "/preview/x?key=k")
    }
    assert framed == {
        "/preview?key=k": "'self'",
        "/preview/delayed?key=k": "'self'",
        "/preview": "'none'",  # without the key there is no such page
        "/preview/delayed": "'none'",
        "/preview/x?key=k": "'none'",
    }
    others = ("/", "/order/forged", "/embed-check", "/nowhere", "/healthz", "/o/1", "/order/forged/pay")
    assert {_ancestors(client, path) for path in others} == {"'none'"}
    assert "frame-src" not in client.get("/preview/delayed?key=k").headers["Content-Security-Policy"]


def _ancestors(client: FlaskClient, path: str) -> str:
    return client.get(path).headers["Content-Security-Policy"].rpartition("frame-ancestors ")[2]


def test_files_for_the_shops_pages_are_cross_origin(client: FlaskClient) -> None:
    for path in ("/embed.js", "/static/site.js"):
        assert client.get(path).headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/widget").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_embed_script_and_nothing_else_is_loaded_as_a_module_of_another_origin(client: FlaskClient) -> None:
    assert client.get("/embed.js").headers["Access-Control-Allow-Origin"] == "*"
    for path in ("/", "/widget", "/static/site.js", "/embed-check"):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


def test_https_public_url_sends_hsts_behind_an_untrusted_proxy(
    make_app: Callable[..., Flask],
) -> None:
    answer = make_app(PUBLIC_URL="https://track.example.com").test_client().get("/")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_refusals_of_the_server_have_the_headers_of_errors(client: FlaskClient, make_app: Callable[..., Flask]) -> None:
    refused, mistaken = refusal_headers(Settings.from_environ({})), client.get("/nowhere").headers
    policies = [headers.pop("Content-Security-Policy") for headers in (refused, mistaken)]
    assert refused == {name: mistaken[name] for name in refused}
    assert policies[0] == re.sub(" 'sha256-[^']+'", "", policies[1]), "they have no page, so no style"
    assert set(refused) >= {"X-Content-Type-Options", "Referrer-Policy", "Cache-Control"}
    at_https = {"PUBLIC_URL": "https://track.example.com"}
    secured = make_app(**at_https).test_client().get("/nowhere").headers["Strict-Transport-Security"]
    assert refusal_headers(Settings.from_environ(at_https))["Strict-Transport-Security"] == secured
