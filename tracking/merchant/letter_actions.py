"""Has letters written to customers in the shop's own words, and takes them back: each once, and written down."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from tracking.database import Database, Transaction, letter_batches, merchant_letters
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MerchantLetter
from tracking.directory.erasure import OrderErasure
from tracking.merchant import history
from tracking.merchant.order_lock import NotStored, locked_order

UNDO_FOR = timedelta(minutes=2)
"""So long a letter waits, and can be taken back."""

_SAME_LETTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterActions:
    """``who`` is a person of the shop. Every method raises DatabaseUnavailable, and NotStored."""

    database: Database
    erasure: OrderErasure
    clock: Callable[[], datetime]

    def draft(self, order_id: str, who: str, subject: str, words: str) -> str:
        """Keep a letter for as long as somebody looks at it; returns its id."""
        letter = replace(self._letter(order_id, who, subject, words), state=MailState.DRAFT, due_at=None)
        with locked_order(self.database, self.erasure, order_id) as transaction:
            merchant_letters.forget_drafts(transaction, order_id, who)
            merchant_letters.add(transaction, letter)
        return letter.id

    def write(self, order_id: str, who: str, subject: str, words: str) -> str:
        """Have the letter sent after UNDO_FOR; returns its id.

        The same words to the same order within a day are the same letter, whoever sends them.
        """
        letter = self._letter(order_id, who, subject, words)
        with locked_order(self.database, self.erasure, order_id) as transaction:
            merchant_letters.forget_drafts(transaction, order_id, who)
            since = letter.added_at - _SAME_LETTER
            if known := merchant_letters.same(transaction, order_id, subject, words, since=since):
                return known.id
            merchant_letters.add(transaction, letter)
            history.record(transaction, who, history.WROTE, order_id, now=letter.added_at)
        return letter.id

    def undo(self, write_id: str, who: str) -> int:
        """Take back what waits of a letter, or of those that were written at once; returns how many."""
        now = self.clock()
        with self.database.write() as transaction:
            letter = _written(transaction, write_id)
            undone = merchant_letters.undo(transaction, write_id, now=now)
            if undone and letter.id == write_id:
                history.record(transaction, who, history.UNDONE, letter.order_id, now=now)
            elif undone:
                history.record_many(transaction, who, history.UNDONE_MANY, undone, write_id, now=now)
                history.record_letters(transaction, who, history.UNDONE, write_id, MailState.UNDONE, now=now)
        return undone

    def written(self, write_id: str) -> MerchantLetter:
        """The letter."""
        with self.database.read() as transaction:
            return _written(transaction, write_id)

    def shown(self, write_id: str) -> MerchantLetter:
        """The letter, one of those that were written at once, or a draft."""
        with self.database.read() as transaction:
            letter = merchant_letters.find(transaction, write_id) or letter_batches.first(transaction, write_id)
        if letter is None:
            raise NotStored
        return letter

    def _letter(self, order_id: str, who: str, subject: str, words: str) -> MerchantLetter:
        now = self.clock()
        return MerchantLetter(
            id=uuid4().hex, order_id=order_id, subject=subject, text=words, who=who, added_at=now, due_at=now + UNDO_FOR
        )


def _written(transaction: Transaction, write_id: str) -> MerchantLetter:
    """The letter with this id, or one of those that were written at once under it; no draft."""
    letter = merchant_letters.find(transaction, write_id) or letter_batches.first(transaction, write_id)
    if letter is None or letter.is_draft:
        raise NotStored
    return letter
