"""Phrases marked for translation where they are written, and translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in a currency (ISO 4217), as the customer was charged it."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 alpha-2 code, shown by its name in the customer's language.

    ``in_sentence``: behind a preposition, so with its article where the language has one there.
    """

    code: str
    in_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A day or a range of days, shown as "Tuesday 24 to Thursday 26 November"."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message with its values.

    ``message`` and ``plural`` are gettext message ids in English, with ``%(name)s`` placeholders; ``values``
    fill them. ``count`` chooses between the two where there is a plural and is itself ``%(count)s``. A value
    is formatted by its type: dates as days, moments in the order's zone, money by currency, strings as they are.
    """

    message: str
    plural: str | None = None
    count: int | None = None
    values: Mapping[str, "Value"] = field(default_factory=dict)


Value: TypeAlias = str | int | date | datetime | time | Money | Country | Days | Phrase


def text(message: str, /, **values: Value) -> Phrase:
    """Mark a sentence for translation: the extractor collects the first argument of every call."""
    return Phrase(message, values=values)


def counted(singular: str, plural: str, count: int, /, **values: Value) -> Phrase:
    """Mark a sentence with a plural; it contains the number as ``%(count)s``."""
    return Phrase(singular, plural, count, values)


def joined(first: Phrase, then: Phrase) -> Phrase:
    """Two sentences, one after the other, as the language puts them together."""
    return text("%(first)s %(then)s", first=first, then=then)
