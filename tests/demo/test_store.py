from typing import Any

import pytest

from tests.demo.asking import NOW, Asking
from tracking.demo import ALL_SCOPES, CONTACT_FIELDS, DemoStore
from tracking.demo.building import Bought, Parcel, Sale, Scan, Waiting, build
from tracking.demo.building.destinations import LONDON
from tracking.demo.harbor_goods import SHOP
from tracking.demo.orders.products import LAMP, MUG

SALE = Sale(
    name="#7",
    slug="test",
    situation="A test",
    email="ada@example.com",
    place=LONDON,
    placed="-3 10:00",
    lines=(Bought(MUG, 3), Bought(LAMP)),
    parcels=(
        Parcel(
            sent="-2 10:00",
            status="IN_TRANSIT",
            units={"mug": 2},
            scans=(Scan("-1 10:00", "IN_TRANSIT"), Scan("-2 10:00", "LABEL_PRINTED")),
        ),
    ),
    waiting=(Waiting(),),
)


def orders() -> list[dict[str, Any]]:
    return [dict(build(SALE, NOW))]


@pytest.fixture
def asking() -> Asking:
    return Asking(DemoStore(orders=orders(), shop=SHOP))


ORDER = str(orders()[0]["id"])


def test_an_order_is_found_by_its_id(asking: Asking) -> None:
    assert asking.ask("query($id: ID!) { order(id: $id) { name } }", id=ORDER)["data"] == {"order": {"name": "#7"}}


def test_an_order_that_is_not_there_is_null_without_errors(asking: Asking) -> None:
    answer = asking.ask('{ order(id: "gid://shopify/Order/5") { name } }')
    assert answer["data"] == {"order": None}
    assert "errors" not in answer


def test_an_id_that_is_none_is_an_error(asking: Asking) -> None:
    answer = asking.ask('{ order(id: "5") { name } }')
    assert answer["data"] == {"order": None}
    assert answer["errors"][0]["message"] == "Invalid global id '5'"
    assert answer["errors"][0]["path"] == ["order"]


def test_a_page_without_a_size_is_an_error(asking: Asking) -> None:
    answer = asking.ask("{ orders { nodes { name } } }")
    assert answer["data"] is None
    assert answer["errors"][0]["message"] == "you must provide one of first or last"


def test_lines_come_in_pages(asking: Asking) -> None:
    query = """query($id: ID!, $after: String) { order(id: $id) {
      lineItems(first: 1, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } }
    } }"""
    first = asking.ask(query, id=ORDER)["data"]["order"]["lineItems"]
    second = asking.ask(query, id=ORDER, after=first["pageInfo"]["endCursor"])["data"]["order"]["lineItems"]
    assert [page["nodes"][0]["title"] for page in (first, second)] == ["Tide mug", "Lantern table lamp"]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]


def test_a_plain_list_is_cut_at_first(asking: Asking) -> None:
    query = "query($id: ID!) { order(id: $id) { none: fulfillments(first: 0) { id } all: fulfillments { id } } }"
    order = asking.ask(query, id=ORDER)["data"]["order"]
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
def test_events_are_sorted_as_asked(asking: Asking, arguments: str, expected: list[str]) -> None:
    query = (
        f"query($id: ID!) {{ order(id: $id) {{ fulfillments {{ events({arguments}) {{ nodes {{ status }} }} }} }} }}"
    )
    [parcel] = asking.ask(query, id=ORDER)["data"]["order"]["fulfillments"]
    assert [event["status"] for event in parcel["events"]["nodes"]] == expected


def test_parcels_and_groups_are_found_by_their_own_ids(asking: Asking) -> None:
    ids = asking.ask(
        "query($id: ID!) { order(id: $id) { fulfillments { id } fulfillmentOrders(first: 5) { nodes { id } } } }",
        id=ORDER,
    )["data"]["order"]
    answer = asking.ask(
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


def test_merged_groups_are_left_out_where_only_displayable_ones_are_wanted() -> None:
    order = orders()[0]
    merged = {**order["fulfillmentOrders"][0], "status": "CLOSED", "lineItems": []}
    order["fulfillmentOrders"] = [merged, *order["fulfillmentOrders"]]
    asking = Asking(DemoStore(orders=[order], shop=SHOP))
    query = """query($id: ID!) { order(id: $id) {
      all: fulfillmentOrders(first: 9) { nodes { id } }
      shown: fulfillmentOrders(first: 9, displayable: true) { nodes { id } }
    } }"""
    answer = asking.ask(query, id=ORDER)["data"]["order"]
    assert (len(answer["all"]["nodes"]), len(answer["shown"]["nodes"])) == (3, 2)


def test_the_shop_and_what_it_granted_are_told(asking: Asking) -> None:
    answer = asking.ask("{ shop { name ianaTimezone } currentAppInstallation { accessScopes { handle } } }")["data"]
    assert answer["shop"] == {"name": "Harbor Goods", "ianaTimezone": "Europe/London"}
    assert {scope["handle"] for scope in answer["currentAppInstallation"]["accessScopes"]} == ALL_SCOPES


def test_parcels_are_counted(asking: Asking) -> None:
    answer = asking.ask("query($id: ID!) { order(id: $id) { fulfillmentsCount { count precision } } }", id=ORDER)
    assert answer["data"]["order"]["fulfillmentsCount"] == {"count": 1, "precision": "EXACT"}


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        ("read_returns", "returns(first: 1) { nodes { id } }"),
        ("fulfillment_orders", "fulfillmentOrders(first: 1) { nodes { id } }"),
    ],
)
def test_a_missing_scope_takes_the_whole_order_down(scope: str, field: str) -> None:
    scopes = frozenset(granted for granted in ALL_SCOPES if not granted.endswith(scope))
    asking = Asking(DemoStore(orders=orders(), shop=SHOP, scopes=scopes))
    answer = asking.ask(f"query($id: ID!) {{ order(id: $id) {{ name {field} }} }}", id=ORDER)
    assert answer["data"] == {"order": None}
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_a_hidden_contact_is_null_with_an_error_beside_it() -> None:
    asking = Asking(DemoStore(orders=orders(), shop=SHOP, hidden=CONTACT_FIELDS))
    answer = asking.ask("{ orders(first: 1) { nodes { name email } } }")
    assert answer["data"]["orders"]["nodes"] == [{"name": "#7", "email": None}]
    [error] = answer["errors"]
    assert error["path"] == ["orders", "nodes", 0, "email"]
    assert error["extensions"]["code"] == "ACCESS_DENIED"


def test_orders_are_sorted_as_asked() -> None:
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
    asking = Asking(DemoStore(orders=rows, shop=SHOP))

    def names(arguments: str) -> str:
        nodes = asking.ask(f"{{ orders(first: 5, {arguments}) {{ nodes {{ name }} }} }}")["data"]["orders"]["nodes"]
        return " ".join(node["name"] for node in nodes)

    assert names("sortKey: PROCESSED_AT") == "#3 #1 #2"
    assert names("sortKey: PROCESSED_AT, reverse: true") == "#2 #1 #3"
    assert names("sortKey: ORDER_NUMBER") == "#1 #2 #3"
