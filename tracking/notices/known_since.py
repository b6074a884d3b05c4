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
        found = read(transaction)
        self._is_known = found is not None and found < now  # by another transaction than this, which may yet fail
        if found is None:
            progress.put(transaction, _NAME, now.isoformat())


def read(transaction: Transaction) -> datetime | None:
    """The moment; None where no judgement was recorded."""
    found = progress.get(transaction, _NAME)
    return datetime.fromisoformat(found) if isinstance(found, str) else None
