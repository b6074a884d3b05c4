"""Tracking numbers: their display form, their lookup form, and the carriers that their formats identify."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tracking.carriers.characters import plain_characters
from tracking.carriers.row import CarrierRow, Format, Strength

# The longest real numbers, FedEx's barcodes, have 34 characters.
_TOKEN = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9_.-]{2,48}[A-Z0-9]")
_MAX_TEXT = 200
_MAX_DISPLAY = 60
_TAIL = re.compile(r".*[^A-Z]([A-Z]{2})$")
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Number:
    """The merchant's text in display form, and the token for formats and links, if it is a number."""

    display: str | None
    token: str | None


def read_number(text: str | None) -> Number:
    """Reads one number without spaces; a text with foreign letters or punctuation has no token."""
    plain = (text or "").strip()
    packed = plain if plain.isalnum() else _packed(plain[:_MAX_TEXT])
    token = packed.upper()
    if packed.isascii() and len(plain) <= _MAX_TEXT and _TOKEN.fullmatch(token):
        return Number(packed, token)
    return Number(_short(plain[:_MAX_TEXT]), None)


def _packed(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character) != "Zs")


def unlinked_number(text: str | None) -> Number:
    """The text in display form, without a token."""
    return Number(_short(plain_characters((text or "")[:_MAX_TEXT])), None)


def _short(text: str) -> str | None:
    """One visible line, cut where it gets too long; None if nothing is left."""
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return f"{line[:_MAX_DISPLAY]}…" if len(line) > _MAX_DISPLAY else line or None


@dataclass(frozen=True, slots=True)
class _Entry:
    row: CarrierRow
    form: Format


class Numbers:
    """Every carrier's formats, found by a number's first character or, as in postal numbers, its last two letters."""

    def __init__(self, rows: Sequence[CarrierRow]) -> None:
        self._by_head: dict[str, list[_Entry]] = {character: [] for character in _CHARACTERS}
        self._by_tail: dict[str, list[_Entry]] = {}
        for row in rows:
            for form in row.formats:
                self._add(_Entry(row, form))

    def _add(self, entry: _Entry) -> None:
        tail = _TAIL.match(entry.form.regex)
        if tail and "|" not in entry.form.regex:
            self._by_tail.setdefault(tail[1], []).append(entry)
            return
        for character in first_characters(entry.form.regex):
            self._by_head[character].append(entry)

    def _candidates(self, token: str) -> Iterator[_Entry]:
        return chain(self._by_head.get(token[0], ()), self._by_tail.get(token[-2:], ()))

    def _fitting(self, token: str | None, *strengths: Strength) -> Iterator[_Entry]:
        if not token:
            return iter(())
        entries = self._candidates(token)
        return (e for e in entries if e.form.strength in strengths and e.form.read(token) is not None)

    def is_known(self, token: str) -> bool:
        """Whether the number is in a format that is evidence of a carrier by itself."""
        return any(True for _ in self._fitting(token, Strength.STRONG, Strength.MEDIUM))

    def deciding_carrier(self, token: str | None, country: str | None) -> CarrierRow | None:
        """The carrier of a format that overrides the merchant's carrier name, unless it does not deliver there."""
        if not token:
            return None
        # Few formats decide: only those are read.
        deciding = (e for e in self._candidates(token) if e.form.decides and e.form.strength is Strength.STRONG)
        fitting = (e.row for e in deciding if e.form.read(token) is not None)
        return next((row for row in fitting if row.may_deliver_to(country)), None)

    def carrier(self, token: str | None, country: str | None, *, is_named: bool = False) -> CarrierRow | None:
        """The one carrier that the number alone identifies; None where there are none or several.

        A weak format proves nothing where the merchant names a carrier (``is_named``), be it an unknown one.
        """
        fitting = list(self._fitting(token, Strength.STRONG, Strength.MEDIUM))
        return (
            _only(entry for entry in fitting if entry.form.strength is Strength.STRONG)
            or _only(fitting)
            or (None if is_named else self._carrier_of_weak_format(token, country))
        )

    def _carrier_of_weak_format(self, token: str | None, country: str | None) -> CarrierRow | None:
        """A weak format needs its check digit and its country, and no rival there or worldwide."""
        rivals = [
            entry
            for entry in self._fitting(token, *Strength)
            if entry.row.delivers_to(country) or not entry.row.countries
        ]
        row = _only(rivals)
        proved = any(
            entry.form.check and (entry.row.delivers_to(country) or (entry.form.anywhere and country is not None))
            for entry in rivals
        )
        return row if proved else None


def _only(entries: Iterable[_Entry]) -> CarrierRow | None:
    rows = {entry.row.code: entry.row for entry in entries}
    return next(iter(rows.values())) if len(rows) == 1 else None


def first_characters(regex: str) -> str:
    """The characters that a number in this format can begin with; all, where the regex does not begin plainly."""
    head = re.match(r"\[[^\]]+\]|[A-Z0-9](?![?*{])", regex)
    if head is None or "|" in regex:
        return _CHARACTERS
    return "".join(character for character in _CHARACTERS if re.fullmatch(head[0], character))
