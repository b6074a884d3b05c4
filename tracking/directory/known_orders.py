"""The directory's orders for the page: read within a moment, or not at all."""

import logging
from collections.abc import Callable

from tracking.carriers import Carriers
from tracking.database import Database, DatabaseUnavailable, orders
from tracking.directory.erasure import OrderErasure
from tracking.directory.named_days import known_document
from tracking.orders import order_number
from tracking.orders.executor import Executor
from tracking.orders.known_orders import KnownOrder
from tracking.orders.page_reads import PageReads

_MAX_ORDERS = 3  # the newest with one number, which carriers give out again after months

log = logging.getLogger(__name__)


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
        self._reads = PageReads(monotonic=monotonic)

    def get(self, order_id: str) -> KnownOrder | None:
        """As KnownOrders."""
        return self.start(order_id)()

    def start(self, order_id: str) -> Callable[[], KnownOrder | None]:
        """As KnownOrders."""
        return self._reads.start_optional(lambda: self._get(order_id))

    def ids_by_number(self, number: str) -> tuple[str, ...] | None:
        """As KnownOrders."""
        keys = order_number.tracking_keys(self._carriers, number)
        if not keys:
            return None
        return self._reads.start(("number", keys), lambda: self._ids(keys))()

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
