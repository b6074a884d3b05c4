import json
from collections.abc import Callable

import pytest
from flask import Flask

from tests import demo_orders
from tests.directory import kept
from tests.fakes import NOW
from tests.web.views.test_order_json import KEYS
from tracking.database import Database, page_openings

SLUG = "exchange-on-its-way"


@pytest.fixture
def app(make_app: Callable[..., Flask], url: str) -> Flask:
    return make_app(DATABASE_URL=url)


def test_everything_that_is_kept_of_an_order_is_printed(app: Flask, database: Database) -> None:
    order_id, name = kept.put(database, SLUG, finished_at=NOW), demo_orders.orders()[SLUG].name
    with database.write() as transaction:
        page_openings.add(transaction, {(order_id, NOW.date()): 3})
    result = app.test_cli_runner().invoke(args=["export", name])
    said = json.loads(result.stdout)
    assert set(KEYS[""]) <= set(said)
    assert (said["order"], said["as_of"], said["letters"], said["history"]) == (name, "2026-11-22T14:05:00Z", [], [])
    assert said["kept_until"] == "2027-02-20T14:05:00Z"
    assert said["tables"].keys() == {"orders", "order_views", "tracking_numbers", "page_openings"}
    assert said["tables"]["page_openings"] == [{"order_id": order_id, "day": "2026-11-22", "count": 3}]
    assert said["tables"]["orders"][0]["answer"]["order"]["name"] == name


def test_an_open_order_is_kept_without_an_end(app: Flask, database: Database) -> None:
    kept.put(database, SLUG, finished_at=None)
    result = app.test_cli_runner().invoke(args=["export", demo_orders.orders()[SLUG].name])
    assert json.loads(result.stdout)["kept_until"] is None


def test_an_order_of_another_release_is_printed_with_its_rows(app: Flask, database: Database) -> None:
    kept.put(database, SLUG, answer={"order": {"id": 1}})
    name = demo_orders.orders()[SLUG].name
    said = json.loads(app.test_cli_runner().invoke(args=["export", name]).stdout)
    assert (said["order"], said["tables"]["orders"][0]["answer"]) == (name, {"order": {"id": 1}})


def test_an_unknown_order_is_an_error(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["export", "#4711"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("\nError: No order #4711 is known here.\n")
