"""What is answered at the door, what comes in, and what does not."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse, create_environ, run_wsgi_app

from tests.house_rules import text_of
from tests.parts import ByHand, Clock, RedisServer, Shopify
from tests.relaying import SECRET, SHOP, signed_query
from tests.web.conftest import address_of, steady_headers, token_of
from tracking.running.limits import MAX_REQUESTS
from tracking.services import services
from tracking.web.middleware.edge import EdgeMiddleware
from tracking.web.middleware.request_log import RequestLog

JSON = {"Accept": "application/json"}
ZIPPED = {"Accept-Encoding": "gzip"}
ORDER = "#1001"


class Inside:
    """Counts how often Flask is entered, and does something while an answer is made."""

    def __init__(self, app: Flask) -> None:
        self.entered = 0
        self.meanwhile: Callable[[], object] = lambda: None
        app.before_request(self._enter)
        app.after_request(self._leave)

    def _enter(self) -> None:
        self.entered += 1

    def _leave(self, response: Response) -> Response:
        self.meanwhile()
        return response


@pytest.fixture
def inside(app: Flask) -> Inside:
    return Inside(app)


@pytest.fixture
def address(client: FlaskClient, inside: Inside) -> str:
    """An order's page that nobody has opened yet."""
    found = address_of(client, ORDER)
    inside.entered = 0
    return found


def outdate(app: Flask, order_id: str) -> None:
    """As a webhook does."""
    with app.app_context():
        services().lookup.outdate(order_id)


@pytest.mark.parametrize("surface", ["", "/widget"])
@pytest.mark.parametrize("ending", ["", "/live"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_page_is_made_once_and_then_given_at_the_door(
    client: FlaskClient, address: str, inside: Inside, surface: str, ending: str, accept: str
) -> None:
    path, headers = f"{surface}{address}{ending}", {"Accept": accept}
    first = client.get(path, headers=headers)
    second = client.get(path, headers=headers)
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    assert steady_headers(first) == steady_headers(second)
    zipped = client.get(path, headers=headers | ZIPPED)
    assert text_of(zipped) == first.text
    assert len(zipped.data) < len(first.data)
    head = client.head(path, headers=headers)
    assert (head.data, steady_headers(head)) == (b"", steady_headers(first))
    known = client.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    assert inside.entered == 1


def test_even_the_first_answer_is_compressed_and_conditional(client: FlaskClient, address: str, clock: Clock) -> None:
    first = client.get(address, headers=ZIPPED)
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    clock.advance(minutes=2)
    again = client.get(address, headers=ZIPPED | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200, "it was checked anew"
    clock.advance(seconds=20)
    assert client.get(address, headers=ZIPPED | {"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_a_head_makes_the_page_whose_headers_it_has(client: FlaskClient, address: str, inside: Inside) -> None:
    head = client.head(address, headers=ZIPPED)
    assert (head.status_code, head.data) == (200, b"")
    assert steady_headers(head) == steady_headers(client.get(address, headers=ZIPPED))
    assert {"ETag", "Vary", "Content-Length"} <= set(head.headers.keys())
    assert inside.entered == 1
    assert client.head("/order/forged").status_code == 404
    assert client.head("/").status_code == 200


@pytest.mark.parametrize(
    ("other", "headers"),
    [
        ("?lang=sv", {}),
        ("?color=abc", {}),
        ("", {"Accept-Language": "sv"}),
        ("", {"Accept": "application/json"}),
        ("/live", {}),
    ],
)
def test_what_is_asked_otherwise_is_another_page(
    client: FlaskClient, address: str, inside: Inside, other: str, headers: dict[str, str]
) -> None:
    client.get(address)
    client.get(address + other, headers=headers)
    assert inside.entered == 2


def test_only_the_very_same_path_is_answered_at_the_door(client: FlaskClient, address: str, inside: Inside) -> None:
    client.get(address)
    for path in (f"/{address}", address.replace("/order/", "/order//"), f"{address}/", address.upper()):
        assert client.get(path).status_code == 404
    assert client.post(address).status_code == 405
    assert inside.entered == 6


def test_who_asks_over_https_gets_a_page_of_their_own(make_app: Callable[..., Flask]) -> None:
    client = make_app(TRUSTED_PROXIES="1").test_client()
    address = address_of(client, ORDER)
    assert "Strict-Transport-Security" not in client.get(address).headers
    for _ in range(2):
        secure = client.get(address, headers={"X-Forwarded-Proto": "https"})
        assert "Strict-Transport-Security" in secure.headers
    assert "Strict-Transport-Security" not in client.get(address).headers


def test_a_page_that_is_no_longer_fresh_is_given_while_the_order_is_asked_for_anew(
    client: FlaskClient, address: str, inside: Inside, clock: Clock, shopify: Shopify, background: ByHand
) -> None:
    client.get(address)
    clock.advance(seconds=29)
    client.get(address)
    assert not background.waiting
    clock.advance(seconds=20)
    shopify.cancel(ORDER)
    for _ in range(3):
        assert "On its way" in client.get(address).text
    assert inside.entered == 1
    assert background.run() == 1
    assert "ancelled" in client.get(address).text
    assert inside.entered == 2


def test_a_page_that_is_no_longer_good_is_not_given(
    client: FlaskClient, address: str, inside: Inside, clock: Clock, shopify: Shopify
) -> None:
    client.get(address)
    shopify.cancel(ORDER)
    clock.advance(seconds=60)
    assert "ancelled" in client.get(address).text
    assert inside.entered == 2


def test_a_change_shows_at_once(
    app: Flask, client: FlaskClient, address: str, shopify: Shopify, clock: Clock, background: ByHand
) -> None:
    client.get(address)
    clock.advance(seconds=1)
    shopify.cancel(ORDER)
    outdate(app, shopify.id_of(ORDER))
    assert "ancelled" in client.get(address).text
    background.run()
    assert "ancelled" in client.get(address).text


def test_a_change_while_the_page_is_made_shows_the_next_time(
    app: Flask, client: FlaskClient, address: str, inside: Inside, shopify: Shopify, clock: Clock
) -> None:
    def change() -> None:
        inside.meanwhile = lambda: None
        clock.advance(seconds=1)
        shopify.cancel(ORDER)
        outdate(app, shopify.id_of(ORDER))

    inside.meanwhile = change
    assert "On its way" in client.get(address).text
    assert "ancelled" in client.get(address).text


def test_what_is_erased_is_at_the_door_no_more(app: Flask, client: FlaskClient, address: str, shopify: Shopify) -> None:
    client.get(address)
    with app.app_context():
        services().lookup.erase_all()
    shopify.is_down = True
    assert client.get(address).status_code == 503


def test_the_door_closes_when_the_link_expires(client: FlaskClient, address: str, clock: Clock) -> None:
    clock.advance(days=30, seconds=-5)
    assert client.get(address).status_code == 200
    clock.advance(seconds=4)
    assert client.get(address).status_code == 200
    clock.advance(seconds=1)
    assert client.get(address).status_code == 410


def test_no_page_says_today_of_yesterday(client: FlaskClient, address: str, inside: Inside, clock: Clock) -> None:
    client.get(address)
    before_midnight = clock.now.replace(hour=23, minute=59, second=50)  # where the order goes, too
    clock.advance(seconds=(before_midnight - clock.now).total_seconds())
    assert "Last checked: Today, 23:59" in client.get(address).text
    clock.advance(seconds=9)
    client.get(address)
    assert inside.entered == 2
    clock.advance(seconds=1)
    assert "Last checked: Yesterday, 23:59" in client.get(address).text
    assert inside.entered == 3


def test_an_outage_is_cheap_and_ends_at_once(
    client: FlaskClient, address: str, inside: Inside, clock: Clock, shopify: Shopify
) -> None:
    clock.advance(minutes=10)
    shopify.is_down = True
    for _ in range(5):
        assert client.get(address, headers=JSON).get_json()["stale"] is True
    assert inside.entered == 1
    shopify.is_down = False
    clock.advance(seconds=60)
    assert client.get(address, headers=JSON).get_json()["stale"] is False


def test_a_page_at_the_door_needs_neither_shopify_nor_redis(
    make_app: Callable[..., Flask], shopify: Shopify, redis_server: RedisServer
) -> None:
    app = make_app(REDIS_URL=redis_server.url)
    client = app.test_client()
    address = address_of(client, ORDER)
    first = client.get(address)
    shopify.is_down = True
    redis_server.stop()
    again = client.get(address)
    assert again.data == first.data


def test_what_is_not_an_orders_own_page_is_not_kept(make_app: Callable[..., Flask], clock: Clock) -> None:
    app = make_app(SHOPIFY_SHOP=SHOP, SHOPIFY_CLIENT_ID="id", SHOPIFY_CLIENT_SECRET=SECRET, SECRET_KEY="k" * 32)
    inside, client = Inside(app), app.test_client()
    token = token_of(app, "5902720525908")
    for path in (
        "/",
        "/order/forged",
        "/nowhere",
        f"/proxy/order/{token}?{signed_query(clock().timestamp())}",
    ):
        inside.entered = 0
        first, second = client.get(path), client.get(path)
        assert first.status_code == second.status_code
        assert inside.entered == 2, path


def test_the_preview_is_not_kept(client: FlaskClient, inside: Inside) -> None:
    assert client.get("/preview/delivered").status_code == client.get("/preview/delivered").status_code == 200
    assert inside.entered == 2


def test_every_visit_is_written_down_once_and_has_its_own_id(
    app: Flask, client: FlaskClient, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "tracking.visits")
    first = client.get(address)
    answers = [
        first,
        client.get(address),
        client.get(address, headers={"If-None-Match": first.headers["ETag"]}),
        client.head(f"{address}/live"),
    ]
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 4
    assert all(len(answer.headers.getlist("X-Request-Id")) == 1 for answer in answers)
    lines = [record.args for record in caplog.records if isinstance(record.args, Mapping)]
    assert [(line["method"], line["endpoint"], line["status"]) for line in lines] == [
        ("GET", "page.order", 200),
        ("GET", "page.order", 200),
        ("GET", "page.order", 304),
        ("HEAD", "page.live", 200),
    ]
    assert len({(line["order"], line["network"]) for line in lines}) == 1
    with app.app_context():
        figures = services().metrics.exposition()[0].decode()
    assert 'whereabouts_requests_total{endpoint="page.order",method="GET",status="304"} 1.0' in figures
    assert 'whereabouts_cache_total{outcome="page"} 2.0' in figures


# What comes in


def another_door(app: Flask, *, most: int = MAX_REQUESTS, patience: float = 5.0) -> None:
    vars(app).pop("wsgi_app")  # the door it has
    with app.app_context():
        parts = services()
    visits = RequestLog(parts.metrics, parts.pseudonyms, trusts_proxy=False)
    app.wsgi_app = EdgeMiddleware(app, parts, visits, most=most, patience=patience)  # type: ignore[method-assign] # as Flask documents it


@pytest.fixture
def narrow(app: Flask) -> FlaskClient:
    """A site that takes on one request at once."""
    another_door(app, most=1)
    return app.test_client()


@pytest.fixture
def crowded(narrow: FlaskClient, shopify: Shopify) -> Iterator[FlaskClient]:
    """The same, while somebody waits for Shopify inside."""
    app = narrow.application
    address_of(narrow, ORDER)
    waits = f"/order/{token_of(app, shopify.id_of('#1002'))}"
    shopify.gate.clear()
    shopify.arrived.clear()
    with ThreadPoolExecutor(1) as thread:
        inside = thread.submit(app.test_client().get, waits)
        assert shopify.arrived.wait(10)
        yield narrow
        shopify.gate.set()
        assert inside.result(10).status_code == 200


def test_whoever_finds_no_room_is_told_at_once_when_to_come_back(crowded: FlaskClient, shopify: Shopify) -> None:
    for path in ("/", f"/order/{token_of(crowded.application, shopify.id_of(ORDER))}", "/nowhere"):
        answer = crowded.get(path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert len(answer.headers.getlist("X-Request-Id")) == 1
    assert crowded.post("/", data={"order": "1001", "email": "ada@example.com"}).status_code == 503
    head = crowded.head("/")
    assert (head.status_code, head.data) == (503, b"")


def test_there_is_room_again_when_somebody_leaves(narrow: FlaskClient) -> None:
    for _ in range(3):
        assert narrow.get("/").status_code == 200


def test_webhooks_health_and_files_come_in_all_the_same(crowded: FlaskClient) -> None:
    assert crowded.get("/healthz").status_code == 200
    assert crowded.get("/metrics").status_code == 404  # it has no token
    assert crowded.post("/webhooks/shopify", json={}).status_code == 401
    assert crowded.get("/static/site.js").status_code == 200
    assert crowded.get("/embed.js").status_code == 200


def test_known_pages_are_given_to_a_crowd(narrow: FlaskClient, shopify: Shopify) -> None:
    address = address_of(narrow, ORDER)
    first = narrow.get(address)
    shopify.gate.clear()
    shopify.arrived.clear()
    with ThreadPoolExecutor(1) as thread:
        waits = f"/order/{token_of(narrow.application, shopify.id_of('#1002'))}"
        inside = thread.submit(narrow.application.test_client().get, waits)
        assert shopify.arrived.wait(10)
        assert narrow.get("/").status_code == 503
        assert narrow.get(address).data == first.data
        shopify.gate.set()
        inside.result(10)


def test_the_figures_say_how_many_are_inside_and_how_many_were_turned_away(crowded: FlaskClient) -> None:
    crowded.get("/")
    with crowded.application.app_context():
        figures = services().metrics.exposition()[0].decode()
    assert "whereabouts_inside 1.0" in figures
    assert "whereabouts_turned_away_total 1.0" in figures
    assert 'whereabouts_requests_total{endpoint="front",method="GET",status="503"} 1.0' in figures


def test_a_mistake_inside_makes_room_too(errors_app: Flask) -> None:
    another_door(errors_app, most=1)
    for _ in range(3):
        assert errors_app.test_client().get("/broken").status_code == 500
    errors_app.config["PROPAGATE_EXCEPTIONS"] = True
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            errors_app.test_client().get("/broken")


# A crowd

CROWD = 30


@contextmanager
def crowd(app: Flask, path: str, shopify: Shopify) -> Iterator[list[Future[TestResponse]]]:
    """Many who open a page at once; Shopify answers when the block is left, and they have their answers."""
    shopify.gate.clear()
    with ThreadPoolExecutor(CROWD) as pool:
        asked = [pool.submit(app.test_client().get, path) for _ in range(CROWD)]
        while _inside(app) < CROWD:
            assert not any(each.done() for each in asked)
        yield asked
        shopify.gate.set()


def _inside(app: Flask) -> float:
    with app.app_context():
        figures = services().metrics.exposition()[0].decode()
    found = re.search(r"^whereabouts_inside ([\d.]+)$", figures, re.MULTILINE)
    assert found
    return float(found[1])


def test_a_crowd_has_one_page_made(app: Flask, shopify: Shopify, inside: Inside) -> None:
    with crowd(app, f"/order/{token_of(app, shopify.id_of(ORDER))}", shopify) as asked:
        pass
    answers = [each.result() for each in asked]
    assert {(answer.status_code, answer.data) for answer in answers} == {(200, answers[0].data)}
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == CROWD
    assert inside.entered == 1


def test_a_crowd_is_told_to_come_again(app: Flask, shopify: Shopify, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tracking.visits")
    with crowd(app, f"/order/{token_of(app, shopify.id_of(ORDER))}", shopify) as asked:
        shopify.is_down = True
    answers = [each.result() for each in asked]
    assert {(answer.status_code, answer.data) for answer in answers} == {(503, answers[0].data)}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in answers)
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == CROWD
    lines = [record.args for record in caplog.records if isinstance(record.args, Mapping)]
    assert [(line["endpoint"], line["status"]) for line in lines] == [("page.order", 503)] * CROWD
    assert len({line["order"] for line in lines} - {"-"}) == 1


def test_nobody_of_a_crowd_waits_without_end(app: Flask, shopify: Shopify, inside: Inside) -> None:
    another_door(app, patience=0.01)
    path = f"/order/{token_of(app, shopify.id_of(ORDER))}"
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(app.test_client().get, path)
        assert shopify.arrived.wait(10)
        answer = app.test_client().get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        shopify.gate.set()
        assert first.result().status_code == 200
    assert inside.entered == 1


def test_of_a_crowd_only_the_first_sees_what_changed_while_it_looked(
    app: Flask, shopify: Shopify, clock: Clock, inside: Inside
) -> None:
    order_id = shopify.id_of(ORDER)

    def change() -> None:
        inside.meanwhile = lambda: None
        clock.advance(seconds=1)
        shopify.cancel(ORDER)
        outdate(app, order_id)
        clock.advance(seconds=1)

    inside.meanwhile = change
    with crowd(app, f"/order/{token_of(app, order_id)}", shopify) as asked:
        pass
    assert sorted("ancelled" in each.result().text for each in asked) == [False] + [True] * (CROWD - 1)


def test_what_is_no_page_is_found_out_by_each_alone(app: Flask, shopify: Shopify, inside: Inside) -> None:
    with crowd(app, f"/order/{token_of(app, '1')}", shopify) as asked:
        pass
    assert {each.result().status_code for each in asked} == {404}
    assert inside.entered == CROWD


class Body:
    """An answer in pieces, some of them late."""

    def __init__(self, start: Callable[[], object], *, breaks: bool) -> None:
        self._start = start
        self._breaks = breaks
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        self._start()
        yield b"one "
        if self._breaks:
            raise ConnectionError
        yield b"two"

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("breaks", [False, True])
def test_whatever_stands_inside_is_read_to_its_end_and_closed(app: Flask, *, breaks: bool) -> None:
    bodies: list[Body] = []

    def application(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("500 NO", [])

        def start() -> None:
            start_response("200 OK", [("X-Y", "z")], (None, None, None))(b"zero ")

        bodies.append(Body(start, breaks=breaks))
        return bodies[0]

    vars(app)["wsgi_app"] = application
    with app.app_context():
        parts = services()
    front = EdgeMiddleware(app, parts, RequestLog(parts.metrics, parts.pseudonyms, trusts_proxy=False))
    if breaks:
        with pytest.raises(ConnectionError):
            run_wsgi_app(front, create_environ("/"))
    else:
        body, status, headers = run_wsgi_app(front, create_environ("/"))
        assert (b"".join(body), status, headers["X-Y"]) == (b"zero one two", "200 OK", "z")
    assert bodies[0].is_closed
