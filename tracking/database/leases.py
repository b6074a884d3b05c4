"""Leases: one holder at a time over all processes and machines, taken over when its holder falls silent."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select

from tracking.database.insert import insert_into, writes_row
from tracking.database.tables import leases

DURATION = timedelta(seconds=30)
"""A lease ends so long after its holder last renewed it."""

# One that ends later than that was written by a clock that has been set back since.
_LATEST_END = 2 * DURATION


def take(transaction: Connection, name: str, holder: str, *, now: datetime) -> bool:
    """Take the lease, or renew it if it is the holder's own; returns whether it is the holder's now."""
    row = insert_into(transaction.dialect.name, leases).values(name=name, holder=holder, until=now + DURATION)
    is_free = or_(
        leases.c.holder == holder,
        leases.c.until <= now,
        leases.c.until > now + _LATEST_END,
    )
    statement = row.on_conflict_do_update(
        index_elements=[leases.c.name],
        set_={"holder": row.excluded.holder, "until": row.excluded.until},
        where=is_free,
    )
    return writes_row(transaction, statement)


def release(transaction: Connection, name: str, holder: str) -> None:
    """End the lease at once, if it is still the holder's."""
    transaction.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def last_end(transaction: Connection, name: str) -> datetime | None:
    """When the newest lease of this name ends or has ended; None if it was released, or never taken."""
    return transaction.scalar(select(leases.c.until).where(leases.c.name == name))
