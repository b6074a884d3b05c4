"""The loop that does what is due: one leader over all processes, which a lease in the database makes.

Why no library: huey 3.5 keeps its queue in SQLite or PostgreSQL, but takes a task out of it before the task begins
(``dequeue``), so that a kill loses it, and has a row for each hint, in transactions of its own. APScheduler 3 must not
share its jobs between schedulers; its version 4, which may, is a pre-release. Here a task is a row that is claimed, and
deleted in the transaction that writes what came of it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from tracking.database import Database, DatabaseUnavailable, leases, orders, tasks, webhooks_seen
from tracking.directory.erasure import OrderErasure
from tracking.directory.fetched_orders import FetchedOrder, FetchedOrders
from tracking.directory.intake import OrderIntake
from tracking.directory.rejudge import Rejudge
from tracking.shopify.errors import ShopifyError
from tracking.worker.hints import CHECK_ORDER, FETCH_ORDER, FILL_ORDER, RESOLVE_PART
from tracking.worker.order_lists import CatchingUp, FirstFill
from tracking.worker.task_runner import ShopifyPaused, TaskRunner

LEASE = "worker"
URGENT = (FETCH_ORDER, RESOLVE_PART)

_RENEW_EVERY = timedelta(seconds=5)
_IDLE, _FAILED = 1.0, 5.0  # seconds
_BUSY = 0.01  # seconds between two pieces of work: in one process with the site, its requests come first
_JUDGE_BATCH = 10
_LOOK_BATCH = 20
_LOOK_AGAIN = timedelta(hours=1)  # unless the order was fetched until then
_SEEN_FOR = timedelta(days=2)  # Shopify stops repeating a webhook after hours
_CLEAN_EVERY = timedelta(hours=1)
_MAX_PAUSE = 60.0  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerParts:
    """What the worker does, each by itself."""

    fetched: FetchedOrders
    intake: OrderIntake
    tasks: TaskRunner
    rejudge: Rejudge
    fill: FirstFill
    catching_up: CatchingUp
    erasure: OrderErasure


class Worker:
    """No thread is started here: the commands ``serve`` and ``worker`` call ``run`` in one."""

    def __init__(
        self, database: Database, parts: WorkerParts, *, clock: Callable[[], datetime], holder: str | None = None
    ) -> None:
        self.parts = parts
        self._database = database
        self._clock = clock
        self._holder = holder or uuid4().hex
        self._renewed_at: datetime | None = None
        self._cleaned_at: datetime | None = None
        self._resting_until: datetime | None = None
        self._is_failing = False

    @property
    def is_leader(self) -> bool:
        """Whether it held the lease when it last asked."""
        return self._renewed_at is not None

    def run(self, *, leads: bool, sleep: Callable[[float], object], is_stopping: Callable[[], bool]) -> None:
        """Work until ``is_stopping``. Without ``leads``, only write what this process's pages have fetched."""
        self.parts.fetched.open()
        while not is_stopping():
            sleep(self.step(leads=leads))
        self._end()

    def step(self, *, leads: bool = True) -> float:
        """Do one piece of work; returns the seconds until the next. Never raises."""
        try:
            pause = self._step(leads=leads)
        except DatabaseUnavailable as error:
            level = logging.DEBUG if self._is_failing else logging.WARNING  # once an outage
            log.log(level, "the worker waits for the database: %s", error)
            self._is_failing, self._renewed_at = True, None
            return _FAILED
        except Exception:
            log.exception("the worker failed, and goes on")
            return _FAILED
        self._is_failing = False
        return pause

    def _step(self, *, leads: bool) -> float:
        has_worked = self._write_fetched()
        if leads and self._leads():
            has_worked |= self._work()
        return _BUSY if has_worked else _IDLE

    def _leads(self) -> bool:
        now = self._clock()
        if self._renewed_at and self._renewed_at <= now < self._renewed_at + _RENEW_EVERY:
            return True
        with self._database.write() as transaction:
            is_held = leases.take(transaction, LEASE, self._holder, now=now)
        self._renewed_at = now if is_held else None
        return is_held

    def _write_fetched(self) -> bool:
        fetched = self.parts.fetched.take()
        if fetched:
            self._put(fetched)
        return fetched is not None

    def _put(self, fetched: FetchedOrder) -> None:
        intake = self.parts.intake
        try:
            order = intake.fetched_for_a_page(fetched.order_id, fetched.document, fetched.fetched_at)
        except ShopifyError:
            return  # its page said so
        with self._database.write() as transaction:
            has_deleted = intake.put(transaction, order)
        if has_deleted:
            self._database.checkpoint()

    def _work(self) -> bool:
        has_asked = self._ask_shopify()
        has_judged = self.parts.rejudge.run_batch(_JUDGE_BATCH) > 0
        self._clean()
        return has_asked or has_judged

    def _ask_shopify(self) -> bool:
        """What changed comes first, then what may have changed, then the first fill."""
        now = self._clock()
        if self._resting_until and now < self._resting_until <= now + timedelta(seconds=_MAX_PAUSE):
            return False
        parts = self.parts
        try:
            if parts.tasks.run_due(URGENT) or parts.tasks.run_due((CHECK_ORDER,)) or self.take_due_looks():
                return True
            parts.tasks.check_shopify()
            return parts.catching_up.list_page() or parts.tasks.run_due((FILL_ORDER,)) > 0 or parts.fill.list_page()
        except ShopifyPaused as pause:
            log.info("the worker waits for Shopify: %s", pause)
            self._resting_until = now + timedelta(seconds=min(pause.seconds, _MAX_PAUSE))
            return False

    def take_due_looks(self) -> int:
        """Make tasks of orders that should be looked at again; returns how many they are."""
        now = self._clock()
        with self._database.read() as transaction:
            ids = orders.to_look_at(transaction, now=now, limit=_LOOK_BATCH)
        if ids:
            with self._database.write() as transaction:
                for order_id in ids:
                    tasks.add(transaction, CHECK_ORDER, order_id, now=now, due_at=now, order_id=order_id)
                orders.put_off_look(transaction, ids, until=now + _LOOK_AGAIN)
        return len(ids)

    def _clean(self) -> None:
        now = self._clock()
        if self._cleaned_at and now < self._cleaned_at + _CLEAN_EVERY:
            return
        if self.parts.erasure.end_keeping():
            return  # there may be more: at the next step
        with self._database.write() as transaction:
            webhooks_seen.forget_before(transaction, now - _SEEN_FOR)
        self._cleaned_at = now

    def _end(self) -> None:
        """Let another process lead at once."""
        try:
            while self._write_fetched():
                pass
            if self._renewed_at:
                with self._database.write() as transaction:
                    leases.release(transaction, LEASE, self._holder)
        except DatabaseUnavailable:
            log.info("the worker's lease ends by itself")
