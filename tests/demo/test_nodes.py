import pytest

from tests.demo.demo_client import Answer, DemoClient
from tests.fakes import harbor_goods
from tracking.demo import ALL_SCOPES, DemoStore
from tracking.demo.harbor_goods import SHOP
from tracking.demo.nodes import FIELDS

NODE = """query($id: ID!) { node(id: $id) {
  __typename
  id
  ... on FulfillmentOrder { orderId status }
  ... on Return { order { id } }
  ... on ReverseFulfillmentOrder { returned: order { id } }
  ... on ReverseDelivery { reverseFulfillmentOrder { returned: order { id } } }
} }"""


def node(demo_client: DemoClient, node_id: str) -> Answer | None:
    found: Answer | None = demo_client.query(NODE, id=node_id)["data"]["node"]
    return found


def returned() -> Answer:
    """The ids of an order that is on its way back, and of its parts."""
    query = """{ orders(first: 99) { nodes { id
      fulfillmentOrders(first: 1) { nodes { id } }
      returns(first: 1) { nodes { id
        reverseFulfillmentOrders(first: 1) { nodes { id reverseDeliveries(first: 1) { nodes { id } } } }
      } }
    } } }"""
    orders: list[Answer] = DemoClient(harbor_goods()).query(query)["data"]["orders"]["nodes"]
    return next(order for order in orders if "ReverseDelivery/" in str(order) and "FulfillmentOrder/" in str(order))


def test_each_type_is_found_by_its_id_with_its_order() -> None:
    demo_client, order = DemoClient(harbor_goods()), returned()
    group = order["fulfillmentOrders"]["nodes"][0]
    back = order["returns"]["nodes"][0]
    reverse = back["reverseFulfillmentOrders"]["nodes"][0]
    delivery = reverse["reverseDeliveries"]["nodes"][0]
    owner = {"id": order["id"]}
    assert (node(demo_client, group["id"]) or {})["orderId"] == order["id"]
    assert node(demo_client, back["id"]) == {"__typename": "Return", "id": back["id"], "order": owner}
    assert node(demo_client, reverse["id"]) == {
        "__typename": "ReverseFulfillmentOrder",
        "id": reverse["id"],
        "returned": owner,
    }
    assert node(demo_client, delivery["id"]) == {
        "__typename": "ReverseDelivery",
        "id": delivery["id"],
        "reverseFulfillmentOrder": {"returned": owner},
    }


@pytest.mark.parametrize("kind", [*FIELDS, "Order"])
def test_missing_node_is_null_without_errors(kind: str) -> None:
    answer = DemoClient(harbor_goods()).query(NODE, id=f"gid://shopify/{kind}/404")
    assert answer["data"] == {"node": None}
    assert "errors" not in answer


def test_invalid_id_is_an_error() -> None:
    assert DemoClient(harbor_goods()).query(NODE, id="7")["errors"][0]["message"] == "Invalid global id '7'"


def test_a_part_behind_a_scope_is_denied_without_it() -> None:
    store = DemoStore(orders=harbor_goods().orders, shop=SHOP, scopes=ALL_SCOPES - {"read_returns"})
    answer = DemoClient(store).query(NODE, id=returned()["returns"]["nodes"][0]["id"])
    assert answer["data"] == {"node": None}
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
