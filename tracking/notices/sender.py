"""Sends what waits in the outbox, a letter at a time: each is judged anew from a fresh answer of Shopify's.

A letter is four short transactions with nothing open between them: its rows are claimed; the fresh answer is written,
and with it what leaves, under the name of a letter; the letter is sent; what became of it is written. A process that is
killed between any two of them loses nothing: the claim ends, and the letter goes again, with the Message-ID that its
name gives it. The mail server is talked to in another thread, so that one that hangs stops no other work.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, wait
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database, Transaction, notices
from tracking.database.notices import NoticeRow
from tracking.directory.intake import OrderIntake
from tracking.directory.judged_row import JudgedRow
from tracking.notices.address_hashes import AddressHashes
from tracking.notices.codes import NoticeCode, NoticeLevel
from tracking.notices.dispatch import Recipient, pieces_of
from tracking.notices.dispatch_writer import DispatchWriter
from tracking.notices.hourly_limit import HourlyLimit
from tracking.notices.message import UnwritableAddressError
from tracking.notices.outage import LETTERS, TEXTS, MailOutage
from tracking.notices.outbox import NoticeTerms
from tracking.notices.result_writer import ResultWriter
from tracking.notices.sending import Sending
from tracking.notices.sending_channels import NoticeChannel, SendingChannel
from tracking.notices.text.channel_choice import TextTerms
from tracking.notices.text.router import TextRouter
from tracking.notices.withheld import Withheld
from tracking.order.policy import Policy
from tracking.shopify.errors import ShopifyError
from tracking.shopify.order_calls.marketing_consent import MarketingConsent
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline

_SHOPIFY_SECONDS = 15.0
_SHOPIFY_PAUSE = timedelta(minutes=1)
_SEND_WAIT = 0.1  # seconds that other work waits for the mail server: most letters are through by then
_SHUTDOWN_WAIT = 3.0  # seconds at the end of the process
_MAX_WAIT = timedelta(days=3)  # longer than any retry or night

_OUTAGES = {NoticeChannel.EMAIL: LETTERS, NoticeChannel.TEXT: TEXTS}
_FAILED = {NoticeChannel.EMAIL: Withheld.MAIL_SERVER, NoticeChannel.TEXT: Withheld.TEXT_SERVICE}

log = logging.getLogger(__name__)


class LetterSender:
    """Sends what leaves by ``channel``: ``sending_channel`` makes and takes it.

    ``sending_channel`` is None where no mail server is set: then news ends as withheld when it would have left, unless
    it leaves by text. For one thread; ``executor`` has the one that talks to the mail server.
    """

    def __init__(  # noqa: PLR0913 - each is a part of the site
        self,
        database: Database,
        shopify: ShopifyOrders,
        intake: OrderIntake,
        sending_channel: SendingChannel | None,
        *,
        terms: NoticeTerms,
        policy: Policy,
        hashes: AddressHashes,
        executor: Executor,
        alerts: AlertRegister,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        router: TextRouter | None = None,
        channel: NoticeChannel = NoticeChannel.EMAIL,
    ) -> None:
        self._database = database
        self._shopify = shopify
        self._intake = intake
        self._sending_channel = sending_channel
        self._pause = terms.schedule.pause
        wanted = terms.at(NoticeLevel.IMPORTANT).wanted
        self._asks_for_reviews = channel is NoticeChannel.EMAIL and wanted.includes(NoticeCode.HOW_WAS_IT)
        self._hashes = hashes
        self._executor = executor
        self._clock = clock
        self._monotonic = monotonic
        self._limit = HourlyLimit(terms.schedule, alerts)
        self._dispatch_writer = DispatchWriter(terms, policy, hashes, channel)
        self._outage = MailOutage(alerts, _OUTAGES[channel], monotonic=monotonic)
        self._results = ResultWriter(
            database, self._outage, alerts, pause=self._pause, clock=clock, failed=_FAILED[channel]
        )
        self._router = router or TextRouter(TextTerms())
        self._channel = channel
        self._sending: Sending | None = None
        self._shopify_paused_until = 0.0

    def step(self) -> bool:
        """Do the next piece of work that is due; returns whether there was one. Raises DatabaseUnavailable."""
        if self._sending:
            self._collect_result(_SEND_WAIT)
            return True
        if self._outage.is_paused or self._monotonic() < self._shopify_paused_until:
            return False
        return self._begin()

    def close(self) -> None:
        """Write what became of the letter on its way, if the mail server says so soon, and leave the server.

        Else its claim ends by itself, and it goes again as the same letter. Raises DatabaseUnavailable.
        """
        if self._sending:
            self._collect_result(_SHUTDOWN_WAIT)
        if self._sending_channel and not self._sending:
            wait([self._executor.submit(self._sending_channel.close)], timeout=_SHUTDOWN_WAIT)

    def after_clock_step(self) -> None:
        """Let nothing wait for the time of a clock that was ahead. Raises DatabaseUnavailable."""
        with self._database.write() as transaction:
            notices.make_due_after_clock_step(transaction, now=self._clock(), longest=self._pause + _MAX_WAIT)

    def _begin(self) -> bool:
        now = self._clock()
        with self._database.read() as transaction:
            if not notices.has_due(transaction, now=now, channel=self._channel):
                return False
        if self._sending_channel and not self._shopify.has_spare_budget:
            return False
        token = uuid4().hex
        with self._database.write() as transaction:
            is_limited = self._limit.is_reached(transaction, now)
            rows = [] if is_limited else notices.claim(transaction, token, now=now, channel=self._channel)
            has_time = bool(rows) and self._dispatch_writer.is_time(transaction, token, rows, now)
            if has_time and self._sending_channel is None and not self._texts_instead(transaction, token, rows, now):
                self._dispatch_writer.pretend(transaction, token, rows, now)
        if has_time and self._sending_channel:
            self._ask_and_send(self._sending_channel, token, rows)
        return bool(rows)

    def _texts_instead(self, transaction: Transaction, token: str, rows: Sequence[NoticeRow], now: datetime) -> bool:
        """Without a mail server: whether the news goes to who sends texts, and asks how the customer is reached."""
        return self._router.hand_over(transaction, token, rows[0].order_id, NoticeChannel.TEXT, now)

    def _ask_and_send(self, sending_channel: SendingChannel, token: str, rows: Sequence[NoticeRow]) -> None:
        order_id, deadline = rows[0].order_id, Deadline.after(_SHOPIFY_SECONDS, self._monotonic)
        try:
            fetched = self._intake.judge(self._intake.fetch(order_id, deadline))
            recipient = self._recipient(order_id, sending_channel.address(fetched.contact), deadline)
        except ShopifyError as error:
            self._wait_for_shopify(token, rows, error)
            return
        now = self._clock()
        to_send: tuple[NoticeRow, ...] = ()
        with self._database.write() as transaction:
            has_deleted = self._intake.put(transaction, fetched)
            judged = fetched.judged
            channel = self._router.channel(transaction, order_id, fetched.contact)
            if channel is not self._channel:
                recipient = replace(recipient, address=None)
                if self._router.hand_over(transaction, token, order_id, channel, now):
                    judged = None
            if judged:
                to_send = self._dispatch_writer.rows_to_send(transaction, token, rows, judged, recipient, now)
        if has_deleted:
            self._database.checkpoint()
        if to_send and judged and recipient.address:
            self._send(sending_channel, token, to_send, judged, recipient.address)

    def _recipient(self, order_id: str, address: str | None, deadline: Deadline) -> Recipient:
        """Raises ShopifyError."""
        consent = MarketingConsent.NOT_SUBSCRIBED
        if address and self._asks_for_reviews:
            consent = self._shopify.marketing_consent(order_id, address, deadline)
        return Recipient(address=address, consent=consent)

    def _wait_for_shopify(self, token: str, rows: Sequence[NoticeRow], error: ShopifyError) -> None:
        log.info("letters wait for Shopify: %s", error)
        self._shopify_paused_until = self._monotonic() + _SHOPIFY_PAUSE.total_seconds()
        with self._database.write() as transaction:
            until = self._clock() + _SHOPIFY_PAUSE
            notices.defer(transaction, token, rows, until=until, reason=Withheld.SHOPIFY)

    def _send(
        self, sending_channel: SendingChannel, token: str, rows: tuple[NoticeRow, ...], judged: JudgedRow, address: str
    ) -> None:
        try:
            prepared = sending_channel.prepare(
                judged.order, pieces_of(rows), address=address, letter_id=rows[0].letter or "", now=self._clock()
            )
        except UnwritableAddressError:
            self._results.withhold(token, rows, Withheld.NO_ADDRESS)
            return
        except Exception:  # one letter must not stop those behind it
            log.exception("a letter could not be written, and is tried again")
            self._results.try_again(token, rows, Withheld.NOT_WRITTEN)
            return
        future = self._executor.submit(prepared.send)
        self._sending = Sending(token, rows, self._hashes.hash(address), prepared.words, future)
        self._collect_result(_SEND_WAIT)

    def _collect_result(self, seconds: float) -> None:
        """Write what became of the letter on its way, if that is known within a moment."""
        sending = self._sending
        if sending and wait([sending.future], timeout=seconds).done:
            self._sending = None
            self._results.write(sending)
