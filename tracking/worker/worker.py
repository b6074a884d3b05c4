"""The loop that does what is due: one leader over all processes, which a lease in the database makes.

Why no library: huey 3.5 keeps its queue in SQLite or PostgreSQL, but takes a task out of it before the task begins
(``dequeue``), so that a kill loses it, and has a row for each hint, in transactions of its own. APScheduler 3 must not
share its jobs between schedulers; its version 4, which may, is a pre-release. Here a task is a row that is claimed, and
deleted in the transaction that writes what came of it.

Why the lease is a row on PostgreSQL, too, and no advisory lock: that one belongs to a connection, which a pooler may
hand to others, and does not tell since when nobody has held it.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from tracking.alerts.book import AlertBook
from tracking.database import Database, DatabaseUnavailable, leases, orders, tasks, webhooks_seen
from tracking.directory.count_writer import CountWriter
from tracking.directory.erasure import OrderErasure
from tracking.directory.fetched_orders import FetchedOrder, FetchedOrders
from tracking.directory.intake import OrderIntake
from tracking.directory.rejudge import Rejudge
from tracking.notices.sender import LetterSender
from tracking.shopify.errors import ShopifyError
from tracking.worker.hints import CHECK_ORDER, FETCH_ORDER, FILL_ORDER, RESOLVE_PART
from tracking.worker.history import HistoryImport
from tracking.worker.lease_watch import LEASE, LeaseWatch
from tracking.worker.order_lists import CatchingUp, FirstFill
from tracking.worker.processor_share import CHANGES, THE_REST, pause_after
from tracking.worker.subscription_check import SubscriptionCheck
from tracking.worker.task_runner import ShopifyPaused, TaskRunner
from tracking.worker.work_log import WorkLog

URGENT = (FETCH_ORDER, RESOLVE_PART)

_RENEW_EVERY = timedelta(seconds=5)
_IDLE, _FAILED = 1.0, 5.0  # seconds
_BUSY = 0.01  # seconds between two pieces of work, at least: in one process with the site, its requests come first
_FILL_AFTER = timedelta(seconds=10)  # a process that ends sooner has not begun what it cannot end
_JUDGE_BATCH = 10
_LOOK_BATCH = 20
_LOOK_AGAIN = timedelta(hours=1)  # unless the order was fetched until then
_SEEN_FOR = timedelta(days=2)  # Shopify stops repeating a webhook after hours
_CLEAN_EVERY = timedelta(hours=1)
_CHECKPOINT_EVERY = timedelta(minutes=1)  # where one is owed: it waits for others who read
_MAX_PAUSE = 60.0  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerParts:
    """What the worker does, each by itself."""

    fetched: FetchedOrders
    intake: OrderIntake
    tasks: TaskRunner
    rejudge: Rejudge
    letters: LetterSender
    texts: LetterSender | None
    fill: FirstFill
    catching_up: CatchingUp
    history: HistoryImport
    erasure: OrderErasure
    counts: CountWriter
    alerts: AlertBook
    lease_watch: LeaseWatch
    subscriptions: SubscriptionCheck


class Worker:
    """No thread is started here: the commands ``serve`` and ``worker`` call ``run`` in one."""

    def __init__(
        self, database: Database, parts: WorkerParts, *, clock: Callable[[], datetime], holder: str | None = None
    ) -> None:
        self.parts = parts
        self._database = database
        self._clock = clock
        self._work_log = WorkLog(database, clock=clock)
        self._holder = holder or uuid4().hex
        self._renewed_at: datetime | None = None
        self._cleaned_at: datetime | None = None
        self._checkpoint_at: datetime | None = None
        self._resting_until: datetime | None = None
        self._is_failing = False
        self._started_at: datetime | None = None
        self._has_fetched_changes = False  # in the last step

    @property
    def is_leader(self) -> bool:
        """Whether it held the lease when it last asked."""
        return self._renewed_at is not None

    def run(
        self,
        *,
        leads: bool,
        sleep: Callable[[float], object],
        is_stopping: Callable[[], bool],
        is_alone: bool = False,
        processor_time: Callable[[], float] = time.process_time,
    ) -> None:
        """Work until ``is_stopping``. Without ``leads``, only write what this process's pages have fetched.

        Unless it ``is_alone`` in its process, its share of the processor is bounded.
        """
        self.parts.fetched.open()
        self.parts.counts.openings.open()
        self._started_at = self._clock()
        while not is_stopping():
            began = processor_time()
            pause = self.step(leads=leads)
            share = CHANGES if self._has_fetched_changes else THE_REST
            sleep(pause if is_alone else max(pause, pause_after(processor_time() - began, share)))
        self._end()

    def step(self, *, leads: bool = True) -> float:
        """Do one piece of work; returns the seconds until the next. Never raises."""
        try:
            pause = self._step(leads=leads)
        except DatabaseUnavailable as error:
            level = logging.DEBUG if self._is_failing else logging.WARNING  # once an outage
            log.log(level, "the worker waits for the database: %s", error)
            self._is_failing, self._renewed_at = True, None
            self.parts.subscriptions.want()  # Shopify may have given up meanwhile
            return _FAILED
        except Exception:
            log.exception("the worker failed, and goes on")
            return _FAILED
        if self._is_failing:
            log.warning("the database can be used again, and the worker goes on")
        self._is_failing = False
        return pause

    def _step(self, *, leads: bool) -> float:
        self._has_fetched_changes = False
        if self._is_failing:
            self._database.ping()  # else a process that has nothing to write would find nothing wrong
        has_worked = self._write_fetched()
        self.parts.counts.write_due()
        self._repeat_checkpoint()
        if leads and self._leads():
            has_worked |= self._work()
        else:
            self.parts.lease_watch.look_if_due()
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

    def _repeat_checkpoint(self) -> None:
        """What was erased must leave the files, also where the checkpoint after it did not succeed."""
        now, last = self._clock(), self._checkpoint_at
        if self._database.owes_checkpoint and not (last and last <= now < last + _CHECKPOINT_EVERY):
            self._checkpoint_at = now
            self._database.checkpoint()

    def _work(self) -> bool:
        if self.parts.erasure.erase_batch():
            return True  # before anything is asked or judged again
        has_asked = self._ask_shopify()
        has_written = self.parts.letters.step()
        if self.parts.texts:
            has_written |= self.parts.texts.step()
        judged = self.parts.rejudge.run_batch(_JUDGE_BATCH)
        self._work_log.add(judged=judged)
        self._work_log.report()
        self._clean()
        return has_asked or has_written or judged > 0

    def _ask_shopify(self) -> bool:
        """What changed comes first, then what may have changed, then the first fill, then the history."""
        now = self._clock()
        if self._resting_until and now < self._resting_until <= now + timedelta(seconds=_MAX_PAUSE):
            return False
        try:
            self._has_fetched_changes = self._run_due(URGENT)
            return (
                self._has_fetched_changes
                or self._run_due((CHECK_ORDER,))
                or self.take_due_looks() > 0
                or self._do_the_rest()
            )
        except ShopifyPaused as pause:
            log.info("the worker waits for Shopify: %s", pause)
            self._resting_until = now + timedelta(seconds=min(pause.seconds, _MAX_PAUSE))
            return False

    def _do_the_rest(self) -> bool:
        """What nobody waits for."""
        parts = self.parts
        parts.tasks.check_shopify()
        return (
            parts.subscriptions.step()
            or parts.catching_up.list_page()
            or self._run_due((FILL_ORDER,))
            or self._list_fill()
            or parts.history.advance()
        )

    def _run_due(self, kinds: Sequence[str]) -> bool:
        begun = self.parts.tasks.run_due(kinds)
        self._work_log.add(fetched=begun)
        return begun > 0

    def _list_fill(self) -> bool:
        """Begin the first fill a moment after the start; go on at once with one that has begun."""
        start = self._started_at
        if start and start <= self._clock() < start + _FILL_AFTER and self.parts.fill.state() is None:
            return False
        return self.parts.fill.list_page()

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
        if self._cleaned_at and self._cleaned_at <= now < self._cleaned_at + _CLEAN_EVERY:
            return  # unless the clock has been set back
        if self.parts.erasure.end_keeping():
            return  # there may be more: at the next step
        with self._database.write() as transaction:
            webhooks_seen.forget_before(transaction, now - _SEEN_FOR)
            tasks.make_due_after_clock_step(transaction, now=now)
        self.parts.letters.after_clock_step()
        self._cleaned_at = now

    def _end(self) -> None:
        """Let another process lead at once."""
        try:
            while self._write_fetched():
                pass
            self.parts.counts.write_all()
            self.parts.letters.close()
            if self.parts.texts:
                self.parts.texts.close()
            if self._renewed_at:
                with self._database.write() as transaction:
                    leases.release(transaction, LEASE, self._holder)
        except DatabaseUnavailable:
            log.info("the worker's lease ends by itself")
