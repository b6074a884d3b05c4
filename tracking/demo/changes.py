"""Changes in the shop, and the webhook topics that tell of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from tracking.demo.stories import StoryEvent

Node: TypeAlias = Mapping[str, object]

TOPICS: Mapping[StoryEvent, tuple[str, ...]] = {
    StoryEvent.ORDERED: ("orders/create", "fulfillment_orders/order_routing_complete"),
    StoryEvent.HELD: ("fulfillment_orders/placed_on_hold", "orders/updated"),
    StoryEvent.RELEASED: ("fulfillment_orders/hold_released", "orders/updated"),
    StoryEvent.PACKING: ("fulfillment_orders/progress_reported", "orders/updated"),
    StoryEvent.SENT: ("fulfillments/create", "orders/fulfilled", "orders/updated"),
    # Whether Shopify sends orders/updated for a scan is not known: it is not sent here, so that nothing hangs on it.
    StoryEvent.SCANNED: ("fulfillment_events/create", "fulfillments/update"),
    StoryEvent.CANCELED: ("refunds/create", "orders/cancelled", "orders/updated"),
    StoryEvent.RETURN_REQUESTED: ("returns/request", "orders/updated"),
    StoryEvent.RETURN_APPROVED: ("returns/approve", "orders/updated"),
    StoryEvent.RETURN_CLOSED: ("returns/close", "refunds/create", "orders/updated"),
}
"""https://shopify.dev/docs/api/webhooks/2026-10"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change at a moment, with the whole order after it. ``key`` names the change among those of all orders."""

    at: datetime
    key: str
    order: Node
    topics: tuple[str, ...]
