"""Logs out: the session ends, not only the cookie."""

from http import HTTPStatus

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from tracking.services import services
from tracking.web.merchant.session import forget_session, open_session


def log_out() -> ResponseReturnValue:
    """Leads to the form; where no links are mailed, there is none, and nothing of the overview is left to see."""
    if session := open_session():
        services().staff.end(session)
    forget_session()
    endpoint = "merchant.login" if services().settings.staff_emails else "page.form"
    return redirect(url_for(endpoint), HTTPStatus.SEE_OTHER)
