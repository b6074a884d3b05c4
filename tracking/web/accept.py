"""Whether the one who asks wants a page or its JSON."""

from flask import request

_JSON, _HTML = "application/json", "text/html"


def wants_json() -> bool:
    """JSON only for those who ask for it by name and rather than HTML: ``*/*`` gets the page."""
    return request.accept_mimetypes[_JSON] > request.accept_mimetypes[_HTML]
