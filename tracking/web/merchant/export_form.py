"""The form in the list that hands all of it on: the list's own parameters, and a checkbox for each column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from tracking.merchant.export_columns import COLUMNS
from tracking.merchant.list_parameters import PARAMETERS
from tracking.merchant.list_query import ListQuery
from tracking.web.localization import current_localizer, requested_language
from tracking.web.merchant.navigation import LIST, overview_url

_OF_A_PAGE = {"size", "after"}
_UNKNOWN = "tags"  # only their keyed hashes are kept: the column is there for programs, and empty


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """A checkbox; ``is_chosen`` until somebody chooses otherwise."""

    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportForm:
    """``kept`` are the parameters of the list that is shown."""

    csv_url: str
    json_url: str
    kept: Sequence[tuple[str, str]]
    columns: Sequence[ColumnChoice]
    close_url: str


def export_form(query: ListQuery) -> ExportForm:
    """The form of the list."""
    translate = current_localizer().translate
    return ExportForm(
        csv_url=url_for("merchant.export_csv"),
        json_url=url_for("merchant.export_json"),
        kept=tuple(_carried_params(query)),
        columns=tuple(
            ColumnChoice(name=name, label=translate(column.label), is_chosen=column.is_usual)
            for name, column in COLUMNS.items()
            if name != _UNKNOWN
        ),
        close_url=overview_url(LIST, query.query_string()),
    )


def _carried_params(query: ListQuery) -> Iterator[tuple[str, str]]:
    for name, row in PARAMETERS.items():
        value = getattr(query, name)
        if value is not None and name not in _OF_A_PAGE:
            yield name, row.write(value)
    if language := requested_language():
        yield "lang", language
