"""The public codes of notices, and which of them are told: by the shop's settings and the customer's level."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracking.order.vocabulary import Route


class NoticeCode(StrEnum):
    """The code of a notice, in settings, headers, metrics and addresses of previews."""

    NOT_SENT_YET = "not_sent_yet"
    YOU_CAN_HELP = "you_can_help"
    DELAYED = "delayed"
    NEW_DATE = "new_date"
    PROBLEM = "problem"
    BACK_ON_TRACK = "back_on_track"
    RETURN_NEWS = "return_news"
    PARTLY_SENT = "partly_sent"
    SENT = "sent"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY = "ready"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    HOW_WAS_IT = "how_was_it"


class NoticeLevel(StrEnum):
    """How much a customer wants to be told."""

    ALL = "all"
    IMPORTANT = "important"
    NONE = "none"


# The codes that are told unless a setting says otherwise, for Shopify tells nothing of the kind.
ON = frozenset(
    {
        NoticeCode.NOT_SENT_YET,
        NoticeCode.YOU_CAN_HELP,
        NoticeCode.DELAYED,
        NoticeCode.NEW_DATE,
        NoticeCode.PROBLEM,
        NoticeCode.BACK_ON_TRACK,
        NoticeCode.RETURN_NEWS,
    }
)

# The mail of Shopify that tells the same: its code in SHOPIFY_MAILS.
SAME_MAIL = {
    NoticeCode.PARTLY_SENT: "shipped",
    NoticeCode.SENT: "shipped",
    NoticeCode.OUT_FOR_DELIVERY: "out_for_delivery",
    NoticeCode.READY: "pickup",
    NoticeCode.DELIVERED: "delivered",
    NoticeCode.CANCELLED: "cancelled",
}
_REFUNDED = "refunded"

# Shopify's mail of what the shop's own driver brings has a code of its own.
_SAME_LOCAL_MAIL = dict.fromkeys((NoticeCode.OUT_FOR_DELIVERY, NoticeCode.DELIVERED), "local")

_NONE = "none"
_EARLIER_TOO = f"+{NoticeCode.NEW_DATE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNotices:
    """The news that is told of an order: made by ``wanted``.

    ``named`` is what NOTICES says of a code, ``others`` what it says of all others (None: the default applies).
    ``mails`` are the codes of SHOPIFY_MAILS. ``includes_earlier``: a promised day that moved to an earlier one is news.
    """

    level: NoticeLevel
    named: tuple[tuple[NoticeCode, bool], ...]
    others: bool | None
    mails: frozenset[str]
    includes_earlier: bool

    def includes(self, code: NoticeCode, route: Route | None = None) -> bool:
        """Whether this code is told, of a parcel on this route."""
        if self.level is NoticeLevel.NONE:
            return False
        by_name = dict(self.named).get(code)
        if self.level is NoticeLevel.ALL and code is not NoticeCode.HOW_WAS_IT:
            return by_name is not False
        if by_name is not None:
            return by_name
        return self._by_default(code, route) if self.others is None else self.others

    @property
    def includes_refunds(self) -> bool:
        """Whether the refund of a return is told: only where Shopify does not."""
        return _REFUNDED not in self.mails

    def _by_default(self, code: NoticeCode, route: Route | None) -> bool:
        mail = _SAME_LOCAL_MAIL.get(code) if route is Route.LOCAL_DELIVERY else None
        mail = mail or SAME_MAIL.get(code)
        return code in ON if mail is None else mail not in self.mails


def wanted(
    notices: Iterable[str], shopify_mails: Iterable[str], level: NoticeLevel = NoticeLevel.IMPORTANT
) -> WantedNotices:
    """The news that is told by NOTICES (parts: ``delayed``, ``+sent``, ``-how_was_it``), SHOPIFY_MAILS and the level.

    Plain names, or ``none``, replace the defaults; names with ``+`` or ``-`` change them. News that the shop
    switched off with ``-`` is off at every level. Raises ValueError for an unknown name.
    """
    parts = tuple(notices)
    named = tuple((NoticeCode(part.lstrip("+-")), not part.startswith("-")) for part in parts if part != _NONE)
    replaces = any(not part.startswith(("+", "-")) for part in parts)
    return WantedNotices(
        level=level,
        named=named,
        others=False if replaces else None,
        mails=frozenset(shopify_mails),
        includes_earlier=_EARLIER_TOO in parts,
    )
