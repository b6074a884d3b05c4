"""Decides by which channel the customer of an order is told, and which news is worth a text: pure.

No news goes by both channels: an order has one at a time.
"""

from dataclasses import dataclass

from tracking.notices.codes import NoticeCode
from tracking.notices.sending_channels import NoticeChannel

NOT_BY_TEXT = frozenset({NoticeCode.HOW_WAS_IT, NoticeCode.PARTLY_SENT})
"""News that can be read another day, or is for those who consented to advertising: in letters only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTerms:
    """``is_on``: there is a service for texts; ``has_mail``: and one for letters.

    ``texts_phone_orders`` is TEXT_TO_PHONE_ORDERS: the shop has the consent of who left a number and no address.
    """

    is_on: bool = False
    texts_phone_orders: bool = False
    has_mail: bool = True


def choose_channel(terms: TextTerms, chosen: str | None, *, has_email: bool, has_phone: bool) -> NoticeChannel:
    """The channel of an order; ``chosen`` is what its customer chose on the page."""
    if not terms.is_on:
        return NoticeChannel.EMAIL
    if has_phone and may_be_texted(terms, chosen, has_email=has_email):
        return NoticeChannel.TEXT
    return NoticeChannel.EMAIL


def may_be_texted(terms: TextTerms, chosen: str | None, *, has_email: bool) -> bool:
    """Whether there is a consent: the customer's own, or the shop has it."""
    if chosen is not None:
        return chosen == NoticeChannel.TEXT
    return terms.texts_phone_orders and not has_email
