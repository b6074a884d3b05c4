"""Since when news can be found: the moment of the first judgement that was recorded, kept in the database."""

from datetime import datetime

from tracking.database import Transaction, progress

_NAME = "notices_since"


class KnownSince:
    """Writes the moment once; asks the database no more when it has found it there."""

    def __init__(self) -> None:
        self._is_known = False

    def note(self, transaction: Transaction, now: datetime) -> None:
        """A judgement is recorded now."""
        if self._is_known:
            return
        self._is_known = read(transaction) is not None
        if not self._is_known:
            progress.put(transaction, _NAME, now.isoformat())


def read(transaction: Transaction) -> datetime | None:
    """The moment; None where no judgement was recorded."""
    found = progress.get(transaction, _NAME)
    return datetime.fromisoformat(found) if isinstance(found, str) else None
