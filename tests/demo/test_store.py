from typing import Any

import pytest

from tests.demo.demo_client import NOW, DemoClient
from tracking.demo import ALL_SCOPES, CONTACT_FIELDS, DemoStore
from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, UnsentGroup, build_order
from tracking.demo.building.destinations import LONDON
from tracking.demo.harbor_goods import SHOP
from tracking.demo.orders.products import LAMP, MUG

DEMO_ORDER = DemoOrder(
    name="#7",
    slug="test",
    situation="A test",
    email="ada@example.com",
    destination=LONDON,
    placed_at="-3 10:00",
    lines=(DemoLine(MUG, 3), DemoLine(LAMP)),
    parcels=(
        DemoParcel(
            sent_at="-2 10:00",
            status="IN_TRANSIT",
            units={"mug": 2},
            scans=(DemoScan("-1 10:00", "IN_TRANSIT"), DemoScan("-2 10:00", "LABEL_PRINTED")),
        ),
    ),
    unsent=(UnsentGroup(),),
)


def orders() -> list[dict[str, Any]]:
    return [dict(build_order(DEMO_ORDER, NOW))]


@pytest.fixture
def demo_client() -> DemoClient:
    return DemoClient(DemoStore(orders=orders(), shop=SHOP))


ORDER = str(orders()[0]["id"])


def test_an_order_is_found_by_its_id(demo_client: DemoClient) -> None:
    assert demo_client.query("query($id: ID!) { order(id: $id) { name } }", id=ORDER)["data"] == {
        "order": {"name": "#7"}
    }


def test_missing_order_is_null_without_errors(demo_client: DemoClient) -> None:
    answer = demo_client.query('{ order(id: "gid://shopify/Order/5") { name } }')
    assert answer["data"] == {"order": None}
    assert "errors" not in answer


def test_invalid_id_is_an_error(demo_client: DemoClient) -> None:
    answer = demo_client.query('{ order(id: "5") { name } }')
    assert answer["data"] == {"order": None}
    assert answer["errors"][0]["message"] == "Invalid global id '5'"
    assert answer["errors"][0]["path"] == ["order"]


def test_a_page_without_a_size_is_an_error(demo_client: DemoClient) -> None:
    answer = demo_client.query("{ orders { nodes { name } } }")
    assert answer["data"] is None
    assert answer["errors"][0]["message"] == "you must provide one of first or last"


def test_lines_come_in_pages(demo_client: DemoClient) -> None:
    query = """query($id: ID!, $after: String) { order(id: $id) {
      lineItems(first: 1, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } }
    } }"""
    first = demo_client.query(query, id=ORDER)["data"]["order"]["lineItems"]
    second = demo_client.query(query, id=ORDER, after=first["pageInfo"]["endCursor"])["data"]["order"]["lineItems"]
    assert [page["nodes"][0]["title"] for page in (first, second)] == ["Tide mug", "Lantern table lamp"]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]


def test_a_plain_list_is_cut_at_first(demo_client: DemoClient) -> None:
    query = "query($id: ID!) { order(id: $id) { none: fulfillments(first: 0) { id } all: fulfillments { id } } }"
    order = demo_client.query(query, id=ORDER)["data"]["order"]
    assert (len(order["none"]), len(order["all"])) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("first: 9", ["LABEL_PRINTED", "IN_TRANSIT"]),
        ("first: 9, reverse: true", ["IN_TRANSIT", "LABEL_PRINTED"]),
        ("first: 9, sortKey: ID", ["IN_TRANSIT", "LABEL_PRINTED"]),
        ("first: 1, sortKey: HAPPENED_AT, reverse: true", ["IN_TRANSIT"]),
    ],
)
def test_events_are_sorted_by_the_requested_key(demo_client: DemoClient, arguments: str, expected: list[str]) -> None:
    query = (
        f"query($id: ID!) {{ order(id: $id) {{ fulfillments {{ events({arguments}) {{ nodes {{ status }} }} }} }} }}"
    )
    [parcel] = demo_client.query(query, id=ORDER)["data"]["order"]["fulfillments"]
    assert [event["status"] for event in parcel["events"]["nodes"]] == expected


def test_parcels_and_groups_are_found_by_their_own_ids(demo_client: DemoClient) -> None:
    ids = demo_client.query(
        "query($id: ID!) { order(id: $id) { fulfillments { id } fulfillmentOrders(first: 5) { nodes { id } } } }",
        id=ORDER,
    )["data"]["order"]
    answer = demo_client.query(
        """query($parcel: ID!, $group: ID!) {
          fulfillment(id: $parcel) { fulfillmentLineItems(first: 5) { nodes { quantity } } order { name } }
          fulfillmentOrder(id: $group) { lineItems(first: 5) { nodes { remainingQuantity } } orderId order { name } }
        }""",
        parcel=ids["fulfillments"][0]["id"],
        group=ids["fulfillmentOrders"]["nodes"][0]["id"],
    )["data"]
    assert answer["fulfillment"] == {"fulfillmentLineItems": {"nodes": [{"quantity": 2}]}, "order": {"name": "#7"}}
    assert answer["fulfillmentOrder"]["orderId"] == ORDER
    assert [row["remainingQuantity"] for row in answer["fulfillmentOrder"]["lineItems"]["nodes"]] == [1, 1]


def test_displayable_argument_leaves_out_merged_groups() -> None:
    order = orders()[0]
    merged = {**order["fulfillmentOrders"][0], "status": "CLOSED", "lineItems": []}
    order["fulfillmentOrders"] = [merged, *order["fulfillmentOrders"]]
    demo_client = DemoClient(DemoStore(orders=[order], shop=SHOP))
    query = """query($id: ID!) { order(id: $id) {
      all: fulfillmentOrders(first: 9) { nodes { id } }
      shown: fulfillmentOrders(first: 9, displayable: true) { nodes { id } }
    } }"""
    answer = demo_client.query(query, id=ORDER)["data"]["order"]
    assert (len(answer["all"]["nodes"]), len(answer["shown"]["nodes"])) == (3, 2)


def test_shop_and_granted_scopes_are_returned(demo_client: DemoClient) -> None:
    answer = demo_client.query("{ shop { name ianaTimezone } currentAppInstallation { accessScopes { handle } } }")[
        "data"
    ]
    assert answer["shop"] == {"name": "Harbor Goods", "ianaTimezone": "Europe/London"}
    assert {scope["handle"] for scope in answer["currentAppInstallation"]["accessScopes"]} == ALL_SCOPES


def test_parcels_are_counted(demo_client: DemoClient) -> None:
    answer = demo_client.query("query($id: ID!) { order(id: $id) { fulfillmentsCount { count precision } } }", id=ORDER)
    assert answer["data"]["order"]["fulfillmentsCount"] == {"count": 1, "precision": "EXACT"}


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        ("read_returns", "returns(first: 1) { nodes { id } }"),
        ("fulfillment_orders", "fulfillmentOrders(first: 1) { nodes { id } }"),
    ],
)
def test_missing_scope_nulls_the_whole_order(scope: str, field: str) -> None:
    scopes = frozenset(granted for granted in ALL_SCOPES if not granted.endswith(scope))
    demo_client = DemoClient(DemoStore(orders=orders(), shop=SHOP, scopes=scopes))
    answer = demo_client.query(f"query($id: ID!) {{ order(id: $id) {{ name {field} }} }}", id=ORDER)
    assert answer["data"] == {"order": None}
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_a_hidden_contact_is_null_with_an_error_beside_it() -> None:
    demo_client = DemoClient(DemoStore(orders=orders(), shop=SHOP, hidden=CONTACT_FIELDS))
    answer = demo_client.query("{ orders(first: 1) { nodes { name email } } }")
    assert answer["data"]["orders"]["nodes"] == [{"name": "#7", "email": None}]
    [error] = answer["errors"]
    assert error["path"] == ["orders", "nodes", 0, "email"]
    assert error["extensions"]["code"] == "ACCESS_DENIED"


def test_orders_are_sorted_by_the_requested_key() -> None:
    rows = [
        {
            "id": f"gid://shopify/Order/{number}",
            "name": f"#{number}",
            "processedAt": at,
            "updatedAt": at,
            "createdAt": at,
        }
        for number, at in ((1, "2026-11-02"), (2, "2026-11-03"), (3, "2026-11-01"))
    ]
    demo_client = DemoClient(DemoStore(orders=rows, shop=SHOP))

    def names(arguments: str) -> str:
        nodes = demo_client.query(f"{{ orders(first: 5, {arguments}) {{ nodes {{ name }} }} }}")["data"]["orders"][
            "nodes"
        ]
        return " ".join(node["name"] for node in nodes)

    assert names("sortKey: PROCESSED_AT") == "#3 #1 #2"
    assert names("sortKey: PROCESSED_AT, reverse: true") == "#2 #1 #3"
    assert names("sortKey: ORDER_NUMBER") == "#1 #2 #3"


def test_orders_since_a_moment_are_followed_by_their_cursors() -> None:
    """As a directory catches up: the next page begins in place although an order has changed in the meantime."""
    rows = [
        {"id": f"gid://shopify/Order/{number}", "name": f"#{number}", "updatedAt": f"2026-11-22T1{number}:00:00Z"}
        for number in range(6)
    ]
    query = """query($after: String) {
      orders(first: 2, after: $after, sortKey: UPDATED_AT, query: "updated_at:>='2026-11-22T11:00:00+00:00'") {
        nodes { name updatedAt } pageInfo { hasNextPage endCursor }
      }
    }"""
    first = DemoClient(DemoStore(orders=rows, shop=SHOP)).query(query)["data"]["orders"]
    assert [node["name"] for node in first["nodes"]] == ["#1", "#2"]
    rows[1]["updatedAt"] = "2026-11-22T17:00:00Z"
    demo_client = DemoClient(DemoStore(orders=rows, shop=SHOP))
    second = demo_client.query(query, after=first["pageInfo"]["endCursor"])["data"]["orders"]
    assert [node["name"] for node in second["nodes"]] == ["#3", "#4"]
    third = demo_client.query(query, after=second["pageInfo"]["endCursor"])["data"]["orders"]
    assert [node["name"] for node in third["nodes"]] == ["#5", "#1"]
    assert not third["pageInfo"]["hasNextPage"]


def test_orders_are_counted_up_to_a_limit(demo_client: DemoClient) -> None:
    answer = demo_client.query("""{ all: ordersCount { count precision } none: ordersCount(query: "name:8") { count }
      cut: ordersCount(limit: 0) { count precision } }""")["data"]
    assert answer == {
        "all": {"count": 1, "precision": "EXACT"},
        "none": {"count": 0},
        "cut": {"count": 0, "precision": "AT_LEAST"},
    }
