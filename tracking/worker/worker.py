"""The loop that does what is due: one leader over all processes, which a lease in the database makes.

Why no library: huey 3.5 keeps its queue in SQLite or PostgreSQL, but takes a task out of it before the task begins
(``dequeue``), so that a kill loses it, and has a row for each hint, in transactions of its own. APScheduler 3 must not
share its jobs between schedulers; its version 4, which may, is a pre-release. Here a task is a row that is claimed, and
deleted in the transaction that writes what came of it.

Why the lease is a row on PostgreSQL, too, and no advisory lock: that one belongs to a connection, which a pooler may
hand to others, and does not tell since when no process has held it.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from tracking.database import Database, DatabaseUnavailable, orders, tasks, webhooks_seen
from tracking.directory.fetched_orders import FetchedOrder
from tracking.directory.refetch_times import LONGEST as LONGEST_REFETCH
from tracking.shopify.errors import ShopifyError
from tracking.worker.leadership import Leadership
from tracking.worker.lease_watch import LEASE
from tracking.worker.parts import WorkerParts
from tracking.worker.processor_share import CHANGES, THE_REST, pause_after
from tracking.worker.shopify_questions import ShopifyQuestions
from tracking.worker.work_failures import add_failure, forget_failures
from tracking.worker.work_log import WorkLog

_RENEW_EVERY = timedelta(seconds=5)
_IDLE, _FAILED = 1.0, 5.0  # seconds
_BUSY = 0.01  # seconds between two pieces of work, at least: in one process with the site, its requests come first
_JUDGE_BATCH = 10
_SEEN_FOR = timedelta(days=2)  # Shopify stops repeating a webhook after hours
_CLEAN_EVERY = timedelta(hours=1)
_CHECKPOINT_EVERY = timedelta(minutes=1)  # where one is owed: it waits for others who read

log = logging.getLogger(__name__)


class Worker:
    """No thread is started here: the commands ``serve`` and ``worker`` call ``run`` in one."""

    def __init__(
        self, database: Database, parts: WorkerParts, *, clock: Callable[[], datetime], holder: str | None = None
    ) -> None:
        self.parts = parts
        self._database = database
        self._clock = clock
        self._work_log = WorkLog(database, clock=clock)
        self._leadership = Leadership(database, LEASE, renew_every=_RENEW_EVERY, clock=clock, holder=holder)
        self._cleaned_at: datetime | None = None
        self._checkpoint_at: datetime | None = None
        self._is_failing = False
        self._has_led = False  # as far as it knows: while the database fails, no process can say
        self._may_have_failed = True  # so the database may say, of this process or of the one that led before
        self._was_urgent = False  # the last step
        self._questions = ShopifyQuestions(database, parts, self._work_log, clock=clock)

    @property
    def is_leader(self) -> bool:
        """Whether it held the lease when it last asked."""
        return self._leadership.was_held

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
        self._questions.begin()
        while not is_stopping():
            began = processor_time()
            pause = self.step(leads=leads)
            share = CHANGES if self._was_urgent else THE_REST
            sleep(pause if is_alone else max(pause, pause_after(processor_time() - began, share)))
        self._end()

    def step(self, *, leads: bool = True) -> float:
        """Do one piece of work; returns the seconds until the next. Never raises."""
        try:
            pause = self._step(leads=leads)
        except DatabaseUnavailable as error:
            level = logging.DEBUG if self._is_failing else logging.WARNING  # once an outage
            log.log(level, "the worker waits for the database: %s", error)
            self._is_failing = True
            self._leadership.lose()
            self._report_failure(error)
            self.parts.subscriptions.want()  # Shopify may have given up meanwhile
            return _FAILED
        except Exception as error:
            log.exception("the worker failed, and goes on")
            self._report_failure(error)
            return _FAILED
        if self._is_failing:
            log.warning("the database can be used again, and the worker goes on")
        self._is_failing = False
        return pause

    def _step(self, *, leads: bool) -> float:
        self._was_urgent = False
        if self._is_failing:
            self._database.ping()  # else a process that has nothing to write would find nothing wrong
        self.parts.usual.read_if_due()
        has_worked = self._write_fetched()
        self.parts.counts.write_due()
        self._repeat_checkpoint()
        if leads and self._takes_lease():
            has_worked |= self._work()
            self._forget_failures()
        else:
            self.parts.lease_watch.look_if_due()
        return _BUSY if has_worked else _IDLE

    def _takes_lease(self) -> bool:
        had_led, self._has_led = self._has_led, self._leadership.take()
        self._may_have_failed |= not had_led
        return self._has_led

    def _report_failure(self, error: Exception) -> None:
        """Where only some of its tables fail, the others tell: all else would look as if a worker were at work."""
        if not self._has_led:
            return
        self._may_have_failed = True
        with suppress(DatabaseUnavailable), self._database.write() as transaction:  # /readyz finds that by itself
            add_failure(transaction, error, now=self._clock())

    def _forget_failures(self) -> None:
        if self._may_have_failed:
            with self._database.write() as transaction:
                forget_failures(transaction)
            self._may_have_failed = False

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
        """Repeat a checkpoint that did not succeed: erased rows must leave the files."""
        now, last = self._clock(), self._checkpoint_at
        if self._database.owes_checkpoint and not (last and last <= now < last + _CHECKPOINT_EVERY):
            self._checkpoint_at = now
            self._database.checkpoint()

    def _work(self) -> bool:
        if self.parts.erasure.erase_batch():
            return True  # before anything is asked or judged again
        has_asked = self._questions.step()
        has_written = False
        for sender in self.parts.senders:
            has_written |= sender.step()
        self._was_urgent = self._questions.has_fetched_changes or has_written
        has_written |= self.parts.data_requests.step()
        has_written |= self.parts.login_mails.step()
        has_written |= self.parts.usual.recompute_if_due()
        judged = self.parts.rejudge.run_batch(_JUDGE_BATCH)
        self._work_log.add(judged=judged)
        self._work_log.report()
        self._clean()
        return has_asked or has_written or judged > 0

    def add_due_refetches(self) -> int:
        """As ``ShopifyQuestions``."""
        return self._questions.add_due_refetches()

    def _clean(self) -> None:
        now = self._clock()
        if self._cleaned_at and self._cleaned_at <= now < self._cleaned_at + _CLEAN_EVERY:
            return  # unless the clock has been set back
        if self.parts.erasure.delete_expired():
            return  # there may be more: at the next step
        with self._database.write() as transaction:
            webhooks_seen.forget_before(transaction, now - _SEEN_FOR)
            tasks.make_due_after_clock_step(transaction, now=now)
            orders.refetch_after_clock_step(transaction, now=now, longest=LONGEST_REFETCH)
        for sender in self.parts.senders:
            sender.after_clock_step()
        self._cleaned_at = now

    def _end(self) -> None:
        """Let another process lead at once."""
        try:
            while self._write_fetched():
                pass
            self.parts.counts.write_all()
            self.parts.data_requests.close()
            self.parts.login_mails.close()
            for sender in self.parts.senders:
                sender.close()
            self._leadership.release()
        except DatabaseUnavailable:
            log.info("the worker's lease ends by itself")
