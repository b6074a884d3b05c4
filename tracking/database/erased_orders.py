"""Orders that were erased and must not be taken in again, under keyed hashes of their ids."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, func, literal_column, select

from tracking.database.insert import insert_into
from tracking.database.tables import erased_orders

ALL_ORDERS = "all"
"""Stands among them in place of every order's hash, until the whole shop has been erased."""

NOT_ALL = ~exists().where(erased_orders.c.hash == literal_column(f"'{ALL_ORDERS}'"))
"""The whole shop is not to be erased."""

# Made once: each order that is written or read executes one of them.
IS_AMONG = erased_orders.c.hash.in_(bindparam("hashes", expanding=True))
_COUNT, _AMONG = select(func.count()).where(IS_AMONG), select(erased_orders.c.hash).where(IS_AMONG)


def add(transaction: Connection, order_hash: str, *, until: datetime) -> None:
    """Remember the order until then, or longer if it was to be remembered longer."""
    add_all(transaction, {order_hash: until})


def add_all(transaction: Connection, until: Mapping[str, datetime]) -> None:
    """The same for several orders, each until its own moment."""
    if not until:
        return
    known = erased_orders.c
    row = insert_into(transaction.dialect.name, erased_orders).values(hash=bindparam("hash"), until=bindparam("until"))
    statement = row.on_conflict_do_update(
        index_elements=[known.hash], set_={"until": row.excluded.until}, where=known.until < row.excluded.until
    )
    # One by one within the driver: they may be more than one statement can have values.
    rows = [{"hash": order_hash, "until": moment} for order_hash, moment in sorted(until.items())]
    transaction.execute(statement, rows)


def has_any(transaction: Connection, hashes: Collection[str]) -> bool:
    """Whether one of the hashes, of the key and of its fallbacks, is remembered."""
    return bool(transaction.scalar(_COUNT, {"hashes": list(hashes)}))


def among(transaction: Connection, hashes: Collection[str]) -> set[str]:
    """Those of the hashes that are remembered."""
    return set(transaction.scalars(_AMONG, {"hashes": list(hashes)}))


def until(transaction: Connection, hashes: Collection[str]) -> datetime | None:
    """The last moment at which one of the hashes is remembered; None where none is."""
    statement = select(func.max(erased_orders.c.until)).where(erased_orders.c.hash.in_(hashes))
    found: datetime | None = transaction.scalar(statement)
    return found


def count(transaction: Connection) -> int:
    """How many are remembered."""
    return transaction.scalar(select(func.count()).where(erased_orders.c.hash != ALL_ORDERS)) or 0


def remove(transaction: Connection, order_hash: str) -> None:
    """Forget it before its time."""
    transaction.execute(delete(erased_orders).where(erased_orders.c.hash == order_hash))


def forget_before(transaction: Connection, moment: datetime) -> int:
    """Forget those that were to be remembered until before the moment; returns how many they were."""
    return transaction.execute(delete(erased_orders).where(erased_orders.c.until < moment)).rowcount
