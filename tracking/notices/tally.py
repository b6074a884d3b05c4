"""Counts what became of news and what was answered, in the transaction that writes it: nothing is counted twice."""

from collections import Counter
from collections.abc import Iterable

from tracking.database import Transaction, progress
from tracking.database.notices import NoticeRow

_NAME, _ANSWERS = "notices_ended", "answers_given"

Tally = dict[tuple[str, str], int]
"""By code and outcome."""

REFUSED = "refused"
"""The outcome of what was given up because the mail server refused it for good."""


def count(transaction: Transaction, rows: Iterable[NoticeRow], outcome: str) -> None:
    """Count rows that have ended: the outcome is their state, or REFUSED."""
    ended = Counter(f"{row.code} {outcome}" for row in rows)
    if not ended:
        return
    known = progress.locked(transaction, _NAME)
    total = Counter(known if isinstance(known, dict) else {})
    progress.put(transaction, _NAME, dict(total + ended))


def count_answer(transaction: Transaction, kind: str) -> None:
    """Count an answer that was given or changed."""
    known = progress.locked(transaction, _ANSWERS)
    total = Counter(known if isinstance(known, dict) else {})
    progress.put(transaction, _ANSWERS, dict(total + Counter([kind])))


def read_answers(transaction: Transaction) -> dict[str, int]:
    """The answers of each kind since the database was made."""
    known = progress.get(transaction, _ANSWERS)
    found = known.items() if isinstance(known, dict) else ()
    return {kind: number for kind, number in found if isinstance(number, int)}


def read(transaction: Transaction) -> Tally:
    """All that was counted since the database was made."""
    known = progress.get(transaction, _NAME)
    found = known.items() if isinstance(known, dict) else ()
    parts = ((name.split(" "), number) for name, number in found if isinstance(number, int))
    return {(code, outcome): number for (code, outcome), number in parts}
