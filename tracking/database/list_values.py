"""The values that the orders have in a column which a list is filtered by: each is one step through its index."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from tracking.database.tables import orders

MOST_VALUES = 100
"""More than a form can offer."""

COLUMNS = ("reason", "carrier", "country", "location")


def values(transaction: Connection, column: str) -> list[str]:
    """The first MOST_VALUES values of one of COLUMNS, in the order of the index.

    A DISTINCT would read the whole index: neither database leaps from one value to the next by itself.
    """
    return list(_leaps(transaction, column))


def _leaps(transaction: Connection, column: str) -> Iterator[str]:
    chosen = orders.c[column]
    last: str | None = ""
    for _ in range(MOST_VALUES):
        last = transaction.scalar(select(func.min(chosen)).where(chosen > last))
        if last is None:
            return
        yield last
