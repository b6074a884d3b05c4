"""The short link of a text message."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from tracking.web.authorization import token_for_short_link


def open_short_link(code: str) -> Response:
    """Redirects ``/l/<code>`` to the order's page, where the texts can be stopped."""
    return redirect(url_for("page.order", token=token_for_short_link(code)), 303)
