"""Orders by view and filters, sorted, in pages by key, and how many they are.

A list without filters reads an index of its view, which is in the list's own order, until a page is full. With filters
that few orders fit, it reads these few by the index of one filter and sorts them; with filters that many fit, it passes
over the others as it reads the view: many fit, so the page is full soon. Which of both it is, counting tells, which
stops at ``LIMIT``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Select, func, literal, select, tuple_

from tracking.database import view_counts as kept_counts
from tracking.database.column_types import ShortText
from tracking.database.order_filters import Filters, OrderFilter, TextSearch, order_filters
from tracking.database.order_views import ALL, microseconds
from tracking.database.orders import COLUMNS, OrderRow
from tracking.database.tables import order_views, orders

__all__ = ["ALL", "LIMIT", "Filters", "OrderSort", "Page", "PageKey", "TextSearch", "count", "page", "view_counts"]

LIMIT = 10_000
"""So far a filtered list is counted."""

_FEW = 5_000  # of a view with so few orders, each is looked at


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
    statement = page_statement(transaction, filters, size=size, sort=sort, after=after, counted=counted)
    found = transaction.execute(statement).all()
    rows = [OrderRow(**{name: value for name, value in row._mapping.items() if name != "key"}) for row in found[:size]]  # noqa: SLF001 - SQLAlchemy's public name for it
    return Page(rows, PageKey(found[size - 1].key, found[size - 1].id) if len(found) > size else None)


def page_statement(
    transaction: Connection,
    filters: Filters,
    *,
    size: int,
    sort: OrderSort = OrderSort.NEWEST,
    after: PageKey | None = None,
    counted: int | None = None,
) -> Select[Any]:
    """Of one order more than the page holds."""
    key, is_falling = _KEYS[sort], sort is OrderSort.NEWEST
    fitting = order_filters(transaction, filters)
    by: list[ColumnElement[Any]]
    if _are_few(transaction, filters, fitting, key, counted):
        some = _found(transaction, filters, fitting, key).limit(LIMIT).subquery("few").c
        found, by = select(some.order_id, some.key), [some.key, some.order_id]
    else:
        found, by = _view(filters, key), [key, _row.order_id]
        found = found.where(*(each.holds_of(_row.order_id) for each in fitting))
    if after:
        here, last = tuple_(*by), tuple_(literal(after.value, BigInteger), literal(after.order_id, ShortText))
        found = found.where(here < last if is_falling else here > last)
    ids = found.order_by(*_sorted(by, is_falling=is_falling)).limit(size + 1).subquery("page_ids")
    statement = select(ids.c.key, *COLUMNS).join_from(ids, orders, orders.c.id == ids.c.order_id)
    return statement.order_by(*_sorted((ids.c.key, ids.c.order_id), is_falling=is_falling))


def count(transaction: Connection, filters: Filters, *, limit: int = LIMIT) -> int:
    """How many orders fit: of a view without filters all, else counted up to one more than the limit."""
    fitting = order_filters(transaction, filters)
    if not fitting and not _is_of_a_time(filters):
        return kept_counts.of_view(transaction, filters.view)
    return _counted(transaction, filters, fitting, limit)


def view_counts(transaction: Connection) -> dict[str, int]:
    """How many orders stand in each view that has some."""
    return kept_counts.counts(transaction)


def _are_few(
    transaction: Connection,
    filters: Filters,
    fitting: Sequence[OrderFilter],
    key: ColumnElement[int],
    counted: int | None,
) -> bool:
    """Whether those that fit are so few that they are best found by a filter, and sorted."""
    if not fitting and (key is _row.placed or not _is_of_a_time(filters)):
        return False  # the index in the list's order has nothing else
    return (_counted(transaction, filters, fitting, LIMIT) if counted is None else counted) <= LIMIT


def _counted(transaction: Connection, filters: Filters, fitting: Sequence[OrderFilter], limit: int) -> int:
    some = _found(transaction, filters, fitting, _row.placed).limit(limit + 1).subquery()
    return transaction.scalar(select(func.count()).select_from(some)) or 0


def _found(transaction: Connection, filters: Filters, fitting: Sequence[OrderFilter], key: Column[int]) -> Select[Any]:
    """The orders that fit, in no order, by the index of one filter; where the view has few orders, by the view."""
    leading = next((each for each in fitting if not each.is_not), None)
    if leading is None or kept_counts.of_view(transaction, filters.view) <= _FEW:
        return _view(filters, key).where(*(each.holds_of(_row.order_id) for each in fitting))
    ids = leading.ids.subquery("fitting")
    (order_id,) = ids.c
    others = (each.holds_of(_row.order_id) for each in fitting if each is not leading)
    return _view(filters, key, transaction).join(ids, order_id == _row.order_id).where(*others)


def _view(filters: Filters, key: Column[int], by_ids: Connection | None = None) -> Select[Any]:
    """The orders of the view and the time; ``by_ids``: found by their ids."""
    view: ColumnElement[str] = _row.view
    if by_ids and by_ids.dialect.name == "sqlite":
        view = view.concat("")  # SQLite has no figures by which it could tell that the view has more orders
    found = select(_row.order_id, key.label("key")).select_from(order_views).where(view == filters.view)
    if filters.placed_from is not None:
        found = found.where(_row.placed >= microseconds(filters.placed_from))
    if filters.placed_to is not None:
        found = found.where(_row.placed < microseconds(filters.placed_to))
    return found


def _is_of_a_time(filters: Filters) -> bool:
    return filters.placed_from is not None or filters.placed_to is not None


def _sorted(by: Iterable[ColumnElement[Any]], *, is_falling: bool) -> Iterator[ColumnElement[Any]]:
    return (each.desc() for each in by) if is_falling else iter(by)
