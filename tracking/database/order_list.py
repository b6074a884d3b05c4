"""Orders by view and filters, in pages by key, and how many they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, tuple_

from tracking.database.column_types import ShortText, UtcTime
from tracking.database.orders import COLUMNS, OrderRow
from tracking.database.tables import order_tags, order_views, orders, tracking_numbers

ALL = "all"
"""The view in which every order stands."""

_EQUAL = ("stage", "condition", "reason", "route", "carrier", "country", "location")

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
    tag: str | None = None
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
    placed_at, order_id = _key(filters)
    statement = _filtered(select(*COLUMNS), filters)
    if after:
        key = tuple_(placed_at, order_id)
        last = tuple_(literal(after.placed_at, UtcTime), literal(after.order_id, ShortText))
        statement = statement.where(key > last if oldest_first else key < last)
    order = (placed_at, order_id) if oldest_first else (placed_at.desc(), order_id.desc())
    return statement.order_by(*order).limit(size + 1)


def count(transaction: Connection, filters: Filters, *, limit: int = 10_000) -> int:
    """How many orders fit, counted up to one more than the limit."""
    some = _filtered(select(literal(1)), filters).limit(limit + 1).subquery()
    return transaction.scalar(select(func.count()).select_from(some)) or 0


def view_counts(transaction: Connection) -> dict[str, int]:
    """How many orders stand in each view that has some, and in all."""
    statement = select(order_views.c.view, func.count()).group_by(order_views.c.view)
    counts = {view: number for view, number in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy
    return {**counts, ALL: transaction.scalar(select(func.count()).select_from(orders)) or 0}


def _key(filters: Filters) -> tuple[ColumnElement[datetime], ColumnElement[str]]:
    if filters.view == ALL:
        return orders.c.placed_at, orders.c.id
    return order_views.c.placed_at, order_views.c.order_id


def _filtered(statement: S, filters: Filters) -> S:
    if filters.view == ALL:
        return statement.select_from(orders).where(*_conditions(filters))
    both = order_views.join(orders, orders.c.id == order_views.c.order_id)
    return statement.select_from(both).where(order_views.c.view == filters.view, *_conditions(filters))


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    for name in _EQUAL:
        if (value := getattr(filters, name)) is not None:
            yield orders.c[name] == value
    if filters.name is not None:
        yield orders.c.name == filters.name
    if filters.contact_hashes is not None:
        yield orders.c.contact_hash.in_(filters.contact_hashes)
    if filters.placed_from is not None:
        yield _key(filters)[0] >= filters.placed_from
    if filters.placed_to is not None:
        yield _key(filters)[0] < filters.placed_to
    yield from _conditions_on_parts(filters)


def _conditions_on_parts(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.tag is not None:
        yield orders.c.id.in_(select(order_tags.c.order_id).where(order_tags.c.tag == filters.tag))
    if filters.number is not None:
        yield orders.c.id.in_(select(tracking_numbers.c.order_id).where(tracking_numbers.c.key == filters.number))
    if filters.has_number is not None:
        number = select(tracking_numbers.c.key).where(tracking_numbers.c.order_id == orders.c.id).exists()
        yield number if filters.has_number else ~number
    if filters.is_sent_in_parts is not None:
        yield (orders.c.parcels > 1) == filters.is_sent_in_parts
