"""Validates a row: each fault is the end of a sentence that begins with the row's name."""

import re
from collections.abc import Iterator
from string import Formatter
from urllib.parse import urlsplit

from tracking.carriers.row import CarrierRow, Format
from tracking.carriers.template import BLANKS
from tracking.carriers.urls import read_url
from tracking.carriers.words import key

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2}([-_][A-Za-z]{2,4})?")
_MAX_PICKUP_DAYS = 60
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def validate_row(row: CarrierRow) -> Iterator[str]:
    """The faults of a row by itself; none for a good one."""
    if not _CODE.fullmatch(row.code):
        yield "must be called by small letters, digits and single hyphens"
    yield from _names(row)
    yield from _native_names(row)
    yield from _places(row)
    for link in (*row.link, *row.in_language.values()):
        yield from _link(row, link)
    for form in row.formats:
        yield from _format(form)
    yield from _numbers(row)
    if row.pickup_days is not None and row.pickup_days > _MAX_PICKUP_DAYS:
        yield f"has {row.pickup_days} `pickup_days`: write how many days a parcel is kept, {_MAX_PICKUP_DAYS} at most"


def _names(row: CarrierRow) -> Iterator[str]:
    names = (row.name, *row.aliases, *row.exact, *row.shopify, *row.native_names.values())
    yield from (f"has the name {name!r}, which has neither letters nor digits" for name in names if not key(name))
    known = {key(name) for name in names}
    yield from (
        f"has {name!r} in `local_names`, which is none of its names"
        for name in row.local_names
        if key(name) not in known
    )


def _native_names(row: CarrierRow) -> Iterator[str]:
    for language in row.native_names:
        if not _LANGUAGE.fullmatch(language):
            yield f'has `native_names` for the language {language!r}: write its two small letters, as in {{ zh = "…" }}'


def _places(row: CarrierRow) -> Iterator[str]:
    for country in row.countries:
        if not _COUNTRY.fullmatch(country):
            yield f"has the country {country!r}: write its two capital letters"
    for host in row.hosts:
        if not _HOST.fullmatch(host):
            yield f"has the host {host!r}: write it in small letters, without https:// and path"
    if row.confidence not in {"", "high", "medium", "low"}:
        yield f"has the confidence {row.confidence!r}: it is high, medium or low"


def _link(row: CarrierRow, link: str) -> Iterator[str]:
    try:
        blanks = {blank for _, blank, _, _ in Formatter().parse(link) if blank is not None}
        address = read_url(link.format_map(dict.fromkeys(BLANKS, "A1")))
    except (LookupError, ValueError, AttributeError) as error:
        yield f"has the link {link!r}, which cannot be used: {_reason(error)}"
        return
    if address.scheme != "https":
        yield f"has the link {link!r}, which must begin with https://"
    if "number" not in blanks:
        yield f"has the link {link!r} without the blank {{number}}"
    if "{" in urlsplit(link).netloc:
        yield f"has the link {link!r} with a blank in its host"
    if "lang" in blanks and not row.lang:
        yield f"has the link {link!r} with the blank {{lang}}: add the carrier's languages as `lang`"
    if row.hosts and not any(_is_at(address.host, host) for host in row.hosts):
        yield f"has the link {link!r}, whose host is none of its `hosts`: add {address.host!r} there"


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else f"its blanks can be {', '.join(BLANKS)}"


def _is_at(host: str, owned: str) -> bool:
    return host == owned or host.endswith(f".{owned}")


def _format(form: Format) -> Iterator[str]:
    try:
        re.compile(form.regex)
    except re.error as fault:
        yield f"has the format {form.regex!r}, which is no regular expression: {fault}"


def _numbers(row: CarrierRow) -> Iterator[str]:
    try:
        yield from (f"does not match {number!r}, which `valid` lists" for number in row.valid if not row.read(number))
        yield from (f"matches {number!r}, which `invalid` lists" for number in row.invalid if row.read(number))
    except re.error:
        return  # reported by _format
