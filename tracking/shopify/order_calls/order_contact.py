"""Queries how an order's customer is reached, for a keyed hash of it: nothing of it is kept."""

from dataclasses import dataclass, field

from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied
from tracking.shopify.parsing.node import Node, global_id
from tracking.shopify.resilience import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderContact:
    """None where the order has none, or the shop's plan hides it."""

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


def order_contact(client: Client, order_id: str, deadline: Deadline) -> OrderContact:
    """The contact of the order. Raises ShopifyError."""
    try:
        response = client.execute("order_contact", {"id": global_id("Order", order_id)}, deadline)
    except AccessDenied:
        return OrderContact()
    order = Node(response.data).node("order")
    return OrderContact(email=order.text("email"), phone=order.text("phone"))
