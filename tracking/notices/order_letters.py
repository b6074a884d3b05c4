"""Lists the letters of an order as JSON for the shop: what each told, what became of it, and when; no address."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby

from tracking.database.notices import NoticeRow, NoticeState

Json = dict[str, object]

_STATES = {
    NoticeState.WAITING: "waiting",
    NoticeState.CLAIMED: "waiting",
    NoticeState.SENT: "sent",
    NoticeState.WITHHELD: "withheld",
    NoticeState.GIVEN_UP: "failed",
}


def order_letters(rows: Iterable[NoticeRow]) -> list[Json]:
    """The letters, oldest first; news that is in no letter stands by itself.

    ``why`` is the code of the reason for which it was withheld, failed, or waits. ``at`` is when it ended or is to
    leave. A subject is not kept.
    """
    ordered = sorted(rows, key=lambda row: (_at(row), row.letter or "", row.state, row.reason or "", row.need))
    letters = groupby(ordered, key=lambda row: (row.letter or row.key, row.state, row.reason))
    return [_letter(list(its_rows)) for _, its_rows in letters]


def _letter(rows: list[NoticeRow]) -> Json:
    first = rows[0]
    return {
        "codes": list(dict.fromkeys(row.code for row in rows)),
        "state": _STATES[NoticeState(first.state)],
        "why": first.reason,
        "at": _at(first).astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "subject": None,
    }


def _at(row: NoticeRow) -> datetime:
    return row.ended_at or row.due_at
