"""Sends HTTP requests to Shopify and reads each response to its end, or until the deadline."""

import http.client
import io
import math
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from tracking.shopify.concurrent_read import begin_reads
from tracking.shopify.errors import Unavailable
from tracking.shopify.resilience import Deadline

POOL_SIZE = 40  # as many as ask at once: visitors, refreshes, the worker
_CONNECT_SECONDS = 1.5
_READ_SECONDS = 3.0  # a connection that hangs leaves time for a second attempt
MAX_BYTES = 4 * 1024 * 1024  # decoded: a small gzip can unfold without end
_CHUNK = 64 * 1024

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# ValueError: a token or an address that no request can carry.
FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """A complete HTTP response; ``body`` is decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def open_session() -> requests.Session:
    """Opens the session that Client uses. Another transport adapter can be mounted on it."""
    session = _Session()
    session.trust_env = False  # no proxies, no .netrc: the token goes to Shopify and nowhere else
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # threads share the session
    session.headers["User-Agent"] = "Whereabouts"
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(pool_connections=2, pool_maxsize=POOL_SIZE))
    return session


def post(
    session: requests.Session, url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline
) -> HttpResponse:
    """Sends one request, follows no redirect. Raises Unavailable if no complete response arrived in time."""
    if not deadline.remaining():
        raise Unavailable("no time left to ask Shopify")
    try:
        with (
            reading_until(deadline) as timeout,
            session.post(
                url, data=body, headers=headers, timeout=timeout, stream=True, allow_redirects=False
            ) as response,
        ):
            content = _read(response.raw)
    except FAILURES as error:
        raise Unavailable(f"Shopify could not be reached: {type(error).__name__}") from error
    return HttpResponse(status=response.status_code, headers=response.headers, body=content)


def _read(raw: urllib3.BaseHTTPResponse) -> bytes:
    content = bytearray()
    while chunk := raw.read1(_CHUNK, decode_content=True):
        content += chunk
        if len(content) > MAX_BYTES:
            raise Unavailable("Shopify's answer is too large")
    return bytes(content)


@contextmanager
def reading_until(deadline: Deadline) -> Iterator[tuple[float, float]]:
    """Bounds how long the responses to the requests of the block may arrive; the value is their timeout.

    It has the seconds to connect and those of each read: https://requests.readthedocs.io/en/latest/user/advanced/#timeouts.
    """
    left = deadline.remaining()
    token = _reading_until.set(time.monotonic() + left)
    try:
        yield min(left, _CONNECT_SECONDS), min(left, _READ_SECONDS)
    finally:
        _reading_until.reset(token)


_reading_until: ContextVar[float] = ContextVar("reading_until", default=math.inf)


class _Session(requests.Session):
    """Prepares once what all POST requests to one address have in common, which takes longer than all the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: dict[str, requests.PreparedRequest] = {}  # Shopify has two addresses

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """As requests does it for an address, headers and a body, which is all we send; headers are checked later."""
        if request.method != "POST" or request.url is None:
            return super().prepare_request(request)
        if request.url not in self._prepared:
            self._prepared[request.url] = super().prepare_request(requests.Request("POST", request.url))
        prepared = self._prepared[request.url].copy()
        prepared.headers.update(request.headers)
        prepared.prepare_body(request.data, request.files, request.json)
        return prepared


class _TimedReader(io.RawIOBase):
    """Reads a response's socket until ``ends_at``; raises TimeoutError. A socket's own time starts anew with each byte.

    ``timeout`` is the socket's, in seconds, for each of its reads.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._socket = sock
        timeout = sock.gettimeout()
        self.timeout = math.inf if timeout is None else timeout
        self.ends_at = min(time.monotonic() + self.timeout, _reading_until.get())

    def readable(self) -> bool:
        """True: a response is only read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        """Waits for some bytes."""
        left = min(self.timeout, self.ends_at - time.monotonic())
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(None if left == math.inf else left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Closes what it reads from."""
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    """All its headers arrive within the socket's timeout, all of it within the time of ``reading_until``."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (http.client's own)
        super().__init__(sock, *args, **kwargs)
        self._reader = _TimedReader(self.fp.detach(), sock)
        self.fp = io.BufferedReader(self._reader)

    def begin(self) -> None:
        """Reads the headers."""
        super().begin()
        self._reader.ends_at = _reading_until.get()


class _TimedConnection(HTTPConnection):
    response_class = _TimedResponse

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3 itself does
        begin_reads()
        return super().getresponse()


class _TimedTLSConnection(_TimedConnection, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _TimedConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TimedTLSConnection


class _Adapter(HTTPAdapter):
    # urllib3 names this attribute for exactly this: https://urllib3.readthedocs.io/en/stable/advanced-usage.html
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (requests' own signature)
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}
