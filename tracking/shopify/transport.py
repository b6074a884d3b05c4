"""Sends HTTP requests to Shopify and reads each response to its end, or until the deadline."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from tracking.shopify.concurrent_read import begin_reads
from tracking.shopify.errors import Unavailable
from tracking.shopify.resilience import Deadline

POOL_SIZE = 40  # as many as ask at once: visitors, refreshes, the worker
CONNECT_SECONDS = 1.5
READ_SECONDS = 3.0  # a connection that hangs leaves time for a second attempt
MAX_BYTES = 4 * 1024 * 1024  # decoded: a small gzip can unfold without end
_CHUNK = 64 * 1024

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
    left = deadline.remaining()
    if not left:
        raise Unavailable("no time left to ask Shopify")
    timeout = (min(left, CONNECT_SECONDS), min(left, READ_SECONDS))
    try:
        with session.post(
            url, data=body, headers=headers, timeout=timeout, stream=True, allow_redirects=False
        ) as response:
            content = _read(response, deadline)
    except FAILURES as error:
        raise Unavailable(f"Shopify could not be reached: {type(error).__name__}") from error
    return HttpResponse(status=response.status_code, headers=response.headers, body=content)


def _read(response: requests.Response, deadline: Deadline) -> bytes:
    raw: urllib3.BaseHTTPResponse = response.raw
    content = bytearray()
    with shutdown_at(deadline, raw):
        while chunk := raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > MAX_BYTES:
                raise Unavailable("Shopify's answer is too large")
            if not deadline.remaining():
                break
    if not deadline.remaining():  # a response cut by the shutdown may pass for a complete one
        raise Unavailable("Shopify's answer took too long")
    return bytes(content)


@contextlib.contextmanager
def shutdown_at(deadline: Deadline, raw: urllib3.BaseHTTPResponse) -> Iterator[None]:
    """Ends the read of a response at the deadline."""
    # A socket's timeout starts anew with every byte: only another thread ends a read that drips.
    timer = threading.Timer(deadline.remaining(), _shutdown_response, (raw,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shutdown_response(raw: urllib3.BaseHTTPResponse) -> None:
    # The response may have ended in this very moment; then nothing is left to shut down.
    with contextlib.suppress(RuntimeError, ValueError, OSError):
        raw.shutdown()


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


class _DeadlineConnection(HTTPConnection):
    """Bounds the arrival of all headers by the timeout, not just each of their bytes."""

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3 itself does
        begin_reads()
        is_late = threading.Event()
        timer = threading.Timer(self.timeout or threading.TIMEOUT_MAX, _shutdown_socket, (self.sock, is_late))
        timer.daemon = True
        timer.start()
        try:
            response = super().getresponse()
        finally:
            timer.cancel()
        if is_late.is_set():  # a response cut by the shutdown passes for a complete one
            response.close()
            raise TimeoutError
        return response


def _shutdown_socket(sock: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RD)


class _DeadlineTLSConnection(_DeadlineConnection, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _DeadlineConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _DeadlineTLSConnection


class _Adapter(HTTPAdapter):
    # urllib3 names this attribute for exactly this: https://urllib3.readthedocs.io/en/stable/advanced-usage.html
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (requests' own signature)
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}
