"""How far the first fill has come, as it stands in the database."""

from dataclasses import dataclass

from tracking.database import Transaction, progress

FIRST_FILL = "first_fill"
RECENT, OPEN, DONE = "recent", "open", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class FillState:
    """How far the first fill has come.

    ``again``: orders that are known are fetched, too. ``only_since``: without older orders that are open.
    """

    since: str
    phase: str = RECENT
    after: str | None = None
    listed: int = 0
    again: bool = False
    only_since: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether every order has a task, or is in."""
        return self.phase == DONE


def fill_state(transaction: Transaction) -> FillState | None:
    """How far the first fill has come; None before it begins."""
    value = progress.get(transaction, FIRST_FILL)
    return FillState(**value) if isinstance(value, dict) else None  # type: ignore[arg-type] # written by us
