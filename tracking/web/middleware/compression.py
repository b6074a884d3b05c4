"""Compresses a page that is not cached, such as the form.

Compression leaks nothing: such a page holds no secret but what came with its own address, as the preview's key does,
and the tokens of the overview's forms, which are other ones each time. What was posted is not compressed.
"""

import gzip
from http import HTTPStatus
from wsgiref.types import WSGIEnvironment

from tracking.web.middleware.cached_page import RawResponse, accepts_gzip

_LEVEL = 3  # a third of the time of a page that is kept, for a tenth more bytes: it is sent once
_REPLACED = frozenset({"content-length", "etag"})


def compressed(response: RawResponse, environ: WSGIEnvironment) -> RawResponse:
    """The page of a GET in gzip, where the browser accepts it; every other response as it is."""
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), "")
    if environ["REQUEST_METHOD"] != "GET" or response.code != HTTPStatus.OK or not kind.startswith("text/html"):
        return response
    headers = [*response.headers, ("Vary", "Accept-Encoding")]
    if not accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        return response._replace(headers=headers)
    body = gzip.compress(response.body, _LEVEL, mtime=0)
    kept = [header for header in headers if header[0].lower() not in _REPLACED]
    length = ("Content-Length", str(len(body)))
    return response._replace(headers=[*kept, ("Content-Encoding", "gzip"), length], body=body)
