"""Mails the merchant that customers ask for their data: once a request, and again while the mail server is away."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from shlex import quote

from tracking.database import Database, data_requests
from tracking.database.data_requests import ANSWER_WITHIN, DataRequest, RequestMail
from tracking.notices.mail.result import Outcome, SendResult
from tracking.notices.mail.retry import DELAYS
from tracking.notices.mailer import Mailer
from tracking.notices.message import POLICY, UnwritableAddressError, header_address
from tracking.running.commands import command

_LOOK_EVERY = 5.0  # seconds
_SEND_WAIT, _SHUTDOWN_WAIT = 0.1, 3.0  # seconds that other work waits for the mail server, as it does for letters
_MOST = 50  # orders that one mail names

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MerchantMailbox:
    """How mails to the merchant leave."""

    mailer: Mailer
    sender: Address
    recipient: str


class DataRequestMail:
    """``mailbox`` is None where no mail server or no SUPPORT_EMAIL is set: the requests wait.

    For one thread; ``executor`` has the one that talks to the mail server, letters have another one.
    """

    def __init__(
        self,
        database: Database,
        mailbox: MerchantMailbox | None,
        *,
        executor: Executor,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._mailbox = mailbox
        self._executor = executor
        self._clock = clock
        self._monotonic = monotonic
        self._sending: tuple[Sequence[DataRequest], Future[SendResult]] | None = None
        self._paused_until = 0.0
        self._failures = 0

    def step(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one. Raises DatabaseUnavailable."""
        if self._sending:
            self._collect_result(_SEND_WAIT)
            return True
        if self._mailbox is None or self._monotonic() < self._paused_until:
            return False
        self._paused_until = self._monotonic() + _LOOK_EVERY
        return self._begin(self._mailbox)

    def close(self) -> None:
        """Write what became of the mail on its way, if the mail server says so soon. Raises DatabaseUnavailable."""
        self._collect_result(_SHUTDOWN_WAIT)
        if self._mailbox and not self._sending:
            wait([self._executor.submit(self._mailbox.mailer.close)], timeout=_SHUTDOWN_WAIT)

    def _begin(self, mailbox: MerchantMailbox) -> bool:
        now = self._clock()
        with self._database.read() as transaction:
            found = data_requests.since(transaction, now - ANSWER_WITHIN)
        waiting = [request for request in found if request.mail is None][:_MOST]
        if not waiting:
            return False
        try:
            message = request_message(waiting, mailbox, now)
        except UnwritableAddressError as error:
            log.error("SUPPORT_EMAIL cannot be written to: %s", error)  # noqa: TRY400 - the sentence says it all
            self._end(waiting, RequestMail.REFUSED)
            return True
        self._sending = waiting, self._executor.submit(mailbox.mailer.send, message, mailbox.recipient)
        self._collect_result(_SEND_WAIT)
        return True

    def _collect_result(self, seconds: float) -> None:
        if self._sending is None or not wait([self._sending[1]], timeout=seconds).done:
            return
        (requests, future), self._sending = self._sending, None
        if error := future.exception():
            log.error("the mail about a request for data was not sent, and is tried again", exc_info=error)
            self._pause_after_failure()
            return
        result = future.result()
        if result.is_sent:
            self._failures = 0
            self._end(requests, RequestMail.SENT)
        elif result.outcome is Outcome.REFUSED_FOR_GOOD and not result.is_about_server:
            log.error(
                "The mail server refuses the mail to SUPPORT_EMAIL that a customer asks for their data: %s"
                " `%s` lists the requests",
                result.answer,
                command("export --requested"),
            )
            self._end(requests, RequestMail.REFUSED)
        else:
            log.warning("the mail about a request for data did not leave, and is tried again: %s", result.answer)
            self._pause_after_failure()

    def _pause_after_failure(self) -> None:
        delay = DELAYS[min(self._failures, len(DELAYS) - 2)]  # never a day: there are thirty to answer in
        self._failures += 1
        self._paused_until = self._monotonic() + delay.total_seconds()

    def _end(self, requests: Sequence[DataRequest], mail: RequestMail) -> None:
        with self._database.write() as transaction:
            data_requests.end_mail(transaction, requests, mail)


def request_message(requests: Sequence[DataRequest], mailbox: MerchantMailbox, now: datetime) -> EmailMessage:
    """The mail: it names orders, and nothing of a customer. Raises UnwritableAddressError.

    The same requests have the same Message-ID, so that a mail that may have arrived is one with the next try.
    """
    named = [request.name or request.order_id for request in requests]
    answer_by = min(request.requested_at for request in requests) + ANSWER_WITHIN
    mail = EmailMessage(policy=POLICY)
    mail["From"] = header_address(mailbox.sender.addr_spec, mailbox.sender.display_name)
    mail["To"] = header_address(mailbox.recipient)
    mail["Subject"] = "A customer asks for their data"
    mail["Date"] = now
    mail["Message-ID"] = f"<{_digest(requests)}@{mail['From'].addresses[0].domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        "Shopify reports that a customer has asked for the data that is kept of them. You have thirty days to answer:"
        f" until {answer_by:%Y-%m-%d}.\n\n"
        f"Orders: {', '.join(named)}\n\n"
        "On the server, this prints what the tracking site keeps of the first of them:\n\n"
        f"    {command(f'export {quote(named[0])}')}\n\n"
        "and this lists every request of the last thirty days:\n\n"
        f"    {command('export --requested')}\n\n"
        "The tracking site keeps copies of what the shop's admin shows of the orders, without name, address, email and"
        " phone. What else you know of the customer is in Shopify.\n"
    )
    return mail


def _digest(requests: Sequence[DataRequest]) -> str:
    words = "\0".join(f"{each.order_id} {each.requested_at.isoformat()}" for each in requests)
    return hashlib.sha256(f"data requests\0{words}".encode()).hexdigest()[:32]
