"""How long the overview takes for very many orders, what it sends, and how fast it exports, through the whole site."""

import logging
import tracemalloc
from collections.abc import Callable, Iterator
from os import getloadavg
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.database import large_shop
from tests.database.conftest import opened
from tracking.directory.views import OrderView
from tracking.merchant.list_codes import Sort

if TYPE_CHECKING:
    from tests.postgres_server import PostgresServer

SIZES = {"sqlite": 100_000, "postgres": 1_000_000}
BARS = {"sqlite": 100, "postgres": 200}  # milliseconds
EXPORTED = 100_000  # orders
ROWS_BAR = 5_000  # a second of the processor
MEMORY_BAR = 8 * 1024 * 1024  # bytes that an export may hold more at its end than after its first rows
PAGE_BAR = 40 * 1024  # bytes of a page of fifty orders, as it is sent
JSON = {"Accept": "application/json"}
PAGE = {"Accept": "text/html", "Accept-Encoding": "gzip"}


@pytest.fixture(scope="module", params=[pytest.param(each, marks=pytest.mark.audit) for each in SIZES])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The kind of a database, and its URL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('large') / 'orders.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database()
    database = opened(url)
    large_shop.fill(database, url, SIZES[request.param])
    database.close()
    return request.param, url


def addresses() -> Iterator[str]:
    """Every view, sorted in every way, and a few filters of each."""
    for view in OrderView:
        yield f"/merchant/?view={view}"
        yield from (f"/merchant/?view={view}&sort={sort}" for sort in Sort)
        yield f"/merchant/?view={view}&country=SE&condition=late"
    yield "/merchant/?q=1001"
    yield "/merchant/views"


def first_byte(client: FlaskClient, address: str, headers: dict[str, str]) -> tuple[float, int]:
    """Milliseconds of the quickest of five answers, for the others have waited for the processor; and its bytes."""
    times = []
    for _ in range(5):
        began = perf_counter()
        answer = client.get(address, headers=headers)
        times.append(1000 * (perf_counter() - began))
        assert answer.status_code == 200, address
    return min(times), len(answer.data)


def test_every_view_is_answered_and_a_page_is_small(
    large: tuple[str, str], make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    kind, url = large
    app = make_app(DATABASE_URL=url)
    client = FlaskClient(app, app.response_class)  # without the checks of responses: they take longer than the page
    pages = {address: first_byte(client, address, PAGE) for address in addresses()}
    programs = {address: first_byte(client, address, JSON) for address in addresses()}
    with capsys.disabled():
        print(f"\nThe overview of {SIZES[kind]} orders on {kind} (load {getloadavg()[0]:.1f}):")  # noqa: T201 - a measurement
        for what, found in (("pages", pages), ("JSON", programs)):
            slowest = max(found, key=lambda address: found[address][0])
            over = sorted(address for address, (took, _) in found.items() if took > BARS[kind])
            alone = max(found[f"/merchant/?view={view}"][0] for view in OrderView)
            print(  # noqa: T201 - likewise
                f"  {what}: views alone {alone:.0f} ms at most,"
                f" all {len(found)}: {found[slowest][0]:.0f} ms ({slowest}); over {BARS[kind]} ms: {over}"
            )
        largest = max(pages, key=lambda address: pages[address][1])
        print(f"  the largest page has {pages[largest][1]} bytes as it is sent ({largest})")  # noqa: T201 - likewise
    assert pages[largest][1] <= PAGE_BAR


@pytest.mark.parametrize("path", ["/merchant/export.csv?view=all", "/merchant/export.json?view=all&sort=need"])
def test_an_export_takes_as_much_memory_for_all_orders_as_for_some(
    large: tuple[str, str], make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str], path: str
) -> None:
    kind, url = large
    app = make_app(DATABASE_URL=url)
    client = FlaskClient(app, app.response_class)
    logging.disable(logging.WARNING)  # the shortened answers are no orders, and the site says so of each
    try:
        rows, seconds, spent = 0, perf_counter(), process_time()
        with client.get(path, buffered=False) as answer:
            for piece in answer.iter_encoded():
                rows += piece.count(b"\n")
                if rows > EXPORTED:
                    break
        seconds, spent = perf_counter() - seconds, process_time() - spent
        tracemalloc.start()
        held: list[int] = []
        with client.get(path, buffered=False) as answer:
            for place, _ in enumerate(answer.iter_encoded()):
                if place in {10, 60}:
                    held.append(tracemalloc.get_traced_memory()[0])
                    tracemalloc.reset_peak()
                if place == 60:
                    break
        tracemalloc.stop()
    finally:
        logging.disable(logging.NOTSET)
    with capsys.disabled():
        speed = f"{rows / seconds:.0f} rows a second, {rows / spent:.0f} a second of the processor"
        held_more = f"{(held[1] - held[0]) / 1024:.0f} KiB more after 50 pieces"
        print(f"\n{path} on {kind} (load {getloadavg()[0]:.1f}): {speed}; {held_more}")  # noqa: T201 - a measurement
    assert rows > EXPORTED
    assert rows / spent >= ROWS_BAR
    assert held[1] - held[0] < MEMORY_BAR
