"""Judges orders again that time has changed, or that other rules judged: Shopify is not asked."""

import logging
from collections.abc import Callable
from datetime import datetime

from tracking.database import Database, Transaction, orders
from tracking.database.orders import OrderRow
from tracking.directory.judged_row import JudgedRow, Rules, judged_row
from tracking.directory.news_recorder import NewsRecorder, NoNews
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.promise_record import record_promises
from tracking.shopify.errors import ShopifyError

log = logging.getLogger(__name__)


class Rejudge:
    """Each batch is one transaction, so that a process that is killed has judged a batch or nothing of it."""

    def __init__(
        self,
        database: Database,
        rules: Rules,
        hashes: OrderHashes,
        *,
        clock: Callable[[], datetime],
        news: NewsRecorder | None = None,
    ) -> None:
        self._database = database
        self._rules = rules
        self._hashes = hashes
        self._clock = clock
        self._news = news or NoNews()

    def run_batch(self, limit: int) -> int:
        """Judge at most so many orders; returns how many they were."""
        now = self._clock()
        with self._database.read() as transaction:
            found = orders.to_judge(transaction, now=now, rules=self._rules.fingerprint, limit=limit)
        if not found:
            return 0
        # By their ids, so that two processes lock them in one order.
        judged = [(row, self._judged(row, now)) for row in sorted(found, key=lambda row: row.id)]
        with self._database.write() as transaction:
            for row, result in judged:
                self._write(transaction, row, result, now)
        return len(judged)

    def _judged(self, row: OrderRow, now: datetime) -> JudgedRow | None:
        try:
            return judged_row(
                row.answer, self._rules, fetched_at=row.fetched_at, now=now, contact_hash=row.contact_hash
            )
        except ShopifyError:
            return None
        except Exception:  # one order must not stop those behind it
            log.exception("an order could not be judged again; Shopify is asked for it")
            return None

    def _write(self, transaction: Transaction, row: OrderRow, judged: JudgedRow | None, now: datetime) -> None:
        if judged is None:
            orders.lock(transaction, row.id)
            orders.fetch_anew(transaction, row.id, rules=self._rules.fingerprint, now=now)
            return
        hashes = self._hashes.erased_candidates(row.id)
        if orders.put_judgement(transaction, judged.row, judged.found_by, hashes=hashes):
            self._rules.needs.renew(transaction, row.id, now=now)
            record_promises(transaction, judged)
            self._news.record(transaction, judged)
