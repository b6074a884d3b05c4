"""A link into the overview: a page with one button, for mail scanners open links, and the POST of it."""

from http import HTTPStatus

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue

from tracking.services import services
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.session import use_session


def show(link: str) -> str:
    """Renders the button, and changes nothing."""
    if not services().staff.is_live(link):
        abort(HTTPStatus.NOT_FOUND)
    return render_template("merchant/login-link.html", action=overview_url("merchant.open_link", link=link))


def open_session(link: str) -> ResponseReturnValue:
    """Uses up the link, and leads to the overview."""
    session = services().staff.open_link(link)
    if session is None:  # another request was quicker
        abort(HTTPStatus.NOT_FOUND)
    use_session(session)
    return redirect(overview_url("merchant.overview"), HTTPStatus.SEE_OTHER)
