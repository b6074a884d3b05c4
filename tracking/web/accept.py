"""Content negotiation between HTML and JSON."""

from functools import lru_cache

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

_JSON, _HTML = "application/json", "text/html"
_FILES = (".csv", ".json")


def wants_json() -> bool:
    """Whether the request names JSON and prefers it to HTML; ``*/*`` gets HTML."""
    return prefers_json(request.headers.get("Accept", ""))


@lru_cache(maxsize=64)  # browsers send one of a few
def prefers_json(accept: str) -> bool:
    """Whether an Accept header names JSON and prefers it to HTML."""
    # Of two of equal quality, the more specific one wins: "application/json, */*" is for JSON.
    return parse_accept_header(accept, MIMEAccept).best_match((_HTML, _JSON)) == _JSON


def wants_file() -> bool:
    """Whether the address is that of a file for programs, which also read JSON where it cannot be made."""
    return request.path.rstrip("/").endswith(_FILES)
