"""What an order's customer is to be told, from what was told, what is true now and the clock: one row a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tracking.notices.codes import Wanted
from tracking.notices.news import News
from tracking.notices.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of an order from before.

    ``before`` is its last whole situation (None: the order was not known). ``left`` is the news of the letters that
    were sent or are being sent, oldest first; ``waiting`` that of the letters that wait to be sent. News that was
    withheld, because it was over before it left, is in neither.
    """

    before: Situation | None = None
    left: tuple[News, ...] = ()
    waiting: tuple[News, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The settings on which the rules depend, and what the customer wants.

    ``since`` is NOTICES_FROM, ``feedback_days`` FEEDBACK_DAYS; both None where unset.
    """

    wanted: Wanted
    since: date | None = None
    feedback_days: int | None = None


def news(
    told: Told, true: Situation, now: datetime, terms: Terms, *, is_from_webhook: bool = False
) -> tuple[News, ...]:
    """The news, in the order of a letter that tells it.

    ``is_from_webhook``: Shopify has just reported a change of the order. Of an order that was not known, only that
    makes news: the first fill is silent.
    """
    raise NotImplementedError


def still_true(piece: News, true: Situation, now: datetime) -> bool:
    """Whether a piece of news still holds when its letter leaves."""
    raise NotImplementedError


def in_letter_order(pieces: Iterable[News]) -> tuple[News, ...]:
    """The news of one letter, each once: the first one leads, and gives the subject."""
    raise NotImplementedError
