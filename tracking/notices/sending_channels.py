"""The channels by which news is sent, by email or by text: each makes the message, and hands it over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Protocol

from tracking.database.letter_texts import LetterText
from tracking.notices.letter_maker import LetterMaker
from tracking.notices.mail.result import SendResult
from tracking.notices.mailer import Mailer
from tracking.notices.news import News
from tracking.notices.without_links import without_links
from tracking.order.model import Order
from tracking.shopify.order_calls.order_contact import OrderContact


class NoticeChannel(StrEnum):
    """The code of a channel in the database, in forms and in metrics."""

    EMAIL = "email"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PreparedMessage:
    """A message that is written: what is kept of it, and the call that hands it over, which never raises."""

    words: LetterText
    send: Callable[[], SendResult]


class SendingChannel(Protocol):
    """A channel to customers; for one thread, but for the call that ``prepare`` returns."""

    def address(self, contact: OrderContact) -> str | None:
        """Where this contact is reached; None where not."""

    def prepare(
        self, order: Order, news: Sequence[News], *, address: str, letter_id: str, now: datetime
    ) -> PreparedMessage:
        """Write the message. Raises UnwritableAddressError."""

    def close(self) -> None:
        """End what connection there is."""


@dataclass(frozen=True, slots=True)
class EmailChannel:
    """The channel of letters: what makes them, and what takes them. Implements SendingChannel."""

    letters: LetterMaker
    mailer: Mailer

    def address(self, contact: OrderContact) -> str | None:
        """The email address."""
        return contact.email

    def prepare(
        self, order: Order, news: Sequence[News], *, address: str, letter_id: str, now: datetime
    ) -> PreparedMessage:
        """As SendingChannel."""
        letter, message = self.letters.make(order, news, email=address, letter_id=letter_id, now=now)
        words = without_links(letter.text, site=self.letters.site, subject=letter.subject)
        return PreparedMessage(words, partial(self.mailer.send, message, address))

    def close(self) -> None:
        """As SendingChannel."""
        self.mailer.close()
