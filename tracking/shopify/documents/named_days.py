"""The days that pages have named of an order by the usual times, as they are kept in Shopify's answer about it.

Each new answer takes them over from the one before: other facts in it, such as another product type, look another usual
time up, and the day that the customer has read does not move to an earlier one with it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracking.order.model import NamedDay
from tracking.shopify.parsing.node import Node
from tracking.shopify.parsing.order import Document

if TYPE_CHECKING:
    from tracking.shopify.json_decoder import JsonObject


def with_named_days(document: Document, days: Iterable[NamedDay]) -> Document:
    """The document with these in place of its own."""
    named: list[JsonObject] = [
        {"part": each.part, "step": each.step.value, "last": each.last.isoformat(), "at": each.said_at.isoformat()}
        for each in days
    ]
    others = {name: value for name, value in document.items() if name != "named"}
    return {**others, "named": [*named]} if named else others


def may_have_named_days(document: Document) -> bool:
    """Whether nothing was sent yet, or something is on its way of which no day of arrival is known."""
    shipments = Node(document).node("order").rows("fulfillments")
    return not shipments or any(each.moment("deliveredAt") is None and not _has_estimate(each) for each in shipments)


def _has_estimate(shipment: Node) -> bool:
    """Its own, or that of the newest report."""
    newest = max(shipment.rows("events"), key=lambda event: event.text("happenedAt") or "", default=shipment)
    return bool(shipment.text("estimatedDeliveryAt") or newest.text("estimatedDeliveryAt"))


def with_named_days_of(document: Document, before: Document) -> Document:
    """The document with those of the answer before."""
    return {**document, "named": before["named"]} if "named" in before else document
