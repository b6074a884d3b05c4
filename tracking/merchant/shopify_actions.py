"""Changes by the shop's people to an order at Shopify: only what the shop has named, and the app's scopes allow."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tracking.database import Database, DatabaseUnavailable, Transaction, orders
from tracking.database.orders import OrderRow
from tracking.directory.erasure import OrderErasure
from tracking.merchant import history
from tracking.merchant.order_lock import NotStored, is_stored, locked_order
from tracking.order.vocabulary import Condition
from tracking.shopify.errors import ShopifyError
from tracking.shopify.order_calls.order_writes import (
    OrderWrites,
    ShopifyWrite,
    granted,
    is_archived,
    open_fulfillment_orders,
)
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline

log = logging.getLogger(__name__)

_SOON = 1.0  # seconds that the page of an order waits for Shopify
_SECONDS = 8.0  # for Shopify: writes take longer than reads, and somebody of the shop waits


class NotOffered(Exception):
    """The shop has not named it, or the app may not do it."""


class NotPossible(Exception):
    """The order is not in a state for it."""


class FetchAgain(Protocol):
    """Has the order fetched soon, as a webhook of Shopify's does."""

    def __call__(self, transaction: Transaction, order_id: str, *, now: datetime) -> None:
        """Adds the task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopifyActions:
    """``named`` is SHOPIFY_WRITES; ``who`` is a person of the shop.

    Every method raises NotOffered, NotPossible, NotStored, DatabaseUnavailable before anything was sent, ShopifyError.
    """

    database: Database
    erasure: OrderErasure
    shopify: ShopifyOrders
    named: frozenset[ShopifyWrite]
    fetch_again: FetchAgain
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]

    def offered(self, order: OrderRow) -> frozenset[ShopifyWrite]:
        """The writes that the order can have; none while the scopes are not known. Asks Shopify once an hour."""
        possible = [write for write in self.named if _is_possible(write, order)]
        if not possible:
            return frozenset()
        try:
            scopes = self.shopify.profile.current(Deadline.after(_SOON, self.monotonic)).scopes
        except ShopifyError:
            return frozenset()
        return frozenset(write for write in possible if granted(write, scopes))

    def tag(self, order_id: str, who: str, tags: Sequence[str], *, adds: bool) -> None:
        """Add tags to the order, or remove them. The history does not have them: only their hashes are kept."""
        deadline = self._begin(order_id, ShopifyWrite.TAGS)[1]
        change = self._writes.add_tags if adds else self._writes.remove_tags
        change(order_id, tags, deadline)
        self._record(order_id, who, history.TAGGED if adds else history.UNTAGGED)

    def archive(self, order_id: str, who: str) -> None:
        """Archive an order that is done."""
        self._writes.archive(order_id, self._begin(order_id, ShopifyWrite.ARCHIVE)[1])
        self._record(order_id, who, history.ARCHIVED)

    def set_deadline(self, order_id: str, who: str, at: datetime, day: date) -> None:
        """Have what is still to be sent be sent until then, the end of the shop's ``day``."""
        order, deadline = self._begin(order_id, ShopifyWrite.DEADLINE)
        self._writes.set_deadline(open_fulfillment_orders(order.answer), at, deadline)
        self._record(order_id, who, f"{history.DEADLINE_SET} {day}")

    @property
    def _writes(self) -> OrderWrites:
        return OrderWrites(client=self.shopify.client)

    def _begin(self, order_id: str, write: ShopifyWrite) -> tuple[OrderRow, Deadline]:
        """The order, and until when Shopify may take. No transaction stays open while it is asked."""
        deadline = Deadline.after(_SECONDS, self.monotonic)
        if write not in self.named:
            raise NotOffered
        with self.database.read() as transaction:
            order = orders.get(transaction, order_id) if is_stored(transaction, self.erasure, order_id) else None
        if order is None:
            raise NotStored
        if not granted(write, self.shopify.profile.current(deadline).scopes):
            raise NotOffered
        if not _is_possible(write, order):
            raise NotPossible
        return order, deadline

    def _record(self, order_id: str, who: str, what: str) -> None:
        """Shopify has done it, whatever becomes of this."""
        now = self.clock()
        try:
            with locked_order(self.database, self.erasure, order_id) as transaction:
                history.record(transaction, who, what, order_id, now=now)
                self.fetch_again(transaction, order_id, now=now)
        except (DatabaseUnavailable, NotStored) as error:
            log.warning("%s was done at Shopify, and is not in the history: %s", what, error or type(error).__name__)


def _is_possible(write: ShopifyWrite, order: OrderRow) -> bool:
    if write is ShopifyWrite.ARCHIVE:
        return order.condition == Condition.DONE and not is_archived(order.answer)
    return write is not ShopifyWrite.DEADLINE or bool(open_fulfillment_orders(order.answer))
