import json
from collections.abc import Callable
from datetime import timedelta
from gettext import NullTranslations
from typing import Any

import pytest
from flask import Flask

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.merchant.listed import overview
from tests.order.builders import english
from tracking.cli.orders import line
from tracking.database import Database
from tracking.directory.views import OrderView
from tracking.i18n.localizer import Localizer
from tracking.merchant.list_query import ListQuery

SLUGS = sorted(demo_orders.order_ids())[:4]


@pytest.fixture
def app(make_app: Callable[..., Flask], url: str, database: Database) -> Flask:
    database.prepare()
    return make_app(DATABASE_URL=url)


def test_orders_are_listed_a_line_each_the_newest_first(app: Flask, database: Database) -> None:
    for day, slug in enumerate(SLUGS):
        stored_orders.put(database, slug, placed_at=NOW - timedelta(days=day, hours=1))
    result = app.test_cli_runner().invoke(args=["orders"])
    names = [demo_orders.orders()[slug].name for slug in SLUGS]
    assert (result.exit_code, [text.split()[0] for text in result.stdout.splitlines()]) == (0, names)


def test_json_has_the_orders_of_the_view(app: Flask, database: Database) -> None:
    for slug in demo_orders.order_sample():
        stored_orders.put(database, slug)
    everything, late = (
        json.loads(app.test_cli_runner().invoke(args=["orders", "--json", *view]).stdout)["orders"]
        for view in ([], ["--view", "late"])
    )
    assert len(everything) == len(demo_orders.order_sample())
    assert 0 < len(late) < len(everything)
    assert [order["order"] for order in everything if order["condition"] == "late" and order not in late] == []


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_empty_list_is_no_error(app: Flask, options: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["orders", *options])
    assert (result.exit_code, result.stdout.split()) == (0, ['{"orders":', "[", "]}"] if options else [])


def test_an_unknown_view_is_refused_in_one_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["orders", "--view", "lost"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert all(view in result.stderr.splitlines()[-1] for view in OrderView)


def test_the_demo_without_a_database_says_that_it_keeps_nothing(make_app: Callable[..., Flask]) -> None:
    result = make_app().test_cli_runner().invoke(args=["orders"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "DATABASE_URL" in result.stderr


def test_a_database_that_cannot_be_used_is_named(make_app: Callable[..., Flask]) -> None:
    result = make_app(DATABASE_URL="sqlite:////proc/none/orders.db").test_cli_runner().invoke(args=["orders"])
    assert result.exit_code == 1
    assert "/proc/none/orders.db" in result.stderr


def test_a_line_tells_why_an_order_waits(database: Database) -> None:
    moved: dict[str, Any] = {"last_scan_at": NOW - timedelta(minutes=90), "placed_at": NOW - timedelta(hours=50)}
    stored_orders.put(database, "large", stage="shipped", condition="late", reason="delayed", **moved)
    (row,) = overview(database).page(ListQuery(view=OrderView.ALL)).rows
    said = line(row, NOW, Localizer("en", "UTC", NullTranslations(), NOW))
    assert said.split()[:5] == [row.name, "2", "d", "shipped", "late"]
    assert "scan 90 min ago" in said
    assert row.cause
    assert said.endswith(english(row.cause))
