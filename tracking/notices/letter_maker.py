"""Makes the email message of a letter: its words, its links, and its headers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from tracking.notices.address_hashes import AddressHashes
from tracking.notices.answer_terms import AnswerTerms
from tracking.notices.letter import Letter, LetterWriter
from tracking.notices.letterhead import Letterhead, LetterLinks
from tracking.notices.message import Envelope, message
from tracking.notices.news import News
from tracking.notices.own_words import OwnWords
from tracking.notices.rules import in_letter_order
from tracking.order.answers import AnswerContext, offered
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.security.links import Links
from tracking.security.stop_links import StopLink, StopLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """MAIL_FROM, and where replies go (None: there, too)."""

    mail_from: Address
    reply_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLinksMaker:
    """Makes the links of letters; ``site`` is the address of this site, without a slash at its end."""

    site: str
    links: Links
    stop_links: StopLinks
    hashes: AddressHashes

    def links_of(self, order_id: str, email: str, language: str) -> LetterLinks:
        """The links of a letter about this order to this address."""
        stop = self.stop_links.sign(StopLink(order_id, self.hashes.hash(email)))
        return LetterLinks(
            order=f"{self.site}/order/{self.links.sign(order_id)}",
            stop=f"{self.site}/stop/{stop}?lang={language}",  # it has no order that would name the language
        )


class LetterMaker:
    """``letterhead`` returns the shop as it is known now, ``key`` hashes what names orders in headers.

    ``answers`` says what customers are asked.
    """

    def __init__(  # noqa: PLR0913 - each is a part of a letter
        self,
        writer: LetterWriter,
        links: LetterLinksMaker,
        policy: Policy,
        *,
        letterhead: Callable[[], Letterhead],
        sender: Sender,
        key: str,
        answers: AnswerTerms,
    ) -> None:
        self._writer = writer
        self._languages = writer.languages
        self._links = links
        self._policy = policy
        self._letterhead = letterhead
        self._sender = sender
        self._key = key
        self._answers = answers

    @property
    def site(self) -> str:
        """The address of this site, without a slash at its end."""
        return self._links.site

    def make(
        self, order: Order, news: Sequence[News], *, email: str, letter_id: str, now: datetime
    ) -> tuple[Letter, EmailMessage]:
        """The letter that tells the customer of the order these news. Raises UnwritableAddressError."""
        letterhead, language = self._letterhead(), self._languages.choose((order.locale,))
        links = self._links.links_of(order.id, email, language)
        policy = replace(
            self._policy,
            language=language,
            contact_url=letterhead.contact_url(order.name),
            pay_url=f"{links.order}/pay",
        )
        status = order_status(order, now, policy)
        answers = self._answers if self._answers.are_taken(letterhead.support_email) else None
        letter = self._writer.write(
            in_letter_order(news),
            status,
            locale=order.locale,
            letterhead=letterhead,
            links=links,
            now=now,
            choices=offered(AnswerContext(order=order, status=status, now=now), answers.choices) if answers else (),
        )
        return letter, self._message(letter, order, letter_id, to=email, stop_url=links.stop, now=now)

    def make_own(
        self, order: Order, words: OwnWords, *, email: str, letter_id: str, now: datetime
    ) -> tuple[Letter, EmailMessage]:
        """The letter in the shop's own words about the order. Raises UnwritableAddressError."""
        links = self._links.links_of(order.id, email, self._languages.choose((order.locale,)))
        letter = self.show_own(order, words, links=links, now=now)
        return letter, self._message(letter, order, letter_id, to=email, stop_url=links.stop, now=now)

    def show_own(self, order: Order, words: OwnWords, *, links: LetterLinks, now: datetime) -> Letter:
        """The same letter for the shop's eyes, with other links."""
        return self._writer.write_own(words, order, letterhead=self._letterhead(), links=links, now=now)

    def _message(
        self, letter: Letter, order: Order, letter_id: str, *, to: str, stop_url: str, now: datetime
    ) -> EmailMessage:
        envelope = Envelope(
            sender=self._sender.mail_from,
            shop_name=self._letterhead().name,
            reply_to=self._sender.reply_to,
            to=to,
            notice=letter_id,
            order=order.id,
            stop_url=stop_url,
            sent_at=now,
            key=self._key,
        )
        return message(letter, envelope)
