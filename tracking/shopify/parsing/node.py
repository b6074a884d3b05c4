"""Reads typed values from JSON: a value of the wrong type, size or format counts as missing."""

import functools
import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from tracking.i18n.text import Money
from tracking.shopify.json_decoder import Json, as_list, as_object, as_rows

MAX_TEXT = 500  # characters of a title; Shopify allows 255
MAX_URL = 2048
_MAX_NUMBER = 1_000_000  # units of one line, and more than any
_MAX_AMOUNT = Decimal(10) ** 15
_YEARS = range(1990, 2200)  # beyond them, arithmetic with days and zones could overflow
_INVISIBLE = frozenset({"Cf", "Zs"})
_CURRENCY = re.compile(r"[A-Z]{3}")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUMERIC_ID = re.compile(r"(?:gid://shopify/\w+/)?([0-9]{1,20})")

T = TypeVar("T")


def global_id(kind: str, numeric_id: str) -> str:
    """Shopify's id of an object: https://shopify.dev/docs/api/usage/gids."""
    return f"gid://shopify/{kind}/{numeric_id}"


class MissingValue(Exception):
    """A row lacks a required value."""


class Node:
    """An object of Shopify's response. No method raises."""

    __slots__ = ("_fields",)

    def __init__(self, value: Json) -> None:
        self._fields = as_object(value)

    def __bool__(self) -> bool:
        return bool(self._fields)

    def node(self, *path: str) -> "Node":
        """The object at the end of the path, empty when there is none."""
        node = self
        for name in path:
            node = Node(node._fields.get(name))
        return node

    def rows(self, name: str) -> list["Node"]:
        """The objects of a list or of a connection's nodes."""
        return [Node(row) for row in as_rows(self._fields.get(name))]

    def text(self, name: str) -> str | None:
        """A line of text without control characters, cut to MAX_TEXT; None when it is empty."""
        return self.spaced_text(name).strip() or None

    def spaced_text(self, name: str) -> str:
        """A line of text as ``text`` reads it, with the space around it, because it is a part of another one."""
        value = self._fields.get(name)
        return _clean(value)[:MAX_TEXT] if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """The lines of text in a list of scalars, read likewise."""
        values = (Node({"text": value}).text("text") for value in as_list(self._fields.get(name)))
        return tuple(value for value in values if value)

    def url(self, name: str) -> str | None:
        """A URL; too long a one counts as missing, because a cut one would lead elsewhere."""
        value = self._fields.get(name)
        return value.strip() or None if isinstance(value, str) and len(value) <= MAX_URL else None

    def number(self, name: str) -> int | None:
        """A count, never negative."""
        value = self._fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if 0 <= value <= _MAX_NUMBER else None

    def units(self, name: str) -> int | None:
        """A count without its sign, which only says whether the units were added or removed."""
        value = self._fields.get(name)
        if isinstance(value, int) and value < 0:
            return Node({name: -value}).number(name)
        return self.number(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean."""
        value = self._fields.get(name)
        return value if isinstance(value, bool) else default

    def moment(self, name: str) -> datetime | None:
        """A time in UTC: https://shopify.dev/docs/api/admin-graphql/latest/scalars/DateTime."""
        value = self._fields.get(name)
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
            moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
        except (ValueError, OverflowError):
            return None
        return moment if moment and moment.year in _YEARS else None

    def planned(self, name: str) -> datetime | None:
        """A time that may be a date: midnight in any zone, or a date alone, is read as midnight UTC."""
        value = self._fields.get(name)
        written = _MIDNIGHT.fullmatch(value) if isinstance(value, str) else None
        return Node({name: f"{written[1]}T00:00:00Z"}).moment(name) if written else self.moment(name)

    def money(self, name: str) -> Money | None:
        """The presentment money of a MoneyBag, in the customer's currency."""
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
        match = _NUMERIC_ID.fullmatch(self.text("id") or "")
        return match[1] if match else None


def need(value: T | None) -> T:
    """Returns the value, or raises MissingValue, so that its row is left out."""
    if value is None:
        raise MissingValue
    return value


def visible(value: str | None) -> str | None:
    """Returns the text unless all of it is invisible: spaces, and characters for direction or joining."""
    if value is None or all(unicodedata.category(char) in _INVISIBLE for char in value):
        return None
    return value


def read_rows(rows: Iterable[Node], read: Callable[[Node], T]) -> tuple[T, ...]:
    """Reads each row with ``read``, leaves out those that lack a value."""
    results = []
    for row in rows:
        try:
            results.append(read(row))
        except MissingValue:
            continue
    return tuple(results)


def valid_zone(name: str | None) -> str | None:
    """Returns the name if it is an IANA time zone."""
    return name if name in _zones() else None


@functools.cache
def _zones() -> set[str]:
    return zoneinfo.available_timezones()


def _clean(value: str) -> str:
    bounded = value[: 2 * MAX_TEXT]
    if bounded.isprintable():
        return bounded
    # Cs: lone surrogates, which cannot be encoded.
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in bounded)


def _decimal(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        amount = Decimal(str(value)[:40])
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < _MAX_AMOUNT else None
