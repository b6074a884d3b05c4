"""Has the same letter written to many customers at once: shown and counted first, then sent together, or not at all."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from tracking.database import Database, Transaction, letter_batches, merchant_letters, notice_preferences, orders
from tracking.database.letter_batches import BatchCount, BatchedLetter
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MerchantLetter
from tracking.directory.erasure import OrderErasure
from tracking.merchant import history
from tracking.merchant.chosen_orders import ChosenOrders
from tracking.merchant.letter_actions import UNDO_FOR
from tracking.merchant.list_query import ListQuery

AT_A_TIME = 250
"""Orders that are looked at in one transaction, which others wait for."""

_SAME_LETTER = timedelta(days=1)
_STOPPED = "none"  # the level of who wants no letters


class NoLetter(StrEnum):
    """Why the customer of a chosen order gets no letter, as it is known before it would leave."""

    STOPPED = "stopped"
    TEST_ORDER = "test_order"
    SAME_WORDS = "same_words"
    NO_WORDS = "no_words"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """The words of one letter."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsByLanguage:
    """Words by the code of the language, and those of who reads another one; None: they get no letter."""

    words: Mapping[str, LetterWords] = field(default_factory=dict)
    otherwise: LetterWords | None = None

    def of(self, language: str) -> LetterWords | None:
        """The words for a customer who reads this language."""
        return self.words.get(language, self.otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCount:
    """How many letters, by language, and how many chosen orders get none, by why. ``id`` is that of the drafts."""

    letters: Mapping[str, int]
    without: Mapping[NoLetter, int]
    id: str | None = None

    @property
    def total(self) -> int:
        """So many letters are sent."""
        return sum(self.letters.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBatch:
    """Letters that were written at once, counted; ``samples`` are one in each language.

    ``undo_until`` is when the first of those is due that can be taken back; None where none can.
    """

    id: str
    who: str
    at: datetime
    samples: list[MerchantLetter]
    counts: list[BatchCount]
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class _Customer:
    order_id: str
    language: str
    without: NoLetter | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLetters:
    """``language_of`` returns the offered language of a locale, as letters are written in. ``who`` is of the shop.

    Every method raises DatabaseUnavailable.
    """

    database: Database
    chosen: ChosenOrders
    erasure: OrderErasure
    language_of: Callable[[str | None], str]
    clock: Callable[[], datetime]

    def customers(self, query: ListQuery) -> LetterCount:
        """How many of the customers read which language, the most first, and who gets no letter whatever it says.

        Raises TooManyChosen.
        """
        letters, without, known = Counter[str](), Counter[NoLetter](), 0
        count = self.chosen.count(query)
        for ids in self.chosen.id_batches(query, AT_A_TIME):
            with self.database.read() as transaction:
                for customer in self._customers(transaction, ids):
                    known += 1
                    if customer.without:
                        without[customer.without] += 1
                    else:
                        letters[customer.language] += 1
        return _count(letters, without, gone=_chosen(query, count) - known)

    def draft(self, query: ListQuery, who: str, words: WordsByLanguage, *, before: str | None = None) -> LetterCount:
        """Keep the letters for as long as somebody looks at them, in place of the drafts ``before``.

        Raises TooManyChosen.
        """
        letters, without, known = Counter[str](), Counter[NoLetter](), 0
        batch, now, count = uuid4().hex, self.clock(), self.chosen.count(query)
        if before:
            with self.database.write() as transaction:
                letter_batches.forget_drafts(transaction, before, who)
        for ids in self.chosen.id_batches(query, AT_A_TIME):
            drafts = []
            with self.database.write() as transaction:
                for customer, said in self._said(transaction, ids, words, now):
                    known += 1
                    if customer.without:
                        without[customer.without] += 1
                    elif said:
                        letters[customer.language] += 1
                    else:
                        without[NoLetter.NO_WORDS] += 1
                    if said:
                        drafts.append(_draft(batch, customer, said, who=who, now=now))
                letter_batches.add_drafts(transaction, drafts)
        return _count(letters, without, gone=_chosen(query, count) - known, batch=batch)

    def confirm(self, batch: str, who: str) -> bool:
        """Have the drafts sent after UNDO_FOR, all or none; once, however often and by how many this is asked.

        Customers written the same since they were made get none. Returns False where none is left to be sent, nor was:
        others took their place, they were forgotten after a day, or all of it was written by somebody else.
        """
        now = self.clock()
        with self.database.write() as transaction:
            merchant_letters.withhold_said(transaction, batch, NoLetter.SAME_WORDS, since=now - _SAME_LETTER)
            number = letter_batches.confirm(transaction, batch, now=now, due_at=now + UNDO_FOR)
            if number:
                history.record_many(transaction, who, history.WROTE_MANY, number, batch, now=now)
                history.record_letters(transaction, who, history.WROTE, batch, MailState.WAITING, now=now)
            first = letter_batches.first(transaction, batch)
        return first is not None and not first.is_draft

    def written(self, batch: str) -> WrittenBatch | None:
        """The letters that were written at once, with their counts; None where none were."""
        with self.database.read() as transaction:
            first = letter_batches.first(transaction, batch)
            if first is None or first.is_draft:
                return None
            return WrittenBatch(
                id=batch,
                who=first.who,
                at=first.added_at,
                samples=letter_batches.samples(transaction, batch),
                counts=letter_batches.counts(transaction, batch),
                undo_until=letter_batches.undo_until(transaction, batch),
            )

    def letters(self, batch: str, *, states: Collection[MailState], after: str = "", limit: int) -> list[BatchedLetter]:
        """Some of the letters that have become this, behind the one with the id ``after``."""
        with self.database.read() as transaction:
            return letter_batches.letters(transaction, batch, states=states, after=after, limit=limit)

    def samples(self, batch: str) -> Mapping[str, str]:
        """The ids of a letter, or draft, in each language, by its code."""
        with self.database.read() as transaction:
            return {each.language or "": each.id for each in letter_batches.samples(transaction, batch)}

    def _said(
        self, transaction: Transaction, ids: Collection[str], words: WordsByLanguage, now: datetime
    ) -> Iterator[tuple[_Customer, LetterWords | None]]:
        """Yields each customer with their letter; the same words do not go to one again within a day."""
        found = [(customer, words.of(customer.language)) for customer in self._customers(transaction, ids)]
        said: dict[LetterWords, list[str]] = {}
        for customer, letter in found:
            if letter and not customer.without:
                said.setdefault(letter, []).append(customer.order_id)
        known = {
            order_id
            for letter, its_ids in said.items()
            for order_id in merchant_letters.said_to(
                transaction, its_ids, letter.subject, letter.text, since=now - _SAME_LETTER
            )
        }
        for customer, letter in found:
            is_known = customer.order_id in known
            yield _Customer(customer.order_id, customer.language, NoLetter.SAME_WORDS) if is_known else customer, letter

    def _customers(self, transaction: Transaction, ids: Collection[str]) -> Iterator[_Customer]:
        kept = self.erasure.not_erased(transaction, ids)
        stopped = notice_preferences.at_level(transaction, kept, _STOPPED)
        for found in orders.customers(transaction, kept):
            without = NoLetter.TEST_ORDER if found.is_test else None
            if found.order_id in stopped:
                without = NoLetter.STOPPED
            yield _Customer(found.order_id, self.language_of(found.locale), without)


def _draft(batch: str, customer: _Customer, said: LetterWords, *, who: str, now: datetime) -> MerchantLetter:
    """Its id names order and batch: there is no second one."""
    return MerchantLetter(
        id=f"{batch}-{customer.order_id}",
        order_id=customer.order_id,
        batch=batch,
        subject=said.subject,
        text=said.text,
        language=customer.language,
        who=who,
        added_at=now,
        due_at=None,
        state=MailState.DRAFT,
        reason=customer.without,
    )


def _chosen(query: ListQuery, count: int) -> int:
    """How many were chosen: of orders that were named, also those that are not there."""
    return len(query.ids) if query.ids is not None else count


def _count(letters: Counter[str], without: Counter[NoLetter], *, gone: int, batch: str | None = None) -> LetterCount:
    without[NoLetter.GONE] += max(gone, 0)
    return LetterCount(
        letters=dict(letters.most_common()),
        without={why: number for why, number in without.items() if number},
        id=batch,
    )
