"""The mails that tell the shop what customers have answered; implements QueuedMails."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Transaction, answers
from tracking.database.answers import AnswerRow
from tracking.database.mail_queue import MailQueue, MailState
from tracking.directory.intake import IncomingOrder
from tracking.notices.answer_mail_maker import AnswerMailMaker
from tracking.notices.mail.result import SendResult
from tracking.notices.mailer import Mailer
from tracking.notices.message import UnwritableAddressError
from tracking.notices.outage import OutageWords
from tracking.notices.queued_mails import MailDispatch, SendLater, SendNow
from tracking.order.model import Order

_NO_MAILBOX = "no_mailbox"
_OUTAGE = OutageWords(
    AlertCode.ANSWERS,
    "What customers answer cannot be mailed to you: %s Look at SMTP_URL and MAIL_FROM; `whereabouts doctor` tries them."
    " Nothing is lost: `whereabouts answers` lists it, and it is mailed afterwards.",
    "Answers of customers are mailed again.",
)
_GIVEN_UP = "The mail of a customer's answer was given up: %s. `whereabouts answers` lists the answer."


@dataclass(frozen=True, slots=True)
class AnswerChannel:
    """The maker and the mailer of these mails; ``mailbox`` returns the shop's own address, as far as known."""

    maker: AnswerMailMaker
    mailer: Mailer
    mailbox: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class AnswerMails:
    """Each is the mail of an answer, with the customer to reply to."""

    channel: AnswerChannel
    alerts: AlertRegister
    queue: MailQueue = field(default=answers.MAILS, init=False)
    outage_words: OutageWords = field(default=_OUTAGE, init=False)

    @property
    def mailer(self) -> Mailer:
        """As QueuedMails."""
        return self.channel.mailer

    def claim(self, transaction: Transaction, token: str, now: datetime) -> int | None:
        """As QueuedMails: the oldest."""
        found: int | None = self.queue.claim(transaction, token, now=now)
        return found

    def find(self, transaction: Transaction, mail_id: int) -> AnswerRow | None:
        """As QueuedMails."""
        return answers.find(transaction, mail_id)

    def decide_dispatch(
        self,
        transaction: Transaction,  # noqa: ARG002 - as QueuedMails
        row: AnswerRow,  # noqa: ARG002 - likewise
        order: IncomingOrder,
        now: datetime,  # noqa: ARG002 - likewise
    ) -> MailDispatch:
        """The mail waits until the shop's mailbox is known."""
        mailbox = self.channel.mailbox()
        return SendNow(to=mailbox, customer=order.contact.email) if mailbox else SendLater(_NO_MAILBOX)

    def make(self, row: AnswerRow, order: Order, send_now: SendNow, now: datetime) -> EmailMessage:
        """As QueuedMails."""
        try:
            return self.channel.maker.make(row, order, mailbox=send_now.to, customer=send_now.customer, now=now)
        except UnwritableAddressError as error:
            raise UnwritableAddressError("SUPPORT_EMAIL is no address that a mail can go to") from error

    def end_sent(self, transaction: Transaction, token: str, now: datetime) -> None:  # noqa: ARG002 - likewise
        """As QueuedMails."""
        self.queue.end(transaction, token, MailState.SENT)

    def withhold(self, transaction: Transaction, token: str, reason: str, now: datetime) -> None:
        """As QueuedMails."""
        self.give_up(transaction, token, reason, now)

    def give_up(self, transaction: Transaction, token: str, reason: str, now: datetime) -> None:  # noqa: ARG002 - likewise
        """As QueuedMails."""
        self.queue.end(transaction, token, MailState.GIVEN_UP, reason=reason)

    def was_refused(self, transaction: Transaction, send_now: SendNow, result: SendResult, now: datetime) -> None:
        """Does nothing: the recipient is the shop's own mailbox, which is not blocked."""

    def report_given_up(self, cause: str, *, was_refused: bool) -> None:  # noqa: ARG002 - likewise
        """As QueuedMails."""
        self.alerts.alert(AlertCode.ANSWERS, _GIVEN_UP % cause, about="given up")
