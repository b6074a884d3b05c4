"""The actions in the overview: who, when and what, the newest first."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import abort, render_template, request

from tracking.database import letter_batches, merchant_history
from tracking.database.merchant_history import HistoryKey, HistoryRow
from tracking.i18n.text import Phrase
from tracking.merchant.history import batch_of, in_words
from tracking.services import services
from tracking.web.merchant.navigation import overview_url

SIZE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_KEY = re.compile(r"([0-9]{1,16})-([0-9]{1,9})")  # both databases have numbers as large


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """A row as it is shown; ``what`` is to be translated. ``batch`` are letters written at once, if still known."""

    at: datetime
    who: str
    what: Phrase
    order_id: str | None
    order: str | None
    batch: str | None


def show() -> str:
    """Renders a page of it."""
    after = _read_key(request.args.get("after", ""))
    with services().database.read() as transaction:
        rows = merchant_history.page(transaction, after=after, limit=SIZE + 1)
        batches = letter_batches.known(transaction, {*filter(None, (batch_of(row.what) for row in rows))})
    older = overview_url("merchant.history", f"after={_write_key(rows[SIZE - 1].key)}") if len(rows) > SIZE else None
    return render_template(
        "merchant/history.html",
        entries=[_entry(row, batches) for row in rows[:SIZE]],
        older_url=older,
        is_first=after is None,
    )


def _entry(row: HistoryRow, batches: Collection[str]) -> HistoryEntry:
    batch = batch_of(row.what)
    return HistoryEntry(
        at=row.at,
        who=row.who,
        what=in_words(row.what),
        order_id=row.order_name and row.order_id,
        order=row.order_name,
        batch=batch if batch in batches else None,
    )


def _write_key(key: HistoryKey) -> str:
    return f"{(key.at - _EPOCH) // _MICROSECOND}-{key.id}"


def _read_key(after: str) -> HistoryKey | None:
    """Where the page begins; None at the newest row. A key that is none is 422."""
    if not after:
        return None
    found = _KEY.fullmatch(after) or abort(422)
    return HistoryKey(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]))
