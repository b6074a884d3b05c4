"""Makes the webhooks that Shopify sends for changes: topics, headers, signatures and bodies.

https://shopify.dev/docs/apps/build/webhooks/delivery-structure
"""

import base64
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast
from uuid import NAMESPACE_URL, uuid5

from tracking.demo.changes import Change

Node: TypeAlias = Mapping[str, object]

SHOP_DOMAIN = "demo.myshopify.com"
API_VERSION = "2026-10"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRequest:
    """A request to post to the app. The same change has the same ids in its headers, always."""

    topic: str
    at: datetime
    headers: Mapping[str, str]
    body: bytes


def webhook_requests(
    changes: Iterable[Change],
    *,
    secret: str,
    shop_domain: str = SHOP_DOMAIN,
    subscriptions: Sequence[Node] | None = None,
) -> Iterator[WebhookRequest]:
    """The requests for these changes, in their order, signed with the app's secret.

    With ``subscriptions``, only their topics, with the fields that they include; without, every topic as a whole.
    """
    fields = None if subscriptions is None else _included_fields(subscriptions)
    for change in changes:
        for topic in change.topics:
            if fields is None or topic in fields:
                body = _body(topic, change, fields[topic] if fields else ())
                yield _request(topic, change, body, secret, shop_domain)


def _included_fields(subscriptions: Sequence[Node]) -> Mapping[str, Sequence[str]]:
    """The included fields by topic; topics of subscriptions are written as in ORDERS_UPDATED."""
    topics = {topic.replace("/", "_").upper(): topic for topic in _BODIES}
    return {
        topics[str(each["topic"])]: cast("Sequence[str]", each["includeFields"])
        for each in subscriptions
        if each["topic"] in topics
    }


def _request(topic: str, change: Change, body: bytes, secret: str, shop_domain: str) -> WebhookRequest:
    event = f"{shop_domain}/{change.key}/{topic}"
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode(),
        "X-Shopify-Shop-Domain": shop_domain,
        "X-Shopify-API-Version": API_VERSION,
        "X-Shopify-Webhook-Id": str(uuid5(NAMESPACE_URL, f"webhook/{event}")),
        "X-Shopify-Event-Id": str(uuid5(NAMESPACE_URL, f"event/{event}")),
        "X-Shopify-Triggered-At": change.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    return WebhookRequest(topic=topic, at=change.at, headers=headers, body=body)


def _body(topic: str, change: Change, fields: Sequence[str]) -> bytes:
    whole = _BODIES[topic](change)
    body = {name: value for name, value in whole.items() if name in fields} if fields else whole
    return json.dumps(body, ensure_ascii=False).encode()


def _order(change: Change) -> Node:
    order = change.order
    address = cast("Node | None", order["shippingAddress"])
    return {
        "id": _digits(order),
        "admin_graphql_api_id": order["id"],
        "name": order["name"],
        "email": order["email"],
        "contact_email": order["email"],
        "phone": order["phone"],
        "created_at": order["createdAt"],
        "updated_at": order["updatedAt"],
        "cancelled_at": order["cancelledAt"],
        "financial_status": str(order["displayFinancialStatus"]).lower(),
        "fulfillment_status": "fulfilled" if order["fulfillments"] else None,
        "tags": ", ".join(cast("Sequence[str]", order["tags"])),
        "test": order["test"],
        "shipping_address": address and {"city": address["city"], "zip": address["zip"]},
    }


def _fulfillment(change: Change) -> Node:
    parcel = _last(change, "fulfillments")
    tracking = next(iter(cast("Sequence[Node]", parcel["trackingInfo"])), {})
    return {
        "id": _digits(parcel),
        "admin_graphql_api_id": parcel["id"],
        "order_id": _digits(change.order),
        "name": parcel["name"],
        "email": change.order["email"],
        "status": str(parcel["status"]).lower(),
        "shipment_status": str(parcel["displayStatus"]).lower(),
        "created_at": parcel["createdAt"],
        "updated_at": parcel["updatedAt"],
        "tracking_company": tracking.get("company"),
        "tracking_number": tracking.get("number"),
    }


def _scan(change: Change) -> Node:
    parcel = _last(change, "fulfillments")
    scan = cast("Sequence[Node]", parcel["events"])[-1]
    return {
        "id": _digits(scan),
        "admin_graphql_api_id": scan["id"],
        "fulfillment_id": _digits(parcel),
        "order_id": _digits(change.order),
        "status": str(scan["status"]).lower(),
        "happened_at": scan["happenedAt"],
        "created_at": scan["createdAt"],
        "updated_at": scan["createdAt"],
        "estimated_delivery_at": scan["estimatedDeliveryAt"],
        "city": scan["city"],
        "country": scan["country"],
    }


def _fulfillment_order(change: Change) -> Node:
    """These name no order, nothing but the fulfillment order."""
    found = cast("Sequence[Node]", change.order["fulfillmentOrders"])
    return {"fulfillment_order": {"id": found[0]["id"], "status": str(found[0]["status"]).lower()}} if found else {}


def _return(change: Change) -> Node:
    """As it is requested and approved: with its order."""
    found = _last(change, "returns")
    order = {"id": _digits(change.order), "admin_graphql_api_id": change.order["id"]}
    return {**_return_identity(found), "order": order, "total_return_line_items": found["totalQuantity"]}


def _return_end(change: Change) -> Node:
    """As it is closed: with its order's id only."""
    return {**_return_identity(_last(change, "returns")), "order_id": _digits(change.order)}


def _return_identity(found: Node) -> Node:
    return {
        "id": _digits(found),
        "admin_graphql_api_id": found["id"],
        "name": found["name"],
        "status": str(found["status"]).lower(),
    }


def _refund(change: Change) -> Node:
    found = _last(change, "refunds")
    return {
        "id": _digits(found),
        "admin_graphql_api_id": found["id"],
        "order_id": _digits(change.order),
        "created_at": found["createdAt"],
        "processed_at": found["processedAt"],
    }


_BODIES: Mapping[str, Callable[[Change], Node]] = {
    "orders/create": _order,
    "orders/updated": _order,
    "orders/fulfilled": _order,
    "orders/cancelled": _order,
    "fulfillments/create": _fulfillment,
    "fulfillments/update": _fulfillment,
    "fulfillment_events/create": _scan,
    "fulfillment_orders/order_routing_complete": _fulfillment_order,
    "fulfillment_orders/placed_on_hold": _fulfillment_order,
    "fulfillment_orders/hold_released": _fulfillment_order,
    "fulfillment_orders/progress_reported": _fulfillment_order,
    "returns/request": _return,
    "returns/approve": _return,
    "returns/close": _return_end,
    "refunds/create": _refund,
}


def _last(change: Change, name: str) -> Node:
    return cast("Sequence[Node]", change.order[name])[-1]


def _digits(node: Node) -> int:
    """The number in a global id."""
    return int(str(node["id"]).rpartition("/")[2])
