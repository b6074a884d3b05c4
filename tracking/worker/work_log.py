"""Logs what the worker has done: a line every few minutes, for its calls to Shopify are not logged one by one."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from tracking.database import Database, tasks

REPORT_EVERY = timedelta(minutes=5)

log = logging.getLogger(__name__)


class WorkLog:
    """Nothing is logged of minutes in which nothing was done."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._since: datetime | None = None
        self._fetched = self._judged = 0

    def add(self, *, fetched: int = 0, judged: int = 0) -> None:
        """Count orders that Shopify was asked for, or that were judged again."""
        self._fetched += fetched
        self._judged += judged

    def report(self) -> None:
        """Log what was done, if it is time for that. Raises DatabaseUnavailable."""
        now = self._clock()
        is_idle = not (self._fetched or self._judged)
        if self._since is None or is_idle or now < self._since:  # the clock was set back
            self._since = now
        if now < self._since + REPORT_EVERY:
            return
        with self._database.read() as transaction:
            counts = tasks.counts(transaction, now=now).values()
        log.info(
            "The worker asked Shopify for %d orders and judged %d again, in %d minutes; %d wait, %d were given up",
            self._fetched,
            self._judged,
            (now - self._since) // timedelta(minutes=1),
            sum(count.due + count.waiting for count in counts),
            sum(count.given_up for count in counts),
        )
        self._since, self._fetched, self._judged = now, 0, 0
