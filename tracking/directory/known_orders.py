"""The directory's orders for the page: read within a moment, or not at all."""

import logging
from collections.abc import Callable, Hashable
from functools import partial
from threading import Lock
from typing import TypeVar

from tracking.carriers import Carriers
from tracking.database import Database, DatabaseUnavailable, orders
from tracking.directory.erasure import OrderErasure
from tracking.directory.named_days import known_document
from tracking.orders import order_number
from tracking.orders.errors import LookupUnavailable
from tracking.orders.executor import CallExecutor, Executor
from tracking.orders.known_orders import KnownOrder
from tracking.orders.service import REQUEST_TIMEOUT
from tracking.shopify.resilience import Deadline

_TIMEOUT = 0.3  # seconds that a page waits; from a database that works an order comes in a few milliseconds
_PAUSE = 10.0  # seconds in which no page waits for a database that has just failed
_THREADS, _WAITING = 2, 20
_MAX_ORDERS = 3  # the newest with one number, which carriers give out again after months

log = logging.getLogger(__name__)

T = TypeVar("T")


class DirectoryOrders:
    """Implements KnownOrders."""

    def __init__(
        self,
        database: Database,
        carriers: Carriers,
        erasure: OrderErasure,
        background: Executor,
        *,
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._carriers = carriers
        self._erasure = erasure
        self._background = background
        self._monotonic = monotonic
        self._calls = CallExecutor(_THREADS, _WAITING)
        self._lock = Lock()
        self._paused_until = 0.0

    def get(self, order_id: str) -> KnownOrder | None:
        """As KnownOrders."""
        return self.start(order_id)()

    def start(self, order_id: str) -> Callable[[], KnownOrder | None]:
        """As KnownOrders."""
        try:
            reading = self._start(object(), lambda: self._get(order_id))
        except LookupUnavailable:
            return lambda: None
        return partial(self._result_or_none, reading)

    def ids_by_number(self, number: str) -> tuple[str, ...] | None:
        """As KnownOrders."""
        keys = order_number.tracking_keys(self._carriers, number)
        if not keys:
            return None
        return self._result(self._start(("number", keys), lambda: self._ids(keys)))

    def forget(self, order_id: str) -> None:
        """As KnownOrders."""
        self._background.submit(("forget", order_id), lambda: self._forget(order_id))

    def _get(self, order_id: str) -> KnownOrder | None:
        with self._database.read() as transaction:
            found = known_document(transaction, order_id)
            if found is None or not self._erasure.not_erased(transaction, [order_id]):
                return None
        return KnownOrder(document=found[0], fetched_at=found[1])

    def _ids(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        with self._database.read() as transaction:
            found = orders.ids_by_numbers(transaction, keys, limit=_MAX_ORDERS)
            return tuple(self._erasure.not_erased(transaction, found))

    def _forget(self, order_id: str) -> None:
        try:
            self._erasure.forget(order_id)
        except DatabaseUnavailable as error:  # the next look at the order finds that it is gone
            log.warning("An order that Shopify no longer has is still in the database: %s", error)

    def _start(self, key: Hashable, read: Callable[[], T]) -> Callable[[Deadline], T]:
        """Begins to read. Raises LookupUnavailable."""
        remaining = self._paused_until - self._monotonic()
        if remaining > 0:
            raise LookupUnavailable(remaining)
        return self._calls.start(key, lambda _: read(), Deadline.after(REQUEST_TIMEOUT, self._monotonic))

    def _result_or_none(self, reading: Callable[[Deadline], T]) -> T | None:
        try:
            return self._result(reading)
        except LookupUnavailable:
            return None

    def _result(self, reading: Callable[[Deadline], T]) -> T:
        """Waits a moment for what is read. Raises LookupUnavailable."""
        try:
            return reading(Deadline.after(_TIMEOUT, self._monotonic))
        except (DatabaseUnavailable, TimeoutError) as error:
            with self._lock:
                self._paused_until = self._monotonic() + _PAUSE
            log.warning("Pages do without the database for %d seconds: %s", _PAUSE, str(error) or type(error).__name__)
            raise LookupUnavailable(_PAUSE) from error
