"""How far the fills have come, as it stands in the database."""

from dataclasses import dataclass

from tracking.database import Transaction, progress
from tracking.directory.fill_names import FIRST_FILL

RECENT, OPEN, DONE = "recent", "open", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class FillState:
    """How far a fill has come.

    ``again``: orders that are known are fetched, too. ``only_since``: without older orders that are open, so that it is
    never the first fill.
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
    state = state_of(transaction, FIRST_FILL)
    return None if state and state.only_since else state


def state_of(transaction: Transaction, name: str) -> FillState | None:
    """How far the fill of this name has come."""
    value = progress.get(transaction, name)
    return FillState(**value) if isinstance(value, dict) else None  # type: ignore[arg-type] # written by us
