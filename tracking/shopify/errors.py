"""The errors of a call to Shopify.

ShopifyError
├── Unavailable         try again later
│   ├── Throttled       Shopify is well, and asks for a pause
│   └── BreakerOpen     no request was sent: Shopify failed repeatedly a moment ago
├── Refused             nothing helps until the merchant acts
│   └── AccessDenied    the granted scopes do not cover the query
├── NotWritten          a change was asked for that Shopify does not make
└── ContactHidden       the shop's plan hides customers' email addresses: no lookup can be verified
"""

import logging

log = logging.getLogger(__name__)


class ShopifyError(Exception):
    """A query that got no usable response.

    The message is for the merchant's log and never holds personal data. ``retry_after`` is in seconds, None
    where it is unknown. ``status`` is the HTTP status of Shopify's response, where the status is the error.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, status: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.status = status


class Unavailable(ShopifyError):
    """The network, a timeout, a server error, a broken response, an open breaker, no time left."""


class Throttled(Unavailable):
    """The shop's API budget is used up for now: https://shopify.dev/docs/api/usage/limits."""


class BreakerOpen(Unavailable):
    """The circuit breaker is open, so no request was sent."""


class Refused(ShopifyError):
    """Shopify refused the request: a bad token, a frozen shop, a missing scope. The merchant must act."""


class AccessDenied(Refused):
    """The granted scopes do not cover the query. ``paths`` name the denied fields of the response."""

    def __init__(self, message: str, *, paths: frozenset[str] = frozenset()) -> None:
        super().__init__(message)
        self.paths = paths


class NotWritten(ShopifyError):
    """Shopify's user errors: the order is as it was. ``said`` is Shopify's own sentence, for the merchant."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class ContactHidden(ShopifyError):
    """Email addresses come back empty because of the shop's plan, so lookups cannot be answered."""


def malformed(reason: str) -> Unavailable:
    """Logs a sound response that lacks the requested data, and returns the error to raise."""
    log.warning("Shopify's answer %s", reason)
    return Unavailable(f"Shopify's answer {reason}")
