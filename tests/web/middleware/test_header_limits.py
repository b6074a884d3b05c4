from collections.abc import Callable, Iterable
from itertools import product
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from tests.call_counts import calls_in
from tests.sampling import each_row
from tests.web.conftest import opened
from tracking.web.middleware.header_limits import MAX_HEADER, MAX_HOPS, MAX_PATH, HeaderLimits

LONG = 8 * 1024

# Header parsers split at one of these.
UNITS = ["a,", "text/html;q=0.1,", "en;q=0.5,", "a;b=c;", "a=b; ", '"x",', "198.51.100.1, ", "0-1,", "x"]
HEADERS = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Cache-Control",
    "Content-Type",
    "Cookie",
    "Forwarded",
    "Host",
    "If-Modified-Since",
    "If-None-Match",
    "Range",
    "Referer",
    "User-Agent",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Request-Id",
]


def long(unit: str, length: int = LONG) -> str:
    return unit * (length // len(unit))


def passed_on(**environ: str) -> WSGIEnvironment:
    """The environ that the application receives."""
    seen: list[WSGIEnvironment] = []

    def application(environ: WSGIEnvironment, _: StartResponse) -> Iterable[bytes]:
        seen.append(environ)
        return []

    HeaderLimits(application)({**create_environ("/"), **environ}, ignore)
    return seen[0]


def ignore(*_: object) -> Callable[[bytes], object]:
    """The start_response of a server that sends nothing."""
    return len


def name_of(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name == "CONTENT_TYPE" else f"HTTP_{name}"


def cost(app: Flask, environ: WSGIEnvironment) -> int:
    """Calls of functions that a response takes."""
    return calls_in(lambda: b"".join(app.wsgi_app(dict(environ), ignore)))


@pytest.mark.parametrize("path", [pytest.param("/", marks=pytest.mark.audit), "/embed.js", "/nothing-here"])
def test_long_header_costs_little_more_than_none(make_app: Callable[..., Flask], path: str) -> None:
    app = make_app(TRUSTED_PROXIES="1")
    plain = cost(app, create_environ(path))
    for header, unit in product(HEADERS, UNITS):
        assert cost(app, create_environ(path) | {name_of(header): long(unit)}) < 3 * plain, (header, unit)


@pytest.mark.parametrize("unit", ["a=&", "&", "lang=sv&", "%41"])
def test_long_query_costs_little_more_than_none(app: Flask, unit: str) -> None:
    plain = cost(app, create_environ("/"))
    assert cost(app, create_environ("/") | {"QUERY_STRING": long(unit)}) < 3 * plain


@each_row("unit", ["x", "x//", "/.", "order/", "é", "%25", "static/"])
def test_a_long_path_is_not_found_and_costs_little_more_than_a_short_one(app: Flask, unit: str) -> None:
    def environ(length: int) -> WSGIEnvironment:
        return create_environ("/") | {"PATH_INFO": f"/{long(unit, length)}"}

    plain = cost(app, environ(20))
    assert cost(app, environ(30_000)) < 3 * plain
    assert run_wsgi_app(app.wsgi_app, environ(30_000))[1][:3] in {"404", "308"}
    assert len(passed_on(PATH_INFO=environ(30_000)["PATH_INFO"])["PATH_INFO"]) == MAX_PATH


@each_row("header", HEADERS)
def test_long_header_is_removed(header: str) -> None:
    assert passed_on(**{name_of(header): long("x")}).get(name_of(header), "") == ""


def test_header_of_the_usual_length_stays() -> None:
    accept = long("a,", MAX_HEADER)
    assert passed_on(HTTP_ACCEPT=accept)["HTTP_ACCEPT"] == accept


def test_long_cookie_of_another_site_of_the_domain_is_no_error(client: FlaskClient) -> None:
    assert client.get("/", headers={"Cookie": long("a=b; ")}).status_code == 200


def test_long_list_of_hops_keeps_the_trusted_ones() -> None:
    hops = passed_on(HTTP_X_FORWARDED_FOR=f"{long('198.51.100.1, ')}203.0.113.7, 203.0.113.8")["HTTP_X_FORWARDED_FOR"]
    assert len(hops) <= MAX_HOPS
    assert {hop.strip() for hop in hops.split(",")} == {"198.51.100.1", "203.0.113.7", "203.0.113.8"}


def test_rate_limit_counts_by_address_behind_an_invented_list_of_hops(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app(TRUSTED_PROXIES="1").test_client()

    def status(address: str) -> int:
        headers = {"X-Forwarded-For": f"{long('198.51.100.1, ')}{address}"}
        return client.post("/", data={"order": "1"}, headers=headers).status_code

    assert [status("203.0.113.7") for _ in range(11)] == [422] * 10 + [429]
    assert status("203.0.113.8") == 422


def test_long_accept_header_gets_the_page(client: FlaskClient) -> None:
    assert client.get(opened(client), headers={"Accept": long("application/json,")}).mimetype == "text/html"


@each_row(
    "host",
    ["", "x" * 64, "a..b", ".a", "..", "a b", "ä.example.com", "[::1", "a:b", "a,b", "http://a", "x" * 300, "a\x00"],
)
def test_invalid_host_is_removed(app: Flask, host: str) -> None:
    assert "HTTP_HOST" not in passed_on(HTTP_HOST=host)
    assert run_wsgi_app(app.wsgi_app, create_environ("/") | {"HTTP_HOST": host})[1] == "200 OK"


@each_row("host", ["localhost", "localhost:5000", "track.example.com", "[::1]:5000", "a_b.example.", "127.0.0.1"])
def test_valid_host_stays(host: str) -> None:
    assert passed_on(HTTP_HOST=host)["HTTP_HOST"] == host
