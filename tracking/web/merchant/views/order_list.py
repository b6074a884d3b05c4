"""The list of all orders: a page of it, how many stand in each view, and the search."""

from http import HTTPStatus

from flask import jsonify, make_response, redirect, request
from werkzeug.wrappers import Response

from tracking.i18n.text import text
from tracking.merchant.list_query import InvalidQuery, ListQuery, read_list_query
from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.localization import current_localizer
from tracking.web.merchant.list_args import list_args
from tracking.web.merchant.list_html import list_html
from tracking.web.merchant.list_json import list_json, views_json
from tracking.web.merchant.navigation import LIST, overview_url

_NO_EMAIL = text("This email address isn’t complete.")


def show() -> Response:
    """A page of the list, for people or as JSON."""
    page = services().merchant.overview.page(read_list_query(list_args()))
    if wants_json():
        response = jsonify(list_json(page, current_localizer().translate))
    else:
        response = make_response(list_html(page))
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def views() -> Response:
    """How many orders stand in each view, as JSON."""
    return jsonify(views_json(services().merchant.overview.view_counts()))


def search() -> Response:
    """To the list of what was searched for: a customer's address stands in no address of a page."""
    typed = request.form.get("q", "")
    query = _by_address(typed) if "@" in typed else read_list_query({"q": typed})
    return redirect(overview_url(LIST, query.query_string()), HTTPStatus.SEE_OTHER)


def _by_address(typed: str) -> ListQuery:
    hashes = services().merchant.overview.hashes_of(typed)
    if hashes is None:
        raise InvalidQuery("q", _NO_EMAIL)
    return read_list_query({"found": "-".join(hashes)})
