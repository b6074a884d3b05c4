"""What is known of orders: recalled, kept, called outdated and erased, here and for the other processes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tracking.lookup.changes import Changes
from tracking.lookup.errors import Gone
from tracking.lookup.pseudonym import Pseudonyms
from tracking.lookup.rows import Known, Row, Rows
from tracking.lookup.snapshot import Snapshot, snapshot_of
from tracking.shopify.errors import Unavailable
from tracking.shopify.reading import read_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What we know under an order's pseudonym, and when it last was said to have changed."""

    key: str
    snapshot: Snapshot | None
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """Whether anything was known of the order, and whether it now counts as outdated in every process."""

    is_known: bool
    is_noted: bool


class Memory:
    """Of one shop's orders, by their ids."""

    def __init__(
        self, rows: Rows, pseudonyms: Pseudonyms, changes: Changes, *, shop: str, clock: Callable[[], datetime]
    ) -> None:
        self._rows = rows
        self._pseudonyms = pseudonyms
        self._changes = changes
        self._shop = shop
        self._clock = clock

    def recall(self, order_id: str) -> Recalled:
        """Raises Gone where Shopify has just said that there is no such order."""
        self._changes.begin()
        key, now = self._key(order_id), self._clock()
        known = self._rows.known(key)
        if (row := known.row) and row.document is None and now - row.as_of < row.good_for and not known.is_outdated:
            raise Gone
        return Recalled(key=key, snapshot=_snapshot(key, known, now), changed_at=known.changed_at)

    def keep(self, order_id: str, row: Row) -> bool:
        """Remember what Shopify said. False: something newer is known."""
        key = self._key(order_id)
        is_news = self._rows.keep(key, row)
        if is_news:
            self._changes.tell(key, row.as_of)
        return is_news

    def outdate(self, order_id: str) -> Outdated:
        """Whatever is known serves only while Shopify cannot be asked."""
        key = self._key(order_id)
        is_known = self._rows.known(key).row is not None
        is_noted = self._rows.mark_changed(key, is_known=is_known)
        self._changes.tell(key, self._clock(), everywhere=is_noted)
        return Outdated(is_known=is_known, is_noted=is_noted)

    def kept_until(self, order_id: str) -> datetime | None:
        """When what is known of an order is gone at the latest; None where nothing is. Raises Unreadable."""
        return self._rows.kept_until(self._key(order_id))

    def erase(self, order_id: str) -> bool:
        """Leave nothing of an order. False: the cache does not answer, and may still have it."""
        key = self._key(order_id)
        is_done = self._rows.erase(key)
        self._changes.tell(key, self._clock())
        return is_done

    def erase_all(self) -> bool:
        """Leave nothing of any order. False: the cache does not answer, and may still have them."""
        is_done = self._rows.erase_all()
        self._changes.tell(None, self._clock())
        return is_done

    def _key(self, order_id: str) -> str:
        return self._pseudonyms.of("order", self._shop, order_id)


def _snapshot(key: str, known: Known, now: datetime) -> Snapshot | None:
    if known.row is None or known.row.document is None:
        return None
    try:
        order = read_order(known.row.document)
    except Unavailable:  # written by another version of this site
        return None
    shown = snapshot_of(key, known.row, order, read_at=now)
    # It still serves where Shopify cannot be asked, but its time is over.
    return replace(shown, fresh_until=shown.as_of, good_until=shown.as_of) if known.is_outdated else shown
