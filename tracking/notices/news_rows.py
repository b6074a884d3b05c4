"""News as rows of the outbox, and back."""

from datetime import date, datetime

from tracking.database.notices import NoticeRow, NoticeState
from tracking.notices.codes import NoticeCode
from tracking.notices.news import News
from tracking.notices.rules import priority
from tracking.notices.withheld import Withheld


def row_of(news: News, order_id: str, *, now: datetime, due_at: datetime) -> NoticeRow:
    """The row of news that was noticed now."""
    return NoticeRow(
        order_id=order_id,
        code=news.code.value,
        part=news.part,
        about=news.about,
        since=news.since,
        earlier=news.earlier.isoformat() if news.earlier else None,
        need=priority(news.code),
        added_at=now,
        due_at=due_at,
    )


def news_of(row: NoticeRow) -> News | None:
    """The news in a row; None where another release wrote it."""
    try:
        code, earlier = NoticeCode(row.code), date.fromisoformat(row.earlier) if row.earlier else None
    except ValueError:
        return None
    return News(code=code, part=row.part, about=row.about, since=row.since, earlier=earlier)


def has_left(row: NoticeRow, *, counts_pretended: bool) -> bool:
    """Whether the news was sent, is being sent, or may have been since a backup that was restored.

    Also what only lacked a mail server, if that counts.
    """
    if row.state == NoticeState.WITHHELD:
        return row.reason == Withheld.RESTORED or (counts_pretended and row.reason == Withheld.NO_MAIL_SERVER)
    return row.state == NoticeState.SENT or (row.ended_at is None and row.letter is not None)


def was_over(row: NoticeRow) -> bool:
    """Whether the news was withheld because it was over: it may come again.

    News withheld for another reason stays withheld as long as it is true: news that a customer had stopped does not
    come after them when they choose letters again, and news due without a mail server is stale with one.
    """
    return row.state == NoticeState.WITHHELD and row.reason == Withheld.OVER
