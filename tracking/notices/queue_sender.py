"""Sends the mails of a queue one after the other: claimed, sent, and written down.

The customer's address is asked from Shopify at that moment, and kept nowhere. A process that is killed between two of
these steps loses nothing: the claim ends, and the mail goes again with the same Message-ID.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic
from uuid import uuid4

from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database
from tracking.directory.intake import IncomingOrder, OrderIntake
from tracking.notices.mail.result import Outcome, SendResult
from tracking.notices.mail.retry import DELAYS, retry_delay
from tracking.notices.message import UnwritableAddressError
from tracking.notices.outage import MailOutage
from tracking.notices.queued_mails import MailDispatch, NotSent, QueuedMails, Row, SendLater, SendNow
from tracking.notices.withheld import Withheld
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline

_SHOPIFY_SECONDS = 15.0
_PAUSE = timedelta(minutes=1)  # after Shopify failed, or while something of the shop's is not known
_LONGEST_OUTAGE_DELAY = timedelta(minutes=30)  # of one mail: it finds out that the server is there again
_RETRIED_FOR = sum(DELAYS, timedelta())
_SEND_WAIT, _SHUTDOWN_WAIT = 0.1, 3.0  # seconds that other work, and the end of the process, wait for the mail server

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _SendingMail(Generic[Row]):
    """A mail on its way: its row as it was claimed under the token."""

    token: str
    row: Row
    send_now: SendNow
    future: Future[SendResult]


class QueueSender(Generic[Row]):
    """For one thread; ``executor`` has another one, which talks to the mail server."""

    def __init__(  # noqa: PLR0913 - each is a part of the site
        self,
        database: Database,
        intake: OrderIntake,
        mails: QueuedMails[Row],
        *,
        executor: Executor,
        alerts: AlertRegister,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._intake = intake
        self._mails = mails
        self._executor = executor
        self._clock = clock
        self._monotonic = monotonic
        self._outage = MailOutage(alerts, mails.outage_words, monotonic=monotonic)
        self._sending: _SendingMail[Row] | None = None

    def step(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one. Raises DatabaseUnavailable."""
        if self._sending:
            self._collect_result(_SEND_WAIT)
            return True
        return not self._outage.is_paused and self._begin()

    def close(self) -> None:
        """Write what became of the mail on its way, if the mail server says so soon, and leave the server.

        Raises DatabaseUnavailable.
        """
        self._collect_result(_SHUTDOWN_WAIT)
        if not self._sending:
            wait([self._executor.submit(self._mails.mailer.close)], timeout=_SHUTDOWN_WAIT)

    def after_clock_step(self) -> None:
        """Let nothing wait for the time of a clock that was ahead. Raises DatabaseUnavailable."""
        with self._database.write() as transaction:
            self._mails.queue.make_due_after_clock_step(transaction, now=self._clock(), longest=DELAYS[-1])

    def _begin(self) -> bool:
        now = self._clock()
        with self._database.read() as transaction:
            if not self._mails.queue.has_due(transaction, now=now):
                return False
        token = uuid4().hex
        with self._database.write() as transaction:
            mail_id = self._mails.claim(transaction, token, now)
            row = None if mail_id is None else self._mails.find(transaction, mail_id)
        if row:
            self._ask_and_send(token, mail_id, row)
        return row is not None

    def _ask_and_send(self, token: str, mail_id: Any, row: Row) -> None:  # noqa: ANN401 - a number or a name
        deadline = Deadline.after(_SHOPIFY_SECONDS, self._monotonic)
        try:
            order = self._intake.judge(self._intake.fetch(row.order_id, deadline))
        except ShopifyError as error:
            log.info("a mail waits for Shopify: %s", error)
            self._put_off(token, Withheld.SHOPIFY, _PAUSE)
            return
        found: MailDispatch | None = None
        with self._database.write() as transaction:
            has_deleted = self._intake.put(transaction, order)  # with its mails, where Shopify no longer has it
            now = self._clock()
            # An erasure of the order while Shopify was asked has erased the mail, too, and the choices of its customer.
            if not has_deleted and self._mails.find(transaction, mail_id):
                found = self._mails.decide_dispatch(transaction, row, order, now)
            if isinstance(found, SendLater):
                self._mails.queue.defer(transaction, token, until=now + _PAUSE, reason=found.reason)
            elif isinstance(found, NotSent):
                self._mails.withhold(transaction, token, found.reason, now)
        if has_deleted:
            self._database.checkpoint()
        if isinstance(found, SendNow):
            self._send(token, row, order, found)
            self._collect_result(_SEND_WAIT)

    def _send(self, token: str, row: Row, order: IncomingOrder, send_now: SendNow) -> None:
        if order.judged is None:
            return  # it has just been deleted
        try:
            message = self._mails.make(row, order.judged.order, send_now, self._clock())
        except UnwritableAddressError as error:
            self._give_up(token, Withheld.NO_ADDRESS, str(error))
            return
        except Exception:  # one mail must not stop those behind it
            log.exception("a mail could not be written, and is tried again")
            self._try_again(token, row, Withheld.NOT_WRITTEN)
            return
        future = self._executor.submit(self._mails.mailer.send, message, send_now.to)
        self._sending = _SendingMail(token, row, send_now, future)

    def _collect_result(self, seconds: float) -> None:
        """Write what became of the mail on its way, if that is known within a moment."""
        sending = self._sending
        if sending is None or not wait([sending.future], timeout=seconds).done:
            return
        self._sending = None
        if error := sending.future.exception():
            log.error("a mail was not sent, and is tried again", exc_info=error)
            self._try_again(sending.token, sending.row, Withheld.MAIL_SERVER)
            return
        self._write_result(sending, sending.future.result())

    def _write_result(self, sending: _SendingMail[Row], result: SendResult) -> None:
        token, row, now = sending.token, sending.row, self._clock()
        if result.is_sent:
            with self._database.write() as transaction:
                self._mails.end_sent(transaction, token, now)
                self._mails.queue.make_due(transaction, Withheld.MAIL_SERVER, now=now)
            self._outage.end()
        elif result.is_about_server:
            self._outage.begin_or_go_on(result)
            self._try_again(token, row, Withheld.MAIL_SERVER)
        elif result.outcome is Outcome.REFUSED_FOR_GOOD:
            with self._database.write() as transaction:
                self._mails.was_refused(transaction, sending.send_now, result, now)
                self._mails.give_up(transaction, token, Withheld.REFUSED, now)
            self._mails.report_given_up(result.answer, was_refused=True)
        else:
            log.warning("a mail was not taken, and is tried again: %s", result.answer)
            self._try_again(token, row, Withheld.REFUSED_NOW)

    def _try_again(self, token: str, row: Row, reason: Withheld) -> None:
        delay = retry_delay(row.attempts + 1)
        if reason is Withheld.MAIL_SERVER:
            is_too_old = self._clock() - row.waits_since > _RETRIED_FOR
            delay = None if is_too_old else min(delay or _LONGEST_OUTAGE_DELAY, _LONGEST_OUTAGE_DELAY)
        if delay is None:
            self._give_up(token, reason, "after a day of attempts")
            return
        self._put_off(token, reason, delay, has_failed=True)

    def _put_off(self, token: str, reason: Withheld, delay: timedelta, *, has_failed: bool = False) -> None:
        with self._database.write() as transaction:
            self._mails.queue.defer(
                transaction, token, until=self._clock() + delay, reason=reason, has_failed=has_failed
            )

    def _give_up(self, token: str, reason: Withheld, cause: str) -> None:
        with self._database.write() as transaction:
            self._mails.give_up(transaction, token, reason, self._clock())
        self._mails.report_given_up(cause, was_refused=False)
