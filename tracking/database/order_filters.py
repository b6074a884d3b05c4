"""The filters of lists: each names the ids that fit, by an index of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, literal_column, not_, select, union

from tracking.database.order_terms import IN_PARTS, NO_NUMBER, TermKind, term
from tracking.database.order_views import ALL
from tracking.database.tables import merchant_letters, notices, order_terms, orders, tracking_numbers

_MOST_BY_NUMBER = 50
_COLUMNS = ("reason", "location", "carrier", "country", "route", "stage", "condition")
_LAST = "\U0010ffff"  # no word goes on with it


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearch:
    """The possible meanings of a typed text: names of orders, keys of tracking numbers, beginnings of words."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Each filter that is not None holds. ``placed_to`` itself is outside; ``number`` is a key of a tracking number.

    ``text`` finds orders by their name or number; if there are none, by the products that have all of its words.
    ``has_failed_letter``: a letter about it was given up.
    """

    view: str = ALL
    ids: tuple[str, ...] | None = None
    stage: str | None = None
    condition: str | None = None
    reason: str | None = None
    route: str | None = None
    carrier: str | None = None
    country: str | None = None
    location: str | None = None
    name: str | None = None
    number: str | None = None
    text: TextSearch | None = None
    tag_hashes: tuple[str, ...] | None = None
    contact_hashes: tuple[str, ...] | None = None
    out_of_step: str | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    has_number: bool | None = None
    is_sent_in_parts: bool | None = None
    has_failed_letter: bool | None = None


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Orders that fit: ``ids`` selects ``column``, where each stands once. ``is_not``: those that do not fit."""

    ids: Select[Any]
    column: ColumnElement[str]
    is_not: bool = False

    def holds_of(self, order_id: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether an order fits that was found by other means."""
        found = self.ids.where(self.column == order_id).exists()
        return not_(found) if self.is_not else found


def order_filters(transaction: Connection, filters: Filters) -> list[OrderFilter]:
    """Those that hold beside the view and the time: the first is the one that fewest orders fit, as a rule."""
    return [*_by_number(transaction, filters), *_by_terms(filters), *_by_columns(filters)]


def _by_number(transaction: Connection, filters: Filters) -> Iterator[OrderFilter]:
    numbers, row = tracking_numbers.c, orders.c
    if filters.ids is not None:
        yield _filter(row.id, row.id.in_(filters.ids))
    if filters.name is not None:
        yield _filter(row.id, row.name == filters.name)
    if filters.number is not None:
        yield _filter(numbers.order_id, numbers.key == filters.number)
    if filters.contact_hashes is not None:
        yield _filter(row.id, row.contact_hash.in_(filters.contact_hashes))
    if filters.text is not None:
        yield from _by_text(transaction, filters.text)
    if filters.has_failed_letter:
        given_up: ColumnElement[str] = literal_column("'given_up'")
        failed = union(
            *(select(each.c.order_id).where(each.c.state == given_up) for each in (notices, merchant_letters))
        ).subquery()
        yield OrderFilter(select(failed.c.order_id), failed.c.order_id)


def _by_text(transaction: Connection, text: TextSearch) -> Iterator[OrderFilter]:
    row, numbers = orders.c, tracking_numbers.c
    named = select(row.id).where(row.name.in_(text.names)).limit(_MOST_BY_NUMBER)
    numbered = select(numbers.order_id).where(numbers.key.in_(text.numbers)).limit(_MOST_BY_NUMBER)
    found = {*transaction.scalars(named), *transaction.scalars(numbered)}
    if found or not text.words:
        yield _filter(row.id, row.id.in_(sorted(found)))
        return
    for word in sorted(text.words, key=len, reverse=True):
        begins = term(TermKind.WORD, word)
        yield _first_of_terms(begins, begins + _LAST)


def _by_terms(filters: Filters) -> Iterator[OrderFilter]:
    column = order_terms.c.term
    if filters.out_of_step is not None:
        yield _of_term(column == term(TermKind.OUT_OF_STEP, filters.out_of_step))
    if filters.tag_hashes is not None:
        # By keys of several ages, of which an order's tags have one.
        yield _of_term(column.in_([term(TermKind.TAG, tag_hash) for tag_hash in filters.tag_hashes]))
    if filters.is_sent_in_parts is not None:
        yield _of_term(column == IN_PARTS, is_not=not filters.is_sent_in_parts)
    if filters.has_number is not None:
        yield _of_term(column == NO_NUMBER, is_not=filters.has_number)


def _by_columns(filters: Filters) -> Iterator[OrderFilter]:
    row = orders.c
    for name in _COLUMNS:
        if (value := getattr(filters, name)) is not None:
            yield _filter(row.id, row[name] == value)


def _of_term(condition: ColumnElement[bool], *, is_not: bool = False) -> OrderFilter:
    """An order has the term once."""
    column = order_terms.c.order_id
    return OrderFilter(select(column).where(condition), column, is_not)


def _first_of_terms(begin: str, end: str) -> OrderFilter:
    """Orders with terms from one on and before another, each by its first: DISTINCT would read all of them at once."""
    row, other = order_terms.c, order_terms.alias("other").c
    earlier = select(other.term).where(other.order_id == row.order_id, other.term >= begin, other.term < row.term)
    is_first = and_(row.term >= begin, row.term < end, not_(earlier.exists()))
    return OrderFilter(select(row.order_id).where(is_first), row.order_id)


def _filter(column: Column[str], condition: ColumnElement[bool]) -> OrderFilter:
    return OrderFilter(select(column).where(condition), column)
