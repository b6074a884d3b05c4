from collections.abc import Callable
from dataclasses import replace

import pytest
import requests

from tests.shopify.clients import FakeTime, Shop, open_shop, static
from tests.shopify.faulty_server import FaultyServer, responds
from tests.shopify.store_rows import store_of
from tracking.demo import ALL_SCOPES, DemoStore
from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.webhooks.subscriptions import Subscription, WebhookSubscriptions
from tracking.shopify.webhooks.topics import TOPICS, WANTED

ADDRESS = "https://track.example.com/webhooks/shopify"
OTHER_ADDRESS = "https://old.example.com/webhooks/shopify"


@pytest.fixture
def store() -> DemoStore:
    return store_of()


@pytest.fixture
def shop(session: requests.Session, time: FakeTime, store: DemoStore) -> Shop:
    return open_shop(session, store, time=time)


def subscription(topic: str, uri: str = ADDRESS) -> dict[str, object]:
    return {"topic": topic.upper().replace("/", "_"), "uri": uri}


def test_without_subscriptions_every_topic_is_missing(shop: Shop, time: FakeTime) -> None:
    status = WebhookSubscriptions(shop.orders).status(ADDRESS, time.deadline())
    assert status.missing == WANTED
    assert (status.subscribed, status.denied, status.elsewhere) == ((), {}, ())


def test_subscribe_adds_the_subscription_with_its_fields(shop: Shop, store: DemoStore, time: FakeTime) -> None:
    for topic in WANTED:
        assert WebhookSubscriptions(shop.orders).subscribe(topic, ADDRESS, time.deadline()) == ()
    status = WebhookSubscriptions(shop.orders).status(ADDRESS, time.deadline())
    assert (status.subscribed, status.missing) == (WANTED, ())
    fields = {str(each["topic"]): each["includeFields"] for each in store.subscriptions}
    assert fields == {topic.upper().replace("/", "_"): list(TOPICS[topic].fields) for topic in WANTED}


def test_subscription_of_another_address_is_listed_elsewhere_and_its_topic_missing(
    shop: Shop, store: DemoStore, time: FakeTime
) -> None:
    store.subscriptions.extend(
        [
            subscription("orders/updated", OTHER_ADDRESS),
            subscription("products/update", OTHER_ADDRESS),
            subscription("orders/link_requested"),
        ]
    )
    status = WebhookSubscriptions(shop.orders).status(ADDRESS, time.deadline())
    assert status.elsewhere == (Subscription("orders/updated", OTHER_ADDRESS),)
    assert "orders/updated" in status.missing


@pytest.mark.parametrize(
    ("scopes", "denied"),
    [
        (ALL_SCOPES, set()),
        (ALL_SCOPES - {"read_fulfillments"}, {"read_fulfillments"}),
        (ALL_SCOPES - {"read_fulfillments"} | {"write_fulfillments"}, set()),
        (ALL_SCOPES - {"read_merchant_managed_fulfillment_orders"}, set()),
        (
            {"read_orders"},
            {"read_fulfillments", "read_returns", "read_merchant_managed_fulfillment_orders"},
        ),
    ],
)
def test_topic_without_its_scope_is_denied_with_the_scope(
    session: requests.Session, time: FakeTime, scopes: set[str], denied: set[str]
) -> None:
    shop = open_shop(session, store_of(scopes=frozenset(scopes)), time=time)
    status = WebhookSubscriptions(shop.orders).status(ADDRESS, time.deadline())
    assert set(status.denied.values()) == denied
    assert {*status.denied, *status.missing} == set(WANTED)
    # The scopes for orders include the end of a return.
    assert {"orders/updated", "app/uninstalled", "returns/close"} <= set(status.missing)


def test_subscribed_topic_needs_no_scope(session: requests.Session, time: FakeTime) -> None:
    store = replace(store_of(scopes=frozenset({"read_orders"})), subscriptions=[subscription("fulfillments/create")])
    status = WebhookSubscriptions(open_shop(session, store, time=time).orders).status(ADDRESS, time.deadline())
    assert status.subscribed == ("fulfillments/create",)
    assert "fulfillments/create" not in status.denied


@pytest.mark.parametrize(
    ("topic", "address", "expected"),
    [
        ("orders/updated", "http://track.example.com", "protocol"),
        ("orders/updated", ADDRESS, "already been taken"),
        ("fulfillments/create", ADDRESS, "permission"),
    ],
)
def test_subscribe_returns_shopifys_error_message(
    session: requests.Session, time: FakeTime, topic: str, address: str, expected: str
) -> None:
    store = replace(store_of(scopes=frozenset({"read_orders"})), subscriptions=[subscription("orders/updated")])
    subscriptions = WebhookSubscriptions(open_shop(session, store, time=time).orders)
    (message,) = subscriptions.subscribe(topic, address, time.deadline())
    assert expected in message


def test_status_reads_all_pages(shop: Shop, store: DemoStore, time: FakeTime) -> None:
    store.subscriptions.extend(subscription("orders/updated", f"{OTHER_ADDRESS}/{number}") for number in range(250))
    store.subscriptions.append(subscription("refunds/create"))
    status = WebhookSubscriptions(shop.orders).status(ADDRESS, time.deadline())
    assert (len(status.elsewhere), status.subscribed) == (250, ("refunds/create",))
    assert shop.asked == ["Webhooks"] * 3 + ["Shop"]


def test_status_stops_at_the_maximum_of_pages(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime
) -> None:
    page: JsonObject = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": "again"}}
    server = serve(responds({"data": {"webhookSubscriptions": page, "shop": {}}}))
    orders = ShopifyOrders(Client(static(server.url), session, monotonic=time, sleep=time.sleep), monotonic=time)
    assert WebhookSubscriptions(orders).status(ADDRESS, time.deadline()).subscribed == ()
    assert len(server.requests) == 11


@pytest.mark.parametrize("data", [{}, {"webhookSubscriptions": None, "webhookSubscriptionCreate": None}])
def test_response_without_data_raises_unavailable(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime, data: Json
) -> None:
    client = Client(static(serve(responds({"data": data})).url), session, monotonic=time, sleep=time.sleep)
    subscriptions = WebhookSubscriptions(ShopifyOrders(client, monotonic=time))
    with pytest.raises(Unavailable, match="which webhooks"):
        subscriptions.status(ADDRESS, time.deadline())
    with pytest.raises(Unavailable, match="whether"):
        subscriptions.subscribe("orders/updated", ADDRESS, time.deadline())
