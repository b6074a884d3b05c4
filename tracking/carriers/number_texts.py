"""Reads the tracking numbers in a text that people typed: one, several, or none.

What a carrier's format knows is one number, whatever separates its parts. Else a comma, a semicolon, a new line, a
slash or an "and" stand between numbers that could each stand alone, and words around a number are left out. A text that
may be one number or several is shown as it is and never linked: a wrong link is worse than none.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tracking.carriers.number_words import AND_WORDS, LABELS, NOTES
from tracking.carriers.words import key

# Whether a text without spaces, in capitals, is a number in a known format.
Fits = Callable[[str], bool]
# Whether a word is a carrier's name.
IsName = Callable[[str], bool]


class _Separator(NamedTuple):
    """A separator of numbers, and the length from which a part could stand alone."""

    pattern: re.Pattern[str]
    min_characters: int
    min_digits: int


# Commas, semicolons, new lines, and the figures of a list: "1) … 2) …".
_LISTED = re.compile(r"[\n\r\t\v\f\x85\u2028\u2029,;|•·、]+|(?:^|(?<=\s))\(?[0-9]{1,2}[.)]\s+", re.MULTILINE)
_AND = rf"\s+(?:{'|'.join(map(re.escape, AND_WORDS))})\s+|(?<=[0-9A-Z])(?:和|と|및)(?=[0-9A-Z])"
_SEPARATORS = (
    _Separator(re.compile(rf"\s*[&+]\s*|{_AND}", re.IGNORECASE), 5, 5),
    # The short end of a number may follow them: "12345678/01".
    _Separator(re.compile(r"\s*/\s*|\s+-+\s+"), 8, 5),
)
# The figure of a list without a space behind it: "1.1Z5R…".
_FIGURE = re.compile(r"^[0-9]{1,2}[.)]")
_HYPHENS = re.compile(r"-+")
_SPACERS = re.compile(r"[-.]")
# Ends what stands before a number: "Tracking:", "Pkt #".
_LABEL = re.compile(r"(?P<label>.*)[:#№=](?P<rest>.*)")
_EDGES = " .,:;!?*#\"'()[]{}<>«»“”„`-_~"
_BRACKETS = re.compile(r"[()\[\]{}]")
_DATE = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-]?([0-9]{2,4})?|(19|20)[0-9]{2}")
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")

_MAX_COUNT = 2  # digits of a count: "box 12", "1 of 2"
_MIN_CODE = 6  # characters of a number that has no more digits than a count: Sendle's SNFJJ3
_MIN_LISTED_DIGITS = 4
_LONG = (8, 5)  # characters and digits of a part that is rather a number than a group of its digits
_MIN_ALIKE = 10
_LONGEST_PREFIX = 4  # letters that may be the number's own: "JVGL 0612"
_MAX_NUMBERS = 20
_OPENING = tuple("([{")  # of a remark behind a number
_MIN_WORD = 3  # letters of a word that is no part of a number


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number as it was written. ``may_link`` is false where it may be another number, or none."""

    text: str
    may_link: bool = True
    named: str | None = None  # the words beside it, which may name its carrier


def packed(text: str) -> str:
    """The text without spaces and brackets, in capitals: the form that formats are about."""
    return "".join(_BRACKETS.sub("", text).split()).upper()


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads texts by what is known of the carrier's formats and of carriers' names."""

    fits: Fits
    is_name: IsName

    def read(self, text: str) -> tuple[NumberText, ...]:
        """The numbers in ``text``, each once; none where it says that there is no number."""
        known = self._known(text)
        if known:
            return (NumberText(known),)
        pieces = [piece for piece in _LISTED.split(text) if piece.strip(_EDGES)]
        found = [number for piece in pieces for number in self._piece(piece)]
        if len(pieces) > 1:
            found = self._without_notes(text, found)
        return tuple({packed(number.text): number for number in found}.values())[:_MAX_NUMBERS]

    def _known(self, text: str) -> str | None:
        """The number in a known format that the whole text is, without hyphens and dots that the format lacks."""
        number = _BRACKETS.sub(" ", text).strip(_EDGES)
        if self.fits(packed(number)):
            return number
        compact = _SPACERS.sub("", number)
        return compact if compact != number and self.fits(packed(compact)) else None

    def _without_notes(self, text: str, found: list[NumberText]) -> list[NumberText]:
        """The numbers of a list, without the notes beside them; a list of short numbers is not taken apart."""
        numbers = [number for number in found if self._is_whole(number.text, 0, _MIN_LISTED_DIGITS)]
        return numbers if numbers or not found else [NumberText(text.strip(), may_link=False)]

    def _piece(self, piece: str, separators: tuple[_Separator, ...] = _SEPARATORS) -> list[NumberText]:
        """The numbers in a piece of a list; it is divided only where each part could stand alone."""
        piece = piece.strip(_EDGES)
        known = self._known(piece) or self._known(_FIGURE.sub("", piece))
        if known:
            return [NumberText(known)]
        for place, separator in enumerate(separators):
            divided = separator.pattern.split(piece)
            if len(divided) > 1:
                numbers = [number for part in divided for number in self._piece(part, separators[place + 1 :])]
                whole = [
                    self._is_whole(number.text, separator.min_characters, separator.min_digits) for number in numbers
                ]
                if len(numbers) > 1 and all(whole):
                    return numbers
        return self._one(piece)

    def _is_whole(self, text: str, min_characters: int, min_digits: int) -> bool:
        """Whether the part could stand alone as a number."""
        return self._known(text) is not None or (len(packed(text)) >= min_characters and _digits(text) >= min_digits)

    def _one(self, piece: str) -> list[NumberText]:
        """The number in a piece, without the words around it; several where spaces separate whole numbers."""
        if not _has_number(piece):
            return []
        words = self._after_label(piece).split()
        number, beside = self._trimmed(words)
        text = " ".join(number).strip(_EDGES)
        known = self._known(text)
        if known:
            return [NumberText(known, named=beside)]
        if not _has_number(text) or self._is_count(text) or _DATE.fullmatch(packed(text)):
            return []
        if any(key(word) in NOTES for word in words if not _digits(word)):
            is_number = any(self._is_whole(part, *_LONG) and not _DATE.fullmatch(part) for part in number)
            return [NumberText(piece, may_link=False)] if is_number else []
        return self._spaced(text, beside) or [NumberText(piece, may_link=False)]

    def _is_count(self, text: str) -> bool:
        """Whether it is a word with a count, as in "PICKUP2" and "1 of 2"."""
        if _digits(text) > _MAX_COUNT:
            return False
        word = key("".join(character for character in text if not character.isdecimal()))
        return " " in text or len(text) < _MIN_CODE or word in NOTES or word in LABELS

    def _spaced(self, text: str, beside: str | None) -> list[NumberText]:
        """One number with spaces in it, or several; none where it may be either."""
        by_space = [part.strip(_EDGES) for part in text.split()]
        for parts in (by_space, _HYPHENS.split(text)):
            known = [number for part in parts if (number := self._known(part))]
            if 1 < len(known) == len(parts):
                return [NumberText(number, named=beside) for number in known]
        if len(by_space) > 1 and _are_alike(by_space):
            return [NumberText(part, named=beside) for part in by_space]
        long = [part for part in by_space if len(part) >= _LONG[0] and _digits(part)]
        return [NumberText(text, named=beside)] if len(long) <= 1 else []

    def _after_label(self, piece: str) -> str:
        """The text after the last character that ends a label, if it is a number; without words that need no spaces."""
        label = _LABEL.fullmatch(piece)
        return _ASIAN.sub(" ", label["rest"] if label and self._is_label(label["label"], label["rest"]) else piece)

    def _is_label(self, label: str, rest: str) -> bool:
        """Whether the text stands before a number: words, "Box 1", or anything before a number of a known format."""
        if _digits(label) > _MAX_COUNT:
            return self._known(rest) is not None
        return self._is_whole(rest, *(_LONG if _digits(label) else (0, _MIN_LISTED_DIGITS)))

    def _trimmed(self, words: list[str]) -> tuple[list[str], str | None]:
        """The number's own words, and the ones before and after it."""
        first, last = 0, len(words) if self._known(" ".join(words)) else _remark_at(words)
        while last - first > 1 and self._is_beside(words[first]) and not self._known(" ".join(words[first:last])):
            first += 1
        while last - first > 1 and self._is_beside(words[last - 1]) and not self._known(" ".join(words[first:last])):
            last -= 1
        return words[first:last], " ".join((*words[:first], *words[last:])) or None

    def _is_beside(self, word: str) -> bool:
        """Whether the word is no part of a number: a label, a carrier's name, or too long for a number's letters."""
        if _digits(word):
            return False
        folded = key(word)
        return len(folded) > _LONGEST_PREFIX or folded in LABELS or folded in NOTES or not folded or self.is_name(word)


def _remark_at(words: list[str]) -> int:
    """The place of the first word of a remark behind a number; behind the last word where there is none."""
    places = (place for place in range(1, len(words)) if _digits(" ".join(words[:place])) >= _MIN_LISTED_DIGITS)
    return next((place for place in places if _is_remark(words[place:])), len(words))


def _is_remark(words: list[str]) -> bool:
    """Whether these are words, and no end of a number: "(box 1)", "left at door", unlike "SE" and "- 01"."""
    text = " ".join(words)
    letters = [len(word) for word in re.findall(r"[^\W\d_]+", text)]
    if not letters or _digits(text) > _MAX_COUNT:
        return False
    return words[0].startswith(_OPENING) or (len(letters) > 1 and max(letters) >= _MIN_WORD and not _digits(text))


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _has_number(text: str) -> bool:
    """Whether there is a digit other than zero: every number has one, no word does."""
    return any(character.isdecimal() and character != "0" for character in text)


def _are_alike(parts: Iterable[str]) -> bool:
    """Whether the parts look like numbers of one series: long, and letters and digits in the same places."""
    shapes = {re.sub("[0-9]", "0", re.sub("[A-Za-z]", "A", part)) for part in parts}
    return len(shapes) == 1 and all(len(shape) >= _MIN_ALIKE and "0" in shape for shape in shapes)
