"""Normalizes a merchant's text for comparison: "PÅ Dørsalget™" and "pa dorsalget" are equal."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
# Letters that Unicode does not take apart into a plain one and an accent, and characters that it would make letters of.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "™": " ",
        "℠": " ",
    }
)
_JOINERS = "-'\N{RIGHT SINGLE QUOTATION MARK}"
# Texts that merchants write, or choose in Shopify, where there is no carrier.
_NO_CARRIER = {
    "en": "other others none na unknown custom manual tba tbd",
    "nordic": "annan annat annen annet anden andet muu",
    "de, nl": "andere anderer anderes sonstige overig",
    "romance": "autre autres altro altri otro otra otros outro",
    "slavic": "inny inna inne jiny",
    "asian": "其他 其它 无 その他 기타",
}
_NO_CARRIER_WORDS = frozenset(word for words in _NO_CARRIER.values() for word in words.split())


def fold(text: str) -> str:
    """``text`` without capitals, accents and trade marks."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(character for character in apart if not unicodedata.combining(character))


def key(name: str) -> str:
    """The lookup key of a name: its folded letters and digits."""
    return "".join(WORD.findall(fold(name)))


@lru_cache(maxsize=1024)
def spaced(text: str) -> str:
    """The folded letters and digits of ``text``, with one space for everything between them."""
    return " ".join("".join(character if character.isalnum() else " " for character in fold(text)).split())


def loose_words(text: str) -> list[tuple[str, bool]]:
    """The folded words of ``text``, each with whether a name may begin there.

    It may not behind a hyphen or an apostrophe: "follow-ups" is not about UPS, "fedex-express" is about FedEx.
    """
    folded = fold(text)
    return [(word[0], not _is_joined(folded[: word.start()][-2:])) for word in WORD.finditer(folded)]


def _is_joined(before: str) -> bool:
    return len(before) > 1 and before[-1] in _JOINERS and before[0].isalnum()


def means_no_carrier(company: str) -> bool:
    """Whether the text stands for no carrier."""
    return key(company) in _NO_CARRIER_WORDS
