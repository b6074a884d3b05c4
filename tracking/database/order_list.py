"""Orders by view and filters, in pages by key, and how many they are.

A list reads ``order_views`` alone, where each filter of a view has an index in the list's own order, until a page is
full: only then the orders themselves are read. With several filters one of the indexes is read, and the rows of it that
do not fit the others are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, literal, select, tuple_

from tracking.database.column_types import ShortText
from tracking.database.orders import ALL, COLUMNS, OrderRow, microseconds
from tracking.database.tables import order_tags, order_views, orders, tracking_numbers

_EQUAL = (
    "stage",
    "condition",
    "reason",
    "route",
    "carrier",
    "country",
    "location",
    "has_number",
    "is_sent_in_parts",
)

S = TypeVar("S", bound=Select[Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Each filter that is not None holds. ``placed_to`` itself is outside; ``number`` is a key of a tracking number."""

    view: str = ALL
    stage: str | None = None
    condition: str | None = None
    reason: str | None = None
    route: str | None = None
    carrier: str | None = None
    country: str | None = None
    location: str | None = None
    name: str | None = None
    number: str | None = None
    tag_hashes: tuple[str, ...] | None = None
    contact_hashes: tuple[str, ...] | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    has_number: bool | None = None
    is_sent_in_parts: bool | None = None


@dataclass(frozen=True, slots=True)
class PageKey:
    """The last order of a page, where the next one goes on."""

    placed_at: datetime
    order_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some orders; ``next_key`` is None on the last page."""

    orders: list[OrderRow]
    next_key: PageKey | None


def page(
    transaction: Connection, filters: Filters, *, size: int, after: PageKey | None = None, oldest_first: bool = False
) -> Page:
    """The orders that fit, the newest first."""
    statement = page_statement(filters, size=size, after=after, oldest_first=oldest_first)
    found = [OrderRow(**row) for row in transaction.execute(statement).mappings()]
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], PageKey(last.placed_at, last.id) if last else None)


def page_statement(
    filters: Filters, *, size: int, after: PageKey | None = None, oldest_first: bool = False
) -> Select[Any]:
    """Of one order more than the page holds."""
    listed = _listed(filters)
    placed, order_id = listed.c.placed, listed.c.order_id
    found = _filtered(select(order_id, placed), filters)
    if after:
        key = tuple_(placed, order_id)
        last = tuple_(literal(microseconds(after.placed_at)), literal(after.order_id, ShortText))
        found = found.where(key > last if oldest_first else key < last)
    order = (placed, order_id) if oldest_first else (placed.desc(), order_id.desc())
    page_ids = found.order_by(*order).limit(size + 1).subquery("page_ids")
    of_page = (page_ids.c.placed, page_ids.c.order_id)
    statement = select(*COLUMNS).join_from(page_ids, orders, orders.c.id == page_ids.c.order_id)
    return statement.order_by(*(of_page if oldest_first else (column.desc() for column in of_page)))


def count(transaction: Connection, filters: Filters, *, limit: int = 10_000) -> int:
    """How many orders fit, counted up to one more than the limit."""
    some = _filtered(select(literal(1)), filters).limit(limit + 1).subquery()
    return transaction.scalar(select(func.count()).select_from(some)) or 0


def view_counts(transaction: Connection) -> dict[str, int]:
    """How many orders stand in each view that has some."""
    statement = select(order_views.c.view, func.count()).group_by(order_views.c.view)
    return {view: number for view, number in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def _listed(filters: Filters) -> Table:
    """The table whose index has what is listed in its order."""
    return order_views if filters.tag_hashes is None else order_tags


def _filtered(statement: S, filters: Filters) -> S:
    listed = _listed(filters)
    few = list(_few(filters, listed))
    # Of a few orders, SQLite would read the whole index of the view to find them.
    view = listed.c.view.concat("") if few else listed.c.view
    found = statement.select_from(listed).where(view == filters.view, *few, *_conditions(filters, listed))
    if listed is order_tags and any(getattr(filters, name) is not None for name in _EQUAL):
        same = and_(order_views.c.order_id == listed.c.order_id, order_views.c.view == listed.c.view)
        found = found.join(order_views, same)
    return found


def _conditions(filters: Filters, listed: Table) -> Iterator[ColumnElement[bool]]:
    for name in _EQUAL:
        if (value := getattr(filters, name)) is not None:
            yield order_views.c[name] == value
    if filters.tag_hashes is not None:
        yield order_tags.c.tag_hash.in_(filters.tag_hashes)
    if filters.placed_from is not None:
        yield listed.c.placed >= microseconds(filters.placed_from)
    if filters.placed_to is not None:
        yield listed.c.placed < microseconds(filters.placed_to)


def _few(filters: Filters, listed: Table) -> Iterator[ColumnElement[bool]]:
    """What a few orders have at most: they are found first."""
    if filters.name is not None:
        yield listed.c.order_id.in_(select(orders.c.id).where(orders.c.name == filters.name))
    if filters.contact_hashes is not None:
        ids = select(orders.c.id).where(orders.c.contact_hash.in_(filters.contact_hashes))
        yield listed.c.order_id.in_(ids)
    if filters.number is not None:
        ids = select(tracking_numbers.c.order_id).where(tracking_numbers.c.key == filters.number)
        yield listed.c.order_id.in_(ids)
