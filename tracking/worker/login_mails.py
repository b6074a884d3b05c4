"""Mails the links into the overview that somebody has asked for, if the address is one of STAFF_EMAILS."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from datetime import datetime

from tracking.database import Database, tasks
from tracking.database.tasks import Task
from tracking.merchant.access import LINK_LIFETIME, LOGIN_MAIL, StaffAccess
from tracking.notices.login_mail import LoginChannel
from tracking.notices.mail.result import Outcome, SendResult
from tracking.notices.message import UnwritableAddressError
from tracking.security.staff_sessions import LoginWay

_SEND_WAIT, _SHUTDOWN_WAIT = 0.1, 3.0  # seconds that other work, and the end of the process, wait for the mail server
_KINDS = (LOGIN_MAIL,)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _SendingLink:
    task: Task
    address: str
    future: Future[SendResult]


class LoginMails:
    """For one thread. ``channel`` is None where no mail leaves; ``executor`` has a thread for the mail server.

    The login page says that a mail is on its way: one that cannot be sent while its link would work is dropped.
    """

    def __init__(
        self,
        database: Database,
        staff: StaffAccess,
        channel: LoginChannel | None,
        *,
        executor: Executor,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._staff = staff
        self._channel = channel
        self._executor = executor
        self._clock = clock
        self._sending: _SendingLink | None = None

    def step(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one. Raises DatabaseUnavailable."""
        if self._sending:
            self._collect_result(_SEND_WAIT)
            return True
        with self._database.read() as transaction:
            if not tasks.has_due(transaction, now=self._clock(), kinds=_KINDS):
                return False
        with self._database.write() as transaction:
            claimed = tasks.claim(transaction, now=self._clock(), limit=1, kinds=_KINDS)
        for task in claimed:
            self._begin(task)
        return bool(claimed)

    def close(self) -> None:
        """Write what became of the mail on its way, if the mail server says so soon. Raises DatabaseUnavailable."""
        self._collect_result(_SHUTDOWN_WAIT)
        if self._channel and not self._sending:
            wait([self._executor.submit(self._channel.mailer.close)], timeout=_SHUTDOWN_WAIT)

    def _begin(self, task: Task) -> None:
        address = self._staff.address_of(task.key)
        is_too_old = self._clock() - task.first_at >= LINK_LIFETIME
        if address is None or is_too_old or not self._staff.may_mail(address):
            self._end(task)
            return
        if self._channel is None:
            log.error("A login link was asked for, and SMTP_URL is not set: merchant-link on the server prints one")
            self._end(task)
            return
        link = self._staff.make_link(address, LoginWay.MAIL)
        try:
            message = self._channel.maker.make(link, address)
        except UnwritableAddressError as error:
            log.error("An address of STAFF_EMAILS cannot be written to: %s", error)  # noqa: TRY400 - the sentence says it all
            self._end(task)
            return
        self._sending = _SendingLink(task, address, self._executor.submit(self._channel.mailer.send, message, address))
        self._collect_result(_SEND_WAIT)

    def _collect_result(self, seconds: float) -> None:
        """Write what became of the mail on its way, if that is known within a moment."""
        sending = self._sending
        if sending is None or not wait([sending.future], timeout=seconds).done:
            return
        self._sending = None
        if error := sending.future.exception():
            log.error("the mail with a login link was not sent, and is tried again", exc_info=error)
            self._try_again(sending.task)
            return
        result = sending.future.result()
        if result.is_sent or result.may_have_arrived:
            self._staff.write_mailed(sending.address)
            self._end(sending.task)
        elif result.outcome is Outcome.REFUSED_FOR_GOOD and not result.is_about_server:
            log.error("The mail server refuses the mail with a login link: %s", result.answer)
            self._end(sending.task)
        else:
            log.warning("the mail with a login link did not leave, and is tried again: %s", result.answer)
            self._try_again(sending.task)

    def _try_again(self, task: Task) -> None:
        with self._database.write() as transaction:
            tasks.retry(transaction, task, now=self._clock(), reason="mail_server")

    def _end(self, task: Task) -> None:
        with self._database.write() as transaction:
            tasks.done(transaction, task)
