"""Writes what becomes of claimed rows before their letter is sent: which leave, which wait, which do not leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from uuid import uuid4

from tracking.database import Transaction, answers, mail_blocks, notice_preferences, notices, orders
from tracking.database.notices import NoticeRow
from tracking.database.orders import OrderRow
from tracking.directory.judged_row import JudgedRow
from tracking.notices.address_hashes import AddressHashes
from tracking.notices.dispatch import (
    Circumstances,
    Dispatch,
    Recipient,
    decide_dispatch,
    earliest_send_at,
    no_review,
    unreachable,
)
from tracking.notices.endings import withhold
from tracking.notices.notice_history import next_before
from tracking.notices.outbox import NoticeTerms, known_situation, last_letter_at, level_of, shop_zone
from tracking.notices.sending_channels import NoticeChannel
from tracking.notices.sending_schedule import letter_zone
from tracking.notices.situation import Situation, situation
from tracking.notices.text.channel_choice import NOT_BY_TEXT
from tracking.notices.withheld import Withheld
from tracking.order.answers import AnswerTopic
from tracking.order.policy import Policy
from tracking.shopify.order_calls.marketing_consent import MarketingConsent

_ANYBODY = Recipient(address="nobody@example.com", consent=MarketingConsent.SUBSCRIBED)


class DispatchWriter:
    """Writes the dispatch of one ``channel``. Without a mail server (``NoticeTerms.has_mail``), as if letters left."""

    def __init__(
        self,
        terms: NoticeTerms,
        policy: Policy,
        hashes: AddressHashes,
        channel: NoticeChannel = NoticeChannel.EMAIL,
    ) -> None:
        self._terms = terms
        self._policy = policy
        self._hashes = hashes
        self._channel = channel

    def is_time(self, transaction: Transaction, token: str, rows: Sequence[NoticeRow], now: datetime) -> bool:
        """Whether it is time for a letter with these rows; else they wait, and Shopify is not asked."""
        order = orders.get(transaction, rows[0].order_id)
        if order is None:
            return False  # erased in this moment, with its rows
        last, zone = self._last_letter_at(transaction, order.id), _zone(order, now)
        send_at = earliest_send_at(rows, self._terms.schedule, now, last_letter_at=last, zone=zone)
        if send_at > now:
            notices.defer(transaction, token, rows, until=send_at)
        return send_at <= now

    def rows_to_send(
        self,
        transaction: Transaction,
        token: str,
        rows: Sequence[NoticeRow],
        judged: JudgedRow,
        recipient: Recipient,
        now: datetime,
    ) -> tuple[NoticeRow, ...]:
        """Write which rows leave, and in which letter; the others end or wait."""
        letter = rows[0].letter
        if letter is None:
            rows = [
                *rows,
                *notices.claim_more(transaction, token, judged.row.id, now=now, channel=self._channel),
            ]
        true = situation(judged.status, judged.order, now, self._policy)
        # Of an order whose answer lacks a part, the last whole one says what is true.
        true = next_before(known_situation(transaction, judged.row.id), true) or true
        chosen = self._decide_dispatch(transaction, token, rows, judged.row, true, recipient, now)
        if not chosen.to_send:
            return ()
        letter = letter or uuid4().hex
        is_ours = notices.put_into_letter(transaction, token, chosen.to_send, letter)
        return tuple(replace(row, letter=letter) for row in chosen.to_send) if is_ours else ()

    def pretend(self, transaction: Transaction, token: str, rows: Sequence[NoticeRow], now: datetime) -> None:
        """Without a mail server: write what would have left, so that nothing stale leaves once there is one.

        Shopify is not asked, neither for the address nor for the customer's consent.
        """
        order = orders.get(transaction, rows[0].order_id)
        true = known_situation(transaction, rows[0].order_id)
        if order is None or true is None:
            withhold(transaction, token, rows, Withheld.OVER, now)
            return
        chosen = self._decide_dispatch(transaction, token, rows, order, true, _ANYBODY, now)
        notices.put_into_letter(transaction, token, chosen.to_send, rows[0].letter or uuid4().hex)
        withhold(transaction, token, chosen.to_send, Withheld.NO_MAIL_SERVER, now)

    def _decide_dispatch(  # noqa: PLR0913, PLR0917 - likewise
        self,
        transaction: Transaction,
        token: str,
        rows: Sequence[NoticeRow],
        order: OrderRow,
        true: Situation,
        recipient: Recipient,
        now: datetime,
    ) -> Dispatch:
        """Decide, and write what does not leave now."""
        found = self._circumstances(transaction, order, true, recipient, now)
        if self._channel is NoticeChannel.TEXT:
            letters_only = [row for row in rows if row.code in NOT_BY_TEXT]
            withhold(transaction, token, letters_only, Withheld.NOT_BY_TEXT, now)
            rows = [row for row in rows if row not in letters_only]
        chosen = decide_dispatch(rows, found, now)
        for row, reason in chosen.withheld:
            withhold(transaction, token, [row], reason, now)
        if chosen.until:
            notices.defer(transaction, token, chosen.waiting, until=chosen.until)
        return chosen

    def _circumstances(
        self, transaction: Transaction, order: OrderRow, true: Situation, recipient: Recipient, now: datetime
    ) -> Circumstances:
        address = recipient.address
        preference = notice_preferences.get(transaction, order.id)
        has_answered = any(each.topic == AnswerTopic.ARRIVAL for each in answers.of_order(transaction, order.id))
        blocks = mail_blocks.find(transaction, self._hashes.candidates(address)) if address else {}
        return Circumstances(
            true=true,
            wanted=self._terms.at(level_of(transaction, order.id)).wanted,
            unreachable=_lacking(unreachable(address, blocks, preference), self._channel),
            no_review=no_review(recipient.consent, has_answered=has_answered),
            schedule=self._terms.schedule,
            last_letter_at=self._last_letter_at(transaction, order.id),
            zone=_zone(order, now),
        )

    def _last_letter_at(self, transaction: Transaction, order_id: str) -> datetime | None:
        rows = notices.of_order(transaction, order_id)
        return last_letter_at(rows, counts_pretended=not self._terms.has_mail)


def _lacking(reason: Withheld | None, channel: NoticeChannel) -> Withheld | None:
    return Withheld.NO_PHONE if reason is Withheld.NO_ADDRESS and channel is NoticeChannel.TEXT else reason


def _zone(order: OrderRow, now: datetime) -> tzinfo:
    return letter_zone(order.country, shop_zone(order), now)
