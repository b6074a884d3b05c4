"""Whose part something is: asked where a webhook names a return, or a group of items, and not its order."""

from tracking.shopify.client import Client
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import malformed
from tracking.shopify.node import Node


def owner_of(client: Client, part: str, deadline: Deadline) -> str | None:
    """The numeric id of the order that ``part``, a global id, belongs to; None where there is none (any more).

    Raises ShopifyError. https://shopify.dev/docs/api/admin-graphql/latest/queries/node
    """
    reply = client.execute("owner", {"id": part}, deadline)
    found = Node(reply.data).node("node")
    if not found and reply.errors:
        raise malformed("does not say whose part it is")
    ways = (found.node("order"), found.node("returned"), found.node("reverseFulfillmentOrder", "returned"))
    return next((order.numeric_id() for order in ways if order), None)
