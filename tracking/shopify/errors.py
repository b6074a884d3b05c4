"""What can go wrong with Shopify, as the rest of the house sees it.

ShopifyError
├── Unavailable         try again later
│   ├── Throttled       Shopify is well, and asks for a pause
│   └── BreakerOpen     it was not asked: it failed repeatedly a moment ago
├── Refused             nothing helps until the merchant acts
│   └── AccessDenied    what was asked is not covered by the granted scopes
└── ContactHidden       the shop's plan hides customers' e-mail addresses: nobody can be recognized
"""

import logging

log = logging.getLogger(__name__)


class ShopifyError(Exception):
    """A question to Shopify that got no usable answer.

    The message is for the merchant's log and never holds personal data. ``retry_after`` is in seconds, None
    where nothing is known. ``status`` is that of Shopify's answer, where it says what is wrong.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, status: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.status = status


class Unavailable(ShopifyError):
    """The network, a time-out, an error of Shopify's, a broken answer, an open breaker, no time left."""


class Throttled(Unavailable):
    """The shop's API budget is used up for now: https://shopify.dev/docs/api/usage/limits."""


class BreakerOpen(Unavailable):
    """The breaker is open, so nothing was asked."""


class Refused(ShopifyError):
    """Shopify understood and said no: a bad token, a frozen shop, a missing scope. The merchant must act."""


class AccessDenied(Refused):
    """The granted scopes do not cover what was asked. ``paths`` name the denied fields of the answer."""

    def __init__(self, message: str, *, paths: frozenset[str] = frozenset()) -> None:
        super().__init__(message)
        self.paths = paths


class ContactHidden(ShopifyError):
    """E-mail addresses come back empty because of the shop's plan, so lookups cannot be answered."""


def malformed(what: str) -> Unavailable:
    """To be raised where an answer is sound, but does not say what it was asked; the log hears of it here."""
    log.warning("Shopify's answer %s", what)
    return Unavailable(f"Shopify's answer {what}")
