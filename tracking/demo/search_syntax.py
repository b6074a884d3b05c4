r"""Implements Shopify's search syntax for orders, with its loose matching of names.

The special characters are ``: \ ( )``, escaped by a backslash. A bare value may have a hyphen or a quote inside, but
does not begin with one. https://shopify.dev/docs/api/usage/search-syntax
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

Row: TypeAlias = Mapping[str, object]
R = TypeVar("R", bound=Row)
Predicate: TypeAlias = Callable[[Row], bool]

_TOKEN = re.compile(
    r"""(?P<mark>[()-])|(?:(?P<field>[a-z_]+):(?P<comparator><=|>=|<|>)?)?"""
    r"""(?P<value>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\\.|[^\s()"'\\])(?:\\.|[^\s()\\])*)"""
)
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A word, a quoted string or ``field:value``; ``prefix`` where it ended with a bare ``*``."""

    value: str
    field: str = ""
    comparator: str = ""
    prefix: bool = False


def search(rows: Sequence[R], query: str) -> list[R]:
    """Rows that match the query. An empty query matches all; unbalanced brackets are ignored."""
    matches = predicate(query)
    return [row for row in rows if matches(row)]


def predicate(query: str) -> Predicate:
    """Whether a row matches the query."""
    tokens = list(search_tokens(query))
    return _SearchParser(tokens).any_of() if tokens else lambda _: True


def search_tokens(query: str) -> Iterator[SearchTerm | str]:
    """The terms of a query, and the words and marks between them."""
    for token in _TOKEN.finditer(query):
        if token["mark"]:
            yield token["mark"]
        elif token["value"] in {"AND", "OR", "NOT"} and not token["field"]:
            yield token["value"]
        else:
            yield _term(token)


def _term(token: re.Match[str]) -> SearchTerm:
    value = token["value"]
    is_quoted = value[0] in "\"'"
    prefix = not is_quoted and value.endswith("*") and not value.endswith("\\*")
    bare = value[1:-1] if is_quoted else value.removesuffix("*") if prefix else value
    plain = re.sub(r"\\(.)", r"\1", bare)
    return SearchTerm(plain, token["field"] or "", token["comparator"] or "", prefix)


class _SearchParser:
    """Turns tokens into one predicate: OR binds loosest, then AND (or nothing at all), then NOT and ``-``."""

    def __init__(self, tokens: list[SearchTerm | str]) -> None:
        self.tokens = tokens

    def any_of(self) -> Predicate:
        found = [self.all_of()]
        while self.take("OR"):
            found.append(self.all_of())
        return lambda row: any(predicate(row) for predicate in found)

    def all_of(self) -> Predicate:
        found: list[Predicate] = []
        while self.tokens and self.tokens[0] not in {"OR", ")"}:
            if not self.take("AND"):
                found.append(self.one())
        return lambda row: all(predicate(row) for predicate in found)

    def one(self) -> Predicate:
        if not self.tokens:
            return lambda _: True
        head = self.tokens.pop(0)
        if isinstance(head, SearchTerm):
            return lambda row: _matches(head, row)
        if head in {"NOT", "-"}:
            opposite = self.one()
            return lambda row: not opposite(row)
        return self.bracketed() if head == "(" else lambda _: True

    def bracketed(self) -> Predicate:
        inside = self.any_of()
        self.take(")")
        return inside

    def take(self, mark: str) -> bool:
        if not self.tokens or self.tokens[0] != mark:
            return False
        self.tokens.pop(0)
        return True


def _matches(term: SearchTerm, row: Row) -> bool:
    match = FIELDS.get(term.field)
    if match and term.field and term.prefix and not term.value:  # field:* is any value
        return bool(row.get(_KEYS.get(term.field, term.field)))
    # Shopify ignores an unknown filter, and so returns too many rows rather than none.
    return match is None or match(term, row)


def _contains_words(term: SearchTerm, text: object) -> bool:
    """Whether every word of the term is part of a word of ``text``: "#1001" finds "#1001-A" and "#11001"."""
    wanted = _WORDS.findall(term.value.casefold())
    words = _WORDS.findall(str(text or "").casefold())
    if term.prefix:
        return bool(wanted) and any(word.startswith(wanted[-1]) for word in words)
    return bool(wanted) and all(any(part in word for word in words) for part in wanted)


def _equals(term: SearchTerm, text: object) -> bool:
    actual, wanted = str(text or "").casefold(), term.value.casefold()
    return actual.startswith(wanted) if term.prefix else actual == wanted


def moment(value: str) -> str:
    """A moment as rows have it, whatever offset it was written with; a day and anything else as it is."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if found.tzinfo is None else found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _compared(term: SearchTerm, text: object) -> bool:
    actual = str(text or "")
    wanted = moment(term.value)
    return {
        "": actual.startswith(wanted),
        "<": actual < wanted,
        ">": actual > wanted,
        "<=": actual <= wanted,
        ">=": actual >= wanted,
    }[term.comparator]


def _status(term: SearchTerm, row: Row) -> bool:
    is_cancelled, is_closed = bool(row.get("cancelledAt")), bool(row.get("closedAt"))
    return {
        "open": not is_cancelled and not is_closed,
        "closed": is_closed,
        "cancelled": is_cancelled,
        "not_closed": not is_closed,
    }.get(term.value.casefold(), True)


def _anywhere(term: SearchTerm, row: Row) -> bool:
    return _contains_words(term, row["name"]) or _equals(term, row.get("email"))


FIELDS: Mapping[str, Callable[[SearchTerm, Row], bool]] = {
    "": _anywhere,
    "name": lambda term, row: _contains_words(term, row["name"]),
    "email": lambda term, row: _equals(term, row.get("email")),
    "confirmation_number": lambda term, row: _equals(term, row.get("confirmationNumber")),
    "id": lambda term, row: _equals(term, str(row["id"]).rpartition("/")[2]),
    "status": _status,
    "financial_status": lambda term, row: _equals(term, row.get("displayFinancialStatus")),
    "fulfillment_status": lambda term, row: _equals(term, row.get("displayFulfillmentStatus")),
    "processed_at": lambda term, row: _compared(term, row.get("processedAt")),
    "created_at": lambda term, row: _compared(term, row.get("createdAt")),
    "updated_at": lambda term, row: _compared(term, row.get("updatedAt")),
}

_KEYS: Mapping[str, str] = {
    "confirmation_number": "confirmationNumber",
    "financial_status": "displayFinancialStatus",
    "fulfillment_status": "displayFulfillmentStatus",
    "status": "id",
    "processed_at": "processedAt",
    "created_at": "createdAt",
    "updated_at": "updatedAt",
}
"""The row's keys of the fields that have another name there."""
