"""Fills the blanks of a carrier's link: number, postcode, country and the customer's language."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from tracking.carriers.row import CarrierRow

BLANKS = ("number", "postcode", "country", "lang")
# Language codes that stand for one in the table.
_SAME_LANGUAGE = {"no": "nb", "nn": "nb"}
_SAME_COUNTRY = {"UK": "GB"}
_POSTCODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,10}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_country(text: str | None) -> str | None:
    """A country's two capital letters (ISO 3166), or None."""
    if not text:
        return None
    letters = text.strip().upper()
    return _SAME_COUNTRY.get(letters, letters) if _COUNTRY.fullmatch(letters) else None


def read_postcode(text: str | None) -> str | None:
    """A postcode in capitals and without blanks, as the carriers' pages take it, or None."""
    if not text:
        return None
    postcode = "".join(text[:40].split()).upper()
    return postcode if _POSTCODE.fullmatch(postcode) else None


def fill(
    row: CarrierRow, number: str | None, *, country: str | None, postcode: str | None, language: str
) -> str | None:
    """The first of the carrier's links whose blanks all have values, or None."""
    if number is None or not row.is_proven:
        return None
    values = {"number": number, "country": country, "postcode": postcode}
    known = {blank: quote(value, safe="") for blank, value in values.items() if value}
    known["lang"] = language_value(row.lang, language) or ""
    language_link = exact_language_value(row.in_language, language)
    for link in (language_link, *row.link) if language_link else row.link:
        try:
            return link.format_map(known)
        except KeyError:  # a blank without a value: the next link may not have it
            continue
    return None


def language_value(table: Mapping[str, str], language: str) -> str | None:
    """The table's value for ``language`` ("nb", "en-GB", "zh_Hans"), else its first; None if it is empty."""
    return exact_language_value(table, language) or next(iter(table.values()), None)


def exact_language_value(table: Mapping[str, str], language: str) -> str | None:
    """The table's value for ``language`` or, without the region, for its main part; None if there is none."""
    if not table:
        return None
    code = language.replace("_", "-")
    main = code.partition("-")[0].lower()
    return table.get(code) or table.get(_SAME_LANGUAGE.get(main, main))
