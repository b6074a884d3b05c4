"""Stores what the checks last found, so that a page shows it without waiting for the network."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from tracking.database import Transaction, progress
from tracking.doctor.finding import Finding, FindingState

_NAME = "doctor"
_PARTS = 4  # of a finding


@dataclass(frozen=True, slots=True)
class StoredFindings:
    """``at`` is when the checks had ended."""

    at: datetime
    findings: tuple[Finding, ...]


def save(transaction: Transaction, findings: Collection[Finding], *, now: datetime) -> None:
    """Save these in place of the last ones; no finding has a secret in it."""
    rows = [[each.topic, each.state.value, each.message, each.fix] for each in findings]
    progress.put(transaction, _NAME, {"at": now.isoformat(), "findings": rows})


def last(transaction: Transaction) -> StoredFindings | None:
    """The last findings; None before the first, and where another release has written them in another form."""
    value = progress.get(transaction, _NAME)
    if not isinstance(value, dict):
        return None
    try:
        at, rows = datetime.fromisoformat(str(value["at"])).astimezone(UTC), value["findings"]
        return StoredFindings(at, tuple(map(_finding, rows))) if isinstance(rows, list) else None
    except (KeyError, TypeError, ValueError):
        return None


def _finding(row: object) -> Finding:
    if not isinstance(row, list) or len(row) != _PARTS:
        raise ValueError("a finding of another form")
    topic, state, message, fix = map(str, row)
    return Finding(topic, FindingState(state), message, fix)
