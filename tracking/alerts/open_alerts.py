"""Records the open alerts of the site, and has the shop told of each change once, over all processes and restarts.

Trouble is reported from anywhere, also from within a transaction: a report waits in memory for a moment, until the
thread for alerts writes it. Trouble lost there with a killed process is found again by the next one.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from tracking.alerts.kinds import KINDS, AlertCode
from tracking.database import Database, Transaction, alert_deliveries, alerts
from tracking.database.alert_deliveries import DeliveryKind
from tracking.database.alerts import AlertRow

_MOST_REPORTS = 100  # while the database cannot be written
_ALL_WELL = "All is well again."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Report:
    """``is_over``: it is well. ``was_logged``: the log has the sentence already."""

    code: AlertCode
    sentence: str
    about: str = ""
    is_over: bool = False
    was_logged: bool = True


class AlertRegister:
    """``channels`` are those by which the shop is told, under the names that the database knows them by."""

    def __init__(self, database: Database, channels: Sequence[str], *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._channels = tuple(channels)
        self._clock = clock
        self._lock = Lock()
        self._reports: list[_Report] = []

    def alert(self, code: AlertCode, sentence: str, *, about: str = "") -> None:
        """Report trouble, with the fix and without personal data.

        While it lasts the shop is told again only where ``about`` is another.
        """
        log.warning(sentence)
        self._report(_Report(code, sentence, about))

    def resolve(self, code: AlertCode, sentence: str) -> None:
        """Report that trouble of this process is over."""
        log.warning(sentence)
        self._report(_Report(code, sentence, is_over=True))

    def report_ok(self, code: AlertCode, sentence: str) -> None:
        """Report that there is no trouble, which ends an alert that an earlier process may have opened."""
        self._report(_Report(code, sentence, is_over=True, was_logged=False))

    def flush(self) -> None:
        """Write what was reported, and what the shop is to be told. Raises DatabaseUnavailable; nothing is lost."""
        with self._lock:
            reports, self._reports = self._reports, []
        try:
            self._write(reports)
        except BaseException:
            with self._lock:
                self._reports = [*reports, *self._reports][-_MOST_REPORTS:]
            raise

    def _report(self, report: _Report) -> None:
        with self._lock:
            last = next((each for each in reversed(self._reports) if each.code is report.code), None)
            if last and last.is_over is report.is_over and last.about == report.about:
                self._reports.remove(last)
            self._reports = [*self._reports, report][-_MOST_REPORTS:]

    def _write(self, reports: Iterable[_Report]) -> None:
        now = self._clock()
        with self._database.read() as transaction:
            lasting = alerts.lasting(transaction)
        unseen = [_unseen(row, now) for row in lasting.values()]
        reports = [*reports, *(report for report in unseen if report)]
        if not any(report.code in lasting or not report.is_over for report in reports):
            return
        with self._database.write() as transaction:
            lasting = alerts.locked(transaction)
            for report in reports:
                self._write_one(transaction, report, lasting, now)

    def _write_one(
        self, transaction: Transaction, report: _Report, lasting: dict[str, AlertRow], now: datetime
    ) -> None:
        known = lasting.get(report.code)
        if report.is_over:
            if known:
                alerts.end(transaction, report.code, now=now)
                del lasting[report.code]
                self._report_end(transaction, report, lasting, now)
        elif known and known.about == report.about:
            alerts.mark_seen(transaction, report.code, now=now)
        else:
            row = AlertRow(code=report.code, about=report.about, sentence=report.sentence, since=now, seen_at=now)
            alerts.put(transaction, row)
            lasting[report.code] = row
            self._enqueue(transaction, report.sentence, now)

    def _report_end(
        self, transaction: Transaction, report: _Report, lasting: dict[str, AlertRow], now: datetime
    ) -> None:
        if not report.was_logged:
            log.warning(report.sentence)
        if KINDS[report.code].has_end:
            self._enqueue(transaction, f"{report.sentence} {_still_open(lasting)}", now)

    def _enqueue(self, transaction: Transaction, sentence: str, now: datetime) -> None:
        alert_deliveries.add(transaction, self._channels, DeliveryKind.ALERT, sentence, now=now)


def title_of(code: str) -> str:
    """The name of a kind in a list; that of another release's is its code."""
    return KINDS[AlertCode(code)].title if code in set(AlertCode) else code


def _still_open(lasting: Iterable[str]) -> str:
    titles = [title_of(code) for code in lasting]
    return f"Not over yet: {', '.join(titles)}." if titles else _ALL_WELL


def _unseen(row: AlertRow, now: datetime) -> _Report | None:
    """The end of trouble that no report has named for a while."""
    if row.code not in set(AlertCode):
        return None
    code = AlertCode(row.code)
    after = KINDS[code].ends_after
    if after is None or row.seen_at <= now < row.seen_at + after:
        return None
    return _Report(code, f"Over: {KINDS[code].title}.", is_over=True, was_logged=not KINDS[code].has_end)
