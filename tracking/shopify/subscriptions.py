"""Which webhooks Shopify sends us, compared with those we want; and how to ask for the others.

Only what was asked for through the API is told: not what the app's own configuration asks for, nor what was made by
hand in the admin. https://shopify.dev/docs/apps/build/webhooks/subscribe
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracking.shopify.client import Client
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_access import Json, JsonObject
from tracking.shopify.node import Node
from tracking.shopify.profile import CachedShopProfile, readable
from tracking.shopify.topics import TOPICS, WANTED

# The API has its own way to write a topic: ORDERS_UPDATED.
_NAMES = {topic: topic.upper().replace("/", "_") for topic in TOPICS}
_TOPICS = {name: topic for topic, name in _NAMES.items()}
_MOST_PAGES = 10

PATH = "/webhooks/shopify"
"""Where our site takes them."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """``topic`` as webhooks call it ("orders/updated"), and where they are sent."""

    topic: str
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionStatus:
    """The topics that we want: ``subscribed`` lead to our address, ``missing`` do not but may.

    ``denied`` may not, and names for each the scope that is missing. ``elsewhere`` is what leads to another address.
    """

    subscribed: tuple[str, ...]
    missing: tuple[str, ...]
    denied: Mapping[str, str]
    elsewhere: tuple[Subscription, ...]


class Subscriptions:
    """Those of our app in one shop."""

    def __init__(self, client: Client, profile: CachedShopProfile) -> None:
        self._client = client
        self._profile = profile

    def status(self, address: str, deadline: Deadline) -> SubscriptionStatus:
        """How things are, where ours lead to ``address``. Raises ShopifyError."""
        found = tuple(self._all(deadline))
        here = {each.topic for each in found if each.uri == address}
        open_ones = [topic for topic in WANTED if topic not in here]
        denied = _denied(open_ones, self._profile.current(deadline).scopes)
        return SubscriptionStatus(
            subscribed=tuple(topic for topic in WANTED if topic in here),
            missing=tuple(topic for topic in open_ones if topic not in denied),
            denied=denied,
            elsewhere=tuple(each for each in found if each.uri != address),
        )

    def subscribe(self, topic: str, address: str, deadline: Deadline) -> tuple[str, ...]:
        """Have ``topic`` sent to ``address``, from https:// on; returns why not, in Shopify's words, or nothing.

        Raises ShopifyError.
        https://shopify.dev/docs/api/admin-graphql/latest/mutations/webhookSubscriptionCreate
        """
        reply = self._client.execute("subscribe", _wish(topic, address), deadline)
        answer = Node(reply.data).node("webhookSubscriptionCreate")
        complaints = tuple(row.text("message") or "no reason given" for row in answer.rows("userErrors"))
        if not complaints and not answer.node("webhookSubscription"):
            raise Unavailable("Shopify does not say whether it will send the webhook")
        return complaints

    def _all(self, deadline: Deadline) -> Iterator[Subscription]:
        after: str | None = None
        for _ in range(_MOST_PAGES):
            reply = self._client.execute("webhooks", {"after": after}, deadline)
            page = Node(reply.data).node("webhookSubscriptions")
            if not page:
                raise Unavailable("Shopify does not say which webhooks it sends")
            yield from _read(page)
            after = page.node("pageInfo").text("endCursor")
            if not page.node("pageInfo").flag("hasNextPage"):
                return


def _read(page: Node) -> Iterator[Subscription]:
    """Those of a page whose topics are any of ours."""
    for row in page.rows("nodes"):
        if topic := _TOPICS.get(row.text("topic") or ""):
            yield Subscription(topic, row.url("uri") or "")


def _wish(topic: str, address: str) -> JsonObject:
    fields: list[Json] = [*TOPICS[topic].fields]
    return {"topic": _NAMES[topic], "to": {"uri": address, **({"includeFields": fields} if fields else {})}}


def _denied(topics: list[str], scopes: frozenset[str]) -> dict[str, str]:
    """The topics that no granted scope opens."""
    granted = readable(scopes)
    enough = {topic: TOPICS[topic].scopes for topic in topics}
    return {topic: f"read_{any_of[0]}" for topic, any_of in enough.items() if any_of and not granted & {*any_of}}
