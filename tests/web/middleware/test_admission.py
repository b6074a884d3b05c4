from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from tests.fakes import Shopify
from tests.running.prometheus_samples import sample_of_text
from tests.web.conftest import address_of, token_of
from tracking.orders import CallExecutor
from tracking.running.limits import MAX_EXPORTS
from tracking.services import services
from tracking.web.middleware import wrap
from tracking.web.middleware.admission import AdmissionControl
from tracking.web.middleware.busy_page import BusyPage
from tracking.web.middleware.cached_page import RawResponse
from tracking.web.middleware.request_log import RECORD, RequestRecord

UNKNOWN = 10**12
TIMEOUT = 60.0  # seconds
ORDER = "#1001"
OK = RawResponse("200 OK", [], b"")


def metrics_of(app: Flask) -> str:
    with app.app_context():
        return services().metrics.exposition()[0].decode()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """A site with a short queue for Shopify."""
    return make_app(calls=CallExecutor(1, 1))


def test_requests_beyond_the_limit_are_refused_until_a_slot_is_free(app: Flask) -> None:
    with app.app_context():
        admission = AdmissionControl(app.wsgi_app, services(), BusyPage(app, services()), max_running=2)

    running: list[int] = []

    def nested(levels: int) -> int:
        """The status of the innermost of so many requests, each of which runs inside the one before."""
        codes: list[int] = []

        def respond(_: WSGIEnvironment) -> RawResponse:
            running.append(admission.running)
            codes.append(nested(levels - 1) if levels > 1 else 200)
            return OK

        environ = create_environ("/") | {RECORD: RequestRecord("id", None)}
        code = admission.admit(environ, respond).code
        return codes[0] if codes else code

    assert [nested(levels) for levels in (1, 2, 3, 2)] == [200, 200, 503, 200]
    assert running == [1, 1, 2, 1, 2, 1, 2]
    assert admission.running == 0


def limit(app: Flask, max_running: int) -> None:
    """Wrap the application anew."""
    vars(app).pop("wsgi_app")
    with app.app_context():
        app.wsgi_app = wrap(app, services(), max_running=max_running)  # type: ignore[method-assign] # as Flask documents it


@pytest.fixture
def narrow(app: Flask) -> FlaskClient:
    """A site with one slot."""
    limit(app, 1)
    return app.test_client()


@pytest.fixture
def full(narrow: FlaskClient, shopify: Shopify) -> Iterator[FlaskClient]:
    """The same while a request, which waits for Shopify, holds the slot."""
    app = narrow.application
    address_of(narrow, ORDER)
    waits = f"/order/{token_of(app, shopify.id_of('#1002'))}"
    shopify.gate.clear()
    shopify.arrived.clear()
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(app.test_client().get, waits)
        assert shopify.arrived.wait(TIMEOUT)
        yield narrow
        shopify.gate.set()
        assert running.result(TIMEOUT).status_code == 200


def test_refused_request_gets_the_busy_page_at_once(full: FlaskClient, shopify: Shopify) -> None:
    for path in ("/", f"/order/{token_of(full.application, shopify.id_of(ORDER))}", "/nowhere"):
        response = full.get(path)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert len(response.headers.getlist("X-Request-Id")) == 1
    assert full.post("/", data={"order": "1001", "email": "ada@example.com"}).status_code == 503
    head = full.head("/")
    assert (head.status_code, head.data) == (503, b"")


def test_slot_is_freed_after_each_response(narrow: FlaskClient) -> None:
    for _ in range(3):
        assert narrow.get("/").status_code == 200


def test_webhooks_probes_and_files_are_never_refused(full: FlaskClient) -> None:
    assert full.get("/healthz").status_code == 200
    assert full.get("/metrics").status_code == 404  # it has no token
    assert full.post("/webhooks/shopify", json={}).status_code == 401
    assert full.get("/static/site.js").status_code == 200
    assert full.get("/embed.js").status_code == 200


def test_cached_pages_are_served_while_all_slots_are_held(narrow: FlaskClient, shopify: Shopify) -> None:
    address = address_of(narrow, ORDER)
    first = narrow.get(address)
    shopify.gate.clear()
    shopify.arrived.clear()
    with ThreadPoolExecutor(1) as thread:
        waits = f"/order/{token_of(narrow.application, shopify.id_of('#1002'))}"
        running = thread.submit(narrow.application.test_client().get, waits)
        assert shopify.arrived.wait(TIMEOUT)
        assert narrow.get("/").status_code == 503
        assert narrow.get(address).data == first.data
        shopify.gate.set()
        running.result(TIMEOUT)


def test_metrics_count_running_and_refused_requests(full: FlaskClient) -> None:
    full.get("/")
    figures = metrics_of(full.application)
    assert "whereabouts_inside 1.0" in figures
    assert "whereabouts_turned_away_total 1.0" in figures
    assert 'whereabouts_requests_total{endpoint="front",method="GET",status="503"} 1.0' in figures


def test_slot_is_freed_after_an_exception(errors_app: Flask) -> None:
    limit(errors_app, 1)
    for _ in range(3):
        assert errors_app.test_client().get("/broken").status_code == 500
    errors_app.config["PROPAGATE_EXCEPTIONS"] = True
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            errors_app.test_client().get("/broken")


def link(app: Flask, number: int) -> str:
    return f"/order/{token_of(app, str(UNKNOWN + number))}"


@pytest.fixture
def known(client: FlaskClient) -> str:
    """The page of an order that is known, and whose page has not been rendered."""
    return address_of(client, ORDER)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(3) as threads:
        yield threads


@pytest.fixture
def queued(app: Flask, known: str, shopify: Shopify, pool: ThreadPoolExecutor) -> Iterator[FlaskClient]:
    """The queue for Shopify is full; order 0 is being fetched."""
    assert known
    shopify.gate.clear()
    shopify.arrived.clear()
    first = pool.submit(app.test_client().get, link(app, 0))
    assert shopify.arrived.wait(TIMEOUT)
    second = pool.submit(app.test_client().get, link(app, 1))
    with app.app_context():
        lookup = services().orders
    while not lookup.is_full:
        assert not second.done()
    yield app.test_client()
    shopify.gate.set()
    assert [first.result().status_code, second.result().status_code] == [404, 404]


def refused(app: Flask) -> str:
    return metrics_of(app).partition("\nwhereabouts_turned_away_total ")[2].partition("\n")[0]


def test_request_for_an_unknown_order_is_refused_while_the_queue_is_full(queued: FlaskClient) -> None:
    paths = ["{}", "{}/live", "/widget{}", "/widget{}/live", "{}?lang=sv"]
    for path in paths:
        response = queued.get(path.format(link(queued.application, -1)))
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) >= 1
    assert refused(queued.application) == f"{len(paths):.1f}"


def test_request_that_need_not_wait_is_admitted_while_the_queue_is_full(
    queued: FlaskClient, known: str, pool: ThreadPoolExecutor, shopify: Shopify
) -> None:
    assert queued.get(known).status_code == 200
    assert queued.get("/order/forged").status_code == 404
    assert queued.get("/").status_code == 200
    with queued.application.app_context():
        lookup = services().orders
    assert lookup.has_room_for(str(UNKNOWN)), "it is being fetched already"
    assert not lookup.has_room_for(str(UNKNOWN - 1))
    joined = pool.submit(queued.get, f"{link(queued.application, 0)}?lang=sv")
    shopify.gate.set()
    assert joined.result().status_code == 404


def test_lookup_is_answered_with_the_typed_number_while_the_queue_is_full(queued: FlaskClient) -> None:
    response = queued.post("/", data={"order": "#4711", "email": "ada@example.com"})
    assert response.status_code == 503
    assert 'value="#4711"' in response.text
    assert refused(queued.application) == "0.0"


def test_missing_order_has_room_after_its_first_response(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    assert client.get(link(app, 7)).status_code == 404
    shopify.is_down = True
    with app.app_context():
        assert services().orders.has_room_for(str(UNKNOWN + 7))
        assert not services().orders.has_room_for(str(UNKNOWN + 8))


class Body:
    """A body in chunks, before and after the start of the response."""

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
def test_response_of_the_application_is_read_to_its_end_and_closed(app: Flask, *, breaks: bool) -> None:
    bodies: list[Body] = []

    def application(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("500 NO", [])

        def start() -> None:
            start_response("200 OK", [("X-Y", "z")], (None, None, None))(b"zero ")

        bodies.append(Body(start, breaks=breaks))
        return bodies[0]

    with app.app_context():
        admission = AdmissionControl(application, services(), BusyPage(app, services()))
    if breaks:
        with pytest.raises(ConnectionError):
            admission.forward(create_environ("/"))
    else:
        response = admission.forward(create_environ("/"))
        assert response == RawResponse("200 OK", [("X-Y", "z")], b"zero one two")
    assert bodies[0].is_closed


def inside(app: Flask) -> float | None:
    return sample_of_text(metrics_of(app), "inside")


def test_few_exports_run_at_once_and_hold_their_slots_until_their_end(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    with caplog.at_level("INFO"):
        running = [client.get("/merchant/export.csv", buffered=False) for _ in range(MAX_EXPORTS)]
        assert inside(app) == MAX_EXPORTS
        refused = client.get("/merchant/export.json")
        assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
        assert client.head("/merchant/export.csv").data == b""
        assert client.get("/").status_code == 200
        assert "merchant.export_csv" not in caplog.text
        for response in running:
            response.close()
    assert caplog.text.count("GET merchant.export_csv 200") == MAX_EXPORTS
    assert inside(app) == 0
    assert client.get("/merchant/export.json").status_code == 200


def test_an_export_that_fails_frees_its_slot(errors_app: Flask) -> None:
    errors_app.view_functions["merchant.export_csv"] = errors_app.view_functions["broken"]
    client = errors_app.test_client()
    for _ in range(2 * MAX_EXPORTS):
        assert client.get("/merchant/export.csv").status_code == 500
