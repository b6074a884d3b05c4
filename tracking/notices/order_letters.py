"""The letters of an order for the shop: what each told, in which words, what became of it, and when; no address."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby

from tracking.database.letter_texts import LetterText
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MerchantLetter
from tracking.database.notices import NoticeRow, NoticeState

Json = dict[str, object]


class LetterState(StrEnum):
    """The public code of what became of a letter."""

    WAITING = "waiting"
    SENT = "sent"
    WITHHELD = "withheld"
    FAILED = "failed"


UNDONE = "undone"
"""Why a letter is withheld that the shop has taken back."""

_STATES = {
    NoticeState.WAITING: LetterState.WAITING,
    NoticeState.CLAIMED: LetterState.WAITING,
    NoticeState.SENT: LetterState.SENT,
    NoticeState.WITHHELD: LetterState.WITHHELD,
    NoticeState.GIVEN_UP: LetterState.FAILED,
}
_OWN_STATES = {
    MailState.WAITING: LetterState.WAITING,
    MailState.CLAIMED: LetterState.WAITING,
    MailState.SENT: LetterState.SENT,
    MailState.UNDONE: LetterState.WITHHELD,
    MailState.WITHHELD: LetterState.WITHHELD,
    MailState.GIVEN_UP: LetterState.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLetter:
    """A letter, or news that is in none yet.

    ``codes`` are those of the news; empty for the shop's own words. ``why`` is the code of the reason for which it was
    withheld, failed, or waits. ``at`` is when it ended or is to leave. ``subject`` and ``text`` are None where nothing
    was written yet. ``who`` wrote it, and ``write_id`` names it where it can be looked at; both None for news.
    """

    codes: tuple[str, ...]
    state: LetterState
    why: str | None
    at: datetime
    subject: str | None = None
    text: str | None = None
    who: str | None = None
    write_id: str | None = None


def order_letters(
    rows: Iterable[NoticeRow],
    texts: Mapping[str, LetterText] | None = None,
    own: Iterable[MerchantLetter] = (),
) -> list[OrderLetter]:
    """The letters, oldest first; ``texts`` are the words of those that were sent, ``own`` the shop's own letters."""
    found = [*_of_news(rows, texts or {}), *map(_own, own)]
    return sorted(found, key=lambda letter: letter.at)


def own_outcome(state: str, reason: str | None) -> tuple[LetterState, str | None]:
    """The state of a letter of the shop's own, and the reason for it."""
    return _OWN_STATES[MailState(state)], UNDONE if state == MailState.UNDONE else reason


def letters_json(letters: Iterable[OrderLetter]) -> list[Json]:
    """The public form."""
    return [
        {
            "codes": list(letter.codes),
            "state": letter.state.value,
            "why": letter.why,
            "at": letter.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "subject": letter.subject,
            "text": letter.text,
        }
        for letter in letters
    ]


def _of_news(rows: Iterable[NoticeRow], texts: Mapping[str, LetterText]) -> Iterator[OrderLetter]:
    ordered = sorted(rows, key=lambda row: (_at(row), row.letter or "", row.state, row.reason or "", row.need))
    for _, its_rows in groupby(ordered, key=lambda row: (row.letter or row.key, row.state, row.reason)):
        yield _letter(list(its_rows), texts)


def _letter(rows: list[NoticeRow], texts: Mapping[str, LetterText]) -> OrderLetter:
    first = rows[0]
    words = texts.get(first.letter or "")
    return OrderLetter(
        codes=tuple(dict.fromkeys(row.code for row in rows)),
        state=_STATES[NoticeState(first.state)],
        why=first.reason,
        at=_at(first),
        subject=words.subject if words else None,
        text=words.text if words else None,
    )


def _own(letter: MerchantLetter) -> OrderLetter:
    state, why = own_outcome(letter.state, letter.reason)
    return OrderLetter(
        codes=(),
        state=state,
        why=why,
        at=letter.ended_at or letter.due_at or letter.added_at,
        subject=letter.subject,
        text=letter.text,
        who=letter.who,
        write_id=letter.batch or letter.id,
    )


def _at(row: NoticeRow) -> datetime:
    return row.ended_at or row.due_at
