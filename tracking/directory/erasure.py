"""Erases orders from the database: at once where Shopify or the merchant says so, else when their time is over."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from tracking.database import (
    Database,
    Transaction,
    answers,
    data_requests,
    ended_sessions,
    erased_orders,
    login_links,
    mail_blocks,
    merchant_history,
    merchant_letters,
    notice_preferences,
    one_order,
    order_views,
    orders,
    page_openings,
    progress,
    promise_counts,
    step_durations,
    tasks,
)
from tracking.database.data_requests import ANSWER_WITHIN
from tracking.database.erased_orders import ALL_ORDERS
from tracking.directory.ended_steps import HISTORY
from tracking.directory.fill_names import CATCHING_UP, FILL_SINCE, FIRST_FILL
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.step_rows import MIN_ROWS, STEP_RETENTION, typed_names
from tracking.order.model import Order
from tracking.shopify.errors import ShopifyError
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order

AT_ONCE = 200
"""Orders that are erased in one transaction, which others wait for. Of more, the worker erases batch by batch."""

DRAFT_RETENTION = timedelta(days=1)
"""So long a letter of the shop is kept that was only looked at."""

ERASE_ORDER = "erase_order"
"""The kind of the tasks of those that the worker erases: each goes with its order."""

# After the whole shop was erased, one that installs the app again is read from its beginning.
_OF_SHOP = (FIRST_FILL, FILL_SINCE, CATCHING_UP, HISTORY)

_ALL = 2**31
_UNTIL_IT_IS_DONE = timedelta(days=3650)


class OrderErasure:
    """An erased order is not taken in again until its ``retention`` would have ended.

    Every method raises DatabaseUnavailable.
    """

    def __init__(
        self, database: Database, hashes: OrderHashes, *, retention: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._hashes = hashes
        self._retention = retention
        self._clock = clock

    @property
    def retention(self) -> timedelta:
        """How long a finished order is kept."""
        return self._retention

    def erase(self, order_ids: Collection[str]) -> int:
        """Erase the orders, known or not; returns how many rows there were of them."""
        deleted = 0
        for ids in _batches(order_ids):
            with self._database.write() as transaction:
                deleted += self._erase(transaction, ids)
        if order_ids:  # also where nothing was left to delete: the checkpoint after the last try may have failed
            self._database.checkpoint()
        return deleted

    def erase_known(self, order_id: str, record: Callable[[Transaction], None]) -> bool:
        """Erase one order, and ``record`` that with it; returns False, and does nothing, if it is not kept."""
        with self._database.write() as transaction:
            orders.lock(transaction, order_id)
            if not orders.updated_at(transaction, [order_id]):
                return False
            self._erase(transaction, [order_id])
            record(transaction)
        self._database.checkpoint()
        return True

    def erase_soon(self, order_ids: Collection[str]) -> bool:
        """Erase them at once if they are few, else let the worker; returns whether it is done.

        From now on they are as erased: none is shown, listed, counted or taken in.
        """
        if len(order_ids) <= AT_ONCE:
            self.erase(order_ids)
            return True
        for ids in _batches(order_ids):
            with self._database.write() as transaction:
                _lock(transaction, ids)  # who writes one just now would list it again
                self._remember(transaction, ids)
                tasks.add_all(transaction, ERASE_ORDER, ids, now=self._clock())
                order_views.delete_rows(transaction, ids)
        return False

    def erase_all_soon(self) -> None:
        """Let the worker erase every order; until it has, none is shown or taken in."""
        with self._database.write() as transaction:
            erased_orders.add(transaction, ALL_ORDERS, until=self._clock() + _UNTIL_IT_IS_DONE)

    def erase_batch(self) -> int:
        """Erase some of the orders that were to be erased soon; returns how many. 0: there are no more."""
        with self._database.read() as transaction:
            if not tasks.order_ids(transaction, ERASE_ORDER, limit=1) and not self._is_all_erased(transaction):
                return 0
        with self._database.write() as transaction:
            ids = tasks.order_ids(transaction, ERASE_ORDER, limit=AT_ONCE)
            if not ids and self._is_all_erased(transaction):
                ids = self._some_of_all(transaction)
            self._erase(transaction, ids)
            is_last = not tasks.order_ids(transaction, ERASE_ORDER, limit=1)
        if is_last:
            self._database.checkpoint()
        return len(ids)

    def erase_remembered(self) -> None:
        """Erase orders that were erased before, and are back with a backup."""
        with self._database.read() as transaction:
            found = one_order.any_left(transaction, limit=_ALL)
        for ids in _batches(found):
            with self._database.write() as transaction:
                one_order.delete_rows(transaction, *set(ids).difference(self.not_erased(transaction, ids)))
        self._database.checkpoint()

    def not_erased(self, transaction: Transaction, order_ids: Collection[str]) -> list[str]:
        """Those of the orders, known or not, that were not erased."""
        left: list[str] = []
        for ids in _batches(order_ids):
            hashes = {order_id: self._hashes.erased_candidates(order_id) for order_id in ids}
            erased = erased_orders.among(transaction, {each for candidates in hashes.values() for each in candidates})
            left += [order_id for order_id, candidates in hashes.items() if erased.isdisjoint(candidates)]
        return left

    def erased_until(self, transaction: Transaction, order_id: str) -> datetime | None:
        """Until when the order is not taken in, because it was erased; None where it was not."""
        return erased_orders.until(transaction, self._hashes.erased_candidates(order_id))

    def known(self, order_ids: Collection[str]) -> list[str]:
        """Those of the orders that are kept."""
        with self._database.read() as transaction:
            return [each for ids in _batches(order_ids) for each in orders.updated_at(transaction, ids)]

    def forget(self, order_id: str) -> None:
        """Delete an order that Shopify no longer has; one with this id may be taken in again."""
        with self._database.write() as transaction:
            deleted = _delete(transaction, [order_id])
        if deleted:
            self._database.checkpoint()

    def delete_expired(self) -> int:
        """Delete some orders that are finished for longer than ``retention``; returns how many. 0: there are no more.

        Also forgets erased orders, tasks that were given up, openings of pages, requests for data, durations, counted
        promises, refused addresses, what was done in the overview, drafts of letters, and choices and answers about
        orders that are not known, when their time is over.
        """
        now = self._clock()
        end = now - self._retention
        with self._database.write() as transaction:
            erased_orders.forget_before(transaction, now)
            tasks.forget_given_up(transaction, end)
            page_openings.forget_before(transaction, end.date())
            step_durations.forget_before(transaction, (now - STEP_RETENTION).date())
            promise_counts.forget_before(transaction, (now - STEP_RETENTION).date())
            data_requests.forget_before(transaction, now - ANSWER_WITHIN)
            mail_blocks.forget_refused_before(transaction, end)
            notice_preferences.forget_before(transaction, end)
            answers.forget_before(transaction, end)
            merchant_history.forget_before(transaction, end)
            login_links.forget_before(transaction, now)
            ended_sessions.forget_before(transaction, now)
            merchant_letters.forget_drafts_before(transaction, now - DRAFT_RETENTION)
            ids = orders.finished_before(transaction, end, limit=AT_ONCE)
            _lock(transaction, ids)
            # One of them may have been opened again until it was locked.
            ended = orders.finished_before(transaction, end, limit=AT_ONCE, among=ids) if ids else []
            one_order.delete_rows(transaction, *ended)
        if ended:
            self._database.checkpoint()
        return len(ended)

    def _some_of_all(self, transaction: Transaction) -> list[str]:
        """When there are no more, the whole shop is erased, and orders may be taken in again."""
        ids = one_order.any_left(transaction, limit=AT_ONCE)
        if not ids:
            step_durations.remove_all(transaction)
            promise_counts.remove_all(transaction)
            erased_orders.remove(transaction, ALL_ORDERS)
            for name in _OF_SHOP:
                progress.remove(transaction, name)
        return ids

    def _is_all_erased(self, transaction: Transaction) -> bool:
        return erased_orders.has_any(transaction, [ALL_ORDERS])

    def _erase(self, transaction: Transaction, ids: Collection[str]) -> int:
        _lock(transaction, ids)
        self._remember(transaction, ids)
        return _delete(transaction, ids)

    def _remember(self, transaction: Transaction, ids: Collection[str]) -> None:
        # Of a finished order, too: what Shopify changes of it afterwards would bring it back for as long.
        until = self._clock() + self._retention
        erased_orders.add_all(transaction, {self._hashes.erased(order_id): until for order_id in ids})


def _delete(transaction: Transaction, ids: Collection[str]) -> int:
    """Delete the orders, and what may be a name of their customers in the durations of their steps."""
    answers_left = (orders.document(transaction, order_id) for order_id in ids)
    names = [typed_names(order) for order in _readable(each[0] for each in answers_left if each)]
    step_durations.forget_names_if_rare(
        transaction,
        shipping_methods={method for method, _ in names if method},
        product_types={product_type for _, product_type in names if product_type},
        least=MIN_ROWS,
    )
    return one_order.delete_rows(transaction, *ids)


def _readable(documents: Iterable[Document]) -> Iterator[Order]:
    for document in documents:
        with suppress(ShopifyError):  # kept by another release
            yield read_order(document)


def _lock(transaction: Transaction, ids: Collection[str]) -> None:
    for order_id in sorted(ids):  # in one order, so that no two transactions wait for each other
        orders.lock(transaction, order_id)


def _batches(order_ids: Collection[str]) -> Iterator[list[str]]:
    ids = list(dict.fromkeys(order_ids))
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
