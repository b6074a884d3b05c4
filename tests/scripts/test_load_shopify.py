import json

import pytest
import requests

from scripts.load.process import Process
from scripts.load.shop import SHOPIFY, shopify_with
from tests.shopify.clients import FakeTime, static
from tracking.demo.generated_orders import FIRST_NUMBER
from tracking.shopify.client import Client
from tracking.shopify.orders import ShopifyOrders

NEWEST = "{ orders(first: 3, sortKey: UPDATED_AT, reverse: true) { nodes { id } pageInfo { endCursor } } }"
BULK = "mutation($bulk: String!) { bulkOperationRunQuery(query: $bulk) { userErrors { message } } }"


def ask(shopify: Process, query: str, **variables: object) -> dict[str, object]:
    body = {"query": query, "variables": variables}
    answer: dict[str, object] = requests.post(f"http://127.0.0.1:{shopify.port}/admin", json=body, timeout=30).json()
    return answer


@pytest.mark.parametrize("count", [50, pytest.param(2000, marks=pytest.mark.audit)])
def test_shop_has_as_many_orders_as_one_likes(count: int) -> None:
    time = FakeTime()
    with Process(shopify_with(count)) as shopify, requests.Session() as session:
        client = Client(static(f"http://127.0.0.1:{shopify.port}"), session, monotonic=time, sleep=time.sleep)
        orders = ShopifyOrders(client, monotonic=time)
        found = orders.fetch(str(FIRST_NUMBER + count - 1), time.deadline())
        assert found is not None
        assert orders.fetch(str(FIRST_NUMBER + count), time.deadline()) is None
        assert f"{FIRST_NUMBER + count - 1}" in json.dumps(ask(shopify, NEWEST))
        assert ask(shopify, BULK, bulk="{ orders { edges { node { id } } } }")["data"] == {
            "bulkOperationRunQuery": {"userErrors": []}
        }
        missing = requests.get(f"http://127.0.0.1:{shopify.port}/bulk-operations/none.jsonl", timeout=30)
        assert missing.status_code == 404


def test_shop_has_so_many_points_to_spend() -> None:
    with Process(shopify_with(10, maximum=5, restore_rate=0)) as shopify:
        assert "data" in ask(shopify, NEWEST)
        assert "THROTTLED" in json.dumps(ask(shopify, NEWEST))


def test_without_a_number_any_order_is_known() -> None:
    with Process(SHOPIFY) as shopify:
        answer = ask(shopify, '{ order(id: "gid://shopify/Order/77") { id } }')
        assert answer["data"] == {"order": {"id": "gid://shopify/Order/77"}}
