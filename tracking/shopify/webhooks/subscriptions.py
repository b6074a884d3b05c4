"""Subscribes this site to webhooks of one shop.

Shopify lists subscriptions made through the API only: not those of the app's own configuration, nor those made by hand
in the admin. https://shopify.dev/docs/apps/build/webhooks/subscribe
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.parsing.node import Node
from tracking.shopify.resilience import Deadline
from tracking.shopify.shop import readable
from tracking.shopify.webhooks.topics import TOPICS, WANTED

# The API's enum: ORDERS_UPDATED.
_ENUMS = {topic: topic.upper().replace("/", "_") for topic in TOPICS}
_TOPICS = {enum: topic for topic, enum in _ENUMS.items()}
_MAX_PAGES = 10


@dataclass(frozen=True, slots=True)
class Subscription:
    """``topic`` as in the webhook's header ("orders/updated"), and the address that receives it."""

    topic: str
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionStatus:
    """The topics of WANTED: ``subscribed`` to our address, ``missing``, or ``denied`` for lack of the named scope.

    ``elsewhere`` are the subscriptions of other addresses.
    """

    subscribed: tuple[str, ...]
    missing: tuple[str, ...]
    denied: Mapping[str, str]
    elsewhere: tuple[Subscription, ...]


class WebhookSubscriptions:
    """The subscriptions of this app in one shop."""

    def __init__(self, shop: ShopifyOrders) -> None:
        self._client = shop.client
        self._shop = shop

    def status(self, address: str, deadline: Deadline) -> SubscriptionStatus:
        """Compares the subscriptions with WANTED, received at ``address``. Raises ShopifyError."""
        subscriptions = tuple(self._list(deadline))
        subscribed = {each.topic for each in subscriptions if each.uri == address}
        others = [topic for topic in WANTED if topic not in subscribed]
        denied = _denied(others, self._shop.profile.current(deadline).scopes)
        return SubscriptionStatus(
            subscribed=tuple(topic for topic in WANTED if topic in subscribed),
            missing=tuple(topic for topic in others if topic not in denied),
            denied=denied,
            elsewhere=tuple(each for each in subscriptions if each.uri != address),
        )

    def subscribe(self, topic: str, address: str, deadline: Deadline) -> tuple[str, ...]:
        """Subscribes the https:// ``address`` to ``topic``; returns Shopify's error messages, or none.

        Raises ShopifyError.
        https://shopify.dev/docs/api/admin-graphql/latest/mutations/webhookSubscriptionCreate
        """
        response = self._client.execute("subscribe", _variables(topic, address), deadline)
        payload = Node(response.data).node("webhookSubscriptionCreate")
        errors = tuple(row.text("message") or "no reason given" for row in payload.rows("userErrors"))
        if not errors and not payload.node("webhookSubscription"):
            raise Unavailable("Shopify does not say whether it will send the webhook")
        return errors

    def _list(self, deadline: Deadline) -> Iterator[Subscription]:
        after: str | None = None
        for _ in range(_MAX_PAGES):
            response = self._client.execute("webhooks", {"after": after}, deadline)
            page = Node(response.data).node("webhookSubscriptions")
            if not page:
                raise Unavailable("Shopify does not say which webhooks it sends")
            yield from _read(page)
            after = page.node("pageInfo").text("endCursor")
            if not page.node("pageInfo").flag("hasNextPage"):
                return


def _read(page: Node) -> Iterator[Subscription]:
    """Reads the subscriptions of a page, without those of unknown topics."""
    for row in page.rows("nodes"):
        if topic := _TOPICS.get(row.text("topic") or ""):
            yield Subscription(topic, row.url("uri") or "")


def _variables(topic: str, address: str) -> JsonObject:
    fields: list[Json] = [*TOPICS[topic].fields]
    return {"topic": _ENUMS[topic], "to": {"uri": address, **({"includeFields": fields} if fields else {})}}


def _denied(topics: list[str], scopes: frozenset[str]) -> dict[str, str]:
    """The topics that no granted scope covers, each with a scope that does."""
    granted = readable(scopes)
    sufficient = {topic: TOPICS[topic].scopes for topic in topics}
    return {topic: f"read_{any_of[0]}" for topic, any_of in sufficient.items() if any_of and not granted & {*any_of}}
