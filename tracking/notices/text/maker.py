"""Makes the text message about news of an order, in the customer's language, by the words of its letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracking.i18n.languages import Languages
from tracking.i18n.localizer import Localizer
from tracking.notices.letter_content import letter_content
from tracking.notices.letterhead import Letterhead
from tracking.notices.news import News
from tracking.notices.rules import in_letter_order
from tracking.notices.text.words import TextMessage, text_message
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.security.short_links import ShortLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMaker:
    """``letterhead`` returns the shop as it is known now; ``site`` is the address of this site."""

    languages: Languages
    policy: Policy
    links: ShortLinks
    site: str
    letterhead: Callable[[], Letterhead]

    def make(self, order: Order, news: Sequence[News], *, now: datetime) -> TextMessage:
        """The text that tells the customer of the order these news."""
        letterhead = self.letterhead()
        language = self.languages.offered[self.languages.choose((order.locale,))]
        policy = replace(
            self.policy, language=language.code, contact_url=letterhead.contact_url(order.name), pay_url=self.site
        )
        status = order_status(order, now, policy)
        localizer = Localizer(language.code, status.zone, self.languages.catalogues[language.code], now)
        return text_message(
            letter_content(in_letter_order(news), status, localizer),
            order.name,
            shop=letterhead.name,
            link=f"{self.site}/l/{self.links.sign(order.id)}",
            localizer=localizer,
        )
