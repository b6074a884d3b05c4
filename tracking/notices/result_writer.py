"""Writes what became of a letter that was handed to the mail server, or that could not be written."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database, Transaction, mail_blocks, notices
from tracking.database.mail_blocks import BlockKind
from tracking.database.notices import NoticeRow
from tracking.notices.endings import end_sent, give_up, withhold
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult
from tracking.notices.mail.retry import DELAYS, retry_delay
from tracking.notices.outage import MailOutage
from tracking.notices.sending import Sending
from tracking.notices.withheld import Withheld

_LONGEST_OUTAGE_DELAY = timedelta(minutes=30)  # of one letter: it finds out that the server is there again
_RETRIED_FOR = sum(DELAYS, timedelta())

log = logging.getLogger(__name__)


class ResultWriter:
    """``pause`` is NOTICES_PAUSE, ``failed`` the reason while the server cannot be used.

    Everything here raises DatabaseUnavailable.
    """

    def __init__(
        self,
        database: Database,
        outage: MailOutage,
        alerts: AlertRegister,
        *,
        pause: timedelta,
        clock: Callable[[], datetime],
        failed: Withheld = Withheld.MAIL_SERVER,
    ) -> None:
        self._database = database
        self._outage = outage
        self._alerts = alerts
        self._pause = pause
        self._clock = clock
        self._failed = failed

    def write(self, sending: Sending) -> None:
        """Write the result of a letter whose future is done."""
        if error := sending.future.exception():
            log.error("a letter was not sent, and is tried again", exc_info=error)
            self.try_again(sending.token, sending.rows, self._failed)
            return
        result = sending.future.result()
        if result.is_sent:
            self._write_sent(sending)
        elif result.is_about_server:
            self._outage.begin_or_go_on(result)
            was_not_taken = not result.may_have_arrived
            self.try_again(sending.token, sending.rows, self._failed, was_not_taken=was_not_taken)
        elif result.outcome is Outcome.REFUSED_FOR_GOOD:
            log.warning("a letter was refused for good: %s", result.answer)
            self._write_refused(sending, result)
        else:
            log.warning("a letter was refused for now, and is tried again: %s", result.answer)
            self.try_again(sending.token, sending.rows, Withheld.REFUSED_NOW, was_not_taken=True)

    def try_again(
        self, token: str, rows: Sequence[NoticeRow], reason: Withheld, *, was_not_taken: bool = False
    ) -> None:
        """Let the rows wait for their next attempt, or give them up after the last one."""
        now = self._clock()
        delay = retry_delay(max(row.attempts for row in rows) + 1)
        if reason is self._failed and was_not_taken:
            is_too_old = now - min(row.added_at for row in rows) > self._pause + _RETRIED_FOR
            delay = None if is_too_old else min(delay or _LONGEST_OUTAGE_DELAY, _LONGEST_OUTAGE_DELAY)
        with self._database.write() as transaction:
            if delay is None:
                self._give_up(transaction, token, rows, reason, now)
                return
            notices.defer(
                transaction,
                token,
                rows,
                until=now + delay,
                reason=reason,
                has_failed=True,
                was_not_taken=was_not_taken,
            )

    def withhold(self, token: str, rows: Sequence[NoticeRow], reason: Withheld) -> None:
        """End rows whose letter cannot leave."""
        with self._database.write() as transaction:
            withhold(transaction, token, rows, reason, self._clock())

    def _write_sent(self, sending: Sending) -> None:
        now = self._clock()
        with self._database.write() as transaction:
            end_sent(transaction, sending.token, sending.rows, sending.words, now)
            if self._outage.lasts:
                notices.make_due(transaction, self._failed, now=now)
        self._outage.end()

    def _write_refused(self, sending: Sending, result: SendResult) -> None:
        now = self._clock()
        with self._database.write() as transaction:
            give_up(transaction, sending.token, sending.rows, Withheld.REFUSED, now)
            if result.about is RefusalScope.RECIPIENT and sending.address_hash:
                mail_blocks.add(transaction, sending.address_hash, BlockKind.REFUSED, now=now)

    def _give_up(
        self, transaction: Transaction, token: str, rows: Sequence[NoticeRow], reason: Withheld, now: datetime
    ) -> None:
        give_up(transaction, token, rows, reason, now)
        self._alerts.alert(
            AlertCode.LETTERS_GIVEN_UP,
            "A letter to a customer was given up after a day of attempts: `whereabouts notices` names its order.",
            about=f"{now:%Y-%m-%d}",  # once a day
        )
