from dataclasses import replace

import pytest

from tests.demo.demo_client import Answer, DemoClient
from tests.fakes import harbor_goods
from tracking.demo.access_scopes import WRITE_SCOPES

TAGS = "mutation($id: ID!, $tags: [String!]!) { %s(id: $id, tags: $tags) { node { id } userErrors { field message } } }"
CLOSE = "mutation($id: ID!) { orderClose(input: {id: $id}) { order { closed closedAt } userErrors { message } } }"
DEADLINE = """mutation($ids: [ID!]!, $at: DateTime!) {
  fulfillmentOrdersSetFulfillmentDeadline(fulfillmentOrderIds: $ids, fulfillmentDeadline: $at) {
    success userErrors { code message }
  }
}"""
FIELDS = "id tags closed closedAt updatedAt fulfillmentOrders(first: 5) { nodes { id fulfillBy } }"
AT = "2026-12-03T22:59:59Z"


@pytest.fixture
def shop() -> DemoClient:
    return DemoClient(replace(harbor_goods(), written={}))


def order(shop: DemoClient) -> Answer:
    return shop.order("#1001", FIELDS)


def test_tags_are_added_once_and_removed_in_any_case(shop: DemoClient) -> None:
    before = order(shop)
    added = shop.query(TAGS % "tagsAdd", id=before["id"], tags=["Call back, gift ", "GIFT"])["data"]["tagsAdd"]
    assert added == {"node": {"id": before["id"]}, "userErrors": []}
    shop.query(TAGS % "tagsAdd", id=before["id"], tags=["call BACK"])
    after = order(shop)
    assert [tag.casefold() for tag in after["tags"]].count("call back") == 1
    assert len(after["tags"]) == len({*map(str.casefold, before["tags"]), "call back", "gift"})
    assert after["updatedAt"] == "2026-11-22T14:05:00Z"
    shop.query(TAGS % "tagsRemove", id=before["id"], tags=["CALL back", "nobody has it"])
    assert "call back" not in [tag.casefold() for tag in order(shop)["tags"]]


def test_an_order_is_closed_once(shop: DemoClient) -> None:
    order_id = order(shop)["id"]
    for _ in range(2):
        closed = shop.query(CLOSE, id=order_id)["data"]["orderClose"]
        assert closed == {"order": {"closed": True, "closedAt": "2026-11-22T14:05:00Z"}, "userErrors": []}
    assert order(shop)["closedAt"] == "2026-11-22T14:05:00Z"


def test_a_deadline_is_set_for_all_or_none(shop: DemoClient) -> None:
    groups = [each["id"] for each in order(shop)["fulfillmentOrders"]["nodes"]]
    refused = shop.query(DEADLINE, ids=[*groups, "gid://shopify/FulfillmentOrder/1"], at=AT)["data"]
    (said,) = refused.values()
    assert (said["success"], said["userErrors"][0]["code"]) == (False, "FULFILLMENT_ORDERS_NOT_FOUND")
    assert {each["fulfillBy"] for each in order(shop)["fulfillmentOrders"]["nodes"]} != {AT}
    (done,) = shop.query(DEADLINE, ids=groups, at=AT)["data"].values()
    assert done == {"success": True, "userErrors": []}
    assert {each["fulfillBy"] for each in order(shop)["fulfillmentOrders"]["nodes"]} == {AT}


def test_unknown_order_or_bad_tags_are_a_user_error(shop: DemoClient) -> None:
    unknown, known = "gid://shopify/Order/1", order(shop)["id"]
    assert shop.query(CLOSE, id=unknown)["data"]["orderClose"]["userErrors"][0]["message"]
    for node_id, tags in ((unknown, ["a"]), (known, ["x" * 41]), (known, [f"tag {place}" for place in range(251)])):
        answer = shop.query(TAGS % "tagsAdd", id=node_id, tags=tags)["data"]["tagsAdd"]
        assert answer["node"] is None
        assert answer["userErrors"][0]["message"]


@pytest.mark.parametrize("scope", sorted(WRITE_SCOPES))
def test_a_write_takes_its_scope(scope: str) -> None:
    shop = DemoClient(replace(harbor_goods(), scopes=harbor_goods().scopes - {scope}, written={}))
    found = order(shop)
    groups = [each["id"] for each in found["fulfillmentOrders"]["nodes"]]
    query, variables = (
        (CLOSE, {"id": found["id"]}) if scope == "write_orders" else (DEADLINE, {"ids": groups, "at": AT})
    )
    answer = shop.query(query, **variables)
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert list(answer["data"].values()) == [None]
