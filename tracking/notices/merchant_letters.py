"""The letters that the shop writes to customers in its own words; implements QueuedMails."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Transaction, mail_blocks, merchant_letters, notice_preferences
from tracking.database.mail_blocks import BlockKind
from tracking.database.mail_queue import MailQueue, MailState
from tracking.database.merchant_letters import MerchantLetter
from tracking.directory.intake import IncomingOrder
from tracking.notices.address_hashes import AddressHashes
from tracking.notices.dispatch import unreachable
from tracking.notices.letter_maker import LetterMaker
from tracking.notices.mail.result import RefusalScope, SendResult
from tracking.notices.mailer import Mailer
from tracking.notices.outage import LETTERS, OutageWords
from tracking.notices.own_words import OwnWords
from tracking.notices.queued_mails import MailDispatch, NotSent, SendNow
from tracking.notices.sending_schedule import SendingSchedule, hour_of, next_hour
from tracking.notices.withheld import Withheld
from tracking.order.model import Order

LEAVES_WITHIN = timedelta(days=2)
"""Longer than all attempts together: later, the words may no longer be true."""

_GIVEN_UP = "A letter that you wrote to a customer was given up after a day of attempts: its order's page says which."


@dataclass(frozen=True, slots=True)
class MerchantChannel:
    """The maker and the mailer of these letters."""

    maker: LetterMaker
    mailer: Mailer


@dataclass(frozen=True, slots=True)
class MerchantLetterMails:
    """A customer's stop, or a mail server's refusal, holds for them, too.

    ``schedule`` says how many of those that are written at once leave in an hour.
    """

    channel: MerchantChannel
    hashes: AddressHashes
    alerts: AlertRegister
    schedule: SendingSchedule
    queue: MailQueue = field(default=merchant_letters.MAILS, init=False)
    outage_words: OutageWords = field(default=LETTERS, init=False)

    @property
    def mailer(self) -> Mailer:
        """As QueuedMails."""
        return self.channel.mailer

    def claim(self, transaction: Transaction, token: str, now: datetime) -> str | None:
        """As QueuedMails: one that was written alone first, else one to many, of which few enough leave in an hour."""
        alone = merchant_letters.claim(transaction, token, now=now, to_many=False)
        if alone is not None:
            return alone
        if self.schedule.left_in_hour(merchant_letters.to_many_since(transaction, hour_of(now), now=now)):
            return merchant_letters.claim(transaction, token, now=now, to_many=True)
        merchant_letters.put_off_to_many(transaction, next_hour(now), now=now)
        return None

    def find(self, transaction: Transaction, mail_id: str) -> MerchantLetter | None:
        """As QueuedMails."""
        return merchant_letters.find(transaction, mail_id)

    def decide_dispatch(
        self, transaction: Transaction, row: MerchantLetter, order: IncomingOrder, now: datetime
    ) -> MailDispatch:
        """As QueuedMails: to the address that the order shows now."""
        if now - row.added_at > LEAVES_WITHIN:
            return NotSent(Withheld.TOO_LATE)
        email = order.contact.email
        blocks = mail_blocks.find(transaction, self.hashes.candidates(email)) if email else {}
        reason = unreachable(email, blocks, notice_preferences.get(transaction, row.order_id))
        if email is None or reason:
            return NotSent(reason or Withheld.NO_ADDRESS)
        return SendNow(to=email, customer=email)

    def make(self, row: MerchantLetter, order: Order, send_now: SendNow, now: datetime) -> EmailMessage:
        """As QueuedMails."""
        words = OwnWords(subject=row.subject, text=row.text)
        _, message = self.channel.maker.make_own(order, words, email=send_now.to, letter_id=row.id, now=now)
        return message

    def end_sent(self, transaction: Transaction, token: str, now: datetime) -> None:
        """As QueuedMails."""
        merchant_letters.end(transaction, token, MailState.SENT, now=now)

    def withhold(self, transaction: Transaction, token: str, reason: str, now: datetime) -> None:
        """As QueuedMails."""
        merchant_letters.end(transaction, token, MailState.WITHHELD, now=now, reason=reason)

    def give_up(self, transaction: Transaction, token: str, reason: str, now: datetime) -> None:
        """As QueuedMails."""
        merchant_letters.end(transaction, token, MailState.GIVEN_UP, now=now, reason=reason)

    def was_refused(self, transaction: Transaction, send_now: SendNow, result: SendResult, now: datetime) -> None:
        """No letter goes to that address any more."""
        address_hash = self.hashes.hash(send_now.to)
        if result.about is RefusalScope.RECIPIENT and address_hash:
            mail_blocks.add(transaction, address_hash, BlockKind.REFUSED, now=now)

    def report_given_up(self, cause: str, *, was_refused: bool) -> None:  # noqa: ARG002 - as QueuedMails
        """The order's page says that the address was refused."""
        if not was_refused:
            self.alerts.alert(AlertCode.LETTERS_GIVEN_UP, _GIVEN_UP, about="the shop's own")
