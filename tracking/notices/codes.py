"""The public codes of notices, and which of them are told: by the shop's settings and the customer's level."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracking.order.vocabulary import Route


class NoticeCode(StrEnum):
    """What a notice tells; the code in settings, headers, metrics and addresses of previews."""

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


class Level(StrEnum):
    """How much a customer wants to be told."""

    ALL = "all"
    IMPORTANT = "important"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is told of an order: make it with ``wanted``.

    ``tells_earlier``: a promised day that moved to an earlier one is news, too. ``tells_refunds``: so is the refund
    of a return.
    """

    level: Level
    on: frozenset[NoticeCode]
    off: frozenset[NoticeCode]
    mails: frozenset[str]
    tells_earlier: bool

    def tells(self, code: NoticeCode, route: Route | None = None) -> bool:
        """Whether this code is told, of a parcel on this route."""
        raise NotImplementedError


def wanted(notices: Iterable[str], shopify_mails: Iterable[str], level: Level = Level.IMPORTANT) -> Wanted:
    """What is told by NOTICES (its parts: ``delayed``, ``+sent``, ``-how_was_it``), SHOPIFY_MAILS and the level.

    Plain names replace the defaults, names with ``+`` or ``-`` change them. Raises ValueError for an unknown name.
    """
    raise NotImplementedError
