import json

import pytest
from graphql import GraphQLEnumType
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from tests.sampling import each_row
from tests.webhook_samples import SAMPLES, SHOP
from tracking.demo.changes import TOPICS as CHANGE_TOPICS
from tracking.demo.schema import shopify_schema
from tracking.shopify.webhooks.payload import InvalidPayload, WebhookHeaders, WebhookMessage, read_webhook
from tracking.shopify.webhooks.topics import PRIVACY, TOPICS, WANTED, WebhookKind

LARGE = 9_007_199_254_740_993  # one more than a float can tell from its neighbor


def read(topic: str, body: object) -> WebhookMessage | None:
    return read_webhook(topic, json.dumps(body).encode(), shop=SHOP)


def test_every_topic_has_a_sample() -> None:
    assert set(SAMPLES) == set(TOPICS)


def test_every_topic_but_the_privacy_topics_is_in_the_schema() -> None:
    enum = shopify_schema().type_map["WebhookSubscriptionTopic"]
    assert isinstance(enum, GraphQLEnumType)
    names = set(enum.values)
    assert {topic for topic in TOPICS if topic.upper().replace("/", "_") not in names} == set(PRIVACY)
    assert set(WANTED) <= set(TOPICS) - set(PRIVACY)


def test_every_change_of_an_order_has_a_wanted_topic() -> None:
    assert [event for event, topics in CHANGE_TOPICS.items() if not set(topics) & set(WANTED)] == []


@each_row("topic", TOPICS)
def test_sample_of_each_topic_is_read(topic: str) -> None:
    sample = SAMPLES[topic]
    message = read(topic, sample.body)
    assert message
    assert (message.kind, message.orders, message.node_ids) == (TOPICS[topic].kind, sample.orders, sample.parts)


@each_row("topic", [topic for topic, row in TOPICS.items() if row.fields])
def test_subscribed_fields_suffice_to_read_the_webhook(topic: str) -> None:
    sample = SAMPLES[topic]
    cut = {name: value for name, value in sample.body.items() if name in TOPICS[topic].fields}
    assert read(topic, cut) == read(topic, sample.body)
    assert not {"email", "phone", "customer", "shipping_address", "destination"} & cut.keys()


@each_row("order_id", [LARGE, str(LARGE), f"gid://shopify/Order/{LARGE}"], ids=["number", "text", "global id"])
@each_row("topic", ["refunds/create", "fulfillments/update", "returns/close"])
def test_order_id_is_read_in_any_format(topic: str, order_id: object) -> None:
    assert read(topic, {"order_id": order_id}) == WebhookMessage(kind=WebhookKind.CHANGED, orders=(str(LARGE),))


@each_row("order_id", [None, True, 8.2e17, "", "-1", "1 2", "٣", "9" * 21, ["1"], {}, "gid://shopify/Product/1", "1\n"])
def test_invalid_ids_give_no_orders(order_id: object) -> None:
    with pytest.raises(InvalidPayload, match="no order"):
        read("refunds/create", {"order_id": order_id})


@pytest.mark.parametrize(
    "part", ["gid://shopify/Product/1", "gid://shopify/Return/x", "gid://shopify/Return/1?x=1", "1", 2, None]
)
def test_other_node_types_raise_invalid_payload(part: object) -> None:
    with pytest.raises(InvalidPayload, match="no order"):
        read("returns/update", {"admin_graphql_api_id": part})


@each_row(
    ("topic", "body", "parts"),
    [
        ("reverse_deliveries/attach_deliverable", {"return": {"id": 7}}, ["Return/7"]),
        ("reverse_deliveries/attach_deliverable", {"id": 9, "return": {"id": 7}}, ["Return/7", "ReverseDelivery/9"]),
        ("reverse_deliveries/attach_deliverable", {"return": "gid://shopify/Return/7"}, ["Return/7"]),
        ("reverse_deliveries/attach_deliverable", {"id": 9, "return": None}, ["ReverseDelivery/9"]),
        ("reverse_fulfillment_orders/dispose", {"id": 9}, ["ReverseFulfillmentOrder/9"]),
        ("returns/update", {"id": 7}, ["Return/7"]),
        ("fulfillment_orders/moved", {"original_fulfillment_order": {"id": 5}}, ["FulfillmentOrder/5"]),
        (
            "fulfillment_orders/merged",
            {"fulfillment_order_merges": [{"fulfillment_order": {"id": 5}}]},
            ["FulfillmentOrder/5"],
        ),
    ],
)
def test_number_of_a_part_becomes_a_global_id(topic: str, body: dict[str, object], parts: list[str]) -> None:
    notice = read(topic, body)
    assert notice
    assert notice.node_ids == tuple(f"gid://shopify/{part}" for part in parts)


def test_global_id_of_another_type_is_not_replaced_by_the_number() -> None:
    with pytest.raises(InvalidPayload):
        read("returns/update", {"admin_graphql_api_id": "gid://shopify/Order/7", "id": 7})


def test_return_with_order_id_gives_the_order() -> None:
    body = {"admin_graphql_api_id": "gid://shopify/Return/7", "order": {"id": LARGE}}
    assert read("returns/process", body) == WebhookMessage(kind=WebhookKind.CHANGED, orders=(str(LARGE),))


def test_merged_fulfillment_orders_are_an_object_or_a_list() -> None:
    merged: dict[str, object] = {"fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/1"}}
    for value in (merged, [merged]):
        message = read("fulfillment_orders/merged", {"fulfillment_order_merges": value})
        assert message == WebhookMessage(kind=WebhookKind.CHANGED, node_ids=("gid://shopify/FulfillmentOrder/1",))
    with pytest.raises(InvalidPayload):
        read("fulfillment_orders/merged", {"fulfillment_order_merges": []})


def test_unknown_topic_gives_none() -> None:
    assert read("products/update", {"id": 1}) is None
    assert read("", {"id": 1}) is None


@pytest.mark.parametrize("body", [b"", b"[1]", b"null", b"{", b"\xff", b"[" * 100_000])
def test_body_without_object_raises_invalid_payload(body: bytes) -> None:
    with pytest.raises(InvalidPayload, match="JSON"):
        read_webhook("orders/updated", body, shop=SHOP)


@pytest.mark.parametrize(
    "oddity",
    [
        b'"n": ' + b"9" * 5000,
        b'"n": 1e999',
        b'"n": NaN',
        b'"n": 1, "n": 2',
        b'"n": "\\ud83d"',
        b'"n": ' + b"[" * 90 + b"]" * 90,
    ],
    ids=["digits", "infinite", "NaN", "twice", "half a pair", "deep"],
)
def test_other_values_do_not_hide_the_id(oddity: bytes) -> None:
    for body in (b'{"id": 7, %s}' % oddity, b'\xef\xbb\xbf{%s, "id": 7}' % oddity):
        assert read_webhook("orders/updated", body, shop=SHOP) == WebhookMessage(
            kind=WebhookKind.CHANGED, orders=("7",)
        )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.dictionaries(
            st.sampled_from(["id", "order", "order_id", "admin_graphql_api_id", "shop_domain", "fulfillment_order"]),
            inner,
        ),
    ),
    st.sampled_from(sorted(TOPICS)),
)
def test_any_body_gives_a_message_or_invalid_payload(body: object, topic: str) -> None:
    try:
        message = read(topic, body)
    except InvalidPayload:
        return
    assert message
    assert all(order.isdecimal() for order in message.orders)


# The topic is not signed: a replayed body may come under another topic.
def test_deletion_with_more_than_an_id_is_a_change() -> None:
    assert read("orders/delete", {"id": 1}) == WebhookMessage(kind=WebhookKind.DELETED, orders=("1",))
    assert read("orders/delete", SAMPLES["orders/updated"].body) == read(
        "orders/updated", SAMPLES["orders/updated"].body
    )


@each_row("claimed", ["customers/redact", "shop/redact", "customers/data_request", "app/uninstalled"])
@each_row("signed", ["orders/updated", "orders/delete", "returns/update", "customers/redact"])
def test_body_of_another_topic_erases_nothing(claimed: str, signed: str) -> None:
    if claimed != signed:
        with pytest.raises(InvalidPayload):
            read(claimed, SAMPLES[signed].body)


@pytest.mark.parametrize("topic", [*PRIVACY, "app/uninstalled"])
def test_webhook_of_another_shop_raises_invalid_payload(topic: str) -> None:
    names = {"shop_domain", "myshopify_domain"}
    body = {name: "coffee.myshopify.com" if name in names else value for name, value in SAMPLES[topic].body.items()}
    with pytest.raises(InvalidPayload, match="this shop"):
        read(topic, body)


def test_redaction_without_orders_has_no_order_ids() -> None:
    body = {"shop_domain": SHOP, "orders_to_redact": []}
    assert read("customers/redact", body) == WebhookMessage(kind=WebhookKind.REDACT_CUSTOMER)


def test_invalid_id_in_a_list_is_left_out() -> None:
    body = {"shop_domain": SHOP, "orders_to_redact": [None, 1, "x", "2"]}
    message = read("customers/redact", body)
    assert message
    assert message.orders == ("1", "2")


def test_headers_are_read_under_either_name() -> None:
    old = {
        "X-Shopify-Topic": "orders/updated",
        "X-Shopify-Shop-Domain": SHOP,
        "X-Shopify-Hmac-Sha256": "abc=",
        "X-Shopify-Event-Id": "e",
        "X-Shopify-Webhook-Id": "w",
    }
    new = {name.removeprefix("X-").lower(): value for name, value in old.items()}
    expected = WebhookHeaders(topic="orders/updated", shop=SHOP, signature="abc=", event_id="e", webhook_id="w")
    assert WebhookHeaders.read(Headers(old)) == WebhookHeaders.read(Headers(new)) == expected
    assert WebhookHeaders.read(Headers({**old, "Shopify-Topic": "Orders/Paid"})).topic == "orders/paid"


def test_webhook_id_replaces_a_missing_event_id() -> None:
    assert WebhookHeaders.read(Headers({"shopify-webhook-id": "w"})) == WebhookHeaders(
        topic="", shop="", signature="", event_id="w", webhook_id="w"
    )


def test_repr_of_a_message_has_no_orders() -> None:
    assert "4711" not in repr(WebhookMessage(kind=WebhookKind.CHANGED, orders=("4711",)))
