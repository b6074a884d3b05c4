"""By which way customers chose to be told: read for a page within a moment, written at once for every process."""

from collections.abc import Callable
from datetime import datetime

from tracking.database import Database, DatabaseUnavailable, erased_orders, notice_preferences, notices, orders
from tracking.directory.order_hashes import OrderHashes
from tracking.notices.codes import Level
from tracking.notices.ways import NoticeChannel
from tracking.orders.errors import Busy
from tracking.orders.executor import CallExecutor
from tracking.shopify.resilience import Deadline

_TIMEOUT = 0.3  # seconds; a database that works answers in a few milliseconds
_THREADS, _WAITING = 1, 20


class TextChoices:
    """The choice leaves with its order."""

    def __init__(
        self,
        database: Database,
        hashes: OrderHashes,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._hashes = hashes
        self._clock = clock
        self._monotonic = monotonic
        self._calls = CallExecutor(_THREADS, _WAITING)

    def channel(self, order_id: str) -> NoticeChannel | None:
        """What was chosen for the order, else how its customer was told last.

        None before that, and while the database does not say it in a moment.
        """
        deadline = Deadline.after(_TIMEOUT, self._monotonic)
        try:
            chosen = self._calls.run(order_id, lambda _: self._chosen(order_id), deadline)
        except (Busy, DatabaseUnavailable, TimeoutError):
            return None
        return NoticeChannel(chosen) if chosen in set(NoticeChannel) else None

    def choose(self, order_id: str, channel: NoticeChannel) -> None:
        """Choose for an order, unless it was erased: nobody writes about it any more. Raises DatabaseUnavailable."""
        with self._database.write() as transaction:
            orders.lock(transaction, order_id)
            if not erased_orders.has_any(transaction, self._hashes.erased_candidates(order_id)):
                level, now = Level.IMPORTANT.value, self._clock()
                notice_preferences.choose_channel(transaction, order_id, channel.value, level=level, now=now)

    def _chosen(self, order_id: str) -> str | None:
        with self._database.read() as transaction:
            preference = notice_preferences.get(transaction, order_id)
            if preference and preference.channel:
                return preference.channel
            return notices.last_channel(transaction, order_id)
