"""The values that a form of filters offers, because orders have them: no other leads to a list with anything in it."""

from collections.abc import Mapping, Sequence

from tracking.database import Database, list_values


def filter_values(database: Database) -> Mapping[str, Sequence[str]]:
    """By the filter's name: the codes of reasons, carriers and countries, and the names of locations.

    Raises DatabaseUnavailable.
    """
    with database.read() as transaction:
        return {name: list_values.values(transaction, name) for name in list_values.COLUMNS}
