"""Actions of the shop's people on many orders: some in one transaction, so that no writer waits for all of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from tracking.database import Database, Transaction, answers, orders, set_aside
from tracking.directory.erasure import OrderErasure
from tracking.directory.order_needs import OrderNeeds
from tracking.merchant import history
from tracking.merchant.chosen_orders import ChosenOrders
from tracking.merchant.list_query import ListQuery

AT_A_TIME = 20
"""Orders of one transaction: the need of each is made anew in it."""

SECONDS = 10.0
"""So long an action goes on; then a page asks whether it shall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """The orders of which something has changed; ``is_all``: of the others, nothing has to."""

    ids: tuple[str, ...]
    is_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkActions:
    """``who`` is a person of the shop. An action that was begun can be asked for again: nothing is done twice.

    Every method raises TooManyChosen and DatabaseUnavailable.
    """

    database: Database
    chosen: ChosenOrders
    erasure: OrderErasure
    needs: OrderNeeds
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]

    def set_aside(self, query: ListQuery, who: str, until: datetime, day: date) -> BulkResult:
        """Let the orders need nobody until then, which is the beginning of the shop's ``day``."""

        def action(transaction: Transaction, ids: Collection[str], now: datetime) -> list[str]:
            known = set_aside.until(transaction, ids)
            new = [order_id for order_id in ids if known.get(order_id) != until]
            done = [each for each in new if self.needs.set_aside(transaction, each, until=until, who=who, now=now)]
            history.record_each(transaction, who, f"{history.SET_ASIDE} {day}", done, now=now)
            return done

        return self._done(query, who, action, history.SET_ASIDE_MANY, str(day))

    def handle_answers(self, query: ListQuery, who: str, *, seen_at: datetime) -> BulkResult:
        """Mark what the customers have answered until ``seen_at`` as handled."""

        def action(transaction: Transaction, ids: Collection[str], now: datetime) -> list[str]:
            is_open = answers.having_open(transaction, ids)
            done = [each for each in ids if each in is_open and self._handle(transaction, each, seen_at, now)]
            history.record_each(transaction, who, history.HANDLED, done, now=now)
            return done

        return self._done(query, who, action, history.HANDLED_MANY)

    def _handle(self, transaction: Transaction, order_id: str, seen_at: datetime, now: datetime) -> bool:
        orders.lock(transaction, order_id)
        handled = answers.handle_all(transaction, order_id, now=now, seen_at=seen_at)
        if handled:
            self.needs.refresh(transaction, order_id, now=now)
        return handled > 0

    def _done(
        self,
        query: ListQuery,
        who: str,
        action: Callable[[Transaction, Collection[str], datetime], list[str]],
        what: str,
        detail: str = "",
    ) -> BulkResult:
        self.chosen.count(query)
        ends_at, done, is_all = self.monotonic() + SECONDS, list[str](), True
        for ids in self.chosen.id_batches(query, AT_A_TIME):
            if done and self.monotonic() > ends_at:
                is_all = False
                break
            with self.database.write() as transaction:
                # In one order, as everybody who locks several.
                done += action(transaction, sorted(self.erasure.not_erased(transaction, ids)), self.clock())
        if done:
            with self.database.write() as transaction:
                history.record_many(transaction, who, what, len(done), detail, now=self.clock())
        return BulkResult(ids=tuple(done), is_all=is_all)
