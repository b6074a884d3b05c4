"""Carries over to a backup what must not be undone by restoring it, from the database that it replaces.

That may be of another version, or damaged: then what can be read of it is carried over.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import suppress
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, true
from sqlalchemy.exc import SQLAlchemyError

from tracking.database.tables import (
    answers,
    data_requests,
    erased_orders,
    letter_texts,
    mail_blocks,
    merchant_letters,
    notice_preferences,
    notice_situations,
    notices,
    orders,
)

Row = dict[str, object]


class Carried(StrEnum):
    """The kinds of rows that are carried over."""

    ERASED = "erased"  # which orders were erased
    CHOSEN = "chosen"  # what customers have stopped, or want
    TOLD = "told"  # what was told to customers, is to be told, and was answered


_TABLES = {
    Carried.ERASED: (erased_orders,),
    Carried.CHOSEN: (mail_blocks, notice_preferences),
    Carried.TOLD: (notices, notice_situations, letter_texts, merchant_letters, answers, data_requests),
}
_VERSION = "alembic_version"  # the table that each of our databases has
_AT_ONCE = 500  # rows
# A value that can be read may be none of ours, or fit into no table.
_DAMAGE = (SQLAlchemyError, sqlite3.Error, ValueError, TypeError)


def carry_over(source: Connection | None, target: Connection) -> frozenset[Carried]:
    """Returns what could not be read, or not all of it. Without a ``source`` that is everything."""
    if source is None or not _has_tables(source):
        return frozenset(Carried)
    with suppress(*_DAMAGE):
        _carry_orders(source, target)
    known = _ids(target)
    return frozenset(
        part for part, of_it in _TABLES.items() for table in of_it if not _carry(source, target, table, known)
    )


def _has_tables(source: Connection) -> bool:
    try:
        return bool(_columns(source, _VERSION))
    except _DAMAGE:
        return False


def _carry_orders(source: Connection, target: Connection) -> None:
    """Those orders that came after the backup, and of which somebody was told something; they are judged anew."""
    known = _ids(target)
    told = select(notices.c.order_id).union(select(merchant_letters.c.order_id))
    for rows in _batches(source, orders, orders.c.id.in_(told)):
        _insert(target, orders, [{**row, "judged_by": ""} for row in rows if row["id"] not in known])


def _carry(source: Connection, target: Connection, table: Table, known: Collection[object]) -> bool:
    """Put the rows in place of those of the backup; where not all can be read, beside them. Returns whether all were.

    Orders stay erased that were so in the backup.
    """
    try:
        with target.begin_nested():
            if table is not erased_orders and _columns(source, table.name):
                target.execute(delete(table))
            for rows in _batches(source, table):
                _insert(target, table, _of_known(table, rows, known))
    except _DAMAGE:
        with suppress(*_DAMAGE):
            for rows in _batches(source, table):
                _insert(target, table, _of_known(table, rows, known))
        return False
    return True


def _batches(source: Connection, table: Table, condition: ColumnElement[bool] | None = None) -> Iterator[list[Row]]:
    """The columns that both versions have; all rows before the first that cannot be read, which raises."""
    names = _columns(source, table.name)
    if not names:  # the version that made it had no such table
        return
    columns = [column for column in table.c if column.name in names]
    found = source.execute(select(*columns).where(true() if condition is None else condition))
    rows: list[Row] = []
    try:
        while (row := found.fetchone()) is not None:
            rows.append(dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name for it
            if len(rows) == _AT_ONCE:
                yield rows
                rows = []
    except _DAMAGE:
        yield rows
        raise
    yield rows


def _of_known(table: Table, rows: list[Row], known: Collection[object]) -> list[Row]:
    return [row for row in rows if row["order_id"] in known] if table.foreign_keys else rows


def _insert(target: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        target.execute(insert(table).prefix_with("OR REPLACE"), rows)


def _columns(source: Connection, table: str) -> set[str]:
    return {name for _, name, *_ in source.exec_driver_sql(f"PRAGMA table_info({table})")}


def _ids(target: Connection) -> set[object]:
    return set(target.scalars(select(orders.c.id)))
