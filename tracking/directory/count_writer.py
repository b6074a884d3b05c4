"""Writes what the process counts in memory to the database: openings of pages, and orders judged."""

from collections.abc import Callable
from datetime import datetime

from tracking.database import Database, DatabaseUnavailable, Transaction, erased_orders, orders, page_openings, progress
from tracking.directory.judged_counter import JudgedCounter
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.directory.page_openings import Openings, PageOpenings

JUDGED = "judged"
"""The name in ``progress`` of the number of orders judged since the database was made."""

_EVERY = 10.0  # seconds
_BATCH = 200  # orders and days in one transaction, which others wait for


class CountWriter:
    """``monotonic`` returns seconds."""

    def __init__(  # noqa: PLR0913 - each is a part of the directory
        self,
        database: Database,
        openings: PageOpenings,
        judged: JudgedCounter,
        hashes: OrderHashes,
        needs: OrderNeeds,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self.openings = openings
        self._database = database
        self._judged = judged
        self._hashes = hashes
        self._needs = needs
        self._clock = clock
        self._monotonic = monotonic
        self._due_at = 0.0

    def write_due(self) -> None:
        """Write everything if the last time was some seconds ago. Raises DatabaseUnavailable."""
        if self._monotonic() < self._due_at:
            return
        self._due_at = self._monotonic() + _EVERY
        self.write_all()

    def write_all(self) -> None:
        """Write everything now; what cannot be written stays in memory. Raises DatabaseUnavailable."""
        judged, openings = self._judged.take(), self.openings.take(_BATCH)
        while judged or openings:
            try:
                with self._database.write() as transaction:
                    self._write(transaction, judged, openings)
            except DatabaseUnavailable:
                self._judged.add(judged)
                self.openings.put_back(openings)
                raise
            judged, openings = 0, self.openings.take(_BATCH)

    def _write(self, transaction: Transaction, judged: int, openings: Openings) -> None:
        if judged:
            progress.add(transaction, JUDGED, judged)
        ids = sorted({order_id for order_id, _ in openings})
        for order_id in ids:  # so that none of them is erased meanwhile
            orders.lock(transaction, order_id)
        erased = self._erased(transaction, ids)
        kept = {key: count for key, count in openings.items() if key[0] not in erased}
        page_openings.add(transaction, kept)
        now = self._clock()
        opened = {order_id for order_id, day in kept if day == now.date()}
        for order_id in page_openings.frequently_opened(
            transaction, opened, now.date(), at_least=self._needs.frequent_openings
        ):
            self._needs.refresh(transaction, order_id, now=now)

    def _erased(self, transaction: Transaction, ids: list[str]) -> set[str]:
        hashes = {order_id: self._hashes.erased_candidates(order_id) for order_id in ids}
        found = erased_orders.among(transaction, {each for candidates in hashes.values() for each in candidates})
        return {order_id for order_id, candidates in hashes.items() if not found.isdisjoint(candidates)}
