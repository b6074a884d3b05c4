"""Queries the products of recent orders, to tell which of them need no shipping."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.order.online import is_named
from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.node import Node, visible
from tracking.shopify.resilience import Deadline

DAYS = 60  # without the scope read_all_orders, older orders cannot be read
NONE = "none"  # the value of ``DOWNLOADS`` of a shop without downloads
PAGE_SIZE = 25  # orders: a page costs at most 275 points or so, and usually half of that
MAX_PAGES = 4


@dataclass(frozen=True, slots=True)
class OrderedProduct:
    """A product as it was ordered."""

    title: str
    sku: str | None
    is_shipped: bool

    def is_named(self, name: str) -> bool:
        """Whether a name in ``DOWNLOADS`` means it."""
        return is_named(name, self.title, self.sku)


def ordered_products(client: Client, now: datetime, deadline: Deadline) -> tuple[OrderedProduct, ...]:
    """The products of the newest orders, at most 60 days old, without gift cards, each once. Raises ShopifyError."""
    rows = _lines(client, now - timedelta(days=DAYS), deadline)
    products = (_product(row) for row in rows if not row.flag("isGiftCard"))
    return tuple(dict.fromkeys(product for product in products if product))


def _product(row: Node) -> OrderedProduct | None:
    title = visible(row.text("title"))
    is_shipped = row.flag("requiresShipping", default=True)
    return OrderedProduct(title, row.text("sku"), is_shipped) if title else None


def _lines(client: Client, since: datetime, deadline: Deadline) -> Iterator[Node]:
    after = None
    for _ in range(MAX_PAGES):
        response = client.execute("unshipped_products", {"first": PAGE_SIZE, "after": after}, deadline)
        orders = Node(response.data).node("orders")
        if not orders:
            raise Unavailable("Shopify shows no orders")
        for order in orders.rows("nodes"):
            if (order.moment("processedAt") or since) < since:
                return
            yield from order.rows("lineItems")
        info = orders.node("pageInfo")
        after = info.text("endCursor")
        if not info.flag("hasNextPage"):
            return


def downloads_value(products: tuple[OrderedProduct, ...]) -> str:
    """The value of ``DOWNLOADS`` that names these products."""
    names = list(dict.fromkeys(_name(product.title) for product in products))
    if not any("," in name for name in names):
        return ", ".join(names)
    return "; ".join(names) + (";" if len(names) == 1 else "")


def _name(title: str) -> str:
    """The title, or how it begins where it holds the semicolon that separates names."""
    beginning, semicolon, _ = title.partition(";")
    return f"{beginning.rstrip()}*" if semicolon else title
