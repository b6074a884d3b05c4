"""Parses requests as waitress does, and rejects ambiguous or too large ones before their body is read.

A rejected request is the last one of its connection: waitress closes it, and answers no request behind it.
"""

import re
import time
from collections.abc import Callable
from typing import cast

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import BadRequest, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

_MAX_FIELDS = 100  # browsers and proxies send some thirty; each costs as much as a short request
_MAX_PATH = 1024  # bytes; the longest of ours, a link to an order, has 100
# What frames the chunks of a body, beside it: chunks of less than half a kilobyte cost more than their bytes do.
_MAX_FRAMING, _FRAMING_SHARE = 4096, 64
_TRANSFER_ENCODING = re.compile(rb"\ntransfer-encoding:([^\r\n]*)", re.IGNORECASE)
_HOST = re.compile(rb"\nhost:", re.IGNORECASE)
_FOLDED = re.compile(rb"\n[ \t]")


class _PathTooLong(BadRequest):
    code = 414
    reason = "URI Too Long"


class RequestParser(HTTPRequestParser):
    """Parses one request. ``body_limit`` gives the maximum body in bytes, by method, path and header names."""

    body_limit: Callable[[str, str, Callable[[str], bool]], int]
    path = ""  # of an invalid request: waitress reads it when the client has disconnected

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.started_at = time.monotonic()
        self._max_body = 0

    def received(self, data: bytes) -> int:
        """Consume the bytes of this request, and return their number."""
        consumed = super().received(data)
        if self.error is None and self.chunked:
            self._limit_chunks()
        if self.error is not None:
            self.completed = True
            self.expect_continue = False  # else waitress requests the body anyway
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the start line and the header fields. Raises ParsingError."""
        if header_plus.count(b"\n") > _MAX_FIELDS + 1:
            super().parse_header(b"GET / HTTP/1.0\r\n")
            self.error = RequestHeaderFieldsTooLarge(f"exceeds {_MAX_FIELDS} fields")
            return
        try:
            super().parse_header(header_plus)
        except ValueError:  # waitress would log the URL that Python cannot split
            raise ParsingError("Bad URI") from None
        self._refuse_ambiguous_framing(header_plus)
        self._refuse_ambiguous_host(header_plus)
        # The stubs say that the command is bytes.
        self._max_body = type(self).body_limit(cast("str", self.command), self.path, self._has_header)
        if len(self.path) > _MAX_PATH:
            self.error = _PathTooLong(f"exceeds {_MAX_PATH} bytes")
            self.body_rcv = None
        elif self.content_length > self._max_body:
            self.error = RequestEntityTooLarge(f"exceeds {self._max_body} bytes")
            self.body_rcv = None

    def _has_header(self, name: str) -> bool:
        return name.upper().replace("-", "_") in self.headers

    def _limit_chunks(self) -> None:
        """Refuse a body that is too large as it was sent, or that comes in too small chunks."""
        sent, body = self.body_bytes_received, 0 if self.body_rcv is None else len(self.body_rcv)
        if sent > self._max_body:
            self.error = RequestEntityTooLarge(f"exceeds {self._max_body} bytes")
        elif sent - body > _MAX_FRAMING + body // _FRAMING_SHARE:
            self.error = BadRequest("Chunks are too small")

    def _refuse_ambiguous_host(self, header_plus: bytes) -> None:
        """Refuse what names no host, or two: https://www.rfc-editor.org/rfc/rfc9112#section-3.2."""
        hosts = len(_HOST.findall(header_plus))
        if hosts > 1 or (self.version == "1.1" and not hosts):
            raise ParsingError("There must be one Host")

    def _refuse_ambiguous_framing(self, header_plus: bytes) -> None:
        """Reject what a proxy may delimit differently: https://www.rfc-editor.org/rfc/rfc9112#section-6.1."""
        if self.version not in {"1.0", "1.1"}:
            raise ParsingError("HTTP version not supported")
        if _FOLDED.search(header_plus):
            raise ParsingError("Folded header line")
        codings = [coding.strip(b" \t").lower() for coding in _TRANSFER_ENCODING.findall(header_plus)]
        if not codings:
            return
        if self.version == "1.0" or codings != [b"chunked"]:
            raise ParsingError("Transfer-Encoding is invalid")
        if "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Both Content-Length and Transfer-Encoding")
