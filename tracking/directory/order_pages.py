"""Reads the whole list of a view page by page: as much memory for a million orders as for one page of them."""

from collections.abc import Iterator

from tracking.database import Database, order_list
from tracking.database.order_list import Filters, PageKey
from tracking.database.orders import OrderRow
from tracking.directory.views import OrderView

_SIZE = 100


def orders_of(database: Database, view: OrderView) -> Iterator[OrderRow]:
    """The orders of the view, the newest first. Raises DatabaseUnavailable.

    No transaction stays open while the caller works on a page: an order that changes meanwhile is listed as it was
    or as it is.
    """
    after: PageKey | None = None
    while True:
        with database.read() as transaction:
            page = order_list.page(transaction, Filters(view=view.value), size=_SIZE, after=after)
        yield from page.orders
        after = page.next_key
        if after is None:
            return
