"""What is said at the door when the process has enough to do: made once for each language, surface and brand."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from wsgiref.types import WSGIEnvironment

from flask import Flask, g
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from tracking.services import Brand, Services
from tracking.web.accept import prefers_json
from tracking.web.errors import turn_away
from tracking.web.language import languages
from tracking.web.middleware.cached_body import RawResponse
from tracking.web.middleware.request_log import defer_request_log
from tracking.web.surfaces import Surface, surface_at

_FALLBACK_FOR = timedelta(minutes=1)  # in our own templates, before the merchant's are tried again
RETRY_AFTER = 5  # seconds: a crowd is soon over, and nobody asks Shopify because of it

_ASKED_LANGUAGE = re.compile(r"(?:^|&)lang=([\w-]{1,20})(?:&|$)")


class BusyPage:
    """Answers without entering Flask, but for the first time."""

    def __init__(self, app: Flask, parts: Services) -> None:
        self._app = app
        self._parts = parts
        self._made: dict[tuple[Brand, str, str, str, bool], tuple[RawResponse, datetime | None]] = {}
        with app.app_context():
            self._languages = languages()

    def answer(self, environ: WSGIEnvironment) -> RawResponse:
        """503 and Retry-After, in the reader's language, as a page or as JSON."""
        surface = surface_at(environ.get("PATH_INFO", ""))
        asked = _ASKED_LANGUAGE.search(environ.get("QUERY_STRING", ""))
        language = self._languages.choose((asked and asked[1], *_wishes(environ.get("HTTP_ACCEPT_LANGUAGE", ""))))
        accept = "application/json" if _prefers_json(environ.get("HTTP_ACCEPT", "")) else "text/html"
        key = (self._parts.brand, surface.name, language, accept, environ["wsgi.url_scheme"] == "https")
        now = self._parts.clock()
        made, until = self._made.get(key, (None, now))
        if made is None or (until and now >= until):
            made, is_fallback = self._make(environ, surface, language, accept)
            self._made[key] = made, now + _FALLBACK_FOR if is_fallback else None
        return made

    def _make(self, environ: WSGIEnvironment, surface: Surface, language: str, accept: str) -> tuple[RawResponse, bool]:
        asked = {"PATH_INFO": surface.path, "QUERY_STRING": f"lang={language}", "HTTP_ACCEPT": accept}
        body = {"REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
        inside = environ | asked | body
        defer_request_log(inside)
        with self._app.request_context(inside):
            if surface.is_relayed:
                g.path_prefix = ""  # so that links stay on the page of the shop, whose path nobody has checked
            response = self._app.process_response(self._app.make_response(turn_away(RETRY_AFTER)))
            answer = RawResponse(response.status, response.headers.to_wsgi_list(), response.get_data())
            return answer, bool(g.get("is_fallback"))


@lru_cache(maxsize=128)
def _wishes(accept_language: str) -> tuple[str, ...]:
    return tuple(parse_accept_header(accept_language, LanguageAccept).values())


_prefers_json = lru_cache(maxsize=128)(prefers_json)
