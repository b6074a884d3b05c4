"""Lets no request into the overview without a session: whatever lies below its address, there is nothing there."""

import logging
from http import HTTPStatus
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from tracking.database import DatabaseUnavailable
from tracking.security.id_tokens import InvalidIdToken
from tracking.security.staff_sessions import LoginWay
from tracking.services import services
from tracking.web.accept import wants_file, wants_json
from tracking.web.keys import bearer_token, matches_key
from tracking.web.localization import set_localizer
from tracking.web.merchant.forms import check_form, check_origin
from tracking.web.merchant.session import PROGRAM, Staff, find_staff, open_session, set_cookie, use_session
from tracking.web.merchant.submitted_form import TextNotSaved

PATH = "/merchant"
LOGIN = "merchant.login"
_FORM = frozenset({LOGIN, "merchant.send_link"})
_LINK = frozenset({"merchant.login_link", "merchant.open_link"})
_WITH_WORDS = frozenset({"merchant.note", "merchant.write", "merchant.write_many"})

log = logging.getLogger(__name__)

_ID_TOKEN = "id_token"  # noqa: S105 - the name of a parameter
_EXPORTS = frozenset({"merchant.export_csv", "merchant.export_json"})
_READS = frozenset({"GET", "HEAD"})
_CHANGES_NOTHING = _READS | {"OPTIONS"}


def add_guard(app: Flask) -> None:
    """Checks every request below the address of the overview, also one that no route takes."""
    app.before_request(_check)
    app.after_request(_add_cookie)


def is_of_overview() -> bool:
    """Whether this request was let in, or is a way in: its response is one of the overview, also where it fails."""
    return bool(g.get("is_of_overview"))


def _check() -> AnyResponse | None:
    if request.path != PATH and not request.path.startswith(f"{PATH}/"):
        return None
    try:
        return _let_in()
    except DatabaseUnavailable as error:
        g.is_of_overview = True  # only a session or a link is asked about there: the shop reads of it
        if request.endpoint in _WITH_WORDS:
            check_origin()
            raise TextNotSaved(str(error), error.problem) from error
        raise


def _let_in() -> AnyResponse | None:
    site = services()
    set_localizer(zone=site.shopify.profile.zone)
    if _ID_TOKEN in request.args and request.method in _READS and not site.settings.is_demo:
        return _open_from_admin(request.args[_ID_TOKEN])
    if staff := _program() or find_staff():
        g.staff = staff
    elif not _is_way_in():
        return _refuse()
    g.is_of_overview = True
    if request.endpoint and request.method not in _CHANGES_NOTHING:
        # A browser without a session has no token of a form, either.
        check_origin() if request.endpoint in _FORM | _LINK else check_form()
    return None


def _refuse() -> AnyResponse:
    if not (services().settings.staff_emails and _is_of_browser()):
        raise NotFound
    g.is_of_overview = True
    return redirect(url_for(LOGIN), HTTPStatus.SEE_OTHER)


def _open_from_admin(token: str) -> AnyResponse:
    """To the same address without the token, which must not stay in the browser's history."""
    site = services()
    try:
        site.id_tokens.verify(token)
    except InvalidIdToken as error:
        log.warning("A token of Shopify's admin was refused: %s", error)
        raise NotFound from None
    g.is_of_overview = True
    session = open_session()
    is_known = session is not None and session.way is LoginWay.ADMIN
    use_session(session if session and is_known else site.staff.open_from_admin())
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != _ID_TOKEN]
    path = quote(f"{request.script_root}{request.path}")
    return redirect(f"{path}?{urlencode(rest)}" if rest else path, HTTPStatus.SEE_OTHER)


def _program() -> Staff | None:
    """The program that has EXPORT_TOKEN, where that opens something."""
    if request.endpoint in _EXPORTS and request.method in _READS:
        return PROGRAM if matches_key(services().settings.export_token, bearer_token()) else None
    return None


def _is_way_in() -> bool:
    """Whether this is the form that asks for a link, or a link that opens something."""
    if request.method not in {*_READS, "POST"}:
        return False
    if request.endpoint in _LINK:
        return services().staff.is_live(str((request.view_args or {}).get("link", "")))
    return request.endpoint in _FORM and bool(services().settings.staff_emails)


def _is_of_browser() -> bool:
    """Whether the request is for a page to be read, and not for a program's data."""
    is_for_programs = wants_file() or wants_json() or "csv" in request.headers.get("Accept", "")
    return request.method in _READS and not is_for_programs


def _add_cookie(response: Response) -> Response:
    return set_cookie(response) if is_of_overview() else response
