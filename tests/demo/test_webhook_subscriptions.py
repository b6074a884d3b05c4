import pytest

from tests.demo.asking import Answer, Asking
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


def create(asking: Asking, topic: str = "ORDERS_UPDATED", uri: str = HERE) -> Answer:
    answer: Answer = asking.ask(CREATE, topic=topic, uri=uri)["data"]["webhookSubscriptionCreate"]
    return answer


def test_what_was_asked_for_is_listed() -> None:
    asking = Asking()
    assert asking.ask(LIST)["data"]["webhookSubscriptions"]["nodes"] == []
    assert create(asking) == {
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
    assert asking.ask(LIST)["data"]["webhookSubscriptions"]["nodes"] == [{"topic": "ORDERS_UPDATED", "uri": HERE}]


def test_two_shops_keep_apart() -> None:
    create(Asking())
    assert Asking().ask(LIST)["data"]["webhookSubscriptions"]["nodes"] == []


def test_the_same_one_is_not_kept_twice() -> None:
    asking = Asking()
    create(asking)
    assert create(asking)["userErrors"][0]["message"] == "Address for this topic has already been taken"
    assert create(asking, uri=f"{HERE}/2")["userErrors"] == []
    assert create(asking, topic="REFUNDS_CREATE")["userErrors"] == []


def test_plain_http_is_refused() -> None:
    assert "protocol" in create(Asking(), uri="http://track.example.com")["userErrors"][0]["message"]


@pytest.mark.parametrize(
    ("topic", "scope"),
    [
        ("ORDERS_UPDATED", "read_orders"),
        ("ORDER_TRANSACTIONS_CREATE", "read_orders"),
        ("FULFILLMENTS_CREATE", "read_fulfillments"),
        ("RETURNS_UPDATE", "read_returns"),
    ],
)
def test_a_topic_behind_a_scope_is_refused_without_it(topic: str, scope: str) -> None:
    def complaints(scopes: frozenset[str]) -> list[Answer]:
        asking = Asking(DemoStore(orders=[], shop=SHOP, scopes=scopes))
        found: list[Answer] = create(asking, topic)["userErrors"]
        return found

    assert "permission" in complaints(ALL_SCOPES - {scope})[0]["message"]
    assert complaints(frozenset({scope})) == []


def test_a_change_costs_ten_points_more() -> None:
    assert Asking().ask(CREATE, topic="ORDERS_UPDATED", uri=HERE)["extensions"]["cost"]["requestedQueryCost"] == 13
