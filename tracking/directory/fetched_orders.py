"""Orders that pages have asked Shopify for, on their way to the directory: a bounded queue in memory."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from tracking.shopify.orders import Document

_LIMIT = 50  # a document has some ten kilobytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedOrder:
    """An order as Shopify returned it."""

    order_id: str
    document: Document
    fetched_at: datetime


class FetchedOrders:
    """``add`` never blocks. An order that does not fit is left out, and comes in when it is looked at, or caught up."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._lock = Lock()
        self._is_open = False
        self._orders: dict[str, FetchedOrder] = {}

    def open(self) -> None:
        """Accept orders from now on, which a worker takes out; before, none is put in."""
        self._is_open = True

    def add(self, order_id: str, document: Document, fetched_at: datetime) -> None:
        """Put the order in, in place of an older answer; the oldest order goes where there are too many."""
        if not self._is_open:
            return
        fetched = FetchedOrder(order_id=order_id, document=document, fetched_at=fetched_at)
        with self._lock:
            self._orders.pop(order_id, None)
            self._orders[order_id] = fetched
            if len(self._orders) > self._limit:
                del self._orders[next(iter(self._orders))]

    def take(self) -> FetchedOrder | None:
        """Take the oldest out; None if there is none."""
        with self._lock:
            return self._orders.pop(next(iter(self._orders))) if self._orders else None
