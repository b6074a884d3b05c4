"""A letter of the shop's own, or those that were written at once: what has become of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracking.database.merchant_letters import MerchantLetter
from tracking.merchant.row_json import Json, json_time
from tracking.notices.order_letters import LetterState, OrderLetter, order_letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """``leaves_at`` is when the first of those leaves that can be taken back; None where none can."""

    id: str
    subject: str
    text: str
    who: str
    at: datetime
    letters: Sequence[OrderLetter]
    leaves_at: datetime | None

    def count(self, state: LetterState) -> int:
        """How many letters this has become of."""
        return sum(letter.state is state for letter in self.letters)


def written(letters: Sequence[MerchantLetter]) -> Written:
    """Of at least one letter; all were written at once."""
    first = letters[0]
    due = [letter.due_at for letter in letters if letter.can_be_undone and letter.due_at]
    return Written(
        id=first.batch or first.id,
        subject=first.subject,
        text=first.text,
        who=first.who,
        at=first.added_at,
        letters=order_letters((), own=letters),
        leaves_at=min(due, default=None),
    )


def written_json(shown: Written) -> dict[str, Json]:
    """Every key; ``undo_until`` is null where nothing can be taken back."""
    return {
        "id": shown.id,
        "subject": shown.subject,
        "text": shown.text,
        "who": shown.who,
        "at": json_time(shown.at),
        "count": len(shown.letters),
        **{state.value: shown.count(state) for state in LetterState},
        "undo_until": json_time(shown.leaves_at) if shown.leaves_at else None,
    }
