"""Compresses a page that is not cached, such as the form.

Compression leaks nothing: such a page holds no secret but what came with its own address, as the preview's key does,
and the tokens of the overview's forms, which are other ones each time. The response to a POST is compressed only
where it is the lookup form, filled in again, which holds no secret at all.
"""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from wsgiref.types import WSGIEnvironment

from tracking.web.middleware.cached_page import RawResponse, accepts_gzip
from tracking.web.middleware.gzip_pages import gzipped
from tracking.web.surfaces import SURFACES

_LEVEL = 3  # a third of the time of a page that is kept, for a tenth more bytes: it is sent once
_REPLACED = frozenset({"content-length", "etag"})
_FORMS = frozenset(surface.path for surface in SURFACES.values())
_MAX_ERRORS = 32  # pages, of some 30 KB with what they become


def compressed(response: RawResponse, environ: WSGIEnvironment) -> RawResponse:
    """The page of a GET in gzip, where the browser accepts it; every other response as it is."""
    is_page = environ["REQUEST_METHOD"] == "GET" and response.code == HTTPStatus.OK
    return _compressed(response, environ, _zip) if is_page else response


def compressed_error(response: RawResponse, environ: WSGIEnvironment) -> RawResponse:
    """The page of an error in gzip, which the busy page becomes once; every other response as it is."""
    if response.code < HTTPStatus.BAD_REQUEST:
        return response
    if environ["REQUEST_METHOD"] == "GET":
        return _compressed(response, environ, _zip_once)
    is_form = environ["REQUEST_METHOD"] == "POST" and environ.get("PATH_INFO") in _FORMS
    # On the day of a sale it costs time that others wait for.
    is_cheap = response.code < HTTPStatus.INTERNAL_SERVER_ERROR
    return _compressed(response, environ, _zip) if is_form and is_cheap else response


def _zip(body: bytes) -> bytes:
    return gzipped(body, _LEVEL)


_zip_once = lru_cache(maxsize=_MAX_ERRORS)(_zip)


def _compressed(response: RawResponse, environ: WSGIEnvironment, zipped: Callable[[bytes], bytes]) -> RawResponse:
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), "")
    if not kind.startswith("text/html"):
        return response
    headers = [*response.headers, ("Vary", "Accept-Encoding")]
    if not accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        return response._replace(headers=headers)
    body = zipped(response.body)
    kept = [header for header in headers if header[0].lower() not in _REPLACED]
    length = ("Content-Length", str(len(body)))
    return response._replace(headers=[*kept, ("Content-Encoding", "gzip"), length], body=body)
