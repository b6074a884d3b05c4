"""Sends what waits in the outbox, a letter at a time: each is judged anew from a fresh answer of Shopify's.

A letter is four short transactions with nothing open between them: its rows are claimed; the fresh answer is written,
and with it what leaves, under the name of a letter; the letter is sent; what became of it is written. A process that is
killed between any two of them loses nothing: the claim ends, and the letter goes again, with the Message-ID that its
name gives it. The mail server is talked to in a thread of its own, so that one that hangs stops no other work.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from uuid import uuid4

from tracking.database import Database, Transaction, mail_blocks, notice_preferences, notices, orders
from tracking.database.mail_blocks import BlockKind
from tracking.database.notices import NoticeRow, NoticeState
from tracking.database.orders import OrderRow
from tracking.directory.intake import OrderIntake
from tracking.directory.judged_row import JudgedRow
from tracking.notices import tally
from tracking.notices.address_hashes import AddressHashes
from tracking.notices.calm import hour_of, letter_zone
from tracking.notices.departure import Circumstances, Departure, departure, leaving_at, pieces_of, unreachable
from tracking.notices.letter_maker import LetterMaker
from tracking.notices.mail.result import About, Outcome, SendResult
from tracking.notices.mail.retry import DELAYS, retry_delay
from tracking.notices.mailer import Mailer
from tracking.notices.message import UnwritableAddressError
from tracking.notices.outbox import NoticeTerms, known_situation, last_letter_at, level_of, shop_zone
from tracking.notices.situation import Situation, situation
from tracking.notices.told import kept
from tracking.notices.withheld import Withheld
from tracking.order.policy import Policy
from tracking.shopify.errors import ShopifyError
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline

_SHOPIFY_SECONDS = 15.0
_SHOPIFY_PAUSE = timedelta(minutes=1)
_LONGEST_REST = timedelta(minutes=5)  # of all letters, while the mail server cannot be used
_LONGEST_OUTAGE_DELAY = timedelta(minutes=30)  # of one of them: it finds out that the server is there again
_RETRIED_FOR = sum(DELAYS, timedelta())
_GLANCE = 0.1  # seconds that other work waits for the mail server: most letters are through by then
_FAREWELL = 3.0  # seconds at the end of the process
_MAX_WAIT = timedelta(days=3)  # longer than any retry or night

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """How the merchant hears of what is wrong, and that it is over."""

    alert: Callable[[str], None]
    all_clear: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Post:
    """How letters leave: what makes them, and what takes them."""

    letters: LetterMaker
    mailer: Mailer


@dataclass(frozen=True, slots=True)
class _Sending:
    """A letter on its way: its rows, claimed under the token, and the hash of its address."""

    token: str
    rows: tuple[NoticeRow, ...]
    address_hash: str | None
    future: Future[SendResult]


class LetterSender:
    """``post`` is None where no mail server is set: then news ends as withheld when it would have left.

    For one thread; ``executor`` has the one that talks to the mail server.
    """

    def __init__(  # noqa: PLR0913 - each is a part of the site
        self,
        database: Database,
        shopify: ShopifyOrders,
        intake: OrderIntake,
        post: Post | None,
        *,
        terms: NoticeTerms,
        policy: Policy,
        hashes: AddressHashes,
        executor: Executor,
        alerts: Alerts,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._shopify = shopify
        self._intake = intake
        self._post = post
        self._terms = terms
        self._policy = policy
        self._hashes = hashes
        self._executor = executor
        self._alerts = alerts
        self._clock = clock
        self._monotonic = monotonic
        self._sending: _Sending | None = None
        self._rests_until = 0.0
        self._failures = 0  # of the mail server, in a row
        self._limited_in: datetime | None = None

    def step(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one. Raises DatabaseUnavailable."""
        if self._sending:
            self._look(_GLANCE)
            return True
        return self._monotonic() >= self._rests_until and self._begin()

    def close(self) -> None:
        """Write what became of the letter on its way, if the mail server says so soon, and leave the server.

        Raises DatabaseUnavailable.
        """
        if self._sending:
            self._look(_FAREWELL)
        if self._post and not self._sending:
            wait([self._executor.submit(self._post.mailer.close)], timeout=_FAREWELL)

    def after_clock_step(self) -> None:
        """Let nothing wait for the time of a clock that was ahead. Raises DatabaseUnavailable."""
        with self._database.write() as transaction:
            notices.make_due_after_clock_step(
                transaction, now=self._clock(), longest=self._terms.calm.pause + _MAX_WAIT
            )

    def _begin(self) -> bool:
        now = self._clock()
        with self._database.read() as transaction:
            if not notices.has_due(transaction, now=now):
                return False
        if self._post and not self._shopify.has_room:
            return False
        token = uuid4().hex
        with self._database.write() as transaction:
            rows = [] if self._is_limited(transaction, now) else notices.claim(transaction, token, now=now)
            has_time = bool(rows) and self._may_leave(transaction, token, rows, now)
            if has_time and self._post is None:
                self._pretend(transaction, token, rows, now)
        if has_time and self._post:
            self._ask_and_send(self._post, token, rows)
        return bool(rows)

    def _is_limited(self, transaction: Transaction, now: datetime) -> bool:
        """Whether as many letters have left within the hour as may; the merchant hears of it once an hour."""
        calm = self._terms.calm
        hour = hour_of(now)
        is_limited = calm.left_in_hour(notices.letters_since(transaction, hour, now=now)) <= 0
        if is_limited and self._limited_in != hour:
            self._limited_in = hour
            self._alerts.alert(
                f"{calm.per_hour} letters have left within an hour, which is NOTICES_PER_HOUR: the others wait, and are"
                " judged anew. If so many orders have not really changed, set NOTICES=none and start the site again."
            )
        return is_limited

    def _may_leave(self, transaction: Transaction, token: str, rows: Sequence[NoticeRow], now: datetime) -> bool:
        """Whether it is time for a letter with these rows; else they wait, and Shopify is not asked."""
        order = orders.get(transaction, rows[0].order_id)
        if order is None:
            return False  # erased in this moment, with its rows
        leaves_at = leaving_at(
            rows,
            self._terms.calm,
            now,
            last_letter_at=self._last_letter_at(transaction, order.id),
            zone=_zone(order, now),
        )
        if leaves_at > now:
            notices.put_off(transaction, token, rows, until=leaves_at)
        return leaves_at <= now

    def _pretend(self, transaction: Transaction, token: str, rows: Sequence[NoticeRow], now: datetime) -> None:
        """Without a mail server: write what would have left, so that nothing stale leaves once there is one."""
        order = orders.get(transaction, rows[0].order_id)
        true = known_situation(transaction, rows[0].order_id)
        if order is None or true is None:
            self._end(transaction, token, rows, Withheld.OVER, now)
            return
        chosen = self._departure(transaction, token, rows, order, true, now)
        notices.put_into_letter(transaction, token, chosen.leaving, rows[0].letter or uuid4().hex)
        self._end(transaction, token, chosen.leaving, Withheld.NO_MAIL_SERVER, now)

    def _ask_and_send(self, post: Post, token: str, rows: Sequence[NoticeRow]) -> None:
        order_id, deadline = rows[0].order_id, Deadline.after(_SHOPIFY_SECONDS, self._monotonic)
        try:
            fetched = self._intake.judge(self._intake.fetch(order_id, deadline))
        except ShopifyError as error:
            log.info("letters wait for Shopify: %s", error)
            self._rests_until = self._monotonic() + _SHOPIFY_PAUSE.total_seconds()
            with self._database.write() as transaction:
                until = self._clock() + _SHOPIFY_PAUSE
                notices.put_off(transaction, token, rows, until=until, reason=Withheld.SHOPIFY)
            return
        now, email = self._clock(), fetched.contact.email
        with self._database.write() as transaction:
            has_deleted = self._intake.put(transaction, fetched)
            leaving = self._leaving(transaction, token, rows, fetched.judged, email, now) if fetched.judged else ()
        if has_deleted:
            self._database.checkpoint()
        if leaving and fetched.judged and email:
            self._send(post, token, leaving, fetched.judged, email)

    def _leaving(
        self,
        transaction: Transaction,
        token: str,
        rows: Sequence[NoticeRow],
        judged: JudgedRow,
        email: str | None,
        now: datetime,
    ) -> tuple[NoticeRow, ...]:
        """Write which rows leave, and in which letter; the others end or wait."""
        letter = rows[0].letter
        if letter is None:
            rows = [*rows, *notices.claim_more(transaction, token, judged.row.id, now=now)]
        true = situation(judged.status, judged.order, now, self._policy)
        # Of an order whose answer lacks a part, the last whole one says what is true.
        true = kept(known_situation(transaction, judged.row.id), true) or true
        chosen = self._departure(transaction, token, rows, judged.row, true, now, email=email)
        if not chosen.leaving:
            return ()
        letter = letter or uuid4().hex
        is_ours = notices.put_into_letter(transaction, token, chosen.leaving, letter)
        return tuple(replace(row, letter=letter) for row in chosen.leaving) if is_ours else ()

    def _departure(  # noqa: PLR0913, PLR0917 - likewise
        self,
        transaction: Transaction,
        token: str,
        rows: Sequence[NoticeRow],
        order: OrderRow,
        true: Situation,
        now: datetime,
        email: str | None = None,
    ) -> Departure:
        """Decide, and write what does not leave now."""
        preference = notice_preferences.get(transaction, order.id)
        blocks = mail_blocks.find(transaction, self._hashes.candidates(email)) if email else {}
        # Without a mail server, Shopify is not asked for the address either.
        address = email if self._post else "nobody@example.com"
        found = Circumstances(
            true=true,
            wanted=self._terms.at(level_of(transaction, order.id)).wanted,
            unreachable=unreachable(address, blocks, preference),
            calm=self._terms.calm,
            last_letter_at=self._last_letter_at(transaction, order.id),
            zone=_zone(order, now),
        )
        chosen = departure(rows, found, now)
        for row, reason in chosen.withheld:
            self._end(transaction, token, [row], reason, now)
        if chosen.until:
            notices.put_off(transaction, token, chosen.waiting, until=chosen.until)
        return chosen

    def _last_letter_at(self, transaction: Transaction, order_id: str) -> datetime | None:
        return last_letter_at(notices.of_order(transaction, order_id), counts_pretended=self._post is None)

    def _send(self, post: Post, token: str, rows: tuple[NoticeRow, ...], judged: JudgedRow, email: str) -> None:
        try:
            _, message = post.letters.make(
                judged.order, pieces_of(rows), email=email, letter_id=rows[0].letter or "", now=self._clock()
            )
        except UnwritableAddressError:
            self._withhold(token, rows, Withheld.NO_ADDRESS)
            return
        except Exception:  # one letter must not stop those behind it
            log.exception("a letter could not be written, and is tried again")
            self._try_again(token, rows, Withheld.NOT_WRITTEN)
            return
        future = self._executor.submit(post.mailer.send, message, email)
        self._sending = _Sending(token, rows, self._hashes.hash(email), future)
        self._look(_GLANCE)

    def _look(self, seconds: float) -> None:
        """Write what became of the letter on its way, if that is known within a moment."""
        sending = self._sending
        if sending is None or not wait([sending.future], timeout=seconds).done:
            return
        self._sending = None
        if error := sending.future.exception():
            log.error("a letter was not sent, and is tried again", exc_info=error)
            self._try_again(sending.token, sending.rows, Withheld.MAIL_SERVER)
            return
        self._write_result(sending, sending.future.result())

    def _write_result(self, sending: _Sending, result: SendResult) -> None:
        if result.is_sent:
            self._write_sent(sending)
        elif result.is_about_server:
            self._rest(result)
            self._try_again(
                sending.token, sending.rows, Withheld.MAIL_SERVER, was_not_taken=not result.may_have_arrived
            )
        elif result.outcome is Outcome.REFUSED_FOR_GOOD:
            log.warning("a letter was refused for good: %s", result.answer)
            self._write_refused(sending, result)
        else:
            log.warning("a letter was refused for now, and is tried again: %s", result.answer)
            self._try_again(sending.token, sending.rows, Withheld.REFUSED_NOW, was_not_taken=True)

    def _write_sent(self, sending: _Sending) -> None:
        now = self._clock()
        with self._database.write() as transaction:
            notices.end(transaction, sending.token, sending.rows, NoticeState.SENT, now=now)
            tally.count(transaction, sending.rows, NoticeState.SENT)
            if self._failures:
                notices.make_due(transaction, Withheld.MAIL_SERVER, now=now)
        if self._failures:
            self._failures = 0
            self._alerts.all_clear("The mail server takes letters again: those that waited for it are judged anew.")

    def _write_refused(self, sending: _Sending, result: SendResult) -> None:
        now = self._clock()
        with self._database.write() as transaction:
            self._give_up(transaction, sending.token, sending.rows, Withheld.REFUSED, now)
            if result.about is About.RECIPIENT and sending.address_hash:
                mail_blocks.add(transaction, sending.address_hash, BlockKind.REFUSED, now=now)

    def _rest(self, result: SendResult) -> None:
        """Leave the mail server alone for a while: every other letter would fail as this one did."""
        self._failures += 1
        if self._failures == 1:
            self._alerts.alert(
                f"Letters to customers cannot be sent: {result.answer} Look at SMTP_URL and MAIL_FROM, and at the mail"
                " server; `whereabouts doctor` tries them. Nothing is lost: what is still true is sent afterwards."
            )
        pause = min(retry_delay(self._failures) or _LONGEST_REST, _LONGEST_REST)
        self._rests_until = self._monotonic() + pause.total_seconds()

    def _try_again(
        self, token: str, rows: Sequence[NoticeRow], reason: Withheld, *, was_not_taken: bool = False
    ) -> None:
        now = self._clock()
        delay = retry_delay(max(row.attempts for row in rows) + 1)
        if reason is Withheld.MAIL_SERVER and was_not_taken:
            is_too_old = now - min(row.added_at for row in rows) > self._terms.calm.pause + _RETRIED_FOR
            delay = None if is_too_old else min(delay or _LONGEST_OUTAGE_DELAY, _LONGEST_OUTAGE_DELAY)
        with self._database.write() as transaction:
            if delay is None:
                self._give_up(transaction, token, rows, reason, now)
                return
            notices.put_off(
                transaction,
                token,
                rows,
                until=now + delay,
                reason=reason,
                has_failed=True,
                was_not_taken=was_not_taken,
            )

    def _withhold(self, token: str, rows: Sequence[NoticeRow], reason: Withheld) -> None:
        with self._database.write() as transaction:
            self._end(transaction, token, rows, reason, self._clock())

    def _give_up(
        self, transaction: Transaction, token: str, rows: Sequence[NoticeRow], reason: Withheld, now: datetime
    ) -> None:
        if notices.end(transaction, token, rows, NoticeState.GIVEN_UP, now=now, reason=reason):
            tally.count(transaction, rows, NoticeState.GIVEN_UP)
        if reason is not Withheld.REFUSED:
            self._alerts.alert(
                "A letter to a customer was given up after a day of attempts: `whereabouts notices` names its order."
            )

    @staticmethod
    def _end(transaction: Transaction, token: str, rows: Sequence[NoticeRow], reason: Withheld, now: datetime) -> None:
        if notices.end(transaction, token, rows, NoticeState.WITHHELD, now=now, reason=reason):
            tally.count(transaction, rows, NoticeState.WITHHELD)


def _zone(order: OrderRow, now: datetime) -> tzinfo:
    return letter_zone(order.country, shop_zone(order), now)
