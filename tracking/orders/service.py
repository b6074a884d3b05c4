"""The desk where orders are asked for: within seconds, fresh where possible, from memory where not."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from tracking.orders.concurrency import ConcurrencyLimit
from tracking.orders.errors import Gone, LookupUnavailable, NotFound
from tracking.orders.executor import Executor
from tracking.orders.fetcher import OrderFetcher
from tracking.orders.lookup_query import LookupQuery
from tracking.orders.memory import Memory
from tracking.orders.search import OrderFinder
from tracking.orders.snapshot import Snapshot
from tracking.shopify.errors import ShopifyError
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline

PATIENCE = 4.0  # seconds for a visitor's whole request
_AT_ONCE = 0.7  # seconds, where Shopify itself wants an answer within one


class OrderService:
    """Safe to share between threads.

    ``memory`` serves only those who hold a verified link. ``note`` hears how each of them was served.
    """

    def __init__(  # noqa: PLR0913 - each is a part that a test hands in
        self,
        orders: ShopifyOrders,
        memory: Memory,
        fetching: OrderFetcher,
        background: Executor,
        *,
        slots: ConcurrencyLimit | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._orders = orders
        self._memory = memory
        self._fetching = fetching
        self._background = background
        self._monotonic = monotonic
        self._note = note
        self._search = OrderFinder(orders)
        self._slots = slots or ConcurrencyLimit()

    def find(self, number: str, contact: str) -> str:
        """The id of the order with this number and contact, which is then known, so that its page opens at once.

        Raises BadInput, NotFound or LookupUnavailable.
        """
        question = LookupQuery.read(number, contact)
        deadline = self._deadline()
        try:
            order_id = self._search.find(question, deadline, self._slots)
        except (ShopifyError, TimeoutError) as error:
            raise LookupUnavailable(getattr(error, "retry_after", None)) from error
        if order_id is None:
            raise NotFound
        self._show(order_id, deadline)
        return order_id

    def order(self, order_id: str) -> Snapshot:
        """The order, from memory while that is good enough. Raises Gone or LookupUnavailable."""
        return self._show(order_id, self._deadline())

    @property
    def is_full(self) -> bool:
        """Whether as many wait for Shopify as may."""
        return self._slots.is_full

    def has_room_for(self, order_id: str) -> bool:
        """Whether an order can be told of while that is so: it is known, or somebody asks for it already."""
        try:
            recalled = self._memory.recall(order_id)
        except Gone:
            return True
        return recalled.is_known or self._fetching.is_asking(recalled)

    def refresh_soon(self, order_id: str) -> None:
        """Ask Shopify in the background, unless that would take from visitors what they need themselves."""
        if self._orders.has_room:
            self._background.submit(("refresh", order_id), lambda: self._refresh(order_id))

    def outdate(self, order_id: str) -> bool:
        """The order has changed: ask anew, at once if somebody has looked at it, else when somebody does.

        False: the cache does not answer, and what it has may pass for fresh.
        """
        outdated = self._memory.outdate(order_id)
        if outdated.is_known:
            self.refresh_soon(order_id)
        return outdated.is_noted

    def outdate_owner(self, parts: Sequence[str]) -> bool:
        """The same of the order that all these parts, by their global ids, belong to: the first that has one tells.

        False also where Shopify does not say.
        """
        deadline = Deadline.after(_AT_ONCE, self._monotonic)
        try:
            owners = (self._orders.owner_of(part, deadline) for part in parts)
            order_id = next(filter(None, owners), None)
        except ShopifyError:
            return False
        return order_id is None or self.outdate(order_id)

    def kept_until(self, order_id: str) -> datetime | None:
        """When what is known of an order is gone at the latest; None where nothing is. Raises Unreadable.

        Shopify is not asked.
        """
        return self._memory.kept_until(order_id)

    def erase(self, order_id: str) -> bool:
        """Leave nothing of an order. False: the cache does not answer, and may still have it."""
        return self._memory.erase(order_id)

    def erase_all(self) -> bool:
        """Leave nothing of any order. False: the cache does not answer, and may still have them."""
        return self._memory.erase_all()

    def _deadline(self) -> Deadline:
        return Deadline.after(PATIENCE, self._monotonic)

    def _show(self, order_id: str, deadline: Deadline) -> Snapshot:
        recalled = self._memory.recall(order_id)
        # Only what is shown is parsed: of a row whose time is over, that is nothing.
        if (recalled.is_good or self._orders.is_failing) and (known := recalled.snapshot()):
            return self._from_memory(order_id, known)
        try:
            asked = self._fetching.fetch(order_id, recalled, deadline, self._slots)
        except (ShopifyError, TimeoutError, LookupUnavailable) as error:
            # Another process may have had an answer meanwhile.
            if latest := self._memory.recall(order_id).snapshot():
                return self._from_memory(order_id, latest)
            self._note("unavailable")
            if isinstance(error, LookupUnavailable):
                raise
            raise LookupUnavailable(getattr(error, "retry_after", None)) from error
        self._note("refreshed" if recalled.is_known else "cold")
        return asked

    def _from_memory(self, order_id: str, known: Snapshot) -> Snapshot:
        return self._at_once(order_id, known) if known.read_at < known.good_until else self._stale(order_id, known)

    def _at_once(self, order_id: str, known: Snapshot) -> Snapshot:
        if known.read_at < known.fresh_until:
            self._note("fresh")
            return known
        self._note("revalidating")
        self.refresh_soon(order_id)
        return known

    def _stale(self, order_id: str, known: Snapshot) -> Snapshot:
        """The next one need not wait for Shopify's return: it is looked for in the background."""
        self._note("stale")
        self.refresh_soon(order_id)
        return replace(known, stale=True)

    def _refresh(self, order_id: str) -> None:
        try:
            self._fetching.fetch(order_id, self._memory.recall(order_id), self._deadline())
        except (ShopifyError, TimeoutError, LookupUnavailable, Gone):
            return  # the log has it, and whoever opens the order next will ask
