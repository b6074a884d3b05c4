"""Choices and answers of customers: read for a page within a moment, written at once for every process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from tracking.database import (
    Database,
    Transaction,
    answers,
    erased_orders,
    mail_blocks,
    notice_preferences,
    notices,
    orders,
    page_choices,
    promises,
)
from tracking.database.answers import AnswerRow, NewAnswer
from tracking.database.mail_blocks import BlockKind
from tracking.database.notice_preferences import Preference
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.notices import tally
from tracking.notices.codes import NoticeLevel
from tracking.notices.outbox import level_in
from tracking.notices.sending_channels import NoticeChannel
from tracking.order.answers import ROWS, AnswerKind, deadline
from tracking.order.promises import StoredPromises
from tracking.orders.errors import Gone
from tracking.orders.page_reads import PageReads


@dataclass(frozen=True, slots=True)
class OrderChoices:
    """How much the customer wants to be told of an order, and what was answered about it, the newest last.

    ``channel`` is the channel that was chosen, else the one by which the customer was told last; None before that.
    ``promises`` are the days that the customer was told. ``is_erased``: the order was, and nothing is taken down of it.
    """

    level: NoticeLevel
    answers: tuple[AnswerRow, ...]
    channel: NoticeChannel | None = None
    promises: StoredPromises = field(default_factory=dict)
    is_erased: bool = False


class CustomerChoices:
    """A choice for an order leaves with it; one for an address stays, as a keyed hash.

    ``has_texts``: the shop sends texts, too, so that there is a channel to choose.
    """

    def __init__(
        self,
        database: Database,
        hashes: OrderHashes,
        needs: OrderNeeds,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        has_texts: bool = False,
    ) -> None:
        self._database = database
        self._hashes = hashes
        self._needs = needs
        self._clock = clock
        self._has_texts = has_texts
        self._reads = PageReads(monotonic=monotonic)

    def of(self, order_id: str) -> OrderChoices | None:
        """The customer's choices for the order; None while the database does not say them in a moment."""
        return self.start(order_id)()

    def start(self, order_id: str) -> Callable[[], OrderChoices | None]:
        """Begins to read them, and returns the function that waits for them as ``of`` does."""
        return self._reads.start_optional(lambda: self._read(order_id))

    def choose(self, order_id: str, level: NoticeLevel) -> bool:
        """Choose for an order; returns whether that changed something. Raises DatabaseUnavailable.

        Raises Gone for an order that was erased: no letter goes out about it any more.
        """
        with self._database.write() as transaction:
            self._lock(transaction, order_id)
            return choose_level(transaction, order_id, level, now=self._clock())

    def choose_channel(self, order_id: str, channel: NoticeChannel) -> None:
        """Choose the channel. Raises DatabaseUnavailable, and Gone as above."""
        with self._database.write() as transaction:
            self._lock(transaction, order_id)
            level, now = NoticeLevel.IMPORTANT.value, self._clock()
            notice_preferences.choose_channel(transaction, order_id, channel.value, level=level, now=now)

    def answer(self, order_id: str, kind: AnswerKind, words: str, *, zone: str, region: str | None) -> bool:
        """Answer about an order; returns whether that is news. ``zone`` and ``region`` are the shop's.

        The row is the shop's mail, too: a worker sends it. Raises DatabaseUnavailable, and Gone for an erased order.
        """
        now, topic = self._clock(), ROWS[kind].topic
        with self._database.write() as transaction:
            self._lock(transaction, order_id)
            given = [row for row in answers.of_order(transaction, order_id) if row.topic == topic]
            if given and not given[-1].is_handled and (given[-1].kind, given[-1].words) == (kind, words):
                return False  # sent twice
            answers.put(
                transaction,
                NewAnswer(
                    order_id=order_id,
                    topic=topic,
                    kind=kind,
                    words=words,
                    at=now,
                    deadline=deadline(kind, now, zone, region),
                    letter=uuid4().hex,
                ),
            )
            tally.count_answer(transaction, kind)
            self._needs.refresh(transaction, order_id, now=now)
        return True

    def stop_address(self, address_hash: str) -> None:
        """Stop letters to the address with this hash, about any order. Raises DatabaseUnavailable."""
        with self._database.write() as transaction:
            mail_blocks.add(transaction, address_hash, BlockKind.STOPPED, now=self._clock())

    def _lock(self, transaction: Transaction, order_id: str) -> None:
        orders.lock(transaction, order_id)
        if erased_orders.has_any(transaction, self._hashes.erased_candidates(order_id)):
            raise Gone

    def _read(self, order_id: str) -> OrderChoices:
        hashes = self._hashes.erased_candidates(order_id)
        with self._database.read() as transaction:
            found = page_choices.of_order(transaction, order_id, hashes)
            if found.is_erased:
                return OrderChoices(NoticeLevel.NONE, (), is_erased=True)
            return OrderChoices(
                level_in(found.preference),
                tuple(answers.of_order(transaction, order_id)) if found.has_answers else (),
                _channel(transaction, order_id, found.preference) if self._has_texts else None,
                promises.by_part(promises.of_order(transaction, order_id)) if found.has_promises else {},
            )


def choose_level(transaction: Transaction, order_id: str, level: NoticeLevel, *, now: datetime) -> bool:
    """Choose for an order that no other transaction writes to; returns whether that changed something."""
    known = notice_preferences.get(transaction, order_id)
    if known and known.level == level:
        return False
    notice_preferences.put(transaction, order_id, level.value, now=now)
    return True


def stop_letters(transaction: Transaction, order_id: str, *, now: datetime) -> bool:
    """Stop what is told of the order; returns whether that changed something."""
    return choose_level(transaction, order_id, NoticeLevel.NONE, now=now)


def _channel(transaction: Transaction, order_id: str, preference: Preference | None) -> NoticeChannel | None:
    known = (preference and preference.channel) or notices.last_channel(transaction, order_id)
    return NoticeChannel(known) if known in set(NoticeChannel) else None
