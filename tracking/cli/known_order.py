"""Finds the order that an argument of a command names, in the database."""

import click

from tracking.cli.persistent_database import database_failure
from tracking.database import Database, DatabaseUnavailable, orders
from tracking.database.orders import OrderRow


def known_order(database: Database, typed: str) -> OrderRow:
    """The order with this number, with or without its ``#``, or with this id. Raises ClickException."""
    try:
        found = _find(database, typed.strip())
    except DatabaseUnavailable as error:
        raise database_failure(database, error) from None
    if not found:
        raise click.ClickException(f"No order {typed} is known here.")
    if len(found) > 1:
        ids = ", ".join(order.id for order in found)
        raise click.ClickException(f"Several orders have the number {typed}: name one by its id ({ids}).")
    return found[0]


def _find(database: Database, typed: str) -> list[OrderRow]:
    with database.read() as transaction:
        for name in (typed, f"#{typed}"):
            if found := orders.by_name(transaction, name):
                return found
        found_by_id = orders.get(transaction, typed)
    return [found_by_id] if found_by_id else []
