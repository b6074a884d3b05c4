"""Reads from the database what the daily digest tells, and when it is due."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tracking.alerts.digest import MOST_ORDERS, DigestFacts, DigestOrder, digest_day, digest_text
from tracking.alerts.open_alerts import title_of
from tracking.database import (
    Database,
    Transaction,
    alert_deliveries,
    alerts,
    answers,
    data_requests,
    notices,
    order_list,
    progress,
)
from tracking.database.alert_deliveries import DeliveryKind
from tracking.database.notices import NoticeState
from tracking.database.order_list import Filters, OrderSort
from tracking.database.orders import OrderRow
from tracking.directory.admin_url import admin_url
from tracking.directory.causes import cause_of
from tracking.directory.shop_zone import shop_zone
from tracking.directory.views import OrderView
from tracking.order.answers import AnswerKind
from tracking.order.vocabulary import Reason, Stage

_PROGRESS = "digest"
_DAY = timedelta(days=1)
_ANSWERED_WITHIN = timedelta(days=30)
_READ = 50  # orders of a view, of which the most needy are shown
_MOST_LETTERS = 20_000

_COUNTED = {
    OrderView.TO_SEND: "to send",
    OrderView.WAITING_PAYMENT: "waiting for payment",
    OrderView.PICKUP: "to be picked up",
    OrderView.RETURNS: "with an open return",
}
_NOTHING_EXPECTED = frozenset({AnswerKind.WAIT, AnswerKind.WENT_WELL})
_UNSENT = frozenset({Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """``shop`` is example.myshopify.com; ``zone`` the name of its time zone, None while it is not known."""

    database: Database
    shop: str
    zone: Callable[[], str | None]
    clock: Callable[[], datetime]

    def text(self) -> str:
        """The digest as it is true now. Raises DatabaseUnavailable."""
        now = self.clock()
        with self.database.read() as transaction:
            return digest_text(self._facts(transaction, now))

    def plan(self, hour: int | None, channels: Iterable[str]) -> bool:
        """Have the shop told once a day, whichever process asks first. Raises DatabaseUnavailable."""
        now = self.clock()
        with self.database.read() as transaction:
            if self._due_day(transaction, hour, now) is None:
                return False
        with self.database.write() as transaction:
            progress.put_first(transaction, _PROGRESS, "")
            progress.locked(transaction, _PROGRESS)
            day = self._due_day(transaction, hour, now)
            if day is None:  # another process was first
                return False
            progress.put(transaction, _PROGRESS, day)
            alert_deliveries.add(transaction, [*channels], DeliveryKind.DIGEST, None, now=now)
        return True

    def _due_day(self, transaction: Transaction, hour: int | None, now: datetime) -> str | None:
        last = progress.get(transaction, _PROGRESS)
        local = now.astimezone(self._zone(transaction))
        day = digest_day(local, hour, last if isinstance(last, str) else None)
        return day.isoformat() if day else None

    def _zone(self, transaction: Transaction) -> tzinfo:
        return shop_zone(transaction, self.zone())

    def _facts(self, transaction: Transaction, now: datetime) -> DigestFacts:
        counts = order_list.view_counts(transaction)
        needy = self._needy(transaction)
        ended = notices.ended_since(transaction, now - _DAY, limit=_MOST_LETTERS)
        return DigestFacts(
            day=now.astimezone(self._zone(transaction)).date(),
            orders=[self._order(row) for row in needy[:MOST_ORDERS]],
            in_need=_in_need(len(needy), counts),
            counts={words: counts.get(view, 0) for view, words in _COUNTED.items()},
            letters_sent=len({row.letter for row in ended if row.state == NoticeState.SENT}),
            letters_given_up=len({row.order_id for row in ended if row.state == NoticeState.GIVEN_UP}),
            open_answers=_expected(answers.open_by_kind(transaction)),
            data_requests=len(data_requests.since(transaction, now - _ANSWERED_WITHIN)),
            orders_url=admin_url(self.shop, "").rstrip("/"),
            lasting=[title_of(code) for code in alerts.lasting(transaction)],
        )

    def _needy(self, transaction: Transaction) -> list[OrderRow]:
        """Problems first, the newest of them, then what is late, the oldest of it; each order once, no test orders."""
        problems = order_list.page(transaction, Filters(view=OrderView.PROBLEM), size=_READ).orders
        late = order_list.page(transaction, Filters(view=OrderView.LATE), size=_READ, sort=OrderSort.AGE).orders
        found = {row.id: row for row in (*problems, *sorted(late, key=_rank)) if not row.is_test}
        return list(found.values())

    def _order(self, row: OrderRow) -> DigestOrder:
        found = cause_of(row)
        cause = found.cause.message if found else f"{row.condition}: {row.stage}".replace("_", " ")
        return DigestOrder(row.name, cause, admin_url(self.shop, row.id))


def _expected(by_kind: Mapping[str, int]) -> int:
    """Those that the customer waits for something after."""
    return sum(number for kind, number in by_kind.items() if kind not in _NOTHING_EXPECTED)


def _in_need(read: int, counts: dict[str, int]) -> int:
    """Exact where all of them were read; else as many as stand in the views, of which few stand in both."""
    in_views = [counts.get(view, 0) for view in (OrderView.PROBLEM, OrderView.LATE)]
    return read if max(in_views) <= _READ else sum(in_views)


def _rank(row: OrderRow) -> int:
    """Of what is late: what was not sent, then what was packed and not scanned, then what is past its day."""
    if row.reason == Reason.NO_SCAN_YET:
        return 1
    if row.stage in _UNSENT:
        return 0
    return 2 if row.reason == Reason.ESTIMATE_PASSED else 3
