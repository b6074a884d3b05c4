"""Whether the one who asks wants a page or its JSON."""

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

_JSON, _HTML = "application/json", "text/html"


def wants_json() -> bool:
    """JSON only for those who ask for it by name and rather than HTML: ``*/*`` gets the page."""
    return prefers_json(request.headers.get("Accept", ""))


def prefers_json(accept: str) -> bool:
    """The same, by the header alone."""
    # Of two that are equally welcome, the one named more exactly wins: "application/json, */*" is for JSON.
    return parse_accept_header(accept, MIMEAccept).best_match((_HTML, _JSON)) == _JSON
