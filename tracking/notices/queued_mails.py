"""The mails of a queue as its sender sees them: whom one goes to, what it says, and how it ends."""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Protocol, TypeAlias, TypeVar

from tracking.database import Transaction
from tracking.database.mail_queue import MailQueue
from tracking.directory.intake import IncomingOrder
from tracking.notices.mail.result import SendResult
from tracking.notices.mailer import Mailer
from tracking.notices.outage import OutageWords
from tracking.order.model import Order


class QueuedRow(Protocol):
    """A claimed row, as far as its sending depends on it."""

    @property
    def order_id(self) -> str:
        """The order that it is about."""

    @property
    def attempts(self) -> int:
        """How often the mail server was asked to take it."""

    @property
    def waits_since(self) -> datetime:
        """When it was written."""


@dataclass(frozen=True, slots=True)
class SendNow:
    """The mail is sent now, to the mailbox ``to``; ``customer`` is the customer's address."""

    to: str = field(repr=False)
    customer: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendLater:
    """The mail cannot be sent yet, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """The mail is not sent, for this reason."""

    reason: str


MailDispatch: TypeAlias = SendNow | SendLater | NotSent

Row = TypeVar("Row", bound=QueuedRow)


class QueuedMails(Protocol[Row]):
    """The mails of one queue. Methods with a transaction raise DatabaseUnavailable."""

    @property
    def queue(self) -> MailQueue:
        """The table."""

    @property
    def mailer(self) -> Mailer:
        """The mailer that takes them."""

    @property
    def outage_words(self) -> OutageWords:
        """The words for the shop while no mail server takes them."""

    def claim(self, transaction: Transaction, token: str, now: datetime) -> Any:  # noqa: ANN401 - a number or a name
        """Claim the next one that is due and may leave; returns its id, None where there is none."""

    def find(self, transaction: Transaction, mail_id: Any) -> Row | None:  # noqa: ANN401 - a number or a name
        """The row with this id."""

    def decide_dispatch(self, transaction: Transaction, row: Row, order: IncomingOrder, now: datetime) -> MailDispatch:
        """Whether the row is sent, waits or ends, now that Shopify has just been asked for its order."""

    def make(self, row: Row, order: Order, send_now: SendNow, now: datetime) -> EmailMessage:
        """The mail. Raises UnwritableAddressError."""

    def end_sent(self, transaction: Transaction, token: str, now: datetime) -> None:
        """The mail server has taken it."""

    def withhold(self, transaction: Transaction, token: str, reason: str, now: datetime) -> None:
        """The mail is not sent, for this reason."""

    def give_up(self, transaction: Transaction, token: str, reason: str, now: datetime) -> None:
        """The mail could not be sent, for this reason."""

    def was_refused(self, transaction: Transaction, send_now: SendNow, result: SendResult, now: datetime) -> None:
        """The mail server has refused it for good."""

    def report_given_up(self, cause: str, *, was_refused: bool) -> None:
        """Report to the shop that it was given up, unless it hears of that elsewhere."""
