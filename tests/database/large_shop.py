"""A database of very many orders: those of the demo, judged, and copied within the database itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any, Protocol, cast

import psycopg
from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex

from tests import demo_orders
from tests.fakes import NOW
from tests.order.builders import policy
from tracking.database import Database, orders
from tracking.database import tables as t
from tracking.directory.judged_row import JudgedRow, Rules, judged_row
from tracking.directory.order_needs import OrderNeeds
from tracking.merchant.finding_rules import MerchantRules
from tracking.shopify.documents.stored_document import stored_document

_SHORT = {"text": "x" * 280}
_TABLES = (t.orders, t.order_views, t.tracking_numbers, t.order_terms)
NEEDS = OrderNeeds(MerchantRules())
_APART = 7  # seconds from one copy of an order to the next

# The n-th copy of an order was placed earlier than it.
_SHIFTED = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', placed_at, '-' || ({apart} * n) || ' seconds')",
    "postgresql": "placed_at - n * interval '{apart} seconds'",
}


_DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call] # SQLAlchemy's


class _Plain(Protocol):
    """A connection of either driver, without the site's time limits."""

    def execute(self, statement: str, /) -> Any: ...  # noqa: ANN401 - each driver's own


def judged_orders() -> list[JudgedRow]:
    """The orders of the demo store, each with its whole answer."""
    rules = Rules(policy(), MerchantRules())
    documents = map(stored_document, demo_orders.documents().values())
    rows = enumerate(judged_row(each, rules, fetched_at=NOW, now=NOW) for each in documents)
    return [
        replace(
            each,
            row=replace(each.row, contact_hash=f"{place:064x}"),
            found_by=replace(each.found_by, tag_hashes=[f"{tag:032x}" for tag in range(10) if place % (tag + 5) == 0]),
        )
        for place, each in rows
    ]


def put_all(database: Database, judged: list[JudgedRow]) -> None:
    for each in judged:
        with database.write() as transaction:
            orders.put(transaction, each.row, each.found_by)
            NEEDS.refresh(transaction, each.row.id, now=NOW)


def fill(database: Database, url: str, count: int) -> None:
    """Put so many orders in: real columns, shortened answers. The indexes are made at the end: that is much faster."""
    judged = judged_orders()
    put_all(database, [replace(each, row=replace(each.row, answer=_SHORT)) for each in judged])
    copies = count // len(judged)
    dialect = "sqlite" if url.startswith("sqlite") else "postgresql"
    indexes = [index for table in _TABLES for index in table.indexes]
    with _connected(url) as connection:
        for index in indexes:
            connection.execute(f"DROP INDEX {index.name}")
        for table in _TABLES:
            connection.execute(_copy(table, copies, dialect))
        for index in indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=_DIALECTS[dialect])))
        connection.execute(
            "UPDATE view_counts SET count = (SELECT count(*) FROM order_views AS v WHERE v.view = view_counts.view)"
        )
        if dialect == "postgresql":  # as its autovacuum does; SQLite plans without statistics
            connection.execute("VACUUM ANALYZE")


def _copy(table: Table, copies: int, dialect: str) -> str:
    shifted = _SHIFTED[dialect].format(apart=_APART)
    own = {"id": "id || '0' || n", "order_id": "order_id || '0' || n", "placed_at": shifted}
    own["placed"] = f"placed - {_APART} * 1000000 * CAST(n AS bigint)"
    if table is t.tracking_numbers:
        own["key"] = "key || '-' || n"
    if table is t.orders:
        own |= {"name": "name || '-' || n", "contact_hash": "contact_hash || (n / 2)"}
    names = [column.name for column in table.c]
    series = f"WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {copies})"  # noqa: S608 - our own words only
    quoted = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(own.get(name, f'"{name}"') for name in names)
    copied = f"SELECT {values} FROM {table.name} CROSS JOIN copies"  # noqa: S608 - our own words only
    return f"INSERT INTO {table.name} ({quoted}) {series} {copied}"


@contextmanager
def _connected(url: str) -> Iterator[_Plain]:
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            yield connection
    else:
        with psycopg.connect(url, autocommit=True) as server:
            yield cast("_Plain", server)
