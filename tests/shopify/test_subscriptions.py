from collections.abc import Callable
from dataclasses import replace

import pytest
import requests

from tests.shopify.asking import FakeTime, Shop, open_shop, static
from tests.shopify.misbehaving import Misbehaving, says
from tests.shopify.selling import store_of
from tracking.demo import ALL_SCOPES, DemoStore
from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_access import Json, JsonObject
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.subscriptions import Subscription
from tracking.shopify.topics import TOPICS, WANTED

HERE = "https://track.example.com/webhooks/shopify"
ELSEWHERE = "https://old.example.com/webhooks/shopify"


@pytest.fixture
def store() -> DemoStore:
    return store_of()


@pytest.fixture
def shop(session: requests.Session, time: FakeTime, store: DemoStore) -> Shop:
    return open_shop(session, store, time=time)


def kept(topic: str, uri: str = HERE) -> dict[str, object]:
    return {"topic": topic.upper().replace("/", "_"), "uri": uri}


def test_at_first_everything_is_missing(shop: Shop, time: FakeTime) -> None:
    standing = shop.orders.subscriptions.status(HERE, time.deadline())
    assert standing.missing == WANTED
    assert (standing.subscribed, standing.denied, standing.elsewhere) == ((), {}, ())


def test_what_was_asked_for_is_subscribed(shop: Shop, store: DemoStore, time: FakeTime) -> None:
    for topic in WANTED:
        assert shop.orders.subscriptions.subscribe(topic, HERE, time.deadline()) == ()
    standing = shop.orders.subscriptions.status(HERE, time.deadline())
    assert (standing.subscribed, standing.missing) == (WANTED, ())
    fields = {str(each["topic"]): each["includeFields"] for each in store.subscriptions}
    assert fields == {topic.upper().replace("/", "_"): list(TOPICS[topic].fields) for topic in WANTED}


def test_a_topic_of_ours_that_leads_elsewhere_is_named_and_still_missing(
    shop: Shop, store: DemoStore, time: FakeTime
) -> None:
    store.subscriptions.extend(
        [kept("orders/updated", ELSEWHERE), kept("products/update", ELSEWHERE), kept("orders/link_requested")]
    )
    standing = shop.orders.subscriptions.status(HERE, time.deadline())
    assert standing.elsewhere == (Subscription("orders/updated", ELSEWHERE),)
    assert "orders/updated" in standing.missing


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
def test_the_scope_that_a_topic_lacks_is_named(
    session: requests.Session, time: FakeTime, scopes: set[str], denied: set[str]
) -> None:
    shop = open_shop(session, store_of(scopes=frozenset(scopes)), time=time)
    standing = shop.orders.subscriptions.status(HERE, time.deadline())
    assert set(standing.denied.values()) == denied
    assert {*standing.denied, *standing.missing} == set(WANTED)
    # Whoever sees orders sees a return end, too.
    assert {"orders/updated", "app/uninstalled", "returns/close"} <= set(standing.missing)


def test_what_is_subscribed_to_needs_no_scope_any_more(session: requests.Session, time: FakeTime) -> None:
    store = replace(store_of(scopes=frozenset({"read_orders"})), subscriptions=[kept("fulfillments/create")])
    standing = open_shop(session, store, time=time).orders.subscriptions.status(HERE, time.deadline())
    assert standing.subscribed == ("fulfillments/create",)
    assert "fulfillments/create" not in standing.denied


@pytest.mark.parametrize(
    ("topic", "address", "complaint"),
    [
        ("orders/updated", "http://track.example.com", "protocol"),
        ("orders/updated", HERE, "already been taken"),
        ("fulfillments/create", HERE, "permission"),
    ],
)
def test_a_refusal_is_told_in_shopifys_words(
    session: requests.Session, time: FakeTime, topic: str, address: str, complaint: str
) -> None:
    store = replace(store_of(scopes=frozenset({"read_orders"})), subscriptions=[kept("orders/updated")])
    subscriptions = open_shop(session, store, time=time).orders.subscriptions
    (said,) = subscriptions.subscribe(topic, address, time.deadline())
    assert complaint in said


def test_a_long_list_is_read_to_its_end(shop: Shop, store: DemoStore, time: FakeTime) -> None:
    store.subscriptions.extend(kept("orders/updated", f"{ELSEWHERE}/{number}") for number in range(250))
    store.subscriptions.append(kept("refunds/create"))
    standing = shop.orders.subscriptions.status(HERE, time.deadline())
    assert (len(standing.elsewhere), standing.subscribed) == (250, ("refunds/create",))
    assert shop.asked == ["Webhooks"] * 3 + ["Shop"]


def test_a_list_without_end_is_given_up(
    serve: Callable[..., Misbehaving], session: requests.Session, time: FakeTime
) -> None:
    page: JsonObject = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": "again"}}
    server = serve(says({"data": {"webhookSubscriptions": page, "shop": {}}}))
    orders = ShopifyOrders(Client(static(server.url), session, monotonic=time, sleep=time.sleep), monotonic=time)
    assert orders.subscriptions.status(HERE, time.deadline()).subscribed == ()
    assert len(server.seen) == 11


@pytest.mark.parametrize("data", [{}, {"webhookSubscriptions": None, "webhookSubscriptionCreate": None}])
def test_an_answer_that_says_nothing_is_no_answer(
    serve: Callable[..., Misbehaving], session: requests.Session, time: FakeTime, data: Json
) -> None:
    client = Client(static(serve(says({"data": data})).url), session, monotonic=time, sleep=time.sleep)
    subscriptions = ShopifyOrders(client, monotonic=time).subscriptions
    with pytest.raises(Unavailable, match="which webhooks"):
        subscriptions.status(HERE, time.deadline())
    with pytest.raises(Unavailable, match="whether"):
        subscriptions.subscribe("orders/updated", HERE, time.deadline())
