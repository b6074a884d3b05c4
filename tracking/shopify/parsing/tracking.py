"""Parses the tracking numbers of an order alone: a list shows fifty orders, and nothing else of their answers."""

from tracking.order.model import Tracking
from tracking.shopify.parsing.node import Node, read_rows
from tracking.shopify.parsing.order import Document
from tracking.shopify.parsing.shipments import read_tracking


def read_tracking_entries(document: Document) -> tuple[Tracking, ...]:
    """The entries of all fulfillments, in Shopify's order; none of an answer that is kept in another form."""
    fulfillments = Node(document).node("order").rows("fulfillments")
    return tuple(entry for row in fulfillments for entry in read_rows(row.rows("trackingInfo"), read_tracking))
