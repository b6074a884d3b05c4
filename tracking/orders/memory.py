"""What is known of orders: recalled, kept, called outdated and erased, here and for the other processes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracking.orders.errors import Gone
from tracking.orders.invalidation import InvalidationBus
from tracking.orders.rows import Known, Marks, Outdated, Row, Rows
from tracking.orders.snapshot import Snapshot, ends_of, snapshot_of
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What the cache has of an order, read at ``read_at``. Its row is parsed only where it is shown.

    ``key`` is the order's id: what is kept under it holds the id anyway, and whoever has to erase it knows no more.
    """

    key: str
    known: Known
    read_at: datetime

    @property
    def is_known(self) -> bool:
        """Whether there is an order to be shown."""
        return self.known.row is not None and self.known.row.document is not None

    @property
    def is_fresh(self) -> bool:
        """Whether it is shown as it is."""
        return self.is_known and self.read_at < self._ends[0]

    @property
    def is_good(self) -> bool:
        """Whether it is shown, if only while a newer one is fetched."""
        return self.is_known and self.read_at < self._ends[1]

    @property
    def marks(self) -> Marks:
        """The notices that stood when it was read."""
        return self.known.marks

    def snapshot(self) -> Snapshot | None:
        """Parse it; None where there is nothing, or nothing that this release can read."""
        row = self.known.row
        if row is None or row.document is None:
            return None
        try:
            order = read_order(row.document)
        except Unavailable:  # written by another version of this site
            return None
        return snapshot_of(self.key, row, order, read_at=self.read_at, ends=self._ends)

    @property
    def _ends(self) -> tuple[datetime, datetime]:
        row = self.known.row
        if row is None or self.known.is_outdated or row.is_ahead_of(self.read_at):
            # It still serves where Shopify cannot be asked, but its time is over.
            return self.read_at, self.read_at
        return ends_of(self.key, row)


class Memory:
    """Of one shop's orders, by their ids."""

    def __init__(self, rows: Rows, changes: InvalidationBus, *, clock: Callable[[], datetime]) -> None:
        self._rows = rows
        self._changes = changes
        self._clock = clock

    def recall(self, order_id: str) -> Recalled:
        """Raises Gone where Shopify has just said that there is no such order."""
        self._changes.start()
        recalled = Recalled(key=order_id, known=self._rows.known(order_id), read_at=self._clock())
        if _is_gone(recalled):
            raise Gone
        return recalled

    def keep(self, order_id: str, row: Row, marks: Marks) -> bool:
        """Remember what Shopify said, when asked while ``marks`` stood. False: something newer is known."""
        is_news = self._rows.keep(order_id, row, marks)
        if is_news:
            self._changes.publish(order_id, row.as_of)
        return is_news

    def outdate(self, order_id: str) -> Outdated:
        """Whatever is known serves only while Shopify cannot be asked."""
        outdated = self._rows.mark_changed(order_id)
        self._changes.publish(order_id, everywhere=outdated.is_noted)
        return outdated

    def kept_until(self, order_id: str) -> datetime | None:
        """When what is known of an order is gone at the latest; None where nothing is. Raises Unreadable."""
        return self._rows.kept_until(order_id)

    def erase(self, order_id: str) -> bool:
        """Leave nothing of an order. False: the cache does not answer, and may still have it."""
        is_done = self._rows.erase(order_id)
        self._changes.publish(order_id)
        return is_done

    def erase_all(self) -> bool:
        """Leave nothing of any order. False: the cache does not answer, and may still have them."""
        is_done = self._rows.erase_all()
        self._changes.publish(None)
        return is_done


def _is_gone(recalled: Recalled) -> bool:
    known, now = recalled.known, recalled.read_at
    if known.row is None or known.row.document is not None or known.is_outdated or known.row.is_ahead_of(now):
        return False
    return now - known.row.as_of < known.row.good_for
