"""Opens a transaction in which nobody else acts on an order that is kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracking.database import Database, Transaction, orders
from tracking.directory.erasure import OrderErasure


class NotKept(Exception):
    """The order is not in the directory, or not any more; or there is no such letter."""


@contextmanager
def kept_order(database: Database, erasure: OrderErasure, order_id: str) -> Iterator[Transaction]:
    """Raises NotKept and DatabaseUnavailable."""
    with database.write() as transaction:
        orders.lock(transaction, order_id)
        if not is_kept(transaction, erasure, order_id):
            raise NotKept
        yield transaction


def is_kept(transaction: Transaction, erasure: OrderErasure, order_id: str) -> bool:
    """Whether the order is known, and not to be erased."""
    return bool(orders.updated_at(transaction, [order_id]) and erasure.not_erased(transaction, [order_id]))
