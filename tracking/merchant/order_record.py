"""All that is kept of one order, read at one moment: its row in the list, its letters, answers, notes and history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from tracking.database import (
    Transaction,
    answers,
    letter_texts,
    merchant_history,
    merchant_letters,
    merchant_notes,
    notice_preferences,
    notices,
    orders,
    promises,
)
from tracking.database.answers import AnswerRow
from tracking.database.letter_texts import LetterText
from tracking.database.merchant_history import HistoryRow
from tracking.database.merchant_letters import MerchantLetter
from tracking.database.merchant_notes import MerchantNote
from tracking.database.notices import NoticeRow
from tracking.database.orders import OrderRow
from tracking.database.promises import PromiseRow
from tracking.directory.erasure import OrderErasure
from tracking.directory.shop_zone import shop_zone
from tracking.merchant.order_lock import NotStored, is_stored
from tracking.merchant.order_row import MerchantRow
from tracking.merchant.overview import Overview
from tracking.merchant.row_details import read_details

_MOST_HISTORY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """``row`` is the order in the list, ``order`` what is kept of it; ``today`` is the day in the shop's ``zone``.

    ``news`` is what the customer is or was told, ``texts`` the words of the letters, ``own`` the shop's own letters.
    ``level`` is how much the customer wants to be told, None while nothing was chosen. ``promises`` are the days that
    were told, of each parcel. The newest come last, but of
    ``history``, where they come first.
    """

    row: MerchantRow
    order: OrderRow
    zone: tzinfo
    today: date
    news: Sequence[NoticeRow]
    texts: Mapping[str, LetterText]
    own: Sequence[MerchantLetter]
    answers: Sequence[AnswerRow]
    notes: Sequence[MerchantNote]
    history: Sequence[HistoryRow]
    level: str | None
    promises: Sequence[PromiseRow]

    @property
    def open_answers(self) -> Sequence[AnswerRow]:
        """Those that the shop has not taken care of."""
        return [answer for answer in self.answers if not answer.is_handled]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecords:
    """``read`` raises NotStored and DatabaseUnavailable."""

    overview: Overview
    erasure: OrderErasure

    def read(self, order_id: str) -> OrderRecord:
        """The record of an order."""
        with self.overview.database.read() as transaction:
            order = orders.get(transaction, order_id)
            if order is None or not is_stored(transaction, self.erasure, order_id):
                raise NotStored
            return self._record(transaction, order)

    def _record(self, transaction: Transaction, order: OrderRow) -> OrderRecord:
        profile, now = self.overview.profile(), self.overview.clock()
        zone = shop_zone(transaction, profile.zone if profile else None)
        details = read_details(transaction, [order.id], now=now, zone=zone)
        preference = notice_preferences.get(transaction, order.id)
        return OrderRecord(
            row=self.overview.row_maker.row(order, details),
            order=order,
            zone=zone,
            today=now.astimezone(zone).date(),
            news=notices.of_order(transaction, order.id),
            texts=letter_texts.of_order(transaction, order.id),
            own=merchant_letters.of_order(transaction, order.id),
            answers=answers.of_order(transaction, order.id),
            notes=merchant_notes.of_order(transaction, order.id),
            history=merchant_history.of_order(transaction, order.id, limit=_MOST_HISTORY),
            level=preference.level if preference else None,
            promises=promises.of_order(transaction, order.id),
        )
