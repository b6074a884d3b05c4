"""Folds the spellings of one number, name or contact to one form, on both sides of a comparison.

These become equal: compatibility forms (NFKC) and case; invisible and direction characters, which go; dashes,
apostrophes and full stops; the decimal digits of every script; a domain in Unicode and in Punycode.
"""

import re
import unicodedata
from functools import cache
from itertools import chain
from urllib.parse import unquote

_BY_CATEGORY = {"Cf": "", "Pd": "-"}
_DASHES = "\u02d7\u2043\u2212\u2796"
_APOSTROPHES = "`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u055a\u05f3\u2018\u2019\u201b\u2032\u2035\ua78c\uff07"
_FULL_STOPS = "\u3002\uff61"  # RFC 3490, 3.1
# Default_Ignorable_Code_Point, beside those of the category Cf: https://www.unicode.org/reports/tr44/
_IGNORED = (
    range(0x034F, 0x0350),
    range(0x115F, 0x1161),
    range(0x17B4, 0x17B6),
    range(0x180B, 0x1810),
    range(0x2065, 0x2066),
    range(0x3164, 0x3165),
    range(0xFE00, 0xFE10),
    range(0xFFA0, 0xFFA1),
    range(0xFFF0, 0xFFF9),
    range(0xE0000, 0xE1000),
)

_QUOTES = "\"'\u00ab\u00bb\u2039\u203a\u201a\u201c\u201d\u201e\u201f"
_LAST = ".,;"

_NAMED = re.compile(r"[^<>]*<([^<>]+)>[^<>]*")  # Ada <ada@example.com>
_MAILTO = re.compile(r"mailto:([^?]*).*", re.IGNORECASE | re.DOTALL)
_TEL = re.compile(r"tel:([^;]*).*", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"\A[^\W\d_][^@:+\d]{0,40}:(?=.)")  # E-mail: ada@example.com
_PHONE_LABEL = re.compile(r"\A(?:[^\W\d_]{1,20}\.?\s?){1,3}(?=[+(\d][^@]*\Z)")  # Tel. 070 123 45 67

_PUNYCODE = "xn--"


@cache
def _folds() -> dict[int, str]:
    """For str.translate. Beyond these planes, no character is folded."""
    codes = (*range(0x80, 0x20000), *range(0xE0000, 0xE1000))
    folds = dict.fromkeys(chain.from_iterable(_IGNORED), "")
    for char, category in ((chr(code), unicodedata.category(chr(code))) for code in codes):
        if category in _BY_CATEGORY:
            folds[ord(char)] = _BY_CATEGORY[category]
        elif category == "Nd":
            folds[ord(char)] = str(unicodedata.decimal(char))
    listed = {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_FULL_STOPS, ".")}
    return folds | {ord(char): folded for char, folded in listed.items()}


def fold(text: str) -> str:
    """The text without what devices add or write in another way; its case and its space stay."""
    if text.isascii():
        return text.replace("`", "'")
    # A removed character may have kept a letter and its accent apart.
    while (folded := unicodedata.normalize("NFKC", text.translate(_folds()))) != text:
        text = folded
    return text


def fold_case(text: str) -> str:
    """The folded text without differences in case."""
    while (folded := fold(text.casefold())) != text:
        text = folded
    return text


def fold_name(name: str) -> str:
    """The form in which the names of orders are compared."""
    return " ".join(fold_case(name).split())


def fold_email(address: str) -> str:
    """The form in which email addresses are compared."""
    local, at, domain = _fold_case_of_address(bare_contact(address)).rpartition("@")
    return local + at + ".".join(map(_unicode_label, domain.split(".")))


def _fold_case_of_address(text: str) -> str:
    """With ``ß`` as a letter of its own: straße.de and strasse.de are two domains. RFC 5892, 2.6."""
    return "ß".join(map(fold_case, fold(text).replace("ẞ", "ß").split("ß")))


def without_quotes(text: str) -> str:
    """The text without quotation marks around it, and without a full stop, comma or semicolon at its end."""
    while (bare := text.strip().strip(_QUOTES).rstrip(_LAST)) != text:
        text = bare
    return text


def bare_contact(text: str) -> str:
    """The address or phone number in ``Name <…>``, ``mailto:…``, ``tel:…`` or behind a label, folded."""
    while (bare := _unwrapped(without_quotes(fold(text)))) != text:
        text = bare
    return text


def _unwrapped(text: str) -> str:
    if named := _NAMED.fullmatch(text):
        return named[1]
    if mailto := _MAILTO.fullmatch(text):
        return unquote(mailto[1])
    if tel := _TEL.fullmatch(text):
        return tel[1]
    return _PHONE_LABEL.sub("", _LABEL.sub("", text))


def _unicode_label(label: str) -> str:
    """The label of a domain in Unicode, where it is valid Punycode. RFC 3492, RFC 5891."""
    if not label.startswith(_PUNYCODE):
        return label
    try:
        decoded = label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    folded = _fold_case_of_address(decoded)
    is_label = folded and not any(char in ".@" or unicodedata.category(char)[0] in "CZ" for char in folded)
    return folded if is_label and not decoded.isascii() and not folded.startswith(_PUNYCODE) else label
