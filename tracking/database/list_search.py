"""The orders of a view that fit some filters, found by whichever index has fewest of them."""

from functools import cached_property
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, func, select, text

from tracking.database import view_counts
from tracking.database.erased_orders import NOT_ALL
from tracking.database.order_filters import Filters, OrderFilter, order_filters
from tracking.database.order_views import microseconds
from tracking.database.tables import order_views

_MOST = 10_000  # a filter with more ids is not counted to the end
_SORTED_MEANWHILE = 50  # orders of a view, in the time in which PostgreSQL looks one up in it, as measured

_row = order_views.c


class ListSearch:
    """One search, in the transaction in which it is made."""

    def __init__(self, transaction: Connection, filters: Filters) -> None:
        self.filters = filters
        self._transaction = transaction
        self._all = order_filters(transaction, filters)
        if self._all and transaction.dialect.name == "postgresql":
            # A plan that it keeps for all values is the one for those that many orders have.
            transaction.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
            # Its estimates of what fits several filters are too high: it would read the whole table to have it all.
            self._leave_out("seqscan", "hashjoin")

    @property
    def is_of_a_time(self) -> bool:
        """Whether the orders of some days are looked for."""
        return self.filters.placed_from is not None or self.filters.placed_to is not None

    @property
    def has_filters(self) -> bool:
        """Whether something beside the view and the days holds."""
        return bool(self._all)

    def through_view(self, key: Column[int]) -> Select[Any]:
        """The ids and keys of those that fit, by the view's index, which passes over the others."""
        return self._view(key).where(*(each.holds_of(_row.order_id) for each in self._all))

    def by_fewest(self, key: Column[int]) -> Select[Any]:
        """Likewise in no order, by the view or by the filter that has fewer orders than it."""
        leading = self._leading
        if leading is None:
            return self.through_view(key)
        ids = leading.ids.subquery("fitting")
        (order_id,) = ids.c
        others = (each.holds_of(_row.order_id) for each in self._all if each is not leading)
        return self._view(key, by_ids=True).join(ids, order_id == _row.order_id).where(*others)

    def count(self, limit: int) -> int:
        """How many fit: of a view without filters all, else counted up to one more than the limit."""
        if not self._all and not self.is_of_a_time:
            return view_counts.of_view(self._transaction, self.filters.view)
        some = self.by_fewest(_row.placed).limit(limit + 1).subquery()
        return self._transaction.scalar(select(func.count()).select_from(some)) or 0

    @cached_property
    def _leading(self) -> OrderFilter | None:
        """The filter that fewest orders fit, if these are fewer than the view has."""
        of_view = view_counts.of_view(self._transaction, self.filters.view)
        leading, fewest = None, of_view
        for each in self._all:
            if not each.is_not and (number := self._ids(each, min(fewest, _MOST))) < fewest:
                leading, fewest = each, number
        if leading and fewest * _SORTED_MEANWHILE < of_view and self._transaction.dialect.name == "postgresql":
            self._leave_out("mergejoin")  # it would sort the whole view to find these few in it
        return leading

    def _leave_out(self, *ways: str) -> None:
        for way in ways:
            self._transaction.execute(text(f"SET LOCAL enable_{way} = off"))

    def _ids(self, each: OrderFilter, limit: int) -> int:
        return self._transaction.scalar(select(func.count()).select_from(each.ids.limit(limit).subquery())) or 0

    def _view(self, key: Column[int], *, by_ids: bool = False) -> Select[Any]:
        """The orders of the view and the days; ``by_ids``: found by their ids."""
        view: ColumnElement[str] = _row.view
        if by_ids and self._transaction.dialect.name == "sqlite":
            view = view.concat("")  # SQLite has no figures by which it could tell that the view has more orders
        found = (
            select(_row.order_id, key.label("key")).select_from(order_views).where(view == self.filters.view, NOT_ALL)
        )
        if self.filters.placed_from is not None:
            found = found.where(_row.placed >= microseconds(self.filters.placed_from))
        if self.filters.placed_to is not None:
            found = found.where(_row.placed < microseconds(self.filters.placed_to))
        return found
