"""Writes what is news of an order to the outbox, in the transaction of the judgement that it follows from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracking.database import Transaction, notice_preferences, notice_situations, notices, orders, restored
from tracking.database.column_types import JsonValue
from tracking.database.notice_preferences import Preference
from tracking.database.notices import NoticeRow
from tracking.database.orders import OrderRow
from tracking.directory.judged_row import JudgedRow
from tracking.notices.codes import NoticeLevel, wanted
from tracking.notices.known_since import KnownSince
from tracking.notices.news import News
from tracking.notices.news_rows import has_left, news_of, row_of, was_over
from tracking.notices.notice_history import next_before
from tracking.notices.rules import NoticeHistory, Terms, asks_at, news
from tracking.notices.sending_schedule import SendingSchedule, letter_zone
from tracking.notices.situation import Situation, situation
from tracking.order.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerms:
    """The settings that decide what is told: NOTICES, SHOPIFY_MAILS, NOTICES_FROM, FEEDBACK_DAYS and the schedule.

    ``has_mail``: letters leave. Without a mail server all is done as if they did, so that a merchant sees what would.
    """

    notices: Sequence[str]
    shopify_mails: Sequence[str]
    since: date | None
    feedback_days: int | None
    schedule: SendingSchedule
    has_mail: bool

    def at(self, level: NoticeLevel) -> Terms:
        """The terms of an order whose customer has chosen this level."""
        return Terms(
            wanted=wanted(self.notices, self.shopify_mails, level), since=self.since, feedback_days=self.feedback_days
        )


class Outbox:
    """Implements NewsRecorder."""

    def __init__(self, terms: NoticeTerms, policy: Policy) -> None:
        self._terms = terms
        self._policy = policy
        self._since = KnownSince()
        self._restored: datetime | None = None
        self._has_read_restored = False

    def record(self, transaction: Transaction, judged: JudgedRow, *, is_first_by_webhook: bool = False) -> None:
        """As NewsRecorder. An order without a stored situation makes no news on its first judgment, but by a webhook.

        After a restore, an answer from before it tells nothing: it may be older than what was told. An order from
        before it may have been known, and told of, after the backup was made.
        """
        row, now = judged.row, judged.row.judged_at
        restored_at = self._restored_at(transaction)
        if restored_at and row.fetched_at < restored_at:
            return
        if restored_at and row.placed_at < restored_at:
            is_first_by_webhook = False
        true = situation(judged.status, judged.order, now, self._policy)
        rows = notices.of_order(transaction, row.id)
        terms = self._terms.at(level_of(transaction, row.id))
        history = self._history(transaction, rows, row.id)
        found = news(history, true, now, terms, is_from_webhook=is_first_by_webhook)
        last = last_letter_at(rows, counts_pretended=not self._terms.has_mail)
        notices.add(transaction, [self._row(each, row, last, now) for each in found])
        if (situation_to_keep := next_before(history.before, true)) is true:
            notice_situations.put(transaction, row.id, situation_to_keep.to_json(), now=now)
        asked_at = asks_at(true, terms)
        if asked_at and asked_at > now:
            orders.judge_by(transaction, row.id, asked_at)
        self._since.note(transaction, now)

    def _restored_at(self, transaction: Transaction) -> datetime | None:
        """Read once: no process of the site works while a backup is restored."""
        if not self._has_read_restored:
            self._restored, self._has_read_restored = restored.read(transaction), True
        return self._restored

    def _history(self, transaction: Transaction, rows: Sequence[NoticeRow], order_id: str) -> NoticeHistory:
        left = [row for row in rows if has_left(row, counts_pretended=not self._terms.has_mail)]
        left.sort(key=lambda row: (row.ended_at is None, row.ended_at or row.added_at))
        waiting = [row for row in rows if row.ended_at is None and row not in left]
        over = [row for row in rows if was_over(row)]
        before = known_situation(transaction, order_id)
        return NoticeHistory(before=before, left=_news(left), waiting=_news(waiting), withheld=_news(over))

    def _row(self, piece: News, order: OrderRow, last: datetime | None, now: datetime) -> NoticeRow:
        zone = letter_zone(order.country, shop_zone(order), now)
        due_at = self._terms.schedule.send_at([piece.code], now, now=now, last_letter_at=last, zone=zone)
        return row_of(piece, order.id, now=now, due_at=due_at)


def known_situation(transaction: Transaction, order_id: str) -> Situation | None:
    """The situation of the order when it was last judged; None where none is known that this release can read."""
    return read_situation(notice_situations.get(transaction, order_id))


def read_situation(fields: JsonValue) -> Situation | None:
    """A situation as it is kept; None where there is none that this release can read."""
    try:
        return Situation.from_json(fields) if isinstance(fields, dict) else None
    except (KeyError, TypeError, ValueError):
        return None


def level_of(transaction: Transaction, order_id: str) -> NoticeLevel:
    """How much the customer of the order wants to be told."""
    return level_in(notice_preferences.get(transaction, order_id))


def level_in(preference: Preference | None) -> NoticeLevel:
    """The level that was chosen, else that of everybody who has chosen none."""
    return NoticeLevel(preference.level) if preference else NoticeLevel.IMPORTANT


def last_letter_at(rows: Sequence[NoticeRow], *, counts_pretended: bool) -> datetime | None:
    """When the order's last letter left."""
    moments = (row.ended_at for row in rows if has_left(row, counts_pretended=counts_pretended))
    return max((moment for moment in moments if moment), default=None)


def shop_zone(order: OrderRow) -> str:
    """The time zone of the shop, as it stands in the kept answer."""
    zone = order.answer.get("zone")
    return zone if isinstance(zone, str) else "UTC"


def _news(rows: Sequence[NoticeRow]) -> tuple[News, ...]:
    return tuple(piece for row in rows if (piece := news_of(row)))
