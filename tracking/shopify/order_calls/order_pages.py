"""Lists the orders of a shop, page by page, by the time of their last change.

https://shopify.dev/docs/api/admin-graphql/latest/queries/orders
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tracking.shopify.client import Client
from tracking.shopify.errors import malformed
from tracking.shopify.json_decoder import Json, dig
from tracking.shopify.parsing.node import Node, need, read_rows
from tracking.shopify.resilience import Deadline

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """An order in a list; ``id`` is numeric."""

    id: str
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """``after`` is the cursor of the next page, None on the last; ``answered_at`` is by Shopify's clock."""

    orders: tuple[ListedOrder, ...]
    after: str | None
    answered_at: datetime | None = None

    @property
    def shopify_time(self) -> datetime | None:
        """No later than Shopify's own time: that of its answer, else the last change in the list."""
        return self.answered_at or max((order.updated_at for order in self.orders), default=None)


def order_page(client: Client, query: str, after: str | None, deadline: Deadline, *, newest_first: bool) -> ListedPage:
    """The page after this cursor, from the newest change or from the oldest. Raises ShopifyError."""
    variables: dict[str, Json] = {"query": query, "first": PAGE_SIZE, "after": after, "reverse": newest_first}
    response = client.execute("order_pages", variables, deadline)
    if response.errors or not isinstance(dig(response.data, "orders").get("nodes"), list):
        raise malformed("lists no orders")
    orders = Node(response.data).node("orders")
    info = orders.node("pageInfo")
    next_page = info.text("endCursor") if info.flag("hasNextPage") else None
    listed = tuple(read_rows(orders.rows("nodes"), _listed))
    return ListedPage(orders=listed, after=next_page or None, answered_at=_answered_at(client))


def updated_since(moment: datetime) -> str:
    """The search for orders that were changed then or later."""
    return f"updated_at:>='{_text(moment)}'"


def open_and_unchanged_since(moment: datetime) -> str:
    """The search for orders that were last changed before that, and are neither archived nor cancelled."""
    return f"updated_at:<'{_text(moment)}' AND status:open"


def _answered_at(client: Client) -> datetime | None:
    try:
        return parsedate_to_datetime(client.last_headers.get("Date", "")).astimezone(UTC)
    except ValueError:
        return None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _listed(row: Node) -> ListedOrder:
    return ListedOrder(id=need(row.numeric_id()), updated_at=need(row.moment("updatedAt")))
