"""The kinds of trouble that the shop is told of."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class AlertCode(StrEnum):
    """The code of a kind in the database and in the documentation."""

    SHOPIFY = "shopify"
    SHOPIFY_REFUSES = "shopify_refuses"
    WORKER = "worker"
    LETTERS = "letters"
    LETTERS_LIMIT = "letters_limit"
    LETTERS_GIVEN_UP = "letters_given_up"
    TEXTS = "texts"
    ANSWERS = "answers"
    WEBHOOKS = "webhooks"
    API_VERSION = "api_version"


@dataclass(frozen=True, slots=True)
class AlertKind:
    """``title`` names it in a list; trouble that no report ends is over when it was not seen for ``ends_after``.

    ``has_end``: the shop is told that it is over; else it was something that has happened.
    """

    title: str
    ends_after: timedelta | None = None
    has_end: bool = True


KINDS: dict[AlertCode, AlertKind] = {
    AlertCode.SHOPIFY: AlertKind("Shopify fails"),
    AlertCode.SHOPIFY_REFUSES: AlertKind("Shopify refuses access"),
    AlertCode.WORKER: AlertKind("no worker"),
    AlertCode.LETTERS: AlertKind("letters fail"),
    # Twice the hour that it counts: a shop that reaches it every hour is told once.
    AlertCode.LETTERS_LIMIT: AlertKind("limit of letters", ends_after=timedelta(hours=2)),
    AlertCode.LETTERS_GIVEN_UP: AlertKind("letters given up", ends_after=timedelta(days=1), has_end=False),
    AlertCode.TEXTS: AlertKind("texts fail"),
    AlertCode.ANSWERS: AlertKind("answers not mailed"),
    AlertCode.WEBHOOKS: AlertKind("webhooks"),
    AlertCode.API_VERSION: AlertKind("API version ends"),
}
