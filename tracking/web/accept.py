"""Whether the one who asks wants a page or its JSON."""

from flask import request

_JSON, _HTML = "application/json", "text/html"


def wants_json() -> bool:
    """JSON only for those who ask for it by name and rather than HTML: ``*/*`` gets the page."""
    # Of two that are equally welcome, the one named more exactly wins: "application/json, */*" is for JSON.
    return request.accept_mimetypes.best_match((_HTML, _JSON)) == _JSON
