import json
from datetime import timedelta
from functools import cache

import pytest
from werkzeug.datastructures import Headers

from tests.demo.demo_client import NOW, rows
from tests.webhook_samples import SECRET, SHOP, signed
from tracking.demo import GrowingOrders
from tracking.demo.changes import TOPICS, Change
from tracking.demo.stories import LONGEST
from tracking.demo.webhook_requests import WebhookRequest, webhook_requests
from tracking.shopify.signatures import check_body
from tracking.shopify.webhooks.payload import WebhookHeaders, read_webhook

GROWTH = GrowingOrders(per_hour=2)  # few, which meet with everything


@cache
def changes() -> list[Change]:
    return GROWTH.changes(NOW - LONGEST, NOW)


@pytest.fixture(scope="module")
def sent() -> list[WebhookRequest]:
    return list(webhook_requests(changes(), secret=SECRET))


def test_every_topic_of_every_change_is_sent(sent: list[WebhookRequest]) -> None:
    assert [request.topic for request in sent] == [topic for change in changes() for topic in change.topics]
    assert {request.topic for request in sent} == {topic for topics in TOPICS.values() for topic in topics}


def test_site_reads_the_order_of_each_or_its_part(sent: list[WebhookRequest]) -> None:
    orders = [change.order for change in changes() for _ in change.topics]
    for request, order in zip(sent, orders, strict=True):
        headers = WebhookHeaders.read(Headers(dict(request.headers)))
        check_body(request.body, headers.signature, [SECRET])
        assert (headers.topic, headers.shop) == (request.topic, SHOP)
        message = read_webhook(headers.topic, request.body, shop=SHOP)
        assert message is not None
        if request.topic.startswith("fulfillment_orders/"):
            [group] = rows(order, "fulfillmentOrders")
            assert message.node_ids == (group["id"],)
        else:
            assert message.orders == (str(order["id"]).rpartition("/")[2],)


def test_headers_are_those_of_shopify(sent: list[WebhookRequest]) -> None:
    first = sent[0]
    assert first.headers["X-Shopify-Hmac-Sha256"] == signed(first.body)
    assert first.headers["X-Shopify-API-Version"] == "2026-10"
    assert first.headers["X-Shopify-Triggered-At"] == changes()[0].at.strftime("%Y-%m-%dT%H:%M:%S.000000Z")
    assert first.at == changes()[0].at


def test_each_webhook_has_ids_of_its_own_that_stay_the_same(sent: list[WebhookRequest]) -> None:
    for name in ("X-Shopify-Webhook-Id", "X-Shopify-Event-Id"):
        assert len({request.headers[name] for request in sent}) == len(sent)
    assert sent == list(webhook_requests(changes(), secret=SECRET))


def test_subscriptions_choose_topics_and_fields() -> None:
    subscriptions = [
        {"topic": "ORDERS_UPDATED", "includeFields": ["id", "updated_at"]},
        {"topic": "RETURNS_CLOSE", "includeFields": []},
        {"topic": "SHOP_UPDATE", "includeFields": []},
    ]
    sent = list(webhook_requests(changes(), secret=SECRET, subscriptions=subscriptions))
    assert {request.topic for request in sent} == {"orders/updated", "returns/close"}
    bodies = {request.topic: json.loads(request.body) for request in sent}
    assert bodies["orders/updated"].keys() == {"id", "updated_at"}
    assert bodies["returns/close"]["status"] == "closed"
    assert list(webhook_requests(changes(), secret=SECRET, subscriptions=[])) == []


def test_no_webhook_is_older_than_the_span() -> None:
    changes = GROWTH.changes(NOW, NOW + timedelta(hours=1))
    assert all(NOW < request.at <= NOW + timedelta(hours=1) for request in webhook_requests(changes, secret="x"))
