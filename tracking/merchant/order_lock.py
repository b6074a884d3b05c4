"""Opens a transaction that alone acts on a stored order: it has locked it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tracking.database import Database, Transaction, orders
from tracking.directory.erasure import OrderErasure

_ID = re.compile("[0-9]{1,20}")  # Shopify's: an address may hold anything, and PostgreSQL does not take all of it


class NotStored(Exception):
    """The order is not in the directory, or not any more; or there is no such letter."""


@contextmanager
def locked_order(database: Database, erasure: OrderErasure, order_id: str) -> Iterator[Transaction]:
    """Raises NotStored and DatabaseUnavailable."""
    if not is_id(order_id):
        raise NotStored
    with database.write() as transaction:
        orders.lock(transaction, order_id)
        if not is_stored(transaction, erasure, order_id):
            raise NotStored
        yield transaction


def is_id(order_id: str) -> bool:
    """Whether an order can have this id."""
    return _ID.fullmatch(order_id) is not None


def is_stored(transaction: Transaction, erasure: OrderErasure, order_id: str) -> bool:
    """Whether the order is known, and not to be erased."""
    is_known = is_id(order_id) and orders.updated_at(transaction, [order_id])
    return bool(is_known and erasure.not_erased(transaction, [order_id]))
