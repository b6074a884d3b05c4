"""Stores the webhook subscriptions of an app; ``webhook_sender`` sends every topic, subscribed to or not."""

from collections.abc import Mapping, MutableSequence
from typing import TypeAlias, cast

Node: TypeAlias = Mapping[str, object]

# The prefix of a topic, and the scopes of which one is required: the first match is used.
_SCOPES = {
    "ORDER": {"read_orders"},
    "REFUNDS_": {"read_orders"},
    "FULFILLMENTS_": {"read_fulfillments"},
    "FULFILLMENT_EVENTS_": {"read_fulfillments"},
    "FULFILLMENT_ORDERS_": {
        "read_merchant_managed_fulfillment_orders",
        "read_third_party_fulfillment_orders",
    },
    "RETURNS_CANCEL": {"read_returns", "read_orders"},
    "RETURNS_CLOSE": {"read_returns", "read_orders"},
    "RETURNS_REOPEN": {"read_returns", "read_orders"},
    "RETURNS_": {"read_returns"},
    "REVERSE_": {"read_returns"},
}
_AT = "2026-01-01T00:00:00Z"


def create_subscription(
    subscriptions: MutableSequence[Node], scopes: frozenset[str], arguments: Mapping[str, object]
) -> Node:
    """Add a subscription, or return a user error.

    https://shopify.dev/docs/api/admin-graphql/latest/mutations/webhookSubscriptionCreate
    """
    topic, requested = str(arguments["topic"]), cast("Node", arguments["webhookSubscription"])
    uri = str(requested.get("uri") or "")
    if complaint := _user_error(subscriptions, scopes, topic, uri):
        return {"webhookSubscription": None, "userErrors": [{"field": ["webhookSubscription"], "message": complaint}]}
    made = {
        "id": f"gid://shopify/WebhookSubscription/{len(subscriptions) + 1}",
        "topic": topic,
        "uri": uri,
        "format": requested.get("format") or "JSON",
        "includeFields": requested.get("includeFields") or [],
        "filter": requested.get("filter"),
        "createdAt": _AT,
        "updatedAt": _AT,
    }
    subscriptions.append(made)
    return {"webhookSubscription": made, "userErrors": []}


def _user_error(subscriptions: MutableSequence[Node], scopes: frozenset[str], topic: str, uri: str) -> str | None:
    if not uri.startswith("https://"):
        return "Address protocol is not supported"
    if any((each["topic"], each["uri"]) == (topic, uri) for each in subscriptions):
        return "Address for this topic has already been taken"
    needed = next((any_of for start, any_of in _SCOPES.items() if topic.startswith(start)), None)
    if needed and not needed & scopes:
        return f"You do not have permission to create or update webhooks with the {topic} topic"
    return None
