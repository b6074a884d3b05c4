import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from io import FileIO
from pathlib import Path
from threading import Event
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from werkzeug.test import create_environ, run_wsgi_app

from tests.fakes import Clock, ManualExecutor, RedisServer, Shopify
from tests.running.prometheus_samples import sample_of
from tests.sampling import each_row
from tests.web.conftest import address_of, look_up
from tracking import create_app
from tracking.orders import BackgroundExecutor
from tracking.running.log_queue import NonBlockingHandler
from tracking.running.logs import JsonFormatter
from tracking.services import services
from tracking.settings import Settings
from tracking.web.middleware.request_log import RECORD, AccessLogFilter, RequestLog, anonymized_network

CANARY, PHONE = "canary.bird@example.com", "+46701234567"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.name == "tracking.visits"]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """The log as JSON lines."""
    file = FileIO(tmp_path / "log", "w")
    handler = NonBlockingHandler(file)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def written() -> str:
        handler.flush()
        return (tmp_path / "log").read_text()

    yield written
    root.removeHandler(handler)
    root.setLevel(level)
    handler.flush()
    file.close()


def entries_of(log: Callable[[], str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in log().splitlines()]


def test_request_is_one_line_with_a_pseudonym_and_a_network(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = make_app(TRUSTED_PROXIES="1")
    client = app.test_client()
    client.get(look_up(client, headers={"X-Forwarded-For": "203.0.113.77"}).location)
    find, order = lines(caplog)
    assert find.startswith("POST page.find 303 ")
    assert find.endswith("from=203.0.113.0/24")
    assert order.startswith("GET page.order 200 ")
    assert order.partition("order=")[2][:16] == find.partition("order=")[2][:16]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_is_logged_only_when_it_fails(
    client: FlaskClient, shopify: Shopify, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.INFO)
    client.get(path)
    assert lines(caplog) == []
    shopify.is_down = True
    client.post(path)
    assert lines(caplog)[0].startswith("POST - 405")


def test_each_request_has_its_own_id(client: FlaskClient) -> None:
    first, second = (client.get(path).headers["X-Request-Id"] for path in ("/", "/nowhere"))
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first != second


def test_all_lines_of_a_request_have_its_id(make_app: Callable[..., Flask], log: Callable[[], str]) -> None:
    client = make_app().test_client()
    response = look_up(client)
    entries = entries_of(log)
    assert {entry["request"] for entry in entries} == {response.headers["X-Request-Id"]}
    assert {entry["logger"] for entry in entries} == {"tracking.shopify.call_log", "tracking.visits"}
    assert (entries[-1]["endpoint"], entries[-1]["status"]) == ("page.find", 303)


def test_background_task_has_the_id_of_the_request_that_submitted_it(
    shopify: Shopify, clock: Clock, log: Callable[[], str]
) -> None:
    background = BackgroundExecutor(1)
    client = create_app(
        Settings.from_environ({}), clock=clock, monotonic=clock.monotonic, transport=shopify, background=background
    ).test_client()
    address = address_of(client, "#1001")
    clock.advance(seconds=45)
    before = len(entries_of(log))
    request_id = client.get(address).headers["X-Request-Id"]
    done = Event()
    background.submit("after it", done.set)
    assert done.wait(60)
    later = entries_of(log)[before:]
    assert {entry["logger"] for entry in later} == {"tracking.visits", "tracking.shopify.call_log"}
    assert {entry["request"] for entry in later} == {request_id}


@pytest.mark.parametrize("given", ["7f3c2a10b4d94e61", "0189f7ea-ae2c-7809-8aeb-b819cf5e9e7f", "A" * 64])
def test_id_of_a_trusted_proxy_is_used(make_app: Callable[..., Flask], given: str) -> None:
    headers = {"X-Request-Id": given}
    assert make_app(TRUSTED_PROXIES="1").test_client().get("/", headers=headers).headers["X-Request-Id"] == given
    assert make_app().test_client().get("/", headers=headers).headers["X-Request-Id"] != given


@pytest.mark.parametrize("given", ["", "short", "A" * 65, CANARY, "12345678\u00e9", "<script>alert", "1234 5678"])
def test_malformed_id_of_a_trusted_proxy_is_replaced(make_app: Callable[..., Flask], given: str) -> None:
    response = make_app(TRUSTED_PROXIES="1").test_client().get("/", headers={"X-Request-Id": given})
    assert re.fullmatch("[0-9a-f]{16}", response.headers["X-Request-Id"])


def request_log(app: Flask, endpoint: str | None, status: str = "200 OK") -> RequestLog:
    """Around an application that responds with an order."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[RECORD].endpoint, environ[RECORD].order_id = endpoint, "1"
        start_response(status, [("X-Y", "z")])
        return [b"body"]

    with app.app_context():
        return RequestLog(application, services().metrics, services().pseudonyms, trusts_proxy=False)


def test_request_log_writes_what_the_application_filled_in(app: Flask, log: Callable[[], str]) -> None:
    with app.app_context():
        site = services()
    environ = create_environ("/order/x", method="HEAD", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    body, status, headers = run_wsgi_app(request_log(app, "page.order"), environ)
    assert (b"".join(body), status, headers["X-Y"]) == (b"body", "200 OK", "z")
    (entry,) = entries_of(log)
    varying = {name: entry.pop(name) for name in ("time", "message", "ms")}
    assert str(varying["message"]).startswith("HEAD page.order 200 ")
    assert entry == {
        "level": "INFO",
        "logger": "tracking.visits",
        "request": headers["X-Request-Id"],
        "method": "HEAD",
        "endpoint": "page.order",
        "status": 200,
        "order": site.pseudonyms.pseudonymize("order", "1"),
        "network": "203.0.113.0/24",
    }
    assert sample_of(site.metrics, "requests_total", endpoint="page.order", method="HEAD", status="200") == 1


@pytest.mark.parametrize(
    ("path", "is_sent"), [("/", True), ("/proxy", False), ("/proxy/order/x", False), ("/proxyx", True)]
)
def test_id_is_not_sent_to_shopifys_proxy(app: Flask, path: str, *, is_sent: bool) -> None:
    _, _, headers = run_wsgi_app(request_log(app, "proxy.order"), create_environ(path))
    assert ("X-Request-Id" in headers) is is_sent


def test_request_whose_application_raises_is_logged_as_an_error(errors_app: Flask, log: Callable[[], str]) -> None:
    errors_app.config["PROPAGATE_EXCEPTIONS"] = True
    with pytest.raises(ZeroDivisionError):
        errors_app.test_client().get("/broken")
    (entry,) = [entry for entry in entries_of(log) if entry["logger"] == "tracking.visits"]
    assert (entry["status"], entry["method"]) == (500, "GET")


def test_exception_is_one_line_with_its_traceback(errors_app: Flask, log: Callable[[], str]) -> None:
    def broken(token: str) -> str:
        raise ValueError(f"{CANARY} opened {len(token)}")

    errors_app.add_url_rule("/order/<token>/broken", endpoint="broken_order", view_func=broken)
    response = errors_app.test_client().get("/order/token-canary/broken")
    error, line = entries_of(log)
    assert (error["level"], error["message"]) == ("ERROR", "GET broken_order failed")
    assert str(error["traceback"]).endswith("ValueError: [e-mail] opened 12")
    assert error["request"] == line["request"] == response.headers["X-Request-Id"]
    assert "canary" not in log()


def test_logs_metrics_and_headers_hold_no_personal_data(
    make_app: Callable[..., Flask], shopify: Shopify, clock: Clock, background: ManualExecutor, log: Callable[[], str]
) -> None:
    def broken() -> str:
        raise ValueError(CANARY)

    shopify.change(orders=[{**shopify.order("#1001"), "email": CANARY, "phone": PHONE}])
    app = make_app(METRICS_TOKEN="figures", TRUSTED_PROXIES="1", PREVIEW_KEY="preview-canary", LINK_KEY="mail")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    app.add_url_rule("/broken", view_func=broken)
    client = app.test_client()
    found = look_up(client, email=CANARY)
    link = found.location
    token = link.rpartition("/")[2]
    responses = [
        client.get(link),
        client.get(f"{link}/live"),
        client.get(f"/widget/order/{token}"),
        client.get(link, headers={"Accept": "application/json"}),
        look_up(client, "1001", f"x{CANARY}"),
        look_up(client, "1001", PHONE),
        look_up(client, CANARY, CANARY),
        client.get(f"/?order=1&email={CANARY}"),
        client.get(f"/{CANARY}", headers={"X-Request-Id": CANARY, "Referer": f"https://x.example.com/{token}"}),
        client.get(f"/order/{token}x"),
        client.get("/o/1?s=preview-canary"),
        client.get("/broken"),
        client.open("/", method=f"X{token}"),
    ]
    clock.advance(minutes=2)
    shopify.is_down = True
    responses += [client.get(link), look_up(client, email=CANARY)]
    background.run()
    figures = client.get("/metrics", headers={"Authorization": "Bearer figures"})
    assert {500, 200, 404, 422, 503} <= {response.status_code for response in responses}
    assert figures.status_code == 200
    written = "".join([log(), figures.text, *(str(response.headers) for response in [*responses, figures])])
    for secret in (CANARY, "canary", PHONE, PHONE[1:], token):
        assert secret not in written, secret


def test_email_address_is_in_no_response_but_the_form_it_was_typed_into_and_in_no_log_or_cache(
    make_app: Callable[..., Flask], shopify: Shopify, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shopify.change(orders=[{**shopify.order("#1001"), "email": CANARY, "phone": PHONE}])
    app = make_app(REDIS_URL=redis_server.url)
    client = app.test_client()
    found = look_up(client, email=CANARY)
    responses = [
        found,
        client.get(found.location),
        client.get(f"{found.location}/live"),
        client.get(found.location, headers={"Accept": "application/json"}),
        client.get(f"/?order=1&email={CANARY}"),
        client.get("/order/forged", headers={"Referer": f"https://x.example.com/?email={CANARY}"}),
    ]
    forms = [look_up(client, "99999", CANARY), look_up(client, "1001", f"x{CANARY}")]
    shopify.is_down = True
    forms.append(look_up(client, email=CANARY))
    shopify.is_down = False
    for form in forms:
        assert form.text.count(CANARY) == 1, "only the value of its field, for the person who typed it"
        assert CANARY not in str(form.headers)
    for response in responses:
        assert CANARY not in f"{response.headers}{response.text}", response.status
        assert PHONE not in response.text
    assert CANARY not in caplog.text
    redis = Redis.from_url(redis_server.url)
    rows = [redis.get(key) for key in redis.keys("*:order:*") if isinstance(key, bytes)]
    assert rows
    assert "canary" not in f"{redis.keys()}{rows}"
    redis.close()
    with app.app_context():
        site = services()
        assert site.redis
        site.redis.close()


def test_link_that_opens_an_order_is_in_no_log(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = make_app(LINK_KEY="mail").test_client()
    link = look_up(client).location
    client.get(link)
    client.get("/o/123?s=signature-canary")
    assert link.rpartition("/")[2] not in caplog.text
    assert "signature-canary" not in caplog.text


@each_row(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        (None, "-"),
        ("", "-"),
        ("unix:", "-"),
    ],
)
def test_anonymized_network(address: str | None, network: str) -> None:
    assert anonymized_network(address) == network


@pytest.mark.parametrize(
    ("line", "stays"),
    [("127.0.0.1 - - [22/Nov/2026 14:05:00] %s", False), (" * Running on http://127.0.0.1:5000", True)],
)
def test_line_of_werkzeugs_server_is_dropped(line: str, *, stays: bool) -> None:
    record = logging.LogRecord("werkzeug", logging.INFO, "", 0, line, (), None)
    assert AccessLogFilter().filter(record) is stays
