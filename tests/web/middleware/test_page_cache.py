import logging
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from threading import Event

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.app_proxy import SECRET, SHOP, signed_query
from tests.call_counts import threads_in
from tests.fakes import Clock, ManualExecutor, RedisServer, Shopify
from tests.response_rules import text_of
from tests.sampling import spread
from tests.web.conftest import address_of, steady_headers, token_of
from tracking.notices.choices import CustomerChoices
from tracking.notices.codes import NoticeLevel
from tracking.orders import CallExecutor
from tracking.services import services
from tracking.shopify.resilience import Deadline
from tracking.web.middleware import wrap

JSON = {"Accept": "application/json"}
GZIP = {"Accept-Encoding": "gzip"}
ORDER = "#1001"
CROWD = 30


class FlaskCalls:
    """Counts the requests that reach Flask, and calls ``meanwhile`` while one is rendered."""

    def __init__(self, app: Flask) -> None:
        self.count = 0
        self.meanwhile: Callable[[], object] = lambda: None
        app.before_request(self._before)
        app.after_request(self._after)

    def _before(self) -> None:
        self.count += 1

    def _after(self, response: Response) -> Response:
        self.meanwhile()
        return response


@pytest.fixture
def calls(app: Flask) -> FlaskCalls:
    return FlaskCalls(app)


@pytest.fixture
def address(client: FlaskClient, calls: FlaskCalls) -> str:
    """The page of an order that is known, and whose page has not been rendered."""
    found = address_of(client, ORDER)
    calls.count = 0
    return found


def outdate(app: Flask, order_id: str) -> None:
    """As a webhook does."""
    with app.app_context():
        services().orders.invalidate(order_id)


@pytest.mark.parametrize(
    ("surface", "ending", "accept"),
    spread(3, product(["", "/widget"], ["", "/live"], ["text/html", "application/json"])),
)
def test_page_is_rendered_once_and_then_served_from_the_cache(
    client: FlaskClient, address: str, calls: FlaskCalls, surface: str, ending: str, accept: str
) -> None:
    path, headers = f"{surface}{address}{ending}", {"Accept": accept}
    first = client.get(path, headers=headers)
    second = client.get(path, headers=headers)
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    assert steady_headers(first) == steady_headers(second)
    compressed = client.get(path, headers=headers | GZIP)
    assert text_of(compressed) == first.text
    assert len(compressed.data) < len(first.data)
    head = client.head(path, headers=headers)
    assert (head.data, steady_headers(head)) == (b"", steady_headers(first))
    unchanged = client.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert calls.count == 1


def test_first_response_is_compressed_and_conditional(client: FlaskClient, address: str, clock: Clock) -> None:
    first = client.get(address, headers=GZIP)
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    clock.advance(minutes=2)
    again = client.get(address, headers=GZIP | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200, "its age has changed"
    clock.advance(seconds=20)
    assert client.get(address, headers=GZIP | {"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_head_renders_the_page_whose_headers_it_has(client: FlaskClient, address: str, calls: FlaskCalls) -> None:
    head = client.head(address, headers=GZIP)
    assert (head.status_code, head.data) == (200, b"")
    assert steady_headers(head) == steady_headers(client.get(address, headers=GZIP))
    assert {"ETag", "Vary", "Content-Length"} <= set(head.headers.keys())
    assert calls.count == 1
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
def test_different_request_is_another_page(
    client: FlaskClient, address: str, calls: FlaskCalls, other: str, headers: dict[str, str]
) -> None:
    client.get(address)
    client.get(address + other, headers=headers)
    assert calls.count == 2


def test_only_the_same_path_and_method_is_served_from_the_cache(
    client: FlaskClient, address: str, calls: FlaskCalls
) -> None:
    client.get(address)
    for path in (f"/{address}", address.replace("/order/", "/order//"), f"{address}/", address.upper()):
        assert client.get(path).status_code == 404
    assert client.post(address).status_code == 405
    assert calls.count == 6


def test_https_request_gets_a_page_of_its_own(make_app: Callable[..., Flask]) -> None:
    client = make_app(TRUSTED_PROXIES="1").test_client()
    address = address_of(client, ORDER)
    assert "Strict-Transport-Security" not in client.get(address).headers
    for _ in range(2):
        secure = client.get(address, headers={"X-Forwarded-Proto": "https"})
        assert "Strict-Transport-Security" in secure.headers
    assert "Strict-Transport-Security" not in client.get(address).headers


def test_page_that_is_not_fresh_is_served_while_the_order_is_refreshed(
    client: FlaskClient, address: str, calls: FlaskCalls, clock: Clock, shopify: Shopify, background: ManualExecutor
) -> None:
    client.get(address)
    background.run()  # the usual times
    clock.advance(seconds=29)
    client.get(address)
    assert not background.waiting
    clock.advance(seconds=20)
    shopify.cancel(ORDER)
    for _ in range(3):
        assert "On its way" in client.get(address).text
    assert calls.count == 1
    assert background.run() == 1
    assert "was canceled" in client.get(address).text
    assert calls.count == 2


def test_expired_page_is_not_served(
    client: FlaskClient, address: str, calls: FlaskCalls, clock: Clock, shopify: Shopify
) -> None:
    client.get(address)
    shopify.cancel(ORDER)
    clock.advance(seconds=60)
    assert "was canceled" in client.get(address).text
    assert calls.count == 2


def test_change_shows_at_once(
    app: Flask, client: FlaskClient, address: str, shopify: Shopify, clock: Clock, background: ManualExecutor
) -> None:
    client.get(address)
    clock.advance(seconds=1)
    shopify.cancel(ORDER)
    outdate(app, shopify.id_of(ORDER))
    assert "was canceled" in client.get(address).text
    background.run()
    assert "was canceled" in client.get(address).text


def test_change_during_rendering_shows_in_the_next_response(
    app: Flask, client: FlaskClient, address: str, calls: FlaskCalls, shopify: Shopify, clock: Clock
) -> None:
    def change() -> None:
        calls.meanwhile = lambda: None
        clock.advance(seconds=1)
        shopify.cancel(ORDER)
        outdate(app, shopify.id_of(ORDER))

    calls.meanwhile = change
    assert "On its way" in client.get(address).text
    assert "was canceled" in client.get(address).text


def test_choice_that_is_made_while_a_page_waits_for_shopify_is_on_the_page_that_stays(
    make_app: Callable[..., Flask], shopify: Shopify, clock: Clock
) -> None:
    queue, begun = CallExecutor(1, 1), Event()
    app = make_app(calls=queue)
    order_id = shopify.id_of(ORDER)
    path = f"/order/{token_of(app, order_id)}"
    with app.app_context():
        services().choices.choose(order_id, NoticeLevel.ALL)
    with ThreadPoolExecutor(2) as threads:
        threads.submit(queue.run, "another order", lambda _: begun.wait(60), Deadline.after(60, clock.monotonic))
        page = threads.submit(app.test_client().get, path)
        while not queue.is_full:
            assert not page.done()
        with app.app_context():
            services().choices.choose(order_id, NoticeLevel.NONE)
        outdate(app, order_id)
        begun.set()
        assert page.result().status_code == 200
    assert "Write to me if something changes" in app.test_client().get(path).text


def test_choice_that_is_made_after_a_page_has_read_them_is_on_the_page_that_stays(
    make_app: Callable[..., Flask], shopify: Shopify
) -> None:
    app = make_app()
    order_id = shopify.id_of(ORDER)
    path = f"/order/{token_of(app, order_id)}"
    with app.app_context():
        services().choices.choose(order_id, NoticeLevel.ALL)
    shopify.arrived.clear()
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as threads:
        page = threads.submit(app.test_client().get, path)
        assert shopify.arrived.wait(60)
        with app.app_context():
            services().choices.of(order_id)  # begins after the page's own read
            while threads_in(CustomerChoices._read):  # noqa: SLF001 - that the page has read them cannot be seen
                pass
            services().choices.choose(order_id, NoticeLevel.NONE)
        outdate(app, order_id)
        shopify.gate.set()
        assert page.result().status_code == 200
    assert "Write to me if something changes" in app.test_client().get(path).text


def test_erased_order_is_not_served_from_the_cache(
    app: Flask, client: FlaskClient, address: str, shopify: Shopify
) -> None:
    client.get(address)
    with app.app_context():
        services().orders.erase_all()
    shopify.is_down = True
    assert client.get(address).status_code == 503


def test_page_is_served_until_its_link_expires(client: FlaskClient, address: str, clock: Clock) -> None:
    clock.advance(days=30, seconds=-5)
    assert client.get(address).status_code == 200
    clock.advance(seconds=4)
    assert client.get(address).status_code == 200
    clock.advance(seconds=1)
    assert client.get(address).status_code == 410


def test_page_expires_at_midnight(client: FlaskClient, address: str, calls: FlaskCalls, clock: Clock) -> None:
    client.get(address)
    before_midnight = clock.now.replace(hour=23, minute=59, second=50)  # where the order goes, too
    clock.advance(seconds=(before_midnight - clock.now).total_seconds())
    assert "Last checked: Today, 23:59" in client.get(address).text
    clock.advance(seconds=9)
    client.get(address)
    assert calls.count == 2
    clock.advance(seconds=1)
    assert "Last checked: Yesterday, 23:59" in client.get(address).text
    assert calls.count == 3


def test_stale_page_is_cached_for_a_moment(
    client: FlaskClient, address: str, calls: FlaskCalls, clock: Clock, shopify: Shopify
) -> None:
    clock.advance(minutes=10)
    shopify.is_down = True
    for _ in range(5):
        assert client.get(address, headers=JSON).get_json()["stale"] is True
    assert calls.count == 1
    shopify.is_down = False
    clock.advance(seconds=60)
    assert client.get(address, headers=JSON).get_json()["stale"] is False


def test_cached_page_needs_neither_shopify_nor_redis(
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


def test_only_pages_of_orders_are_cached(make_app: Callable[..., Flask], clock: Clock) -> None:
    app = make_app(SHOPIFY_SHOP=SHOP, SHOPIFY_CLIENT_ID="id", SHOPIFY_CLIENT_SECRET=SECRET, SECRET_KEY="k" * 32)
    calls, client = FlaskCalls(app), app.test_client()
    token = token_of(app, "5902720525908")
    for path in (
        "/",
        "/order/forged",
        "/nowhere",
        f"/proxy/order/{token}?{signed_query(clock().timestamp())}",
    ):
        calls.count = 0
        first, second = client.get(path), client.get(path)
        assert first.status_code == second.status_code
        assert calls.count == 2, path


def test_preview_is_not_cached(client: FlaskClient, calls: FlaskCalls) -> None:
    assert client.get("/preview/delivered").status_code == client.get("/preview/delivered").status_code == 200
    assert calls.count == 2


def test_cached_responses_are_logged_once_with_an_id_each(
    app: Flask, client: FlaskClient, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "tracking.visits")
    first = client.get(address)
    responses = [
        first,
        client.get(address),
        client.get(address, headers={"If-None-Match": first.headers["ETag"]}),
        client.head(f"{address}/live"),
    ]
    assert len({response.headers["X-Request-Id"] for response in responses}) == 4
    assert all(len(response.headers.getlist("X-Request-Id")) == 1 for response in responses)
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


@contextmanager
def crowd(app: Flask, path: str, shopify: Shopify) -> Iterator[list[Future[TestResponse]]]:
    """Many requests for one page at once; Shopify responds when the block is left, which waits for the responses."""
    shopify.gate.clear()
    with ThreadPoolExecutor(CROWD) as pool:
        requests = [pool.submit(app.test_client().get, path) for _ in range(CROWD)]
        while _running(app) < CROWD:
            assert not any(each.done() for each in requests)
        yield requests
        shopify.gate.set()


def _running(app: Flask) -> float:
    with app.app_context():
        figures = services().metrics.exposition()[0].decode()
    found = re.search(r"^whereabouts_inside ([\d.]+)$", figures, re.MULTILINE)
    assert found
    return float(found[1])


def test_crowd_has_one_page_rendered(app: Flask, shopify: Shopify, calls: FlaskCalls) -> None:
    with crowd(app, f"/order/{token_of(app, shopify.id_of(ORDER))}", shopify) as requests:
        pass
    responses = [each.result() for each in requests]
    assert {(response.status_code, response.data) for response in responses} == {(200, responses[0].data)}
    assert len({response.headers["X-Request-Id"] for response in responses}) == CROWD
    assert calls.count == 1


def test_crowd_shares_the_busy_page_of_an_outage(
    app: Flask, shopify: Shopify, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "tracking.visits")
    with crowd(app, f"/order/{token_of(app, shopify.id_of(ORDER))}", shopify) as requests:
        shopify.is_down = True
    responses = [each.result() for each in requests]
    assert {(response.status_code, response.data) for response in responses} == {(503, responses[0].data)}
    assert all(int(response.headers["Retry-After"]) >= 1 for response in responses)
    assert len({response.headers["X-Request-Id"] for response in responses}) == CROWD
    lines = [record.args for record in caplog.records if isinstance(record.args, Mapping)]
    assert [(line["endpoint"], line["status"]) for line in lines] == [("page.order", 503)] * CROWD
    assert len({line["order"] for line in lines} - {"-"}) == 1


def test_request_of_a_crowd_is_refused_after_the_timeout(app: Flask, shopify: Shopify, calls: FlaskCalls) -> None:
    vars(app).pop("wsgi_app")
    with app.app_context():
        app.wsgi_app = wrap(app, services(), timeout=0.01)  # type: ignore[method-assign] # as Flask documents it
    path = f"/order/{token_of(app, shopify.id_of(ORDER))}"
    shopify.gate.clear()
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(app.test_client().get, path)
        assert shopify.arrived.wait(60)
        response = app.test_client().get(path)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        shopify.gate.set()
        assert first.result().status_code == 200
    assert calls.count == 1


def test_change_during_rendering_shows_to_the_rest_of_the_crowd(
    app: Flask, shopify: Shopify, clock: Clock, calls: FlaskCalls
) -> None:
    order_id = shopify.id_of(ORDER)

    def change() -> None:
        calls.meanwhile = lambda: None
        clock.advance(seconds=1)
        shopify.cancel(ORDER)
        outdate(app, order_id)
        clock.advance(seconds=1)

    calls.meanwhile = change
    with crowd(app, f"/order/{token_of(app, order_id)}", shopify) as requests:
        pass
    assert sorted("was canceled" in each.result().text for each in requests) == [False] + [True] * (CROWD - 1)


def test_missing_order_is_answered_for_each_request_of_a_crowd(app: Flask, shopify: Shopify, calls: FlaskCalls) -> None:
    with crowd(app, f"/order/{token_of(app, '1')}", shopify) as requests:
        pass
    assert {each.result().status_code for each in requests} == {404}
    assert calls.count == CROWD
