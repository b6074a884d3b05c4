"""Reads the history of a shop: when its orders were paid, sent and delivered, by one bulk operation.

A bulk query takes no variables, and no connection inside a list: so neither events nor what is in a shipment are in it.
The lines of an order are, where the app may read what type of product they are of: each stands in a line of the file.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tracking.order.model import Order
from tracking.shopify.bulk.operations import BulkOperation, bulk_operation, run_bulk_query
from tracking.shopify.bulk.result_files import PART_SIZE, FilePart, read_part
from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, decode_object
from tracking.shopify.order_calls.order_pages import updated_since
from tracking.shopify.parsing.node import Node
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline
from tracking.shopify.shop import ShopProfile, readable

_QUERY = """\
{
  orders(query: "%(search)s") {
    edges {
      node {
        id
        name
        processedAt
        updatedAt
        cancelledAt
        test
        sourceName
        shippingAddress { countryCodeV2 }
        shippingLine { title }
        transactions(first: 10) { kind status processedAt }
        fulfillments(first: 10) {
          id
          status
          displayStatus
          createdAt
          inTransitAt
          deliveredAt
          requiresShipping
          trackingInfo(first: 2) { company number url }
          %(optional)s
        }
        %(lines)s
      }
    }
  }
}
"""
# By the scope without which such a field is denied, and the whole operation with it.
_OPTIONAL = {"fulfillments": "service { serviceName }", "locations": "location { name }"}
_PRODUCTS = "products"
_LINES = "lineItems { edges { node { id quantity requiresShipping sellingPlan { name } product { productType } } } }"
_PARENT = b'"__parentId":'  # a key: in a text, the quotation marks would have backslashes


def history_query(since: datetime, scopes: Iterable[str]) -> str:
    """The query for the orders that were changed since then; ``scopes`` are the granted ones."""
    granted = readable(scopes)
    optional = " ".join(fields for scope, fields in _OPTIONAL.items() if scope in granted)
    lines = _LINES if _PRODUCTS in granted else ""
    return _QUERY % {"search": updated_since(since), "optional": optional, "lines": lines}


def is_part_of_order(line: bytes) -> bool:
    """Whether a line of the file belongs to the order before it."""
    return _PARENT in line


def read_history_order(lines: Sequence[bytes], zone: str) -> Order:
    """The order in a line of the file, with the lines of its parts, as far as the query asks for it.

    ``zone`` is the shop's. Raises Unavailable for a line that is broken.
    """
    row, *parts = map(decode_object, lines)
    node = Node(row)
    if not (node.numeric_id() and node.text("name") and node.moment("processedAt")):
        raise Unavailable("a line holds no order")
    own = [part for part in parts if part.get("__parentId") == row["id"]]
    return read_order({"order": {**row, "lineItems": {"nodes": list[Json](own)}}, "zone": zone})


class OrderHistory:
    """The history of one shop, whose file is read in parts of so many bytes. Every method raises ShopifyError."""

    def __init__(self, client: Client, *, part_size: int = PART_SIZE) -> None:
        self._client = client
        self.part_size = part_size

    def start(self, profile: ShopProfile, since: datetime, deadline: Deadline, *, bare: bool) -> BulkOperation:
        """Start an operation; ``bare`` without the fields that not every app may read."""
        scopes = () if bare else profile.scopes
        # Only where there are parts: it takes Shopify longer.
        grouped = _PRODUCTS in readable(scopes)
        return run_bulk_query(self._client, history_query(since, scopes), deadline, grouped=grouped)

    def find(self, operation_id: str, deadline: Deadline) -> BulkOperation | None:
        """The operation as far as it has come; None where Shopify no longer has it."""
        return bulk_operation(self._client, operation_id, deadline)

    def read(self, url: str, position: int, deadline: Deadline) -> FilePart:
        """The next part of an operation's file. No token is sent to its address, which is not Shopify's API."""
        client = self._client
        api_url = client.credentials.api_url
        return read_part(client.session, url, position, deadline, api_url=api_url, size=self.part_size)
