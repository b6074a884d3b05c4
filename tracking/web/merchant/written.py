"""A letter of the shop's own: what has become of it."""

from dataclasses import dataclass
from datetime import datetime

from tracking.database.merchant_letters import MerchantLetter
from tracking.merchant.row_json import Json, json_time
from tracking.notices.order_letters import LetterState, OrderLetter, order_letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """``leaves_at`` is when the letter is sent that can be taken back; None where it cannot."""

    id: str
    subject: str
    text: str
    who: str
    at: datetime
    letter: OrderLetter
    leaves_at: datetime | None


def written(letter: MerchantLetter) -> Written:
    """Of a letter that was written alone."""
    (shown,) = order_letters((), own=[letter])
    return Written(
        id=letter.id,
        subject=letter.subject,
        text=letter.text,
        who=letter.who,
        at=letter.added_at,
        letter=shown,
        leaves_at=letter.due_at if letter.can_be_undone else None,
    )


def written_json(shown: Written) -> dict[str, Json]:
    """Every key; ``undo_until`` is null where nothing can be taken back."""
    return {
        "id": shown.id,
        "subject": shown.subject,
        "text": shown.text,
        "who": shown.who,
        "at": json_time(shown.at),
        "count": 1,
        **{state.value: int(shown.letter.state is state) for state in LetterState},
        "undo_until": json_time(shown.leaves_at) if shown.leaves_at else None,
    }
