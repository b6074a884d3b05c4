"""Finds the carrier by the name that a merchant typed: whole words, the longest name first."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from tracking.carriers.row import CarrierRow
from tracking.carriers.words import key, loose_words

_MAX_TEXT = 120
_MAX_NAME_WORDS = 8  # words; "Guangdong Weisuyi Information Technology (WSE)" has five
_MIN_PART = 3  # characters; shorter names, like "J&T", are only found as the whole text


class Names:
    """Every carrier's names. A name belongs to one carrier, and to more only where ``local_names`` distinguish them."""

    def __init__(self, rows: Sequence[CarrierRow]) -> None:
        self._rows_by_name: dict[str, list[CarrierRow]] = {}
        self._parts: set[str] = set()
        self._local = {(row.code, key(name)) for row in rows for name in row.local_names}
        for row in rows:
            self._add(row)
        # Most lookups are for the same few names.
        self._find = lru_cache(maxsize=4096)(self._find_names)

    def _add(self, row: CarrierRow) -> None:
        exact = {key(name) for name in row.exact}
        names = (row.name, *row.aliases, *row.exact, *row.shopify, *row.native_names.values())
        for name in {key(name) for name in names}:
            self._rows_by_name.setdefault(name, []).append(row)
            if name not in exact and len(name) >= _MIN_PART:
                self._parts.add(name)
        # A longer text without a carrier hides the shorter name in it: "Bring your own" is not about Bring.
        for name in map(key, row.not_this):
            self._rows_by_name.setdefault(name, [])
            self._parts.add(name)

    def is_name(self, text: str) -> bool:
        """Whether the whole text is a carrier's name."""
        return bool(self._rows_by_name.get(key(text)))

    def carrier(self, company: str, token: str | None, country: str | None) -> CarrierRow | None:
        """The carrier named in ``company``; of several, the one that the number or the country fits, else None."""
        rows = (self._row_by_name(name, token, country) for name in self._find(company[:_MAX_TEXT]))
        candidates = {row.code: row for row in rows if row}
        return (
            next(iter(candidates.values()))
            if len(candidates) == 1
            else _only_fitting([*candidates.values()], token, country)
        )

    def _row_by_name(self, name: str, token: str | None, country: str | None) -> CarrierRow | None:
        rows = self._rows_by_name[name]
        local = [row for row in rows if (row.code, name) in self._local]
        if not local:
            return next(iter(rows), None)
        fitting = [row for row in rows if token and row.distinguishes(token, country)]
        domestic = [row for row in local if row.delivers_to(country)]
        elsewhere = [row for row in rows if row not in local]
        return fitting[0] if len(fitting) == 1 else next(iter(domestic or elsewhere), None)

    def _find_names(self, company: str) -> tuple[str, ...]:
        """The names in ``company``: the whole text, or whole words from left to right, the longest first."""
        whole = key(company)
        return (whole,) if whole in self._rows_by_name else tuple(self._find_parts(loose_words(company)))

    def _find_parts(self, words: list[tuple[str, bool]]) -> Iterator[str]:
        start = 0
        while start < len(words):
            rest, may_begin = [word for word, _ in words[start:]], words[start][1]
            length = self._longest_name(rest) if may_begin else 0
            if length:
                yield "".join(rest[:length])
            start += length or 1

    def _longest_name(self, words: list[str]) -> int:
        """The number of leading words that form a name; 0 if none do."""
        lengths = range(min(len(words), _MAX_NAME_WORDS), 0, -1)
        return next((length for length in lengths if "".join(words[:length]) in self._parts), 0)


def _only_fitting(rows: list[CarrierRow], token: str | None, country: str | None) -> CarrierRow | None:
    """Of several carriers the only one that the number fits, else the only one at home in the country."""
    fitting = [row for row in rows if token and row.read(token)]
    domestic = [row for row in rows if row.delivers_to(country)]
    return next((few[0] for few in (fitting, domestic) if len(few) == 1), None)
