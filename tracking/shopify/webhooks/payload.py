"""Reads the ids of the orders that a webhook is about, and nothing else of its payload."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from werkzeug.datastructures import Headers

from tracking.shopify.json_decoder import Json, JsonObject, as_list, as_object
from tracking.shopify.parsing.node import global_id
from tracking.shopify.webhooks.topics import TOPICS, Topic, WebhookKind

_ID = re.compile(r"(?:gid://shopify/Order/)?([0-9]{1,20})")
_NODE_ID = re.compile(r"gid://shopify/(?:FulfillmentOrder|Return|ReverseDelivery|ReverseFulfillmentOrder)/[0-9]{1,20}")
SIGNATURE_HEADERS = ("Shopify-Hmac-Sha256", "X-Shopify-Hmac-Sha256")
_ID_FIELDS = {"id", "admin_graphql_api_id"}
_SHOP_FIELDS = {"shop_id", "shop_domain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookHeaders:
    """The headers, which are not signed.

    ``event_id`` is the same for all deliveries of one event, ``webhook_id`` for one delivery and its repetitions.
    """

    topic: str
    shop: str
    signature: str
    event_id: str
    webhook_id: str = ""

    @classmethod
    def read(cls, headers: Headers) -> Self:
        """Reads each header under one of its two names: https://shopify.dev/docs/apps/build/webhooks/delivery-structure."""

        def header(name: str) -> str:
            return headers.get(f"Shopify-{name}") or headers.get(f"X-Shopify-{name}") or ""

        return cls(
            topic=header("Topic").lower(),
            shop=header("Shop-Domain").lower(),
            signature=header("Hmac-Sha256"),
            event_id=header("Event-Id") or header("Webhook-Id"),
            webhook_id=header("Webhook-Id"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessage:
    """The orders of a webhook, or ``node_ids`` of returns and fulfillment orders where it has no order id."""

    kind: WebhookKind
    orders: tuple[str, ...] = field(default=(), repr=False)
    node_ids: tuple[str, ...] = ()


class InvalidPayload(Exception):
    """The signed body does not match the topic, which is not signed."""


class UnreadableRequest(InvalidPayload):
    """Raised for a webhook that asks for something owed to a customer, and cannot be read."""


def read_webhook(topic: str, body: bytes, *, shop: str) -> WebhookMessage | None:
    """Reads ``body`` as the webhook of ``shop``; returns None for an unknown topic. Raises InvalidPayload."""
    row = TOPICS.get(topic)
    if row is None:
        return None
    return _READERS[row.kind](row, _decode(body), shop)


def _decode(body: bytes) -> JsonObject:
    """Less strict than json_decoder: no value that customers and apps put into an order may hide its id."""
    try:
        payload = json.loads(body, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise InvalidPayload("the body is no JSON") from error
    if not isinstance(payload, dict):
        raise InvalidPayload("the body is no JSON object")
    return payload


def _read_change(topic: Topic, body: JsonObject, _: str) -> WebhookMessage:
    if order := next(filter(None, (_order_id(_value_at(body, path)) for path in topic.order)), None):
        return WebhookMessage(kind=WebhookKind.CHANGED, orders=(order,))
    nodes = (_node_id(_value_at(body, path) if path else body, kind) for path, kind in topic.node)
    if node_ids := tuple(filter(None, nodes)):
        return WebhookMessage(kind=WebhookKind.CHANGED, node_ids=node_ids)
    raise InvalidPayload("it names no order")


def _read_deletion(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    # More than an id was signed under another topic: then a refresh does no harm, a deletion might.
    message = _read_change(topic, body, shop)
    return replace(message, kind=WebhookKind.DELETED) if body.keys() <= _ID_FIELDS else message


def _read_privacy_request(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    _check_shop(body, shop)
    (name,) = topic.order
    if not isinstance(body.get(name), list):
        raise UnreadableRequest(f"it has no list {name}")
    return WebhookMessage(kind=topic.kind, orders=tuple(_order_ids(as_list(body[name]))))


def _read_shop_redaction(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    _check_shop(body, shop)
    if not body.keys() <= _SHOP_FIELDS:
        raise InvalidPayload("it is about more than the shop")
    return WebhookMessage(kind=topic.kind)


def _read_uninstallation(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    if body.get("myshopify_domain", "") not in (shop, None):
        raise InvalidPayload("it is not about this shop")
    return WebhookMessage(kind=topic.kind)


def _read_shop_change(topic: Topic, _: JsonObject, __: str) -> WebhookMessage:
    return WebhookMessage(kind=topic.kind)


_READERS: Mapping[WebhookKind, Callable[[Topic, JsonObject, str], WebhookMessage]] = {
    WebhookKind.CHANGED: _read_change,
    WebhookKind.DELETED: _read_deletion,
    WebhookKind.ASKED: _read_privacy_request,
    WebhookKind.REDACT_CUSTOMER: _read_privacy_request,
    WebhookKind.REDACT_SHOP: _read_shop_redaction,
    WebhookKind.UNINSTALLED: _read_uninstallation,
    WebhookKind.SHOP_CHANGED: _read_shop_change,
}


def _check_shop(body: JsonObject, shop: str) -> None:
    if body.get("shop_domain") != shop:
        raise InvalidPayload("it is not about this shop")


def _value_at(body: JsonObject, path: str) -> Json:
    """The value at a path; of a list, in its first row."""
    value: Json = body
    for name in path.split("."):
        first = next(iter(value), None) if isinstance(value, list) else value
        value = as_object(first).get(name)
    return value


def _order_ids(values: list[Json]) -> Iterator[str]:
    return (order_id for value in values if (order_id := _order_id(value)))


def _order_id(value: Json) -> str | None:
    """The digits of an id: a number that may exceed a float, text, or a global id."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    match = _ID.fullmatch(str(value))
    return match[1] if match else None


def _node_id(node: Json, kind: str) -> str | None:
    """The global id of a node: as it stands there, or made of its number. A node may be nothing but its id."""
    fields = node if isinstance(node, dict) else {"id": node}
    value = fields.get("admin_graphql_api_id")
    if value is None and isinstance(value := fields.get("id"), str) and value.isdecimal():
        value = global_id(kind, value)
    return value if isinstance(value, str) and _NODE_ID.fullmatch(value) else None
