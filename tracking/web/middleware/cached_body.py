"""Finished answers: made once, compressed and tagged, and then given as often as somebody asks.

Compression tells nobody anything: what stands in a page is the shop's, and of the visitor's own words only those that
we know, such as a language.
"""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, TypeAlias
from wsgiref.types import WSGIEnvironment

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

Headers: TypeAlias = list[tuple[str, str]]

# Half a tenth of a millisecond more than the quickest, once a page, for a tenth fewer bytes each time.
_LEVEL = 6
_VARY = ("Vary", "Accept, Accept-Language, Accept-Encoding")
# Said anew for each form of the answer.
_OURS = frozenset({"content-length", "content-encoding", "etag", "vary"})
# What describes the body is left out where there is none: https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5
_OF_BODY = frozenset({"content-type"})


class RawResponse(NamedTuple):
    """What a WSGI server is given. ``status`` is its whole line, such as "200 OK"."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])


class CachedBody:
    """A page as it is sent, to any client: compressed or not, whole or "you have it already".

    The headers are lists that are ready to be sent: whoever adds to one makes its own.
    """

    __slots__ = ("_plain", "_plain_unchanged", "_tags", "_zipped", "_zipped_unchanged", "body")

    def __init__(self, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        """``headers`` as the page had them, ``body`` as it was written."""
        digest = sha256(body).hexdigest()[:32]
        kept = [header for header in headers if header[0].lower() not in _OURS]
        bodiless = [header for header in kept if header[0].lower() not in _OF_BODY]
        # A tag names bytes: the compressed ones have their own.
        plain, zipped = ("ETag", f'"{digest}"'), ("ETag", f'"{digest}-gzip"')
        self.body = gzip.compress(body, _LEVEL, mtime=0)
        self._tags = plain[1], zipped[1]
        self._plain = [*kept, plain, _VARY, ("Content-Length", str(len(body)))]
        self._zipped = [
            *kept,
            zipped,
            _VARY,
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(self.body))),
        ]
        self._plain_unchanged = [*bodiless, plain, _VARY]
        self._zipped_unchanged = [*bodiless, zipped, _VARY]

    def answer(self, environ: WSGIEnvironment) -> RawResponse:
        """To a GET or HEAD."""
        is_zipped = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if self._is_known(environ.get("HTTP_IF_NONE_MATCH", "")):
            return RawResponse("304 NOT MODIFIED", self._zipped_unchanged if is_zipped else self._plain_unchanged, b"")
        headers = self._zipped if is_zipped else self._plain
        if environ["REQUEST_METHOD"] == "HEAD":
            return RawResponse("200 OK", headers, b"")
        return RawResponse("200 OK", headers, self.body if is_zipped else gzip.decompress(self.body))

    def _is_known(self, tags: str) -> bool:
        """Whether a list of tags has ours, weak or strong: a quoted tag cannot stand inside another."""
        return bool(tags) and (tags == "*" or any(tag in tags for tag in self._tags))


@lru_cache(maxsize=128)
def _takes_gzip(encodings: str) -> bool:
    return parse_accept_header(encodings, Accept)["gzip"] > 0
