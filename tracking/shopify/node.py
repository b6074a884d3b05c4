"""A careful look into JSON: whatever has the wrong type, size or spelling counts as missing."""

import functools
import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from tracking.i18n.text import Money
from tracking.shopify.json_access import Json, as_object, as_rows

TEXT = 500  # characters of a title; Shopify allows 255
URL = 2048
_LARGEST = 1_000_000  # units of one line, and more than any
_RICHEST = Decimal(10) ** 15
_YEARS = range(1990, 2200)  # beyond them, arithmetic with days and zones could leave the calendar
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUMERIC_ID = re.compile(r"(?:gid://shopify/\w+/)?([0-9]{1,20})")

T = TypeVar("T")


class Missing(Exception):
    """A row lacks what it cannot do without."""


class Node:
    """An object of Shopify's answer. No method raises but ``need``."""

    __slots__ = ("_fields",)

    def __init__(self, value: Json) -> None:
        self._fields = as_object(value)

    def __bool__(self) -> bool:
        return bool(self._fields)

    def node(self, *path: str) -> "Node":
        """The object at the end of the path, empty when there is none."""
        found = self
        for name in path:
            found = Node(found._fields.get(name))
        return found

    def rows(self, name: str) -> list["Node"]:
        """The objects of a list or of a connection's nodes."""
        return [Node(row) for row in as_rows(self._fields.get(name))]

    def text(self, name: str) -> str | None:
        """A line of text without control characters, cut where it is endless; None when nothing is left."""
        value = self._fields.get(name)
        return _clean(value)[:TEXT].strip() or None if isinstance(value, str) else None

    def url(self, name: str) -> str | None:
        """An address as it stands; a cut one would lead elsewhere, so a long one counts as missing."""
        value = self._fields.get(name)
        return value.strip() or None if isinstance(value, str) and len(value) <= URL else None

    def number(self, name: str) -> int | None:
        """A count, never negative."""
        value = self._fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if 0 <= value <= _LARGEST else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean."""
        value = self._fields.get(name)
        return value if isinstance(value, bool) else default

    def moment(self, name: str) -> datetime | None:
        """A time in UTC: https://shopify.dev/docs/api/admin-graphql/latest/scalars/DateTime."""
        value = self._fields.get(name)
        try:
            found = datetime.fromisoformat(value) if isinstance(value, str) else None
            found = found.astimezone(UTC) if found and found.tzinfo else None
        except (ValueError, OverflowError):
            return None
        return found if found and found.year in _YEARS else None

    def money(self, name: str) -> Money | None:
        """What the customer sees of a MoneyBag: its presentment money."""
        bag = self.node(name, "presentmentMoney")
        amount, currency = _decimal(bag._fields.get("amount")), bag.text("currencyCode")
        if amount is None or not currency or not _CURRENCY.fullmatch(currency):
            return None
        return Money(amount=amount, currency=currency)

    def country(self, name: str) -> str | None:
        """A country by its ISO 3166-1 alpha-2 code."""
        code = self.text(name)
        return code if code and _COUNTRY.fullmatch(code) else None

    def numeric_id(self) -> str | None:
        """The digits of a global id ("gid://shopify/Order/123")."""
        found = _NUMERIC_ID.fullmatch(self.text("id") or "")
        return found[1] if found else None


def need(value: T | None) -> T:
    """The value, or Missing: the row that it belongs to is left out."""
    if value is None:
        raise Missing
    return value


def read_rows(rows: Iterable[Node], read: Callable[[Node], T]) -> tuple[T, ...]:
    """Each row as ``read`` makes it; a broken one is left out."""
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except Missing:
            continue
    return tuple(found)


def valid_zone(name: str | None) -> str | None:
    """The name when it is an IANA time zone."""
    return name if name in _zones() else None


@functools.cache
def _zones() -> set[str]:
    return zoneinfo.available_timezones()


def _clean(value: str) -> str:
    bounded = value[: 2 * TEXT]
    if bounded.isprintable():
        return bounded
    # Cs: halves of surrogate pairs, which no encoding can carry.
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in bounded)


def _decimal(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        amount = Decimal(str(value)[:40])
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < _RICHEST else None
