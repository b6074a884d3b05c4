"""Letters that were written at once, as their page shows them: how many have become what, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracking.database.letter_batches import BatchedLetter
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MerchantLetter
from tracking.i18n.text import text
from tracking.merchant.bulk_letters import WrittenBatch
from tracking.merchant.row_json import Json, json_time
from tracking.notices.order_letters import LetterState, own_outcome
from tracking.order.vocabulary import Condition
from tracking.web.merchant.order_words import StateMark


class BatchPart(StrEnum):
    """The state of letters in the page's address; as in ``LetterState``, and apart from it those taken back."""

    SENT = "sent"
    WAITING = "waiting"
    UNDONE = "undone"
    WITHHELD = "withheld"
    FAILED = "failed"


PARTS: Mapping[BatchPart, tuple[MailState, ...]] = {
    BatchPart.SENT: (MailState.SENT,),
    BatchPart.WAITING: (MailState.WAITING, MailState.CLAIMED),
    BatchPart.UNDONE: (MailState.UNDONE,),
    BatchPart.WITHHELD: (MailState.WITHHELD,),
    BatchPart.FAILED: (MailState.GIVEN_UP,),
}
MARKS: Mapping[BatchPart, StateMark] = {
    BatchPart.SENT: StateMark(tone=Condition.DONE, icon="check", word=text("Sent")),
    BatchPart.WAITING: StateMark(tone=Condition.WAITING, icon="clock", word=text("Waits")),
    BatchPart.UNDONE: StateMark(tone=Condition.WAITING, icon="arrow", word=text("Taken back")),
    BatchPart.WITHHELD: StateMark(tone=Condition.WAITING, icon="pause", word=text("Not sent")),
    BatchPart.FAILED: StateMark(tone=Condition.PROBLEM, icon="alert", word=text("Failed")),
}
_OF_STATE = {state: part for part, states in PARTS.items() for state in states}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """So many letters have become this; ``why`` by the code of the reason."""

    part: BatchPart
    number: int
    why: Mapping[str, int]

    @property
    def mark(self) -> StateMark:
        """The color, icon and word of the part."""
        return MARKS[self.part]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBatch:
    """``samples`` are a letter in each language, with how many there are; ``orders`` are those of ``part``, a page.

    ``leaves_at`` is when the first one is sent that can be taken back, None where none can; ``can_undo`` counts them.
    """

    id: str
    who: str
    at: datetime
    total: int
    lines: Sequence[BatchLine]
    samples: Sequence[tuple[MerchantLetter, int]]
    leaves_at: datetime | None
    can_undo: int
    part: BatchPart | None = None
    orders: Sequence[BatchedLetter] = field(default_factory=tuple)
    after: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing waits any more."""
        return self.number(BatchPart.WAITING) == 0

    @property
    def left(self) -> int:
        """How many have become something."""
        return self.total - self.number(BatchPart.WAITING)

    @property
    def subject(self) -> str:
        """Of the language that most of them are in."""
        return self.samples[0][0].subject

    def number(self, part: BatchPart) -> int:
        """How many have become this."""
        return next((line.number for line in self.lines if line.part is part), 0)


def shown_batch(
    batch: WrittenBatch,
    *,
    part: BatchPart | None = None,
    orders: Sequence[BatchedLetter] = (),
    after: str | None = None,
) -> ShownBatch:
    """The batch with a page of the orders of one part of it, behind which more come ``after`` a letter."""
    parts, languages, why = Counter[BatchPart](), Counter[str | None](), dict[BatchPart, Counter[str]]()
    for each in batch.counts:
        of = _OF_STATE[MailState(each.state)]
        parts[of] += each.number
        languages[each.language] += each.number
        if each.reason and of is not BatchPart.SENT:
            why.setdefault(of, Counter())[each.reason] += each.number
    return ShownBatch(
        id=batch.id,
        who=batch.who,
        at=batch.at,
        total=sum(parts.values()),
        lines=[
            BatchLine(part=each, number=parts[each], why=dict(why.get(each, Counter()).most_common()))
            for each in BatchPart
            if parts[each] or each in {BatchPart.SENT, BatchPart.WAITING}
        ],
        samples=sorted(((each, languages[each.language]) for each in batch.samples), key=lambda found: -found[1]),
        leaves_at=batch.undo_until,
        can_undo=sum(each.number for each in batch.counts if each.state == MailState.WAITING),
        part=part,
        orders=orders,
        after=after,
    )


def batch_json(shown: ShownBatch) -> dict[str, Json]:
    """The keys of a letter alone, and more: its words by language, and why some were not sent."""
    states, why = Counter[LetterState](), Counter[str]()
    for line in shown.lines:
        state, reason = own_outcome(PARTS[line.part][0], None)
        states[state] += line.number
        why.update(line.why if reason is None else {reason: line.number})
    first = shown.samples[0][0]
    found: dict[str, Json] = {
        "id": shown.id,
        "subject": first.subject,
        "text": first.text,
        "who": shown.who,
        "at": json_time(shown.at),
        "count": shown.total,
        **{state.value: states[state] for state in LetterState},
        "undo_until": json_time(shown.leaves_at) if shown.leaves_at else None,
        "why": dict(why),
        "languages": [
            {"language": each.language, "count": number, "subject": each.subject, "text": each.text}
            for each, number in shown.samples
        ],
    }
    if shown.part:
        found |= {"orders": [_order_json(each) for each in shown.orders], "next": shown.after}
    return found


def _order_json(letter: BatchedLetter) -> Json:
    state, why = own_outcome(letter.state, letter.reason)
    return {
        "id": letter.order_id,
        "order": letter.order,
        "language": letter.language,
        "state": state.value,
        "why": why,
        "at": json_time(letter.at),
    }
