"""A webhook, read as far as it concerns us: what it says, and of which orders. Nothing else of it goes any further."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from werkzeug.datastructures import Headers

from tracking.shopify.json_access import Json, JsonObject, as_list, as_object
from tracking.shopify.topics import TOPICS, Topic, WebhookKind

_ID = re.compile(r"(?:gid://shopify/Order/)?([0-9]{1,20})")
_PART = re.compile(r"gid://shopify/(?:FulfillmentOrder|Return|ReverseDelivery|ReverseFulfillmentOrder)/[0-9]{1,20}")
SIGNATURE_HEADERS = ("Shopify-Hmac-Sha256", "X-Shopify-Hmac-Sha256")
_ONLY_AN_ID = {"id", "admin_graphql_api_id"}
_ONLY_A_SHOP = {"shop_id", "shop_domain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookHeaders:
    """What stands outside: none of it is signed. ``event`` is the same however often the same thing is told."""

    topic: str
    shop: str
    signature: str
    event: str

    @classmethod
    def read(cls, headers: Headers) -> Self:
        """Each header comes under one of two names: https://shopify.dev/docs/apps/build/webhooks/delivery-structure."""

        def said(name: str) -> str:
            return headers.get(f"Shopify-{name}") or headers.get(f"X-Shopify-{name}") or ""

        return cls(
            topic=said("Topic").lower(),
            shop=said("Shop-Domain").lower(),
            signature=said("Hmac-Sha256"),
            event=said("Event-Id") or said("Webhook-Id"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessage:
    """What a webhook says of these orders; or of ``parts`` of one, by their global ids, where it does not name it."""

    kind: WebhookKind
    orders: tuple[str, ...] = field(default=(), repr=False)
    node_ids: tuple[str, ...] = ()


class InvalidPayload(Exception):
    """The signed body does not hold what the topic, which is not signed, claims."""


def read_webhook(topic: str, body: bytes, *, shop: str) -> WebhookMessage | None:
    """What ``body`` tells ``shop``; None where the topic is none of ours. Raises NotSaid."""
    row = TOPICS.get(topic)
    if row is None:
        return None
    return _READ[row.kind](row, _said(body), shop)


def _said(body: bytes) -> JsonObject:
    """Less strict than an answer is read: nothing of what customers and apps put into an order may hide its id."""
    try:
        said = json.loads(body, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise InvalidPayload("the body is no JSON") from error
    if not isinstance(said, dict):
        raise InvalidPayload("the body is no JSON object")
    return said


def _changed(topic: Topic, body: JsonObject, _: str) -> WebhookMessage:
    if order := next(filter(None, (_order_id(_at(body, place)) for place in topic.order)), None):
        return WebhookMessage(kind=WebhookKind.CHANGED, orders=(order,))
    parts = (_node_id(_at(body, place) if place else body, kind) for place, kind in topic.part)
    if node_ids := tuple(filter(None, parts)):
        return WebhookMessage(kind=WebhookKind.CHANGED, node_ids=node_ids)
    raise InvalidPayload("it names no order")


def _deleted(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    # More than an id was signed under another topic: to look again does no harm, whatever it was.
    message = _changed(topic, body, shop)
    return replace(message, kind=WebhookKind.DELETED) if body.keys() <= _ONLY_AN_ID else message


def _of_customer(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    _check_shop(body, shop)
    (name,) = topic.order
    if not isinstance(body.get(name), list):
        raise InvalidPayload(f"it has no {name}")
    return WebhookMessage(kind=topic.kind, orders=tuple(_order_ids(as_list(body[name]))))


def _redact_shop(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    _check_shop(body, shop)
    if not body.keys() <= _ONLY_A_SHOP:
        raise InvalidPayload("it is about more than the shop")
    return WebhookMessage(kind=topic.kind)


def _uninstalled(topic: Topic, body: JsonObject, shop: str) -> WebhookMessage:
    if body.get("myshopify_domain", "") not in (shop, None):
        raise InvalidPayload("it is not about this shop")
    return WebhookMessage(kind=topic.kind)


def _shop_changed(topic: Topic, _: JsonObject, __: str) -> WebhookMessage:
    return WebhookMessage(kind=topic.kind)


_READ: Mapping[WebhookKind, Callable[[Topic, JsonObject, str], WebhookMessage]] = {
    WebhookKind.CHANGED: _changed,
    WebhookKind.DELETED: _deleted,
    WebhookKind.ASKED: _of_customer,
    WebhookKind.REDACT_CUSTOMER: _of_customer,
    WebhookKind.REDACT_SHOP: _redact_shop,
    WebhookKind.UNINSTALLED: _uninstalled,
    WebhookKind.SHOP_CHANGED: _shop_changed,
}


def _check_shop(body: JsonObject, shop: str) -> None:
    if body.get("shop_domain") != shop:
        raise InvalidPayload("it is not about this shop")


def _at(body: JsonObject, place: str) -> Json:
    """What stands at a path; of a list, in its first row."""
    found: Json = body
    for name in place.split("."):
        first = next(iter(found), None) if isinstance(found, list) else found
        found = as_object(first).get(name)
    return found


def _order_ids(values: list[Json]) -> Iterator[str]:
    return (order for value in values if (order := _order_id(value)))


def _order_id(value: Json) -> str | None:
    """The digits of an id, which come as a number beyond what a float can hold, as text, or as a global id."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    found = _ID.fullmatch(str(value))
    return found[1] if found else None


def _node_id(part: Json, kind: str) -> str | None:
    """The global id of a part: as it stands there, or made of its number. A part may be nothing but its id."""
    fields = part if isinstance(part, dict) else {"id": part}
    value = fields.get("admin_graphql_api_id")
    if value is None and isinstance(value := fields.get("id"), str) and value.isdecimal():
        value = f"gid://shopify/{kind}/{value}"
    return value if isinstance(value, str) and _PART.fullmatch(value) else None
