"""An order as it was at a moment, and until when that is good enough."""

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from tracking.order.model import Order
from tracking.orders.rows import Row

# What is shown at once is asked for anew before its time is over: after a half to three quarters of it, a little
# different for every answer, so that orders that were opened together are not refreshed together.
_EARLIEST, _SPREAD = 0.5, 0.25
_CHANCES = 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An order as Shopify told it at ``as_of``. ``key`` is its id, ``read_at`` when we looked.

    Until ``fresh_until`` it is shown as it is; from then until ``good_until`` too, while a newer one is fetched.
    ``stale`` says that it is older than that, because a newer one cannot be had.
    """

    key: str
    order: Order
    as_of: datetime
    fresh_until: datetime
    good_until: datetime
    read_at: datetime
    stale: bool = False


def ends_of(key: str, row: Row) -> tuple[datetime, datetime]:
    """Until when a row is fresh, and until when it is good."""
    chance = crc32(f"{key} {row.asked_at.isoformat()}".encode()) / _CHANCES
    return row.asked_at + (_EARLIEST + _SPREAD * chance) * row.good_for, row.asked_at + row.good_for


def snapshot_of(
    key: str, row: Row, order: Order, *, read_at: datetime, ends: tuple[datetime, datetime] | None = None
) -> Snapshot:
    """What a row says, with the order that was read from it; ``ends`` where they are not the row's own."""
    fresh_until, good_until = ends or ends_of(key, row)
    return Snapshot(
        key=key,
        order=order,
        as_of=min(row.as_of, read_at),  # nobody is told of a moment that is still to come
        fresh_until=fresh_until,
        good_until=good_until,
        read_at=read_at,
        stale=row.tried_at is not None,
    )
