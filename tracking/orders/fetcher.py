"""Asks Shopify for an order: once, however many wait for it, in this process and in others."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import TypeAlias

from tracking.order.model import Order
from tracking.orders.concurrency import ConcurrencyLimit
from tracking.orders.errors import Gone
from tracking.orders.memory import Memory, Recalled
from tracking.orders.redis_lock import RedisLocks
from tracking.orders.rows import Row
from tracking.orders.single_flight import SingleFlight
from tracking.orders.snapshot import Snapshot, snapshot_of
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline

# How long it is believed that there is no such order: somebody may be about to make it.
_GONE_FOR = timedelta(seconds=15)

# Shopify may tell of a change before its API shows it: what is heard just afterwards is not believed for long.
_SETTLES_WITHIN = timedelta(seconds=10)
_UNSETTLED = timedelta(seconds=5)

GoodFor: TypeAlias = Callable[[Order, datetime], timedelta]


class OrderFetcher:
    """``good_for`` says how long what is heard of an order at a moment may be shown."""

    def __init__(
        self,
        orders: ShopifyOrders,
        memory: Memory,
        turns: RedisLocks,
        *,
        good_for: GoodFor,
        clock: Callable[[], datetime],
    ) -> None:
        self._orders = orders
        self._memory = memory
        self._turns = turns
        self._good_for = good_for
        self._clock = clock
        self._flights: SingleFlight[Snapshot] = SingleFlight()

    def fetch(
        self, order_id: str, recalled: Recalled, deadline: Deadline, slots: ConcurrencyLimit | None = None
    ) -> Snapshot:
        """The order from Shopify, or from whoever has just asked there; visitors need one of the ``slots``.

        Raises Gone, Busy, ShopifyError, or TimeoutError.
        """
        return self._flights.share_in_time(
            _flight(recalled), lambda: self._in_turn(order_id, deadline, slots), deadline
        )

    def is_asking(self, recalled: Recalled) -> bool:
        """Whether somebody here asks for this state of an order, so that others need not."""
        return self._flights.is_running(_flight(recalled))

    def _in_turn(self, order_id: str, deadline: Deadline, slots: ConcurrencyLimit | None) -> Snapshot:
        with self._turns.take(order_id, deadline.left()):
            recalled = self._memory.recall(order_id)
            if recalled.is_fresh and (known := recalled.snapshot()):
                return known
            with slots.take(deadline.left()) if slots else nullcontext():
                return self._ask(order_id, recalled, deadline)

    def _ask(self, order_id: str, recalled: Recalled, deadline: Deadline) -> Snapshot:
        as_of = self._clock()
        document = self._orders.fetch(order_id, deadline)
        if document is None:
            gone = Row(as_of=as_of, good_for=_GONE_FOR, updated_at=None, document=None)
            self._memory.keep(order_id, gone, recalled.marks)
            raise Gone
        order = read_order(document)  # first: what cannot be read must not take the place of what can
        good_for = self._good_for(order, as_of)
        if _is_unsettled(recalled.marks.changed_at, as_of):
            good_for = min(good_for, _UNSETTLED)
        row = Row(as_of=as_of, good_for=good_for, updated_at=order.updated_at, document=document)
        heard = snapshot_of(recalled.key, row, order, read_at=as_of)
        if self._memory.keep(order_id, row, recalled.marks) and not row.is_partial:
            return heard
        # Something newer is known, or something fuller.
        return self._memory.recall(order_id).snapshot() or heard


def _is_unsettled(changed_at: datetime | None, asked_at: datetime) -> bool:
    return changed_at is not None and abs(asked_at - changed_at) < _SETTLES_WITHIN


def _flight(recalled: Recalled) -> tuple[str, str | None]:
    # A question that was on its way when the order changed is not shared: its answer may be from before.
    return recalled.key, recalled.marks.changed
