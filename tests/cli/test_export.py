import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import demo_orders
from tests.database.notice_rows import notice
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.web.views.test_order_json import KEYS
from tracking.database import Database, data_requests, notices, page_openings
from tracking.database.data_requests import RequestMail

SLUG = "exchange-on-its-way"


@pytest.fixture
def app(make_app: Callable[..., Flask], url: str, database: Database) -> Flask:
    database.prepare()
    return make_app(DATABASE_URL=url)


def test_everything_that_is_kept_of_an_order_is_printed(app: Flask, database: Database) -> None:
    order_id, name = stored_orders.put(database, SLUG, finished_at=NOW), demo_orders.orders()[SLUG].name
    with database.write() as transaction:
        page_openings.add(transaction, {(order_id, NOW.date()): 3})
        notices.add(transaction, [notice(order_id)])
    result = app.test_cli_runner().invoke(args=["export", name])
    said = json.loads(result.stdout)
    assert set(KEYS[""]) <= set(said)
    assert (said["order"], said["as_of"], said["history"]) == (name, "2026-11-22T14:05:00Z", [])
    (letter,) = said["letters"]
    assert (letter["codes"], letter["state"], letter["at"]) == (["delayed"], "waiting", "2026-11-22T14:05:00Z")
    assert said["kept_until"] == "2027-02-20T14:05:00Z"
    assert said["tables"].keys() == {
        "orders",
        "order_views",
        "order_terms",
        "tracking_numbers",
        "page_openings",
        "notices",
    }
    assert said["tables"]["page_openings"] == [{"order_id": order_id, "day": "2026-11-22", "count": 3}]
    assert said["tables"]["orders"][0]["answer"]["order"]["name"] == name


def test_an_open_order_is_kept_without_an_end(app: Flask, database: Database) -> None:
    stored_orders.put(database, SLUG, finished_at=None)
    result = app.test_cli_runner().invoke(args=["export", demo_orders.orders()[SLUG].name])
    assert json.loads(result.stdout)["kept_until"] is None


def test_an_order_of_another_release_is_printed_with_its_rows(app: Flask, database: Database) -> None:
    stored_orders.put(database, SLUG, answer={"order": {"id": 1}})
    name = demo_orders.orders()[SLUG].name
    said = json.loads(app.test_cli_runner().invoke(args=["export", name]).stdout)
    assert (said["order"], said["tables"]["orders"][0]["answer"]) == (name, {"order": {"id": 1}})


def test_orders_whose_customers_asked_for_their_data_are_listed(app: Flask, database: Database) -> None:
    order_id, name = stored_orders.put(database, SLUG), demo_orders.orders()[SLUG].name
    with database.write() as transaction:
        data_requests.add(transaction, ["1"], now=NOW - timedelta(days=31))
        data_requests.add(transaction, ["2"], now=NOW - timedelta(days=30))
        data_requests.add(transaction, [order_id], now=NOW)
        data_requests.end_mail(transaction, data_requests.since(transaction, NOW), RequestMail.SENT)
    assert app.test_cli_runner().invoke(args=["export", "--requested"]).stdout.splitlines() == [
        "2 (an order that is not known here)  asked on 2026-10-23, to be answered by 2026-11-22; no mail has told you",
        f"{name}  asked on 2026-11-22, to be answered by 2026-12-22; a mail has told you",
    ]
    said = json.loads(app.test_cli_runner().invoke(args=["export", name]).stdout)
    assert said["tables"]["data_requests"] == [
        {"order_id": order_id, "requested_at": "2026-11-22T14:05:00Z", "outcome": "sent"}
    ]


def test_no_request_is_a_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["export", "--requested"])
    assert (result.exit_code, result.stdout) == (0, "No customer has asked for their data in the last 30 days.\n")


@pytest.mark.parametrize("arguments", [(), ("#1001", "--requested")])
def test_either_an_order_or_the_requests_are_printed(app: Flask, arguments: tuple[str, ...]) -> None:
    result = app.test_cli_runner().invoke(args=["export", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Name an order, such as #1001, or --requested." in result.stderr


@pytest.mark.parametrize("arguments", [("#1001",), ("--requested",)])
def test_a_database_that_cannot_be_used_is_a_sentence(
    make_app: Callable[..., Flask], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "a file").touch()
    app = make_app(DATABASE_URL=f"sqlite:///{tmp_path}/a file/whereabouts.db")
    result = app.test_cli_runner().invoke(args=["export", *arguments])
    assert result.exit_code == 1
    assert "cannot be used" in result.stderr


def test_an_unknown_order_is_an_error(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["export", "#4711"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("\nError: No order #4711 is known here.\n")
