"""The response of a site that is busy, or cannot reach Shopify: rendered once for each language, look and brand."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import cast
from wsgiref.types import WSGIEnvironment

from flask import Flask, current_app, g, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from tracking.i18n.text import text
from tracking.services import Brand, Services
from tracking.theming.embed_theme import SCHEMES
from tracking.web.accept import prefers_json
from tracking.web.error_response import ErrorResponse, error_response, message_page
from tracking.web.localization import languages
from tracking.web.middleware.cached_page import RawResponse
from tracking.web.middleware.typed_fields import FIELDS, in_html, typed_fields
from tracking.web.surfaces import Surface, surface_at
from tracking.web.views.lookup_form import MAX_LENGTHS, render_form

RETRY_AFTER = 5  # seconds: a crowd is soon over, and does not reach Shopify
_FALLBACK_FOR = timedelta(minutes=1)  # in our own templates, before the merchant's are tried again
_EXTENSION = "whereabouts.busy_page"
_LANGUAGE = re.compile(r"(?:^|&)lang=([\w-]{1,20})(?:&|$)")
# The look that the page around a frame asks for, but for a color, of which there are too many: surfaces.py.
_LOOK = re.compile(rf"(?:^|(?<=&))(?:scheme=(?:{'|'.join(SCHEMES)})|heading=off|languages=off)(?=&|$)")
# Without a form, which would only bring the crowd back; one that was filled in already is kept.
_BUSY = ErrorResponse(
    503,
    "unavailable",
    text("Your order isn’t affected. Try again in a few minutes."),
    text("We can’t look up orders right now"),
)


class BusyPage:
    """Responds without entering Flask, except to render."""

    def __init__(self, app: Flask, services: Services) -> None:
        self._app = app
        self._services = services
        self._rendered: dict[tuple[Brand, str, str, str, str, str, bool], tuple[RawResponse, datetime | None]] = {}
        with app.app_context():
            self._languages = languages()
        app.extensions[_EXTENSION] = self

    def respond(self, environ: WSGIEnvironment, retry_after: int = RETRY_AFTER) -> RawResponse:
        """503 and Retry-After in seconds, in the reader's language, as a page or as JSON; what was typed is kept."""
        typed = typed_fields(environ)
        surface = surface_at(environ.get("PATH_INFO", ""))
        query = environ.get("QUERY_STRING", "")
        requested = _LANGUAGE.search(query)
        accepted = _accepted_languages(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        language = self._languages.choose((requested and requested[1], *accepted))
        look = "&".join(sorted({*_LOOK.findall(query)})) if surface.is_framed else ""
        accept = "application/json" if _prefers_json(environ.get("HTTP_ACCEPT", "")) else "text/html"
        root = f"{environ['wsgi.url_scheme']}://localhost{environ.get('SCRIPT_NAME', '')}/"
        key = (self._services.brand, surface.name, language, look, accept, root, typed is not None)
        now = self._services.clock()
        rendered, expires_at = self._rendered.get(key, (None, now))
        if rendered is None or (expires_at and now >= expires_at):
            page = _form if typed else message_page
            rendered, is_temporary = self._render(surface, f"lang={language}&{look}".rstrip("&"), accept, root, page)
            self._rendered[key] = rendered, now + _FALLBACK_FOR if is_temporary else None
        response = _fill_in(rendered, typed) if typed else rendered
        return response._replace(headers=[*response.headers, ("Retry-After", str(retry_after))])

    def _render(
        self, surface: Surface, query: str, accept: str, root: str, page: Callable[[ErrorResponse], str]
    ) -> tuple[RawResponse, bool]:
        """In a request of its own: nothing of the visitor's is read."""
        requested = self._app.test_request_context(
            surface.path, base_url=root, query_string=query, headers={"Accept": accept}
        )
        with self._app.app_context(), requested:
            if surface.is_relayed:
                g.path_prefix = ""  # so that links stay on the page of the shop, whose path is not verified here
            busy = error_response(_BUSY, page)
            busy.headers["Cache-Control"] = "no-store"  # also in place of what is never stored
            response = self._app.process_response(self._app.make_response(busy))
            raw = RawResponse(response.status, response.headers.to_wsgi_list(), response.get_data())
            return raw, bool(g.get("is_fallback"))


def _form(_: ErrorResponse) -> str:
    return render_form(order=_PLACES["order"], email=_PLACES["email"], problem=_BUSY.code)


# Where the text of a field goes, in a form that is rendered once: a character that is in no text.
_PLACES = {name: f"\ue000{name}\ue000" for name in FIELDS}


def _fill_in(rendered: RawResponse, typed: Mapping[str, str]) -> RawResponse:
    body = rendered.body
    for name, place in _PLACES.items():
        body = body.replace(place.encode(), in_html(typed[name][: MAX_LENGTHS[name]]))
    headers = [header for header in rendered.headers if header[0].lower() != "content-length"]
    return rendered._replace(headers=[*headers, ("Content-Length", str(len(body)))], body=body)


def busy_response(retry_after: int) -> Response:
    """The busy page as the response to Flask's current request."""
    busy_page = cast("BusyPage", current_app.extensions[_EXTENSION])
    raw = busy_page.respond(request.environ, retry_after)
    return Response(raw.body, raw.status, raw.headers)


@lru_cache(maxsize=128)
def _accepted_languages(accept_language: str) -> tuple[str, ...]:
    return tuple(parse_accept_header(accept_language, LanguageAccept).values())


_prefers_json = lru_cache(maxsize=128)(prefers_json)
