"""The merchant's list: its pages, and how many orders stand in each view."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from tracking.carriers import Carriers
from tracking.database import Database, Transaction, order_list, orders
from tracking.database.order_list import OrderSort, PageKey
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.shop_zone import shop_zone
from tracking.directory.views import OrderView
from tracking.merchant.list_filters import FilterReader
from tracking.merchant.list_query import ListQuery
from tracking.merchant.order_row import MerchantRow
from tracking.merchant.page_key import LastRow
from tracking.merchant.row_details import read_details
from tracking.merchant.row_maker import RowMaker
from tracking.orders.contact import normalize
from tracking.shopify.shop import ShopProfile

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """Some rows of a list. ``count`` is how many it has, and ``more``: at least so many. ``next`` is None at its end.

    ``today`` is the shop's day.
    """

    query: ListQuery
    rows: Sequence[MerchantRow]
    count: int
    more: bool
    next: LastRow | None
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """``profile`` is Shopify's last word about the shop, None before the first.

    Every method raises DatabaseUnavailable.
    """

    database: Database
    carriers: Carriers
    hashes: OrderHashes
    row_maker: RowMaker
    clock: Callable[[], datetime]
    profile: Callable[[], ShopProfile | None]

    def page(self, query: ListQuery) -> OverviewPage:
        """The page of the list that the query asks for."""
        with self.database.read() as transaction:
            reader = self._reader(transaction)
            count = order_list.count(transaction, reader.filters(query), limit=MOST_COUNTED)
            rows, last = self._rows(transaction, query, reader, count)
        return OverviewPage(
            query=query,
            rows=rows,
            count=min(count, MOST_COUNTED) if query.is_filtered else count,
            more=query.is_filtered and count > MOST_COUNTED,
            next=last,
            today=reader.today,
        )

    def all_rows(self, query: ListQuery) -> Iterator[MerchantRow]:
        """Every row of the list from the query's page on, read page by page: as much memory for a million as for one.

        No transaction stays open while the caller works on a page: an order that changes meanwhile is listed as it was
        or as it is.
        """
        rest: ListQuery | None = query
        count: int | None = None
        while rest:
            with self.database.read() as transaction:
                reader = self._reader(transaction)
                count = count or order_list.count(transaction, reader.filters(query), limit=MOST_COUNTED)
                rows, last = self._rows(transaction, rest, reader, count)
            yield from rows
            rest = replace(rest, after=last) if last else None

    def count(self, query: ListQuery) -> int:
        """How many orders the list has; of a filtered one, more than ``MOST_COUNTED`` are one more than that."""
        with self.database.read() as transaction:
            return order_list.count(transaction, self._reader(transaction).filters(query), limit=MOST_COUNTED)

    def id_batches(self, query: ListQuery, size: int) -> Iterator[list[str]]:
        """The ids of all orders of the list, so many at a time, likewise without an open transaction."""
        count: int | None = None
        key: PageKey | None = None
        while True:
            with self.database.read() as transaction:
                filters = self._reader(transaction).filters(query)
                count = count or order_list.count(transaction, filters, limit=MOST_COUNTED)
                found = order_list.ids(transaction, filters, size=size, after=key, counted=count)
            if found.ids:
                yield found.ids
            key = found.next_key
            if key is None:
                return

    def row(self, order_id: str) -> MerchantRow | None:
        """The row of one order; None where it is not known."""
        with self.database.read() as transaction:
            found = orders.get(transaction, order_id)
            details = read_details(transaction, [order_id], now=self.clock(), zone=self._reader(transaction).zone)
        return self.row_maker.row(found, details) if found else None

    def view_counts(self) -> dict[OrderView, int]:
        """How many orders stand in each view."""
        with self.database.read() as transaction:
            counts = order_list.view_counts(transaction)
        return {view: counts.get(view, 0) for view in OrderView}

    def hashes_of(self, typed: str) -> tuple[str, ...] | None:
        """What ``ListQuery.found`` holds of a customer's address as it was typed; None where it is no email address."""
        return self.hashes.contact_candidates(email=normalize(typed), phone=None) or None

    def zone(self) -> tzinfo:
        """That of the shop."""
        with self.database.read() as transaction:
            return self._reader(transaction).zone

    def _reader(self, transaction: Transaction) -> FilterReader:
        profile = self.profile()
        zone = shop_zone(transaction, profile.zone if profile else None)
        return FilterReader(
            carriers=self.carriers,
            hashes=self.hashes,
            zone=zone,
            today=self.clock().astimezone(zone).date(),
            prefix=profile.prefix if profile else "",
            suffix=profile.suffix if profile else "",
        )

    def _rows(
        self, transaction: Transaction, query: ListQuery, reader: FilterReader, count: int
    ) -> tuple[list[MerchantRow], LastRow | None]:
        found = order_list.page(
            transaction,
            reader.filters(query),
            size=query.size,
            sort=_order_sort(query),
            after=query.after.key if query.after else None,
            counted=count,
        )
        ids = [order.id for order in found.orders]
        details = read_details(transaction, ids, now=self.clock(), zone=reader.zone)
        rows = [self.row_maker.row(order, details) for order in found.orders]
        return rows, LastRow(query.sort, found.next_key) if found.next_key else None


def _order_sort(query: ListQuery) -> OrderSort:
    if query.sort:
        return OrderSort(query.sort)
    return OrderSort.NEED if query.view is OrderView.NEEDS_YOU else OrderSort.NEWEST
