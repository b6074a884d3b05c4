"""Orders by view and filters, sorted, in pages by key, and how many they are.

A list without filters reads an index of its view, which is in the list's own order, until a page is full. With filters
that few orders fit, it reads these few by the index of one filter and sorts them; with filters that many fit, it passes
over the others as it reads the view: many fit, so the page is full soon. Which of both it is, counting tells, which
stops at ``LIMIT``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Select, bindparam, literal, select, tuple_

from tracking.database import view_counts as stored_counts
from tracking.database.column_types import ShortText
from tracking.database.erased_orders import NOT_ALL
from tracking.database.list_search import ListSearch
from tracking.database.order_filters import Filters, TextSearch
from tracking.database.order_views import ALL
from tracking.database.orders import OrderRow, by_ids
from tracking.database.tables import order_views, orders

__all__ = [
    "ALL",
    "LIMIT",
    "Filters",
    "OrderSort",
    "Page",
    "PageKey",
    "TextSearch",
    "count",
    "ids",
    "ids_statement",
    "newest_answer",
    "page",
    "view_counts",
]

LIMIT = 10_000
"""So far a filtered list is counted."""


class OrderSort(StrEnum):
    """How a list is sorted, then by the orders' ids: what has no need, day or scan comes last."""

    NEWEST = "newest"  # placed last
    AGE = "age"  # placed first
    NEED = "need"  # by rank, of one rank the newest need first
    PROMISED = "promised"  # the day of the estimate that is over first, or soon
    SCAN = "scan"  # scanned longest ago


_row = order_views.c
_KEYS: dict[OrderSort, Column[int]] = {
    OrderSort.NEWEST: _row.placed,
    OrderSort.AGE: _row.placed,
    OrderSort.NEED: _row.need,
    OrderSort.PROMISED: _row.promised,
    OrderSort.SCAN: _row.last_scan,
}


_NEWEST_ANSWER = (
    select(orders.c.answer)
    .join(order_views, _row.order_id == orders.c.id)
    .where(_row.view == ALL)
    .order_by(_row.placed.desc(), _row.order_id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class PageKey:
    """The last order of a page, where the next one goes on: what it is sorted by, in the database's own number."""

    value: int
    order_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some orders; ``next_key`` is None on the last page."""

    orders: list[OrderRow]
    next_key: PageKey | None


@dataclass(frozen=True, slots=True)
class IdPage:
    """The ids of some orders; ``next_key`` is None on the last page."""

    ids: list[str]
    next_key: PageKey | None


def page(
    transaction: Connection,
    filters: Filters,
    *,
    size: int,
    sort: OrderSort = OrderSort.NEWEST,
    after: PageKey | None = None,
    counted: int | None = None,
) -> Page:
    """The orders that fit, in their order. ``counted`` is what ``count`` says of the filters, where that is known."""
    found = ids(transaction, filters, size=size, sort=sort, after=after, counted=counted)
    return Page(by_ids(transaction, found.ids), found.next_key)


def ids(
    transaction: Connection,
    filters: Filters,
    *,
    size: int,
    sort: OrderSort = OrderSort.NEWEST,
    after: PageKey | None = None,
    counted: int | None = None,
) -> IdPage:
    """Their ids. By the day it was placed, an order has one place, whatever happens to it."""
    if after is None and filters == Filters(view=filters.view):
        found = transaction.execute(_FIRST_PAGES[sort], {"of_view": filters.view, "most": size + 1}).all()
    else:
        statement = ids_statement(transaction, filters, size=size, sort=sort, after=after, counted=counted)
        found = transaction.execute(statement).all()
    last = found[size - 1] if len(found) > size else None
    return IdPage([row.order_id for row in found[:size]], PageKey(last.key, last.order_id) if last else None)


def ids_statement(
    transaction: Connection,
    filters: Filters,
    *,
    size: int,
    sort: OrderSort = OrderSort.NEWEST,
    after: PageKey | None = None,
    counted: int | None = None,
) -> Select[Any]:
    """The ids, with what they are sorted by as ``key``, of one order more than the page holds."""
    key, is_falling, search = _KEYS[sort], _is_falling(sort), ListSearch(transaction, filters)
    by: list[ColumnElement[Any]]
    if _are_few(search, key, counted):
        some = search.by_fewest(key).limit(LIMIT).subquery("few").c
        found, by = select(some.order_id, some.key), [some.key, some.order_id]
    else:
        found, by = search.through_view(key), [key, _row.order_id]
    if after:
        here, last = tuple_(*by), tuple_(literal(after.value, BigInteger), literal(after.order_id, ShortText))
        found = found.where(here < last if is_falling else here > last)
    return found.order_by(*_sorted(by, is_falling=is_falling)).limit(size + 1)


def _first_page(sort: OrderSort) -> Select[Any]:
    """As ``ids_statement`` has it of a view alone."""
    found = select(_row.order_id, _KEYS[sort].label("key")).where(_row.view == bindparam("of_view"), NOT_ALL)
    by = _sorted([_KEYS[sort], _row.order_id], is_falling=_is_falling(sort))
    return found.order_by(*by).limit(bindparam("most"))


def newest_answer(transaction: Connection) -> dict[str, Any]:
    """Shopify's answer about the order that was placed last; an empty one without any order."""
    return transaction.scalar(_NEWEST_ANSWER) or {}


def count(transaction: Connection, filters: Filters, *, limit: int = LIMIT) -> int:
    """How many orders fit: of a view without filters all, else counted up to one more than the limit."""
    return ListSearch(transaction, filters).count(limit)


def view_counts(transaction: Connection) -> dict[str, int]:
    """How many orders stand in each view that has some."""
    return stored_counts.counts(transaction)


def _is_falling(sort: OrderSort) -> bool:
    return sort is OrderSort.NEWEST


def _are_few(search: ListSearch, key: ColumnElement[int], counted: int | None) -> bool:
    """Whether those that fit are so few that they are best found first, and then sorted."""
    if not search.has_filters and (key is _row.placed or not search.is_of_a_time):
        return False  # the index in the list's order has nothing else
    return (search.count(LIMIT) if counted is None else counted) <= LIMIT


def _sorted(by: Iterable[ColumnElement[Any]], *, is_falling: bool) -> Iterator[ColumnElement[Any]]:
    return (each.desc() for each in by) if is_falling else iter(by)


# Made once: to make a statement takes longer than to execute it, and these are what the overview opens with.
_FIRST_PAGES = {sort: _first_page(sort) for sort in OrderSort}
