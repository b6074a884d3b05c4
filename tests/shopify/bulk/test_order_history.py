import json

import pytest
import requests
from graphql import NoDeprecatedCustomRule, parse, validate

from tests.fakes import NOW
from tests.shopify.clients import FakeTime, open_shop
from tests.shopify.whole_schema import whole_schema
from tracking.demo.bulk_queries import parse_bulk_query
from tracking.demo.schema import shopify_schema
from tracking.shopify.bulk.order_history import OrderHistory, history_query, is_part_of_order, read_history_order
from tracking.shopify.errors import Unavailable

EVERY_SCOPE = frozenset({"read_orders", "read_fulfillments", "write_locations", "read_products"})
QUERIES = {"all": history_query(NOW, EVERY_SCOPE), "bare": history_query(NOW, ())}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_query_keeps_to_the_schema_and_to_the_limits_of_bulk_operations(query: str) -> None:
    _, root = parse_bulk_query(shopify_schema(), query)
    assert root.name.value == "orders"


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_query_is_valid_in_shopifys_schema_without_deprecated_fields(query: str) -> None:
    assert validate(whole_schema(), parse(query)) == []
    assert validate(whole_schema(), parse(query), [NoDeprecatedCustomRule]) == []


def test_query_asks_for_what_has_changed_since_then() -> None:
    assert "orders(query: \"updated_at:>='2026-11-22T14:05:00Z'\")" in QUERIES["bare"]


def test_query_asks_for_fields_as_the_scopes_allow() -> None:
    assert "service { serviceName }" in QUERIES["all"]
    assert "location { name }" in QUERIES["all"]
    assert "serviceName" not in QUERIES["bare"]
    assert "location" not in history_query(NOW, {"read_fulfillments"})
    assert "product { productType }" in QUERIES["all"]
    assert "lineItems" not in QUERIES["bare"]


def test_query_asks_for_nothing_that_leads_to_a_customer() -> None:
    assert not [word for word in ("email", "phone", "zip", "address1", "Name }", "note") if word in QUERIES["bare"]]


def test_a_line_is_an_order() -> None:
    line = {
        "id": "gid://shopify/Order/7",
        "name": "#7",
        "processedAt": "2026-11-20T10:00:00Z",
        "shippingAddress": {"countryCodeV2": "NO"},
        "fulfillments": [
            {
                "id": "gid://shopify/Fulfillment/1",
                "status": "SUCCESS",
                "createdAt": "2026-11-21T10:00:00Z",
                "service": {"serviceName": "Depot"},
                "location": {"name": "Whitby"},
            }
        ],
    }
    order = read_history_order([json.dumps(line).encode()], "Europe/Oslo")
    assert (order.id, order.zone, order.destination and order.destination.country) == ("7", "Europe/Oslo", "NO")
    assert [(each.service, each.location) for each in order.fulfillments] == [("Depot", "Whitby")]


def test_the_lines_of_an_order_follow_it() -> None:
    order = {"id": "gid://shopify/Order/7", "name": "#7", "processedAt": "2026-11-20T10:00:00Z"}
    mug = {
        "id": "gid://shopify/LineItem/1",
        "quantity": 2,
        "product": {"productType": "Mugs"},
        "__parentId": order["id"],
    }
    stray = {**mug, "id": "gid://shopify/LineItem/2", "__parentId": "gid://shopify/Order/8"}
    content = [json.dumps(each).encode() for each in (order, mug, stray)]
    assert [is_part_of_order(each) for each in content] == [False, True, True]
    assert not is_part_of_order(json.dumps({**order, "name": '"__parentId":'}).encode())
    (line,) = read_history_order(content, "UTC").lines
    assert (line.id, line.quantity, line.product_type) == (mug["id"], 2, "Mugs")


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"null", b'{"id": "gid://shopify/Order/1"}', b'{"id": 1, "name": "#1"}', b"\xff", b"[" * 99_999],
)
def test_a_broken_line_is_no_order_and_no_line_in_the_log(line: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unavailable):
        read_history_order([line], "UTC")
    assert not caplog.records


def test_history_is_started_found_and_read(session: requests.Session) -> None:
    time = FakeTime()
    shop = open_shop(session, time=time)
    history = OrderHistory(shop.client)
    operation = history.start(shop.orders.profile.current(time.deadline()), NOW, time.deadline(), bare=False)
    found = history.find(operation.id, time.deadline())
    assert found
    assert found.is_running
    with pytest.raises(Unavailable):
        history.read("https://demo.myshopify.com/bulk-operations/unknown.jsonl", 0, time.deadline())
