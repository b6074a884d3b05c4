"""Counts a text message as networks do (3GPP 23.038): 160 characters of GSM-7, or 70 of UCS-2 with any other one."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = "^{}\\[~]|€"  # behind an escape character

# Punctuation and symbols, and letters that no decomposition leads to.
_PLAIN = {
    "’": "'",
    "\u2018": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "…": "...",
    "\u2013": "-",
    "—": "-",
    "\u2212": "-",
    "\u2011": "-",
    "·": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "ł": "l",
    "Ł": "L",
    "œ": "oe",
    "Œ": "OE",
    "đ": "d",
    "Đ": "D",
}


class Alphabet(StrEnum):
    """How a text is encoded."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class TextSize:
    """``units`` of at most ``limit``, in one message."""

    alphabet: Alphabet
    units: int

    @property
    def limit(self) -> int:
        """How many units one message holds."""
        return 160 if self.alphabet is Alphabet.GSM_7 else 70

    @property
    def fits(self) -> bool:
        """Whether it is one message."""
        return self.units <= self.limit


def size_of(words: str) -> TextSize:
    """The size of a text as it is."""
    if all(each in _BASIC or each in _TWICE for each in words):
        return TextSize(Alphabet.GSM_7, sum(2 if each in _TWICE else 1 for each in words))
    return TextSize(Alphabet.UCS_2, len(words.encode("utf-16-le", errors="replace")) // 2)


def plain(words: str) -> str:
    """The text with letters of GSM-7, where it can be written with them: ç as c, ł as l, as people write texts.

    Where it cannot (Chinese, an emoji), as it is.
    """
    folded = "".join(_plain(each) for each in words)
    return folded if size_of(folded).alphabet is Alphabet.GSM_7 else words


def _plain(letter: str) -> str:
    if letter in _BASIC or letter in _TWICE:
        return letter
    if letter in _PLAIN:
        return _PLAIN[letter]
    base = unicodedata.normalize("NFKD", letter)
    return "".join(each for each in base if not unicodedata.combining(each)) or letter
