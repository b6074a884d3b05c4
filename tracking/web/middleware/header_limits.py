"""Bounds what is parsed of a request's headers: a header that is longer than browsers send counts as absent.

Refusing them would be wrong: other sites of the shop's domain set long cookies, and their pages have long addresses.
"""

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MAX_HEADER = 1_024  # bytes; browsers' longest have 200
MAX_PATH = 1_024  # bytes; the longest of ours, a link to an order, has 100
MAX_HOPS = 512  # bytes: ten IPv6 addresses
_LIMITS = {
    "HTTP_COOKIE": 4_096,
    "HTTP_ACCEPT_ENCODING": 256,  # parsed for every page from the cache, which costs less than that
    "QUERY_STRING": 4_096,
    "HTTP_X_FORWARDED_FOR": MAX_HOPS,
    "HTTP_X_FORWARDED_PROTO": MAX_HOPS,
}
_MIN_LIMIT = min(_LIMITS.values())
_ALSO = frozenset({"CONTENT_TYPE", "QUERY_STRING"})  # in an environ, all other headers are named HTTP_
# Each proxy appends a hop, and only the last ones are trusted.
_HOPS = frozenset({"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"})
# Werkzeug finds no route, not even the error page's, where a label is empty or longer than 63.
_HOST = re.compile(r"(?:[\w-]{1,63}(?:\.[\w-]{1,63})*\.?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)


class HeaderLimits:
    """WSGI middleware around everything that parses headers."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Remove the long headers and an invalid host."""
        for value in environ.values():  # every page from the cache pays for this loop: no names yet
            if type(value) is str and len(value) > _MIN_LIMIT:
                _shorten(environ)
                break
        if len(path := environ.get("PATH_INFO", "")) > MAX_PATH:
            environ["PATH_INFO"] = path[:MAX_PATH]  # still far too long to be found
        if not _HOST.fullmatch(environ.get("HTTP_HOST", "")):
            environ.pop("HTTP_HOST", None)
        return self._app(environ, start_response)


def _shorten(environ: WSGIEnvironment) -> None:
    for name in [name for name in environ if name.startswith("HTTP_") or name in _ALSO]:
        if len(environ[name]) > _LIMITS.get(name, MAX_HEADER):
            environ[name] = _end_of(environ[name]) if name in _HOPS else ""


def _end_of(hops: str) -> str:
    """The last entries of a list, without the one that is cut."""
    return hops[-MAX_HOPS:].partition(",")[2]
