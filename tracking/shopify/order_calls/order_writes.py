"""Changes an order at Shopify: the few writes that a shop may allow. Each may be sent twice without harm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, NotWritten, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.parsing.node import Node, global_id
from tracking.shopify.resilience import Deadline

_LONGEST = 300  # characters of Shopify's sentences


class ShopifyWrite(StrEnum):
    """The writes that SHOPIFY_WRITES may name."""

    TAGS = "tags"
    ARCHIVE = "archive"
    DEADLINE = "deadline"


_FULFILLMENT_ORDERS = (
    "write_merchant_managed_fulfillment_orders",
    "write_third_party_fulfillment_orders",
    "write_marketplace_fulfillment_orders",
)
SCOPES: Mapping[ShopifyWrite, Sequence[str]] = {
    ShopifyWrite.TAGS: ("write_orders",),
    ShopifyWrite.ARCHIVE: ("write_orders",),
    ShopifyWrite.DEADLINE: _FULFILLMENT_ORDERS,
}
"""Any one of the scopes allows the write; the first is the one that most shops need.

https://shopify.dev/docs/api/admin-graphql/latest/mutations/fulfillmentOrdersSetFulfillmentDeadline
"""


def granted(write: ShopifyWrite, scopes: frozenset[str]) -> bool:
    """Whether the granted scopes allow the write."""
    return not scopes.isdisjoint(SCOPES[write])


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWrites:
    """Each method raises NotWritten where Shopify does not make the change, and other ShopifyErrors."""

    client: Client

    def add_tags(self, order_id: str, tags: Sequence[str], deadline: Deadline) -> None:
        """https://shopify.dev/docs/api/admin-graphql/latest/mutations/tagsAdd."""
        self._write("tags_add", "tagsAdd", {"id": global_id("Order", order_id), "tags": [*tags]}, deadline)

    def remove_tags(self, order_id: str, tags: Sequence[str], deadline: Deadline) -> None:
        """https://shopify.dev/docs/api/admin-graphql/latest/mutations/tagsRemove."""
        self._write("tags_remove", "tagsRemove", {"id": global_id("Order", order_id), "tags": [*tags]}, deadline)

    def archive(self, order_id: str, deadline: Deadline) -> None:
        """https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderClose."""
        self._write("order_close", "orderClose", {"id": global_id("Order", order_id)}, deadline)

    def set_deadline(self, fulfillment_order_ids: Sequence[str], at: datetime, deadline: Deadline) -> None:
        """The ids are global ones. https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentOrder."""
        moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        variables: dict[str, Json] = {"ids": [*fulfillment_order_ids], "at": moment}
        self._write("deadline", "fulfillmentOrdersSetFulfillmentDeadline", variables, deadline)

    def _write(self, query: str, field: str, variables: Mapping[str, Json], deadline: Deadline) -> None:
        response = self.client.execute(query, variables, deadline)
        result = Node(response.data).node(field)
        if not result:
            if any(error.is_denied for error in response.errors):
                raise AccessDenied(f"The app's scopes do not cover {field}", paths=frozenset({field}))
            raise Unavailable(f"Shopify's answer does not say what became of {field}")
        messages = [message for row in result.rows("userErrors") if (message := row.text("message"))]
        if messages or result.rows("userErrors"):
            raise NotWritten(" ".join(messages)[:_LONGEST])


_OPEN = frozenset({"OPEN", "IN_PROGRESS", "SCHEDULED", "ON_HOLD"})


def open_fulfillment_orders(document: JsonObject) -> tuple[str, ...]:
    """The global ids of the order's fulfillment orders of which something is still to be sent."""
    rows = Node(document).node("order").rows("fulfillmentOrders")
    return tuple(node_id for row in rows if row.text("status") in _OPEN and (node_id := row.text("id")))


def is_archived(document: JsonObject) -> bool:
    """Whether the order was closed."""
    return Node(document).node("order").text("closedAt") is not None
