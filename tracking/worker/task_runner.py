"""Does the tasks that are due: each is done, is tried again after a growing pause, or is given up with a reason."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from typing import TypeAlias

from tracking.database import Database, DatabaseUnavailable, Transaction, tasks
from tracking.database.tasks import Task
from tracking.directory.intake import FetchedDocument, OrderIntake
from tracking.shopify.errors import BreakerOpen, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline
from tracking.worker.fill_state import fill_state
from tracking.worker.order_tasks import FETCH_ORDER, FETCHES, FILL_ORDER, RESOLVE_PART
from tracking.worker.parallel import as_answered

CALL_SECONDS = 15.0  # for one order with all its pages, also where points have to be waited for
MAX_ATTEMPTS = 30  # about a day: the last twenty are an hour apart
MAX_AT_ONCE = 24  # their calls end within their claims, and their answers need little memory

_SHORT_PAUSE, _LONG_PAUSE = 1.0, 60.0  # seconds
_MIN_PAUSE = 0.05  # what rounding leaves of a pause may be too short for any clock

Write: TypeAlias = Callable[[], None]
"""Writes what Shopify has answered about a task, in the thread of the worker's loop."""

log = logging.getLogger(__name__)


class ShopifyPaused(Exception):
    """Shopify answers nothing for now, whatever is asked: the tasks are as they were."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = max(seconds, _MIN_PAUSE)


class CacheFailed(Exception):
    """The cache did not forget an order."""


class TaskRunner:
    """``invalidate`` makes every process forget an order's page. ``failures`` has the reason of each failed task."""

    def __init__(
        self,
        database: Database,
        shopify: ShopifyOrders,
        intake: OrderIntake,
        invalidate: Callable[[str], bool],
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._shopify = shopify
        self._intake = intake
        self._invalidate = invalidate
        self._clock = clock
        self._monotonic = monotonic
        self._steps = {RESOLVE_PART: self._resolve, **dict.fromkeys(FETCHES, self._fetch)}
        self._was_filled = False
        self.failures: dict[tuple[str, str], str] = {}

    def run_due(self, kinds: Sequence[str]) -> int:
        """Do a few tasks of these kinds that are due; returns how many were begun.

        Shopify is asked about all of them at once, and what it says is written as it comes, one order after another.
        Raises ShopifyPaused, DatabaseUnavailable.
        """
        with self._database.read() as transaction:
            if not tasks.has_due(transaction, now=self._clock(), kinds=kinds):
                return 0
        self.check_shopify()
        # More would wait for points, and what is due next behind them.
        limit = min(max(1, self._shopify.spare_fetches), MAX_AT_ONCE)
        with self._database.write() as transaction:
            claimed = tasks.claim(transaction, now=self._clock(), limit=limit, kinds=kinds)
            wanted = [task for task in claimed if not self._is_over(transaction, task)]
        self._run(wanted)
        return len(claimed)

    def _is_over(self, transaction: Transaction, task: Task) -> bool:
        """Remove the task of an order that was erased: Shopify must not be asked for it."""
        is_erased = task.order_id is not None and self._intake.is_erased(transaction, task.order_id)
        return is_erased and tasks.done(transaction, task)

    def check_shopify(self) -> None:
        """Raise ShopifyPaused unless the budget of points has some to spare."""
        if not self._shopify.has_spare_budget:
            raise ShopifyPaused("visitors need the rest of Shopify's points", _SHORT_PAUSE)

    def _run(self, claimed: Sequence[Task]) -> None:
        pauses: list[ShopifyPaused] = []
        answered = as_answered(self._ask, claimed)
        try:
            for task, answer in answered:
                try:
                    self._finish(task, answer)
                except ShopifyPaused as pause:
                    self._release(task)
                    pauses.append(pause)
        finally:
            for _ in answered:  # no call outlives its claim
                pass
        if pauses:
            raise max(pauses, key=lambda pause: pause.seconds)

    def _ask(self, task: Task) -> Write:
        return self._steps[task.kind](task)

    def _finish(self, task: Task, answer: Future[Write]) -> None:
        try:
            answer.result()()
        except (BreakerOpen, Throttled) as error:
            raise ShopifyPaused(str(error), error.retry_after or _SHORT_PAUSE) from error
        except Refused as error:
            raise ShopifyPaused(str(error), _LONG_PAUSE) from error
        except DatabaseUnavailable:
            raise
        except (ShopifyError, CacheFailed) as error:
            self._fail(task, str(error))
        except Exception as error:  # a task must not stop those behind it
            log.exception("a task %s failed", task.kind)
            self._fail(task, type(error).__name__)
        else:
            self.failures.pop((task.kind, task.key), None)

    def _fail(self, task: Task, reason: str) -> None:
        self.failures[task.kind, task.key] = reason
        with self._database.write() as transaction:
            if task.attempts + 1 >= MAX_ATTEMPTS:
                log.error("a task %s was given up after %d attempts: %s", task.kind, MAX_ATTEMPTS, reason)
                tasks.give_up(transaction, task, reason=reason)
            else:
                tasks.retry(transaction, task, now=self._clock(), reason=reason)

    def _release(self, task: Task) -> None:
        with self._database.write() as transaction:
            tasks.release(transaction, task)

    def _fetch(self, task: Task) -> Write:
        return partial(self._put, task, self._intake.fetch(task.key, self._deadline()))

    def _put(self, task: Task, fetched: FetchedDocument) -> None:
        # Judged one after another: in many threads at once it would take the processor from visitors.
        order = self._intake.judge(fetched)
        with self._database.write() as transaction:
            is_reported = task.kind == FETCH_ORDER and self._is_filled(transaction)
            has_deleted = self._intake.put(transaction, order, is_from_webhook=is_reported)
            tasks.done(transaction, task)
            tasks.done_before(transaction, order.order_id, fetched.fetched_at, kinds=FETCHES)
        if has_deleted:
            self._database.checkpoint()

    def _is_filled(self, transaction: Transaction) -> bool:
        """Whether the first fill is over: before, an order that is not known is no new one."""
        if not self._was_filled:
            fill = fill_state(transaction)
            self._was_filled = fill is not None and fill.is_listed and not tasks.has_any(transaction, FILL_ORDER)
        return self._was_filled

    def _resolve(self, task: Task) -> Write:
        deadline = self._deadline()
        owners = (self._shopify.order_id_of(part, deadline) for part in task.key.split())
        order_id = next(filter(None, owners), None)
        if order_id and not self._invalidate(order_id):
            raise CacheFailed("the cache does not answer")
        return partial(self._add_fetch_task, task, order_id)

    def _add_fetch_task(self, task: Task, order_id: str | None) -> None:
        now = self._clock()
        with self._database.write() as transaction:
            if order_id:
                tasks.add(transaction, FETCH_ORDER, order_id, now=now, due_at=now, order_id=order_id)
            tasks.done(transaction, task)

    def _deadline(self) -> Deadline:
        return Deadline.after(CALL_SECONDS, self._monotonic)


def paused_by(error: Unavailable | Refused) -> ShopifyPaused:
    """The pause after a list of orders failed."""
    seconds = _LONG_PAUSE if isinstance(error, Refused) else error.retry_after or 5 * _SHORT_PAUSE
    return ShopifyPaused(str(error), seconds)
