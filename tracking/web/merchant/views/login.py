"""The form that has a link mailed: it says the same to everybody, and does the same for every address."""

from http import HTTPStatus

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracking.services import services
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.session import has_staff
from tracking.web.rate_limits.limits import count_login


def show() -> ResponseReturnValue:
    """Renders the form; a user who is logged in needs none."""
    _check_is_offered()
    if has_staff():
        return redirect(overview_url("merchant.overview"), HTTPStatus.SEE_OTHER)
    return _form()


def send() -> str:
    """Writes down that somebody wants a link: the worker mails it, if the address is one of STAFF_EMAILS.

    Nothing here looks whether it is: an answer that would differ by a byte or a millisecond would tell.
    """
    _check_is_offered()
    count_login()
    services().staff.ask_for_link(request.form.get("email", ""))
    return _form(is_sent=True)


def _check_is_offered() -> None:
    if not services().settings.staff_emails:
        abort(HTTPStatus.NOT_FOUND)


def _form(*, is_sent: bool = False) -> str:
    return render_template("merchant/login.html", is_sent=is_sent)
