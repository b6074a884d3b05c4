"""The columns of an export: one row for each key of an order in the list's JSON, and the cells that it has in CSV."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.i18n.text import Phrase, text
from tracking.merchant.list_query import InvalidQuery

PARAMETER = "columns"
_SHOWN = 40  # characters of what was typed

Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportColumn:
    """``label`` names it for people, ``heads`` in the CSV; ``cells`` are those of the JSON's value, one for each head.

    ``is_usual``: it is chosen where people choose, until they choose otherwise.
    """

    label: Phrase
    heads: tuple[str, ...]
    cells: Callable[[Any], Cells]
    is_usual: bool = True


def _one(name: str, label: Phrase, *, is_usual: bool = True) -> ExportColumn:
    return ExportColumn(label=label, heads=(name,), cells=lambda value: (value,), is_usual=is_usual)


def _each(label: Phrase, *, is_usual: bool = True, **heads: str) -> ExportColumn:
    """A cell for each of these keys; all are empty where there is nothing."""
    keys, empty = tuple(heads.values()), (None,) * len(heads)

    def cells(value: Mapping[str, object] | None) -> Cells:
        return tuple(_plain(value[key]) for key in keys) if value else empty

    return ExportColumn(label=label, heads=tuple(heads), cells=cells, is_usual=is_usual)


def _several(name: str, label: Phrase, write: Callable[[Any], str] = str, *, is_usual: bool = True) -> ExportColumn:
    """All of them in one cell, with spaces between them: none has a space in it but tags, which are never known."""
    return ExportColumn(
        label=label, heads=(name,), cells=lambda values: (" ".join(map(write, values)),), is_usual=is_usual
    )


def _plain(value: object) -> object:
    """True and false as every program reads them."""
    return str(value).lower() if isinstance(value, bool) else value


def _days(promise: Mapping[str, str]) -> str:
    """As ISO 8601 has it: 2026-11-24, or 2026-11-24/2026-11-26."""
    first, last = promise["from"], promise["to"]
    return first if first == last else f"{first}/{last}"


COLUMNS: Mapping[str, ExportColumn] = {
    "id": _one("id", text("Shopify’s id"), is_usual=False),
    "order": _one("order", text("Order number")),
    "placed_at": _one("placed_at", text("Placed")),
    "route": _one("route", text("Delivery")),
    "stage": _one("stage", text("Stage")),
    "condition": _one("condition", text("Condition")),
    "reason": _one("reason", text("Reason")),
    "actor": _one("actor", text("Who has to act"), is_usual=False),
    "cause": _one("cause", text("Why")),
    "remedy": _one("remedy", text("What to do")),
    "admin_url": _one("admin_url", text("Link into Shopify"), is_usual=False),
    "page_url": _one("page_url", text("Link to the order here"), is_usual=False),
    "carrier": _one("carrier", text("Carrier")),
    "number": _one("number", text("Tracking number")),
    "tracking_url": _one("tracking_url", text("Tracking link"), is_usual=False),
    "parcels": _one("parcels", text("Number of parcels")),
    "last_scan_at": _one("last_scan_at", text("Last scan")),
    "estimate": _each(text("Expected"), estimate_from="from", estimate_to="to"),
    "promised": _several("promised", text("Promised days"), _days, is_usual=False),
    "country": _one("country", text("Country")),
    "location": _one("location", text("Location")),
    "tags": _several("tags", text("Tag"), is_usual=False),
    "items_sent": _one("items_sent", text("Items sent")),
    "items_total": _one("items_total", text("Items in all")),
    "letters": _each(text("Letters"), letters_sent="sent", letters_waiting="waiting", letters_failed="failed"),
    "answer": _each(text("Answer"), answer="kind", answer_at="at", answer_handled="handled"),
    "set_aside_until": _one("set_aside_until", text("Set aside until"), is_usual=False),
    "needs": _each(text("Urgency"), is_usual=False, needs_rank="rank", needs_why="why"),
    "out_of_step": _several("out_of_step", text("Out of step")),
}
"""By its public name."""


def read_columns(values: Collection[str]) -> Sequence[str]:
    """The columns that a repeated or comma-separated parameter names, each once, as they are to stand; none: all.

    Raises InvalidQuery.
    """
    names = list(dict.fromkeys(name.strip() for value in values for name in value.split(",") if name.strip()))
    for name in names:
        if name not in COLUMNS:
            shown = name[:_SHOWN]
            raise InvalidQuery(PARAMETER, text("There’s no column “%(name)s”.", name=shown))
    return names or tuple(COLUMNS)
