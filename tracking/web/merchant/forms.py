"""Checks that a form was sent from a page of the overview, by who has opened it."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from urllib.parse import urlsplit

from flask import g, request
from werkzeug.exceptions import Forbidden

from tracking.services import services
from tracking.settings.parsers import origin
from tracking.web.merchant.session import current_staff, has_staff

FIELD = "token"
_LEFT_OUT = token_hex(16)


def check_form() -> None:
    """Raises Forbidden unless our own page sent the form in this session. The guard calls it for every POST."""
    check_origin()
    if not services().staff.sessions.is_form_token(request.form.get(FIELD, ""), current_staff().forms):
        raise Forbidden


def check_origin() -> None:
    """Raises Forbidden unless a page of this site sent the form.

    Browsers say so with every POST, also of a form that has no session yet.
    """
    if request.headers.get("Origin") != _own_origin():
        raise Forbidden


def form_token() -> str:
    """The hidden field ``token`` of every form.

    While it cannot be asked who sends a form, the form that is shown again has the token that it was sent with.
    """
    if "form_token" not in g:
        g.form_token = _form_token()
    token: str = g.form_token
    return token


@contextmanager
def token_left_out() -> Iterator[str]:
    """Meanwhile ``form_token`` is what stands in its place in a page that is kept: random, so that no name has it."""
    g.form_token = _LEFT_OUT
    try:
        yield _LEFT_OUT
    finally:
        del g.form_token


def _form_token() -> str:
    if not has_staff():
        return request.form.get(FIELD, "")
    return services().staff.sessions.form_token(current_staff().forms)


def _own_origin() -> str:
    """That of PUBLIC_URL; without one, that under which the page was opened."""
    public_url = services().settings.public_url
    if public_url is None:
        return f"{request.scheme}://{request.host}"
    parts = urlsplit(public_url)
    return origin(f"{parts.scheme}://{parts.netloc}")
