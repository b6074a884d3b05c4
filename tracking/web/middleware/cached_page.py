"""A rendered page of an order, ready to be sent to any client, and for how long it may be sent.

Compression leaks nothing: a page holds the shop's words, and of the request only known values, such as a language.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, Self, TypeAlias
from wsgiref.types import WSGIEnvironment

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from tracking.order.freshness import next_change_at
from tracking.web.authorization import OrderAccess
from tracking.web.middleware.gzip_pages import gzipped
from tracking.web.middleware.request_log import Headers

Key: TypeAlias = tuple[str | None, ...]

POLICY = "whereabouts.cache_policy"  # in the environ of a request, where its view allows caching
# Twice the time of the fastest level, once a page, for a seventh fewer bytes each time; higher ones save next to none.
LEVEL = 5
_VARY = ("Vary", "Accept, Accept-Language, Accept-Encoding")
# Set for each form of the response.
_REPLACED = frozenset({"content-length", "content-encoding", "etag", "vary"})
# A response without a body does not describe one: https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5
_OF_BODY = frozenset({"content-type"})
_STALE_FOR = timedelta(seconds=2)  # an outage costs little, and its end shows at once


class RawResponse(NamedTuple):
    """Status line, such as "200 OK", headers and body, as a WSGI server takes them."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])


@dataclass(frozen=True, slots=True, kw_only=True)
class CachePolicy:
    """For how long the page of an order may be sent again.

    The order is as it was at ``state_at``, and was read at ``read_at``. Until ``fresh_until`` the page is sent as it
    is, until ``expires_at`` while the order is refreshed in the background.
    """

    order_id: str
    state_at: datetime
    read_at: datetime
    fresh_until: datetime
    expires_at: datetime

    @classmethod
    def of(cls, access: OrderAccess, now: datetime, *, is_fallback: bool = False) -> Self:
        """Ends with the order's time to live, the link, and the words, such as "today"; a fallback's at once."""
        snapshot = access.snapshot
        soon = now + _STALE_FOR
        end = min(access.expires_at, next_change_at(snapshot.order, snapshot.read_at))
        end = min(end, soon) if is_fallback else end
        return cls(
            order_id=access.order_id,
            # A stale page shows an older state on purpose, and its age.
            state_at=snapshot.read_at if snapshot.stale else snapshot.fetched_at,
            read_at=snapshot.read_at,
            fresh_until=min(end, soon if snapshot.stale else snapshot.fresh_until),
            expires_at=min(end, soon if snapshot.stale else snapshot.expires_at),
        )


class CachedPage:
    """Compressed or plain, whole or 304 Not Modified.

    ``key`` identifies the request. ``endpoint`` rendered it, while the cache had this ``version``. Responses
    share their lists of headers: to add a header, copy the list.
    """

    __slots__ = ("_etags", "_gzip", "_gzip_304", "_plain", "_plain_304", "body", "endpoint", "key", "policy", "version")

    def __init__(
        self,
        key: Key,
        policy: CachePolicy,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        *,
        endpoint: str | None = None,
        version: int = 0,
    ) -> None:
        """``headers`` and ``body`` as the view returned them."""
        self.key = key
        self.policy = policy
        self.endpoint = endpoint
        self.version = version
        self.body = gzipped(body, LEVEL)
        digest = sha256(self.body).hexdigest()[:32]  # alike for the same page, and a quarter as long
        kept = [header for header in headers if header[0].lower() not in _REPLACED]
        bodiless = [header for header in kept if header[0].lower() not in _OF_BODY]
        # An ETag names bytes: the compressed ones have their own.
        plain, zipped = ("ETag", f'"{digest}"'), ("ETag", f'"{digest}-gzip"')
        self._etags = plain[1], zipped[1]
        self._plain = [*kept, plain, _VARY, ("Content-Length", str(len(body)))]
        self._gzip = [*kept, zipped, _VARY, ("Content-Encoding", "gzip"), ("Content-Length", str(len(self.body)))]
        self._plain_304 = [*bodiless, plain, _VARY]
        self._gzip_304 = [*bodiless, zipped, _VARY]

    def response(self, environ: WSGIEnvironment) -> RawResponse:
        """The response to a GET or HEAD."""
        is_zipped = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        # Weak or strong: a quoted ETag cannot be part of another.
        if (given := environ.get("HTTP_IF_NONE_MATCH")) and (
            given == "*" or self._etags[0] in given or self._etags[1] in given
        ):
            return RawResponse("304 NOT MODIFIED", self._gzip_304 if is_zipped else self._plain_304, b"")
        headers = self._gzip if is_zipped else self._plain
        if environ["REQUEST_METHOD"] == "HEAD":
            return RawResponse("200 OK", headers, b"")
        return RawResponse("200 OK", headers, self.body if is_zipped else gzip.decompress(self.body))


@lru_cache(maxsize=128)
def accepts_gzip(encodings: str) -> bool:
    """Whether the Accept-Encoding of a request takes gzip."""
    return parse_accept_header(encodings, Accept)["gzip"] > 0
