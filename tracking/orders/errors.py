"""How a question about an order can end without an answer."""

from collections.abc import Mapping

from tracking.i18n.text import Phrase

_COME_AGAIN = 2.0  # seconds: about as long as those who wait now need


class BadInput(Exception):
    """What was typed cannot be a number, or an e-mail address or phone number: ``fields`` says so beside each."""

    def __init__(self, fields: Mapping[str, Phrase]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class NotFound(Exception):
    """No such order, or not this person's: nobody is told which."""


class Gone(NotFound):
    """Shopify has this order no more, or never had it: said only to those who hold a link to it."""


class LookupUnavailable(Exception):
    """Shopify cannot be asked now, and nothing is known from before. ``retry_after`` is in seconds, if known."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class Unreadable(Exception):
    """The cache does not answer: what it has, it has all the same."""


class Busy(LookupUnavailable):
    """More people wait for Shopify than this process takes on. They are told at once, and come again."""

    def __init__(self) -> None:
        super().__init__(_COME_AGAIN)
