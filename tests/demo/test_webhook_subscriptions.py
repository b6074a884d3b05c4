import pytest

from tests.demo.demo_client import Answer, DemoClient
from tracking.demo import ALL_SCOPES, DemoStore
from tracking.demo.harbor_goods import SHOP

HERE = "https://track.example.com/webhooks/shopify"
CREATE = """mutation($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: {uri: $uri, includeFields: ["id"]}) {
    webhookSubscription { id topic uri format includeFields createdAt }
    userErrors { field message }
  }
}"""
LIST = "{ webhookSubscriptions(first: 10) { nodes { topic uri } pageInfo { hasNextPage } } }"


def create(demo_client: DemoClient, topic: str = "ORDERS_UPDATED", uri: str = HERE) -> Answer:
    answer: Answer = demo_client.query(CREATE, topic=topic, uri=uri)["data"]["webhookSubscriptionCreate"]
    return answer


def test_created_subscription_is_listed() -> None:
    demo_client = DemoClient()
    assert demo_client.query(LIST)["data"]["webhookSubscriptions"]["nodes"] == []
    assert create(demo_client) == {
        "webhookSubscription": {
            "id": "gid://shopify/WebhookSubscription/1",
            "topic": "ORDERS_UPDATED",
            "uri": HERE,
            "format": "JSON",
            "includeFields": ["id"],
            "createdAt": "2026-01-01T00:00:00Z",
        },
        "userErrors": [],
    }
    assert demo_client.query(LIST)["data"]["webhookSubscriptions"]["nodes"] == [
        {"topic": "ORDERS_UPDATED", "uri": HERE}
    ]


def test_stores_are_independent() -> None:
    create(DemoClient())
    assert DemoClient().query(LIST)["data"]["webhookSubscriptions"]["nodes"] == []


def test_duplicate_subscription_is_a_user_error() -> None:
    demo_client = DemoClient()
    create(demo_client)
    assert create(demo_client)["userErrors"][0]["message"] == "Address for this topic has already been taken"
    assert create(demo_client, uri=f"{HERE}/2")["userErrors"] == []
    assert create(demo_client, topic="REFUNDS_CREATE")["userErrors"] == []


def test_plain_http_is_refused() -> None:
    assert "protocol" in create(DemoClient(), uri="http://track.example.com")["userErrors"][0]["message"]


@pytest.mark.parametrize(
    ("topic", "scope"),
    [
        ("ORDERS_UPDATED", "read_orders"),
        ("ORDER_TRANSACTIONS_CREATE", "read_orders"),
        ("FULFILLMENTS_CREATE", "read_fulfillments"),
        ("RETURNS_UPDATE", "read_returns"),
    ],
)
def test_topic_without_its_scope_is_a_user_error(topic: str, scope: str) -> None:
    def complaints(scopes: frozenset[str]) -> list[Answer]:
        demo_client = DemoClient(DemoStore(orders=[], shop=SHOP, scopes=scopes))
        found: list[Answer] = create(demo_client, topic)["userErrors"]
        return found

    assert "permission" in complaints(ALL_SCOPES - {scope})[0]["message"]
    assert complaints(frozenset({scope})) == []


def test_mutation_costs_ten_points_more() -> None:
    assert (
        DemoClient().query(CREATE, topic="ORDERS_UPDATED", uri=HERE)["extensions"]["cost"]["requestedQueryCost"] == 13
    )
