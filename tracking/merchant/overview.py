"""The merchant's list: its pages, and how many orders stand in each view."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import TypedDict

from tracking.carriers import Carriers
from tracking.database import Database, Transaction, order_list, orders
from tracking.database.order_list import OrderSort, PageKey
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.shop_zone import shop_zone
from tracking.directory.views import OrderView
from tracking.merchant import saved_views
from tracking.merchant.list_filters import FilterReader
from tracking.merchant.list_query import ListQuery
from tracking.merchant.order_row import MerchantRow
from tracking.merchant.page_key import LastRow
from tracking.merchant.row_details import read_details
from tracking.merchant.row_maker import RowMaker
from tracking.merchant.row_source import RowSource
from tracking.merchant.saved_views import SavedView
from tracking.orders.contact import normalize
from tracking.shopify.shop import ShopProfile

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """How many orders stand in each view, and the lists that the shop has given a name."""

    counts: Mapping[OrderView, int]
    saved: Sequence[SavedView]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """Some orders of a list. ``count`` is how many it has, and ``more``: at least so many. ``next`` is None at its end.

    ``today`` is the shop's day, ``views`` are all of them.
    """

    query: ListQuery
    listed: Sequence[RowSource]
    count: int
    more: bool
    next: LastRow | None
    today: date
    views: Views

    @property
    def rows(self) -> list[MerchantRow]:
        """The rows of the orders."""
        return [each.row() for each in self.listed]


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
            reader, views = self._reader(transaction), _views(transaction)
            filters = reader.filters(query)
            count = views.counts[query.view]
            if query.is_filtered:
                count = order_list.count(transaction, filters, limit=MOST_COUNTED)
            found = order_list.ids(transaction, filters, counted=count, **_place(query))
            listed = self._listed(transaction, found.ids, reader.zone)
        return OverviewPage(
            query=query,
            listed=listed,
            count=min(count, MOST_COUNTED) if query.is_filtered else count,
            more=query.is_filtered and count > MOST_COUNTED,
            next=LastRow(query.sort, found.next_key) if found.next_key else None,
            today=reader.today,
            views=views,
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

    def views(self) -> Views:
        """All of them, as every page shows them."""
        with self.database.read() as transaction:
            return _views(transaction)

    def view_counts(self) -> Mapping[OrderView, int]:
        """How many orders stand in each view."""
        return self.views().counts

    def hashes_of(self, typed: str) -> tuple[str, ...] | None:
        """The hashes of a customer's address as typed, for ``ListQuery.found``; None where it is no email address."""
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

    def _listed(self, transaction: Transaction, ids: Sequence[str], zone: tzinfo) -> list[RowSource]:
        now = self.clock()
        details = read_details(transaction, ids, now=now, zone=zone)
        return [
            RowSource(stored=each, details=details, now=now, make=self.row_maker.row)
            for each in orders.stored(transaction, ids)
        ]

    def _rows(
        self, transaction: Transaction, query: ListQuery, reader: FilterReader, count: int
    ) -> tuple[list[MerchantRow], LastRow | None]:
        found = order_list.page(transaction, reader.filters(query), counted=count, **_place(query))
        ids = [order.id for order in found.orders]
        details = read_details(transaction, ids, now=self.clock(), zone=reader.zone)
        rows = [self.row_maker.row(order, details) for order in found.orders]
        return rows, LastRow(query.sort, found.next_key) if found.next_key else None


class _Place(TypedDict):
    size: int
    sort: OrderSort
    after: PageKey | None


def _place(query: ListQuery) -> _Place:
    after = query.after.key if query.after else None
    return {"size": query.size, "sort": _order_sort(query), "after": after}


def _views(transaction: Transaction) -> Views:
    counts = order_list.view_counts(transaction)
    saved = saved_views.read(transaction)
    return Views(counts={view: counts.get(view, 0) for view in OrderView}, saved=saved)


def _order_sort(query: ListQuery) -> OrderSort:
    if query.sort:
        return OrderSort(query.sort)
    return OrderSort.NEED if query.view is OrderView.NEEDS_YOU else OrderSort.NEWEST
