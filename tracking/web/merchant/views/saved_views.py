"""Saves a list under a name for everybody in the shop, and renames and removes it."""

from http import HTTPStatus

from flask import redirect, request
from werkzeug.wrappers import Response

from tracking.services import services
from tracking.web.merchant.navigation import LIST, overview_url
from tracking.web.merchant.return_target import return_target
from tracking.web.merchant.session import current_staff


def add() -> Response:
    """Saves the list of the query under the name, and shows it."""
    form = request.form
    query = services().merchant.saved_views.add(form.get("name", ""), form.get("query", ""), current_staff().name)
    return redirect(overview_url(LIST, query.query_string()), HTTPStatus.SEE_OTHER)


def rename(view_id: str) -> Response:
    """Gives it another name."""
    services().merchant.saved_views.rename(view_id, request.form.get("name", ""), current_staff().name)
    return redirect(return_target(), HTTPStatus.SEE_OTHER)


def remove(view_id: str) -> Response:
    """Removes it for everybody."""
    services().merchant.saved_views.remove(view_id, current_staff().name)
    return redirect(return_target(), HTTPStatus.SEE_OTHER)
