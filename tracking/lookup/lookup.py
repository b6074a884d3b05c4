"""The desk where orders are asked for: within seconds, fresh where possible, from memory where not."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracking.lookup.errors import Gone, LookupUnavailable, NotFound
from tracking.lookup.question import Question
from tracking.lookup.rows import Row, Rows
from tracking.lookup.search import Search
from tracking.lookup.sharing import Flights
from tracking.order.model import Order
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError, Unavailable
from tracking.shopify.orders import Orders
from tracking.shopify.reading import read_order

PATIENCE = 4.0  # seconds for a visitor's whole request


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An order as Shopify told it at ``as_of``, good for so long; ``stale`` says that a newer one cannot be had."""

    order: Order
    as_of: datetime
    fresh_for: timedelta
    stale: bool = False


class Lookup:
    """Safe to share between threads.

    ``rows`` serve only those who hold a verified link. ``fresh_for`` says how long an order is good for from a
    moment on.
    """

    def __init__(
        self,
        orders: Orders,
        rows: Rows,
        *,
        fresh_for: Callable[[Order, datetime], timedelta],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._orders = orders
        self._rows = rows
        self._fresh_for = fresh_for
        self._clock = clock
        self._monotonic = monotonic
        self._search = Search(orders)
        self._flights: Flights[Snapshot] = Flights()

    def find(self, number: str, contact: str) -> str:
        """The id of the order with this number and contact, which is then known, so that its page opens at once.

        Raises BadInput, NotFound or LookupUnavailable.
        """
        question = Question.read(number, contact)
        deadline = self._deadline()
        try:
            order_id = self._search.find(question, deadline)
        except ShopifyError as error:
            raise LookupUnavailable(error.retry_after) from error
        if order_id is None:
            raise NotFound
        self._show(order_id, deadline)
        return order_id

    def order(self, order_id: str) -> Snapshot:
        """The order, from memory while it is fresh. Raises Gone or LookupUnavailable."""
        return self._show(order_id, self._deadline())

    def forget(self, order_id: str) -> None:
        """Ask Shopify anew the next time."""
        self._rows.forget(order_id)

    def _deadline(self) -> Deadline:
        return Deadline.after(PATIENCE, self._monotonic)

    def _show(self, order_id: str, deadline: Deadline) -> Snapshot:
        known = self._known(order_id)
        if known and self._clock() - known.as_of < known.fresh_for:
            return known
        try:
            return self._flights.share(order_id, lambda: self._load(order_id, deadline), patience=deadline.left())
        except (ShopifyError, TimeoutError) as error:
            if known is None:
                raise LookupUnavailable(getattr(error, "retry_after", None)) from error
            return replace(known, stale=True)

    def _known(self, order_id: str) -> Snapshot | None:
        row = self._rows.newest(order_id)
        try:
            return _snapshot(row) if row else None
        except Unavailable:  # written by another version of this site
            return None

    def _load(self, order_id: str, deadline: Deadline) -> Snapshot:
        """Ask Shopify. Read before it is kept: what cannot be read must not take the place of what can."""
        as_of = self._clock()
        document = self._orders.fetch(order_id, deadline)
        if document is None:
            self._rows.forget(order_id)
            raise Gone
        fresh_for = self._fresh_for(read_order(document), as_of)
        row = Row(as_of=as_of, fresh_for=fresh_for, document=document)
        self._rows.keep(order_id, row)
        return _snapshot(row)


def _snapshot(row: Row) -> Snapshot:
    return Snapshot(order=read_order(row.document), as_of=row.as_of, fresh_for=row.fresh_for)
