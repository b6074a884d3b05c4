import pytest

from tests.demo.asking import Answer, Asking
from tests.parts import harbor_goods
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


def node(asking: Asking, node_id: str) -> Answer | None:
    found: Answer | None = asking.ask(NODE, id=node_id)["data"]["node"]
    return found


def returned() -> Answer:
    """The ids of an order that is on its way back, and of its parts."""
    query = """{ orders(first: 99) { nodes { id
      fulfillmentOrders(first: 1) { nodes { id } }
      returns(first: 1) { nodes { id
        reverseFulfillmentOrders(first: 1) { nodes { id reverseDeliveries(first: 1) { nodes { id } } } }
      } }
    } } }"""
    orders: list[Answer] = Asking(harbor_goods()).ask(query)["data"]["orders"]["nodes"]
    return next(order for order in orders if "ReverseDelivery/" in str(order) and "FulfillmentOrder/" in str(order))


def test_each_kind_of_part_is_found_by_its_id_and_knows_its_order() -> None:
    asking, order = Asking(harbor_goods()), returned()
    group = order["fulfillmentOrders"]["nodes"][0]
    back = order["returns"]["nodes"][0]
    reverse = back["reverseFulfillmentOrders"]["nodes"][0]
    delivery = reverse["reverseDeliveries"]["nodes"][0]
    owner = {"id": order["id"]}
    assert (node(asking, group["id"]) or {})["orderId"] == order["id"]
    assert node(asking, back["id"]) == {"__typename": "Return", "id": back["id"], "order": owner}
    assert node(asking, reverse["id"]) == {
        "__typename": "ReverseFulfillmentOrder",
        "id": reverse["id"],
        "returned": owner,
    }
    assert node(asking, delivery["id"]) == {
        "__typename": "ReverseDelivery",
        "id": delivery["id"],
        "reverseFulfillmentOrder": {"returned": owner},
    }


@pytest.mark.parametrize("kind", [*FIELDS, "Order"])
def test_what_is_not_there_is_null_without_errors(kind: str) -> None:
    answer = Asking(harbor_goods()).ask(NODE, id=f"gid://shopify/{kind}/404")
    assert answer["data"] == {"node": None}
    assert "errors" not in answer


def test_an_id_that_is_none_is_an_error() -> None:
    assert Asking(harbor_goods()).ask(NODE, id="7")["errors"][0]["message"] == "Invalid global id '7'"


def test_a_part_behind_a_scope_is_denied_without_it() -> None:
    store = DemoStore(orders=harbor_goods().orders, shop=SHOP, scopes=ALL_SCOPES - {"read_returns"})
    answer = Asking(store).ask(NODE, id=returned()["returns"]["nodes"][0]["id"])
    assert answer["data"] == {"node": None}
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
