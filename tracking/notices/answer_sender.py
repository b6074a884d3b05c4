"""Mails what customers answered to the shop, one after the other, as letters leave: claimed, sent, and written down.

The customer's address is asked from Shopify at that moment, for the Reply-To, and kept nowhere. A process that is
killed between two of these steps loses nothing: the claim ends, and the mail goes again with the same Message-ID.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from tracking.alerts.book import AlertBook
from tracking.alerts.kinds import AlertCode
from tracking.database import Database, answers
from tracking.database.answers import AnswerRow, MailState
from tracking.directory.intake import IncomingOrder, OrderIntake
from tracking.notices.answer_mail_maker import AnswerMailMaker
from tracking.notices.mail.result import Outcome, SendResult
from tracking.notices.mail.retry import DELAYS, retry_delay
from tracking.notices.mailer import Mailer
from tracking.notices.message import UnwritableAddressError
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline

_SHOPIFY_SECONDS = 15.0
_PAUSE = timedelta(minutes=1)  # after Shopify failed, or while the shop's mailbox is not known
_REST = timedelta(minutes=1)  # of all mails, while the mail server cannot be used
_LONGEST_OUTAGE_DELAY = timedelta(minutes=30)  # of one mail: it finds out that the server is there again
_RETRIED_FOR = sum(DELAYS, timedelta())
_GLANCE, _FAREWELL = 0.1, 3.0  # seconds that other work, and the end of the process, wait for the mail server
_SHOPIFY, _NO_MAILBOX, _SERVER, _REFUSED = "shopify", "no_mailbox", "mail_server", "refused"
_NOT_MAILED = (
    "What customers answer cannot be mailed to you: %s Look at SMTP_URL and MAIL_FROM; `whereabouts doctor` tries them."
    " Nothing is lost: `whereabouts answers` lists it, and it is mailed afterwards."
)
_GIVEN_UP = "The mail of a customer's answer was given up: %s. `whereabouts answers` lists the answer."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerPost:
    """What makes these mails, and what takes them; ``mailbox`` returns the shop's own address, as far as known."""

    maker: AnswerMailMaker
    mailer: Mailer
    mailbox: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class _SendingAnswer:
    """A mail on its way: its row as it was claimed under the token."""

    token: str
    row: AnswerRow
    future: Future[SendResult]


class AnswerSender:
    """For one thread. ``post`` is None where no mail leaves: then the rows stand, and a command lists them.

    ``executor`` has a thread that talks to the mail server.
    """

    def __init__(  # noqa: PLR0913 - each is a part of the site
        self,
        database: Database,
        intake: OrderIntake,
        post: AnswerPost | None,
        *,
        executor: Executor,
        alerts: AlertBook,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._intake = intake
        self._post = post
        self._executor = executor
        self._alerts = alerts
        self._clock = clock
        self._monotonic = monotonic
        self._sending: _SendingAnswer | None = None
        self._rests_until = 0.0
        self._has_given_up = False  # since a mail left, so that the shop is not told of the server in turn

    def step(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one. Raises DatabaseUnavailable."""
        if self._sending:
            self._look(_GLANCE)
            return True
        return self._post is not None and self._monotonic() >= self._rests_until and self._begin(self._post)

    def close(self) -> None:
        """Write what became of the mail on its way, if the mail server says so soon, and leave the server.

        Raises DatabaseUnavailable.
        """
        if self._sending:
            self._look(_FAREWELL)
        if self._post and not self._sending:
            wait([self._executor.submit(self._post.mailer.close)], timeout=_FAREWELL)

    def after_clock_step(self) -> None:
        """Let nothing wait for the time of a clock that was ahead. Raises DatabaseUnavailable."""
        with self._database.write() as transaction:
            answers.make_due_after_clock_step(transaction, now=self._clock(), longest=DELAYS[-1])

    def _begin(self, post: AnswerPost) -> bool:
        now = self._clock()
        with self._database.read() as transaction:
            if not answers.has_due(transaction, now=now):
                return False
        token = uuid4().hex
        with self._database.write() as transaction:
            row = answers.claim(transaction, token, now=now)
        if row:
            self._ask_and_send(post, token, row)
        return row is not None

    def _ask_and_send(self, post: AnswerPost, token: str, row: AnswerRow) -> None:
        deadline = Deadline.after(_SHOPIFY_SECONDS, self._monotonic)
        try:
            order = self._intake.judge(self._intake.fetch(row.order_id, deadline))
        except ShopifyError as error:
            log.info("the mail of an answer waits for Shopify: %s", error)
            self._put_off(token, _SHOPIFY, _PAUSE)
            return
        with self._database.write() as transaction:
            has_deleted = self._intake.put(transaction, order)  # with its answers, where Shopify no longer has it
        if has_deleted:
            self._database.checkpoint()
            return
        mailbox = post.mailbox()
        if mailbox is None:
            self._put_off(token, _NO_MAILBOX, _PAUSE)
            return
        self._send(post, token, row, order, mailbox)

    def _send(self, post: AnswerPost, token: str, row: AnswerRow, order: IncomingOrder, mailbox: str) -> None:
        if order.judged is None:
            return  # it has just been deleted
        try:
            message = post.maker.make(row, order.judged.order, mailbox=mailbox, customer=order.contact.email)
        except UnwritableAddressError:
            self._give_up(token, "SUPPORT_EMAIL is no address that a mail can go to")
            return
        except Exception:  # one mail must not stop those behind it
            log.exception("the mail of an answer could not be written, and is tried again")
            self._try_again(token, row, "not_written")
            return
        self._sending = _SendingAnswer(token, row, self._executor.submit(post.mailer.send, message, mailbox))
        self._look(_GLANCE)

    def _look(self, seconds: float) -> None:
        """Write what became of the mail on its way, if that is known within a moment."""
        sending = self._sending
        if sending is None or not wait([sending.future], timeout=seconds).done:
            return
        self._sending = None
        if error := sending.future.exception():
            log.error("the mail of an answer was not sent, and is tried again", exc_info=error)
            self._try_again(sending.token, sending.row, _SERVER)
            return
        self._write_result(sending, sending.future.result())

    def _write_result(self, sending: _SendingAnswer, result: SendResult) -> None:
        if result.is_sent:
            with self._database.write() as transaction:
                answers.end(transaction, sending.token, MailState.SENT)
                answers.make_due(transaction, _SERVER, now=self._clock())
            self._has_given_up = False
            self._alerts.fine(AlertCode.ANSWERS, "Answers of customers are mailed again.")
        elif result.outcome is Outcome.REFUSED_FOR_GOOD and not result.is_about_server:
            self._give_up(sending.token, result.answer)
        else:
            if not result.is_about_server:
                log.warning("the mail of an answer was not taken, and is tried again: %s", result.answer)
            else:
                if not self._has_given_up:
                    self._alerts.alert(AlertCode.ANSWERS, _NOT_MAILED % result.answer, about="the server")
                self._rests_until = self._monotonic() + _REST.total_seconds()
            self._try_again(sending.token, sending.row, _SERVER if result.is_about_server else _REFUSED)

    def _try_again(self, token: str, row: AnswerRow, reason: str) -> None:
        delay = retry_delay(row.attempts + 1)
        if reason == _SERVER:
            is_too_old = self._clock() - row.at > _RETRIED_FOR
            delay = None if is_too_old else min(delay or _LONGEST_OUTAGE_DELAY, _LONGEST_OUTAGE_DELAY)
        if delay is None:
            self._give_up(token, "after a day of attempts")
            return
        self._put_off(token, reason, delay, has_failed=True)

    def _put_off(self, token: str, reason: str, delay: timedelta, *, has_failed: bool = False) -> None:
        with self._database.write() as transaction:
            answers.put_off(transaction, token, until=self._clock() + delay, reason=reason, has_failed=has_failed)

    def _give_up(self, token: str, cause: str) -> None:
        with self._database.write() as transaction:
            answers.end(transaction, token, MailState.GIVEN_UP, reason=_REFUSED)
        self._has_given_up = True
        self._alerts.alert(AlertCode.ANSWERS, _GIVEN_UP % cause, about="given up")
