"""Reads the file of a bulk operation part by part: each is bounded in size and in time, and begins at any byte."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
import urllib3

from tracking.shopify.errors import Unavailable
from tracking.shopify.resilience import Deadline
from tracking.shopify.transport import FAILURES, reading_until

PART_SIZE = 64 * 1024  # some hundred orders: a short piece of work
_CHUNK = 64 * 1024
_OK, _PARTIAL, _BEYOND = 200, 206, 416
_GONE = frozenset({400, 401, 403, 404, 410})  # a signed address that has expired is refused in one of these ways
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_SIZE = re.compile(r"bytes \*/(\d+)")


class FileGone(Unavailable):
    """The address leads to no file any more: ask for a new one."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """Some bytes of a file; ``is_last`` where it ends with them. They may be fewer than were asked for."""

    content: bytes
    is_last: bool


def read_part(
    session: requests.Session, url: str, position: int, deadline: Deadline, *, api_url: str, size: int
) -> FilePart:
    """At most ``size`` bytes from a position on. Raises FileGone, Unavailable.

    The bytes that arrive until the deadline, or the connection breaks, are returned: the next part goes on behind them.
    ``api_url`` is Shopify's own, which may be plain HTTP inside a private network: then the file may lie there, too.
    """
    if not _is_safe(url) and not url.startswith(f"{api_url}/"):
        raise Unavailable("the address of a bulk operation's file is not one of HTTPS")
    if not deadline.remaining():
        raise Unavailable("no time left to read the file of a bulk operation")
    # Not compressed: a position counts the bytes of the file.
    headers = {"Range": f"bytes={position}-{position + size - 1}", "Accept-Encoding": "identity"}
    try:
        with (
            reading_until(deadline) as timeout,
            session.get(url, headers=headers, timeout=timeout, stream=True, allow_redirects=False) as response,
        ):
            return _read(response, position, size)
    except FAILURES as error:
        raise Unavailable(f"the file of a bulk operation could not be read: {type(error).__name__}") from error


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None


def _read(response: requests.Response, position: int, size: int) -> FilePart:
    if response.status_code == _BEYOND:
        return _end(response, position)
    skipped, total = _place(response, position)
    content, has_ended = _content(response.raw, skipped + size)
    found = content[skipped:]
    if not found and not has_ended:
        raise Unavailable("nothing of a bulk operation's file arrived in time")
    if total is None:
        return FilePart(found, has_ended)
    reached = position + len(found)
    if not found and reached < total:
        raise Unavailable("the file of a bulk operation ends before its end")
    return FilePart(found, reached >= total)


def _place(response: requests.Response, position: int) -> tuple[int, int | None]:
    """The bytes to skip, and the size of the whole file where it is known. A server may not know of ranges."""
    status, headers = response.status_code, response.headers
    if status in _GONE:
        raise FileGone(f"the file of a bulk operation is not there (status {status})")
    if status not in {_OK, _PARTIAL} or headers.get("Content-Encoding", "identity") != "identity":
        raise Unavailable(f"the file of a bulk operation could not be read (status {status})")
    if status == _OK:
        length = headers.get("Content-Length", "")
        return position, int(length) if length.isdecimal() else None
    span = _RANGE.fullmatch(headers.get("Content-Range", ""))
    if not span or int(span[1]) != position:
        raise Unavailable("another part of a bulk operation's file came than was asked for")
    return 0, None if span[2] == "*" else int(span[2])


def _end(response: requests.Response, position: int) -> FilePart:
    """Where there is nothing at the position: the file may have ended right before it."""
    whole = _SIZE.fullmatch(response.headers.get("Content-Range", ""))
    if whole and int(whole[1]) != position:
        raise Unavailable("the file of a bulk operation is shorter than before")
    return FilePart(b"", is_last=True)


def _content(raw: urllib3.BaseHTTPResponse, size: int) -> tuple[bytes, bool]:
    """At most so many bytes, and whether the response ended by itself before."""
    content = bytearray()
    try:
        while len(content) < size:
            chunk = raw.read1(min(_CHUNK, size - len(content)), decode_content=False)
            if not chunk:
                return bytes(content), True
            content += chunk
    except FAILURES:
        if not content:
            raise
    return bytes(content), False
