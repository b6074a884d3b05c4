"""The errors of a lookup."""

from collections.abc import Mapping

from tracking.i18n.text import Phrase

_BUSY_RETRY_AFTER = 2.0  # seconds: about as long as the queue lasts


class BadInput(Exception):
    """The number or the contact is malformed; ``fields`` gives a message for each."""

    def __init__(self, fields: Mapping[str, Phrase]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class NotFound(Exception):
    """No such order, or one with another contact: the customer is not told which.

    ``hides_old_orders``: nor are orders found that are older than Shopify shows to the app.
    """

    def __init__(self, *, hides_old_orders: bool = False) -> None:
        super().__init__()
        self.hides_old_orders = hides_old_orders


class Gone(NotFound):
    """Shopify has no such order, or no longer; shown only to holders of a link to it."""


class LookupUnavailable(Exception):
    """Shopify, or what else the answer depends on, is unavailable, and nothing is cached.

    ``retry_after`` is in seconds, if known.
    """

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class CacheUnavailable(Exception):
    """The cache fails: what it holds cannot be read, marked or deleted."""


class Busy(LookupUnavailable):
    """The queue for Shopify is full. The customer is told at once, and may retry."""

    def __init__(self) -> None:
        super().__init__(_BUSY_RETRY_AFTER)
