"""One question over HTTP, and its answer read to the end or to the deadline, whichever comes first."""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import requests
import urllib3

from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import Unavailable

CONNECT_SECONDS = 1.5
READ_SECONDS = 3.0  # a connection that hangs leaves a visitor time for a second try
MAX_BYTES = 4 * 1024 * 1024  # decoded: a small gzip can unfold without end
_CHUNK = 64 * 1024

# ValueError: a token or an address that no request can carry.
_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """An HTTP answer, decoded and whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(
    session: requests.Session, url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline
) -> HttpResponse:
    """Ask once. A redirect is an answer like any other. Unavailable: nothing whole came back in time."""
    left = deadline.left()
    if not left:
        raise Unavailable("no time left to ask Shopify")
    timeout = (min(left, CONNECT_SECONDS), min(left, READ_SECONDS))
    try:
        with session.post(
            url, data=body, headers=headers, timeout=timeout, stream=True, allow_redirects=False
        ) as response:
            content = _read(response, deadline)
    except _FAILURES as error:
        raise Unavailable(f"Shopify could not be reached: {type(error).__name__}") from error
    return HttpResponse(status=response.status_code, headers=response.headers, body=content)


def _read(response: requests.Response, deadline: Deadline) -> bytes:
    raw: urllib3.BaseHTTPResponse = response.raw
    content = bytearray()
    with _cut_at(deadline, raw):
        while chunk := raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > MAX_BYTES:
                raise Unavailable("Shopify's answer is too large")
            if not deadline.left():
                break
    if not deadline.left():  # what the cut left over may pass for a complete answer
        raise Unavailable("Shopify's answer took too long")
    return bytes(content)


@contextlib.contextmanager
def _cut_at(deadline: Deadline, raw: urllib3.BaseHTTPResponse) -> Iterator[None]:
    # A socket's time-out starts anew with every byte: only another thread ends a read that drips.
    watch = threading.Timer(deadline.left(), _cut, (raw,))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _cut(raw: urllib3.BaseHTTPResponse) -> None:
    # The answer may have ended in this very moment; then there is nothing to cut.
    with contextlib.suppress(RuntimeError, ValueError, OSError):
        raw.shutdown()
