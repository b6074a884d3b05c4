"""The parameters of the merchant's list: one table, which reads addresses, writes them, and names the filters."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracking.directory.views import OrderView
from tracking.i18n.text import Phrase, text
from tracking.merchant.list_codes import LettersFilter, PartsFilter, Sort, TrackingFilter
from tracking.merchant.out_of_step import OutOfStepCode
from tracking.merchant.page_key import read_last_row, write_last_row
from tracking.order.vocabulary import Condition, Reason, Route, Stage

MOST_ROWS = 200
MOST_CHARACTERS = 200
MOST_IDS = 1000  # an address with more is longer than servers take
_MOST_DAYS = 3650
_YEARS = range(1990, 2200)  # as in what is read of Shopify's answers
_SHOWN = 40  # characters of what was typed
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # dates have more forms in ISO 8601
_HASHES = re.compile(r"[0-9a-f]{32}(?:-[0-9a-f]{32}){0,19}")
_IDS = re.compile(r"[0-9]{1,20}(?:,[0-9]{1,20})*")

_NO_SUCH_PAGE = text("There is no such page. Start again from the first page.")
_NO_SUCH_CUSTOMER = text("This search can’t be repeated. Search for the customer again.")
_NOT_SELECTED = text("This selection can’t be read. Select up to %(most)s orders in the list again.", most=MOST_IDS)


class RefusedValue(Exception):
    """A value that the parameter does not take; ``sentence`` says which it does."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A row: what the value means, and how it is written. ``read`` raises RefusedValue.

    ``choices`` are all codes that it takes; empty where it takes more than codes. ``label`` names it for people; None
    where nobody types or chooses it.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    choices: Collection[str] = ()
    is_filter: bool = True
    label: Phrase | None = None


def _code(label: Phrase, codes: type[StrEnum], *, is_filter: bool = True) -> Parameter:
    """One of the codes."""

    def read(value: str) -> StrEnum:
        try:
            return codes(value)
        except ValueError:
            shown = value[:_SHOWN]
            raise RefusedValue(text("%(filter)s: there’s no “%(value)s”.", filter=label, value=shown)) from None

    return Parameter(read=read, choices=tuple(codes), label=label, is_filter=is_filter)


def _words(label: Phrase) -> Parameter:
    """Text that may be the shop's own; one that no order has is not wrong."""

    def read(value: str) -> str:
        if len(value) > MOST_CHARACTERS or not value.isprintable():
            sentence = text("%(filter)s: up to %(most)s letters, digits and signs.", filter=label, most=MOST_CHARACTERS)
            raise RefusedValue(sentence)
        return value

    return Parameter(read=read, label=label)


def _number(label: Phrase, most: int, *, least: int = 0, is_filter: bool = True) -> Parameter:
    def read(value: str) -> int:
        digits = value.isascii() and value.isdigit() and len(value) < 10  # noqa: PLR2004 - more than any limit has
        if not digits or not least <= int(value) <= most:
            sentence = text(
                "%(filter)s: a whole number from %(least)s to %(most)s.", filter=label, least=least, most=most
            )
            raise RefusedValue(sentence)
        return int(value)

    return Parameter(read=read, label=label, is_filter=is_filter)


def _day(label: Phrase) -> Parameter:
    def read(value: str) -> date:
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None or day.year not in _YEARS:
            raise RefusedValue(text("%(filter)s: a day in the form 2026-11-29.", filter=label))
        return day

    return Parameter(read=read, write=date.isoformat, label=label)


def _read_hashes(value: str) -> tuple[str, ...]:
    if not _HASHES.fullmatch(value):
        raise RefusedValue(_NO_SUCH_CUSTOMER)
    return tuple(value.split("-"))


def _read_ids(value: str) -> tuple[str, ...]:
    """Each once, in their order."""
    ids = tuple(dict.fromkeys(value.split(",")))
    if not _IDS.fullmatch(value) or len(ids) > MOST_IDS:
        raise RefusedValue(_NOT_SELECTED)
    return ids


def _read_page(value: str) -> object:
    try:
        return read_last_row(value)
    except ValueError:
        raise RefusedValue(_NO_SUCH_PAGE) from None


PARAMETERS: dict[str, Parameter] = {
    "view": _code(text("View"), OrderView, is_filter=False),
    "q": _words(text("Search")),
    "found": Parameter(read=_read_hashes, write="-".join),
    "ids": Parameter(read=_read_ids, write=",".join),
    "stage": _code(text("Stage"), Stage),
    "condition": _code(text("Condition"), Condition),
    "reason": _code(text("Reason"), Reason),
    "carrier": _words(text("Carrier")),
    "country": _words(text("Country")),
    "location": _words(text("Location")),
    "tag": _words(text("Tag")),
    "route": _code(text("Delivery"), Route),
    "out_of_step": _code(text("Out of step"), OutOfStepCode),
    "older_than_days": _number(text("Older than (days)"), _MOST_DAYS),
    "placed_from": _day(text("Placed from")),
    "placed_to": _day(text("Placed until")),
    "tracking": _code(text("Tracking number"), TrackingFilter),
    "parts": _code(text("Parcels"), PartsFilter),
    "letters": _code(text("Letters"), LettersFilter),
    "sort": _code(text("Sort by"), Sort, is_filter=False),
    "size": _number(text("Rows on a page"), MOST_ROWS, least=1, is_filter=False),
    "after": Parameter(read=_read_page, write=write_last_row, is_filter=False),
}
