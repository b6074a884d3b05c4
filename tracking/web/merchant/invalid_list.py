"""The page in place of a list whose address says something that no list has: what it is, and the form to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from werkzeug.wrappers import Response

from tracking.merchant.list_query import InvalidQuery, ListQuery, read_list_query
from tracking.web.error_response import ErrorResponse
from tracking.web.localization import current_localizer
from tracking.web.merchant.filter_form import FilterForm, filter_form
from tracking.web.merchant.list_args import list_args
from tracking.web.merchant.navigation import LIST, overview_url
from tracking.web.merchant.problems import problem


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidList:
    """``sentence`` says what is wrong; ``url`` leads to the list without that."""

    sentence: str
    filters: FilterForm
    url: str


def invalid_list(error: InvalidQuery) -> Response:
    """The page, on which what was typed is kept; or JSON."""
    return problem(ErrorResponse(422, "invalid_filter", error.sentence), lambda _: _page(error))


def _page(error: InvalidQuery) -> str:
    query = _without_errors(list_args())
    page = InvalidList(
        sentence=current_localizer().translate(error.sentence),
        filters=filter_form(query, error),
        url=overview_url(LIST, query.query_string()),
    )
    return render_template("merchant/invalid-list.html", page=page)


def _without_errors(args: Mapping[str, str]) -> ListQuery:
    """The list that the rest of the address asks for."""
    rest = dict(args)
    while True:
        try:
            return read_list_query(rest)
        except InvalidQuery as error:
            del rest[error.parameter]
