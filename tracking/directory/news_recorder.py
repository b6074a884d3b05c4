"""Where the directory hands each judgement on, for letters to the order's customer."""

from typing import Protocol

from tracking.database import Transaction
from tracking.directory.judged_row import JudgedRow


class NewsRecorder(Protocol):
    """Writes down what is news of an order, in the transaction that writes its judgement: both are kept, or neither."""

    def record(self, transaction: Transaction, judged: JudgedRow, *, is_first_by_webhook: bool = False) -> None:
        """The order has just been judged.

        ``is_first_by_webhook``: for the first time, because Shopify reported a change of it.
        """


class NoNews:
    """Writes nothing: for a site without letters, and for tests of the directory alone."""

    def record(self, transaction: Transaction, judged: JudgedRow, *, is_first_by_webhook: bool = False) -> None:
        """As NewsRecorder."""
