"""Asks Shopify for orders that changed, then for those that may have, then for the first fill, then for the history."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from tracking.database import Database, orders, tasks
from tracking.worker.order_tasks import CHECK_ORDER, FETCH_ORDER, FILL_ORDER, RESOLVE_PART
from tracking.worker.parts import WorkerParts
from tracking.worker.task_runner import ShopifyPaused
from tracking.worker.work_log import WorkLog

URGENT = (FETCH_ORDER, RESOLVE_PART)

_FILL_AFTER = timedelta(seconds=10)  # a process that ends sooner has not begun what it cannot end
_REFETCH_BATCH = 20
_REFETCH_AGAIN_AFTER = timedelta(hours=1)  # unless the order was fetched until then
_MAX_PAUSE = 60.0  # seconds

log = logging.getLogger(__name__)


class ShopifyQuestions:
    """``has_fetched_changes``: in the last step, what has changed was fetched."""

    def __init__(
        self, database: Database, parts: WorkerParts, work_log: WorkLog, *, clock: Callable[[], datetime]
    ) -> None:
        self.has_fetched_changes = False
        self._database = database
        self._parts = parts
        self._work_log = work_log
        self._clock = clock
        self._resting_until: datetime | None = None
        self._started_at: datetime | None = None

    def begin(self) -> None:
        """The process that works begins now."""
        self._started_at = self._clock()

    def step(self) -> bool:
        """Ask for a few orders, or a page of a list; returns whether anything was asked. Raises DatabaseUnavailable."""
        self.has_fetched_changes = False
        now = self._clock()
        if self._resting_until and now < self._resting_until <= now + timedelta(seconds=_MAX_PAUSE):
            return False
        try:
            self.has_fetched_changes = self._run_due(URGENT)
            return (
                self.has_fetched_changes
                or self._run_due((CHECK_ORDER,))
                or self.add_due_refetches() > 0
                or self._run_low_priority()
            )
        except ShopifyPaused as pause:
            log.info("the worker waits for Shopify: %s", pause)
            self._resting_until = now + timedelta(seconds=min(pause.seconds, _MAX_PAUSE))
            return False

    def _run_low_priority(self) -> bool:
        """Do one step of the work that can wait."""
        parts = self._parts
        parts.tasks.check_shopify()
        return (
            parts.subscriptions.step()
            or parts.catching_up.list_page()
            or self._run_due((FILL_ORDER,))
            or self._list_fill()
            or parts.history.advance()
        )

    def _run_due(self, kinds: Sequence[str]) -> bool:
        begun = self._parts.tasks.run_due(kinds)
        self._work_log.add(fetched=begun)
        return begun > 0

    def _list_fill(self) -> bool:
        """Begin the first fill a moment after the start; go on at once with one that has begun."""
        start = self._started_at
        if start and start <= self._clock() < start + _FILL_AFTER and self._parts.fill.state() is None:
            return False
        return self._parts.fill.list_page()

    def add_due_refetches(self) -> int:
        """Make tasks of orders whose refetch is due; returns how many they are."""
        now = self._clock()
        with self._database.read() as transaction:
            ids = orders.due_for_refetch(transaction, now=now, limit=_REFETCH_BATCH)
        if ids:
            with self._database.write() as transaction:
                for order_id in ids:
                    tasks.add(transaction, CHECK_ORDER, order_id, now=now, due_at=now, order_id=order_id)
                orders.postpone_refetch(transaction, ids, until=now + _REFETCH_AGAIN_AFTER)
        return len(ids)
