"""Rows of the outbox, of made-up orders."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.database import order_rows
from tests.fakes import NOW
from tracking.database import Database, notices
from tracking.database.notices import NoticeRow

_ROW = NoticeRow(
    order_id="1",
    code="delayed",
    part="p1",
    about="delayed",
    since=NOW - timedelta(hours=1),
    earlier=None,
    need=5,
    added_at=NOW,
    due_at=NOW,
)


def notice(order_id: str = "1", code: str = "delayed", **changes: Any) -> NoticeRow:  # noqa: ANN401 - of any column
    return replace(_ROW, order_id=order_id, code=code, **changes)


def add(database: Database, *rows: NoticeRow) -> int:
    """Add them, and the orders that they are of."""
    for order_id in dict.fromkeys(row.order_id for row in rows):
        order_rows.put(database, order_rows.order(order_id))
    with database.write() as transaction:
        return notices.add(transaction, rows)
