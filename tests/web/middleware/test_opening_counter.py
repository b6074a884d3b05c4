from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import NOW, Clock, Shopify
from tests.web.conftest import opened
from tracking.services import services

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}
TODAY = NOW.date()


@pytest.fixture
def app(app: Flask) -> Flask:
    with app.app_context():
        services().worker.parts.counts.openings.open()
    return app


def counted(app: Flask) -> Mapping[tuple[str, date], int]:
    with app.app_context():
        return services().worker.parts.counts.openings.take(100)


def test_each_opening_is_one_by_order_and_day(app: Flask, client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    address = opened(client)
    assert counted(app) == {}, "a lookup is none"
    etag = client.get(address, headers=BROWSER).headers["ETag"]
    assert client.get(address, headers={**BROWSER, "If-None-Match": etag}).status_code == 304
    client.get(address.replace("/order/", "/widget/order/"), headers=BROWSER)
    order_id = shopify.id_of("#1001")
    assert counted(app) == {(order_id, TODAY): 3}
    clock.advance(days=1)
    client.get(address, headers=BROWSER)
    assert counted(app) == {(order_id, TODAY + timedelta(days=1)): 1}


@pytest.mark.parametrize("headers", [{}, {"User-Agent": "Slackbot 1.0"}, {**BROWSER, "Sec-Purpose": "prefetch"}])
def test_robots_and_prefetching_browsers_open_nothing(
    app: Flask, client: FlaskClient, headers: Mapping[str, str]
) -> None:
    address = opened(client)
    assert client.get(address, headers=headers).status_code == 200
    assert counted(app) == {}


def test_only_the_page_itself_is_opened(app: Flask, client: FlaskClient) -> None:
    address = opened(client)
    for path in (f"{address}/live", f"{address}/calendar.ics", "/order/forged", "/"):
        client.get(path, headers=BROWSER)
    client.head(address, headers=BROWSER)
    client.get(address, headers={**BROWSER, "Accept": "application/json"})
    assert counted(app) == {}


def test_a_process_that_writes_nothing_counts_nothing(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    client = app.test_client()
    client.get(opened(client), headers=BROWSER)
    assert counted(app) == {}
