"""Makes the mail of an answer, with its links, in the shop's default language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from tracking.database.answers import AnswerRow
from tracking.directory.admin_url import admin_url
from tracking.i18n.languages import Languages
from tracking.i18n.localizer import Localizer
from tracking.notices.answer_mail import AnswerContent, AnswerEnvelope, answer_mail
from tracking.notices.letter_maker import Sender
from tracking.notices.letterhead import Letterhead
from tracking.order.answers import AnswerKind
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.security.links import Links


class AnswerMailMaker:
    """``shop`` is its myshopify.com address, None in the demo; ``site`` is the address of this site."""

    def __init__(  # noqa: PLR0913 - each is a part of the mail
        self,
        languages: Languages,
        links: Links,
        policy: Policy,
        *,
        letterhead: Callable[[], Letterhead],
        sender: Sender,
        site: str,
        shop: str | None,
        key: str,
    ) -> None:
        self._languages = languages
        self._links = links
        self._policy = policy
        self._letterhead = letterhead
        self._sender = sender
        self._site = site
        self._shop = shop
        self._key = key

    def make(self, row: AnswerRow, order: Order, *, mailbox: str, customer: str | None, now: datetime) -> EmailMessage:
        """The mail to the shop's mailbox; replies go to the customer. Raises UnwritableAddressError."""
        language = self._languages.choose(())
        status = order_status(order, now, replace(self._policy, language=language))
        content = AnswerContent(
            kind=AnswerKind(row.kind),
            words=row.words,
            deadline=row.deadline,
            status=status,
            admin_url=admin_url(self._shop, order.id) if self._shop else None,
            page_url=f"{self._site}/order/{self._links.sign(order.id)}",
        )
        envelope = AnswerEnvelope(
            sender=self._sender.mail_from,
            shop_name=self._letterhead().name,
            to=mailbox,
            customer=customer,
            mail=row.letter,
            order=order.id,
            sent_at=now,
            key=self._key,
        )
        return answer_mail(
            content, envelope, Localizer(language, status.zone, self._languages.catalogues[language], now)
        )
