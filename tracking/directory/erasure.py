"""Erases orders from the database: at once where Shopify or the merchant says so, else when their time is over."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from tracking.database import (
    Database,
    Transaction,
    data_requests,
    erased_orders,
    one_order,
    orders,
    page_openings,
    step_durations,
    tasks,
)
from tracking.database.data_requests import ANSWER_WITHIN
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.step_rows import KEPT_FOR

_BATCH = 200  # orders in one transaction, which others wait for


class OrderErasure:
    """An erased order is not taken in again until its ``keep`` would have ended.

    Every method raises DatabaseUnavailable.
    """

    def __init__(
        self, database: Database, hashes: OrderHashes, *, keep: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._hashes = hashes
        self._keep = keep
        self._clock = clock

    def erase(self, order_ids: Collection[str]) -> int:
        """Erase the orders, known or not; returns how many rows there were of them."""
        deleted = 0
        ids = list(dict.fromkeys(order_ids))
        for start in range(0, len(ids), _BATCH):
            with self._database.write() as transaction:
                deleted += self._erase(transaction, ids[start : start + _BATCH])
        if ids:  # also where nothing was left to delete: the checkpoint after the last try may have failed
            self._database.checkpoint()
        return deleted

    def erase_all(self, may_go_on: Callable[[], bool]) -> bool:
        """Erase every order, batch by batch; False if ``may_go_on`` ended it before the last one."""
        with self._database.write() as transaction:
            step_durations.remove_all(transaction)
        is_done = False
        while not is_done and may_go_on():
            with self._database.write() as transaction:
                ids = one_order.any_left(transaction, limit=_BATCH)
                self._erase(transaction, ids)
            is_done = not ids
        self._database.checkpoint()
        return is_done

    def not_erased(self, transaction: Transaction, order_ids: Collection[str]) -> list[str]:
        """Those of the orders, known or not, that were not erased."""
        return [
            order_id
            for order_id in order_ids
            if not erased_orders.has_any(transaction, self._hashes.erased_candidates(order_id))
        ]

    def known(self, order_ids: Collection[str]) -> list[str]:
        """Those of the orders that are kept."""
        with self._database.read() as transaction:
            return list(orders.updated_at(transaction, order_ids))

    def forget(self, order_id: str) -> None:
        """Delete an order that Shopify no longer has; one with this id may be taken in again."""
        with self._database.write() as transaction:
            deleted = one_order.delete_rows(transaction, order_id)
        if deleted:
            self._database.checkpoint()

    def end_keeping(self) -> int:
        """Delete some orders that have been finished for longer than ``keep``; returns how many. 0: there are no more.

        Also forgets erased orders, tasks that were given up, openings of pages, requests for data and durations, when
        their time is over.
        """
        now = self._clock()
        end = now - self._keep
        with self._database.write() as transaction:
            erased_orders.forget_before(transaction, now)
            tasks.forget_given_up(transaction, end)
            page_openings.forget_before(transaction, end.date())
            step_durations.forget_before(transaction, (now - KEPT_FOR).date())
            data_requests.forget_before(transaction, now - ANSWER_WITHIN)
            ids = orders.finished_before(transaction, end, limit=_BATCH)
            for order_id in sorted(ids):
                orders.lock(transaction, order_id)
            # One of them may have been opened again until it was locked.
            ended = orders.finished_before(transaction, end, limit=_BATCH, among=ids) if ids else []
            one_order.delete_rows(transaction, *ended)
        if ended:
            self._database.checkpoint()
        return len(ended)

    def _erase(self, transaction: Transaction, ids: Collection[str]) -> int:
        for order_id in sorted(ids):
            orders.lock(transaction, order_id)
        # Of a finished order, too: what Shopify changes of it afterwards would bring it back for as long.
        until = self._clock() + self._keep
        erased_orders.add_all(transaction, {self._hashes.erased(order_id): until for order_id in ids})
        return one_order.delete_rows(transaction, *ids)
