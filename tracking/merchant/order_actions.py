"""Actions of the shop's people on one order: each is done once, and written down with who did it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from tracking.database import Database, Transaction, answers, merchant_notes, set_aside
from tracking.database.merchant_notes import MerchantNote
from tracking.directory.erasure import OrderErasure
from tracking.directory.order_needs import OrderNeeds
from tracking.merchant import history
from tracking.merchant.order_lock import NotStored, is_id, locked_order

_SAME_NOTE = timedelta(minutes=1)  # a form that was sent twice, rather than a colleague who says it again


class StopLetters(Protocol):
    """Stops what the customer of an order is told."""

    def __call__(self, transaction: Transaction, order_id: str, *, now: datetime) -> bool:
        """Returns whether that changed something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderActions:
    """``who`` is a person of the shop. Every method raises DatabaseUnavailable, and NotStored."""

    database: Database
    erasure: OrderErasure
    needs: OrderNeeds
    stop_letters: StopLetters
    clock: Callable[[], datetime]

    def add_note(self, order_id: str, who: str, words: str) -> None:
        """Write a note for colleagues; the same one sent twice is one."""
        now = self.clock()
        with locked_order(self.database, self.erasure, order_id) as transaction:
            last = merchant_notes.of_order(transaction, order_id)[-1:]
            if any((each.text, each.who) == (words, who) and now - each.at < _SAME_NOTE for each in last):
                return
            merchant_notes.add(transaction, order_id, MerchantNote(text=words, who=who, at=now))
            history.record(transaction, who, history.NOTED, order_id, now=now)

    def set_aside(self, order_id: str, who: str, until: datetime, day: date) -> None:
        """Let the order need nobody until then, which is the beginning of the shop's ``day``."""
        now = self.clock()
        with locked_order(self.database, self.erasure, order_id) as transaction:
            if set_aside.until(transaction, [order_id]).get(order_id) == until:
                return  # another request was quicker
            self.needs.set_aside(transaction, order_id, until=until, who=who, now=now)
            history.record(transaction, who, f"{history.SET_ASIDE} {day}", order_id, now=now)

    def take_up(self, order_id: str, who: str) -> None:
        """Let an order that was set aside need somebody again."""
        now = self.clock()
        with locked_order(self.database, self.erasure, order_id) as transaction:
            if order_id in set_aside.until(transaction, [order_id]):
                self.needs.take_up(transaction, order_id, now=now)
                history.record(transaction, who, history.TAKEN_UP, order_id, now=now)

    def handle_answers(self, order_id: str, who: str, *, seen_at: datetime | None = None) -> int:
        """Mark what the customer has answered as handled; returns how many answers were open.

        Not the answers after ``seen_at``, which are not read yet.
        """
        now = self.clock()
        with locked_order(self.database, self.erasure, order_id) as transaction:
            handled = answers.handle_all(transaction, order_id, now=now, seen_at=seen_at)
            if handled:
                self.needs.refresh(transaction, order_id, now=now)
                history.record(transaction, who, history.HANDLED, order_id, now=now)
        return handled

    def stop(self, order_id: str, who: str) -> bool:
        """Stop letters about the order, as its customer can; returns whether that changed something."""
        now = self.clock()
        with locked_order(self.database, self.erasure, order_id) as transaction:
            has_changed = self.stop_letters(transaction, order_id, now=now)
            if has_changed:
                history.record(transaction, who, history.STOPPED, order_id, now=now)
        return has_changed

    def erase(self, order_id: str, who: str) -> None:
        """Erase all that is kept of the order; that it was done stays in the history, without the order."""
        now = self.clock()

        def record(transaction: Transaction) -> None:
            history.record(transaction, who, history.ERASED, now=now)

        if not (is_id(order_id) and self.erasure.erase_known(order_id, record)):
            raise NotStored
