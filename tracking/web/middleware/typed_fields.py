"""The fields of the lookup form as typed, of a request that does not reach Flask."""

from urllib.parse import parse_qs
from wsgiref.types import WSGIEnvironment

from markupsafe import escape

from tracking.web.body_limits import FORM
from tracking.web.surfaces import surface_at

FIELDS = ("order", "email")
_KIND = "application/x-www-form-urlencoded"
_MAX_FIELDS = 10


def typed_fields(environ: WSGIEnvironment) -> dict[str, str] | None:
    """Each field's text; None where nothing was typed, or where reading it might wait for a slow client.

    A server that says ``wsgi.input_terminated`` (Waitress) has received the body before it hands the request over.
    """
    path = environ.get("PATH_INFO", "")
    is_form = environ["REQUEST_METHOD"] == "POST" and path == surface_at(path).path
    if not is_form or not environ.get("wsgi.input_terminated") or not environ.get("CONTENT_TYPE", "").startswith(_KIND):
        return None
    body = environ["wsgi.input"].read(FORM + 1)
    if len(body) > FORM:
        return None
    try:
        typed = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MAX_FIELDS)
    except ValueError:  # too many fields
        return None
    return {name: typed.get(name, [""])[0] for name in FIELDS}


def in_html(value: str) -> bytes:
    """The text of an attribute, also in a page that Shopify reads as Liquid."""
    return str(escape(value)).replace("{", "&#123;").replace("}", "&#125;").encode()
