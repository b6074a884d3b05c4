import json
import re

import pytest

from tests import demo_orders
from tests.directory import kept
from tracking.database import Database
from tracking.database.orders import OrderRow, get
from tracking.directory.list_rows import admin_url, as_json, list_row
from tracking.order.vocabulary import Condition, Stage

SHOP = "example.myshopify.com"
KEYS: list[str] = [
    "id",
    "order",
    "placed_at",
    "route",
    "stage",
    "condition",
    "reason",
    "actor",
    "cause",
    "remedy",
    "admin_url",
    "page_url",
    "carrier",
    "number",
    "tracking_url",
    "parcels",
    "last_scan_at",
    "estimate",
    "promised",
    "country",
    "location",
    "tags",
    "items_sent",
    "items_total",
    "letters",
    "answer",
    "set_aside_until",
    "needs",
    "out_of_step",
]
MOVING = {Stage.SHIPPED, Stage.OUT_FOR_DELIVERY}


@pytest.fixture
def rows(database: Database) -> dict[str, OrderRow]:
    """Sample orders as they are kept, by slug."""
    ids = {slug: kept.put(database, slug) for slug in demo_orders.order_sample()}
    with database.read() as transaction:
        found = {slug: get(transaction, order_id) for slug, order_id in ids.items()}
    return {slug: row for slug, row in found.items() if row}


def test_every_row_has_every_key_and_is_json(rows: dict[str, OrderRow]) -> None:
    for slug, row in rows.items():
        said = as_json(list_row(row, kept.POLICY.carriers), shop=SHOP)
        assert list(said) == KEYS, slug
        assert json.loads(json.dumps(said)) == said
        assert (said["id"], said["order"], said["stage"]) == (row.id, row.name, row.stage)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(said["placed_at"]))
        assert (said["promised"], said["out_of_step"], said["needs"]) == ([], [], None)


def test_whatever_waits_has_a_cause_and_a_remedy(rows: dict[str, OrderRow]) -> None:
    for slug, row in rows.items():
        found = list_row(row, kept.POLICY.carriers)
        is_quiet = row.condition == Condition.DONE or (row.stage in MOVING and row.reason is None)
        assert is_quiet or (found.cause and found.remedy), slug


def test_number_is_of_the_carrier_that_the_row_names(rows: dict[str, OrderRow]) -> None:
    found = {slug: list_row(row, kept.POLICY.carriers).tracking for slug, row in rows.items()}
    assert {slug for slug, row in rows.items() if row.carrier and not found[slug]} <= {
        slug for slug, order in demo_orders.orders().items() if order.returns
    }
    named = [(link.carrier, rows[slug].carrier) for slug, link in found.items() if link and rows[slug].carrier]
    assert len(named) > 5
    assert [pair for pair in named if pair[0] != pair[1]] == []


def test_a_row_of_another_release_is_listed(database: Database) -> None:
    order_id = kept.put(database, "large", reason="of_a_later_release", answer={"order": {"id": 1}})
    with database.read() as transaction:
        row = get(transaction, order_id)
    assert row
    said = as_json(list_row(row, kept.POLICY.carriers), shop=None)
    assert (said["reason"], said["number"], said["tags"], said["admin_url"]) == ("of_a_later_release", None, [], None)
    assert said["cause"]


def test_admin_url_is_the_shops() -> None:
    assert admin_url(SHOP, "5300000001") == "https://admin.shopify.com/store/example/orders/5300000001"
