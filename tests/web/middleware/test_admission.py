from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.parts import Shopify
from tests.web.conftest import address_of, token_of
from tracking.orders import ConcurrencyLimit
from tracking.services import services
from tracking.web.middleware.admission import AdmissionControl

UNKNOWN = 10**12
PATIENCE = 5.0  # seconds
ORDER = "#1001"


def test_a_gate_lets_so_many_in_and_no_more() -> None:
    gate = AdmissionControl(2)
    assert [gate.enter() for _ in range(4)] == [True, True, False, False]
    assert gate.inside == 2
    gate.leave()
    assert gate.enter()


def link(app: Flask, number: int) -> str:
    return f"/order/{token_of(app, str(UNKNOWN + number))}"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """A site with a short line."""
    return make_app(slots=ConcurrencyLimit(1, 1, timeout=PATIENCE))


@pytest.fixture
def known(client: FlaskClient) -> str:
    """The address of an order that was found, and that nobody has opened."""
    return address_of(client, ORDER)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(3) as threads:
        yield threads


@pytest.fixture
def crowded(app: Flask, known: str, shopify: Shopify, pool: ThreadPoolExecutor) -> Iterator[FlaskClient]:
    """As many wait for Shopify as may; for order 0 it has been asked."""
    assert known
    shopify.gate.clear()
    shopify.arrived.clear()
    asked = pool.submit(app.test_client().get, link(app, 0))
    assert shopify.arrived.wait(PATIENCE)
    waits = pool.submit(app.test_client().get, link(app, 1))
    with app.app_context():
        lookup = services().lookup
    while not lookup.is_full:
        assert not waits.done()
    yield app.test_client()
    shopify.gate.set()
    assert [asked.result().status_code, waits.result().status_code] == [404, 404]


def turned_away(app: Flask) -> str:
    with app.app_context():
        figures = services().metrics.exposition()[0].decode()
    return figures.partition("\nwhereabouts_turned_away_total ")[2].partition("\n")[0]


def test_who_would_wait_in_vain_is_told_at_the_door(crowded: FlaskClient) -> None:
    paths = ["{}", "{}/live", "/widget{}", "/widget{}/live", "{}?lang=sv"]
    for path in paths:
        answer = crowded.get(path.format(link(crowded.application, -1)))
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 1
    assert turned_away(crowded.application) == f"{len(paths):.1f}"


def test_who_needs_not_wait_comes_in(
    crowded: FlaskClient, known: str, pool: ThreadPoolExecutor, shopify: Shopify
) -> None:
    assert crowded.get(known).status_code == 200
    assert crowded.get("/order/forged").status_code == 404
    assert crowded.get("/").status_code == 200
    with crowded.application.app_context():
        lookup = services().lookup
    assert lookup.has_room_for(str(UNKNOWN)), "somebody asks for it already"
    assert not lookup.has_room_for(str(UNKNOWN - 1))
    joined = pool.submit(crowded.get, f"{link(crowded.application, 0)}?lang=sv")
    shopify.gate.set()
    assert joined.result().status_code == 404


def test_who_typed_a_number_is_told_inside_and_keeps_it(crowded: FlaskClient) -> None:
    answer = crowded.post("/", data={"order": "#4711", "email": "ada@example.com"})
    assert answer.status_code == 503
    assert 'value="#4711"' in answer.text
    assert turned_away(crowded.application) == "0.0"


def test_what_is_known_to_be_gone_needs_no_line(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    assert client.get(link(app, 7)).status_code == 404
    shopify.is_down = True
    with app.app_context():
        assert services().lookup.has_room_for(str(UNKNOWN + 7))
        assert not services().lookup.has_room_for(str(UNKNOWN + 8))
