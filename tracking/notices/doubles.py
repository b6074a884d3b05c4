"""Finds what customers would be told twice: by a letter of this site and by an email of Shopify."""

from collections.abc import Collection

from tracking.notices.codes import SAME_MAIL, NoticeCode, wanted
from tracking.order.vocabulary import Route

# The email that the shop's own driver causes, beside that for parcels of a carrier.
_LOCAL = "local"


def doubles(notices: Collection[str], shopify_mails: Collection[str]) -> tuple[tuple[NoticeCode, str], ...]:
    """Pairs of a notice that NOTICES has switched on and the code in SHOPIFY_MAILS that tells the same."""
    choice = wanted(notices, shopify_mails)
    pairs = [
        (code, mail) for code, mail in SAME_MAIL.items() if mail in shopify_mails and choice.includes(code, Route.SHIP)
    ]
    if _LOCAL in shopify_mails:
        pairs += [
            (code, _LOCAL)
            for code in (NoticeCode.OUT_FOR_DELIVERY, NoticeCode.DELIVERED)
            if choice.includes(code, Route.LOCAL_DELIVERY)
        ]
    return tuple(pairs)
