"""A minimal HTTP/1.1 client, cheap enough not to distort the measurement."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"connection: *close", re.IGNORECASE)
_CHUNKED = re.compile(rb"transfer-encoding: *chunked", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """Headers as they came, and the body."""

    head: bytes
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Message):
    """``seconds`` counts from the scheduled start; status 0: no response."""

    status: int
    seconds: float

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        found = re.search(rb"(?im)^%s: *([^\r\n]*)" % re.escape(name.encode()), self.head)
        return found[1].decode() if found else ""


async def read_message(reader: asyncio.StreamReader) -> Message | None:
    """A request or an answer; None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        if _CHUNKED.search(head):
            return Message(head, await _read_chunks(reader))
        length = _LENGTH.search(head)
        return Message(head, await reader.readexactly(int(length[1])) if length else b"")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body


def get(path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a GET, as browsers ask."""
    return _request("GET", path, {"Accept": "text/html", "Accept-Encoding": "gzip", **(headers or {})})


def post(path: str, body: Mapping[str, str] | bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a form that is sent, or of a body as it is."""
    form = isinstance(body, Mapping)
    content = urlencode(body).encode() if isinstance(body, Mapping) else body
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    lines = {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}
    return _request("POST", path, lines) + content


def _request(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **headers}.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()


class Connection:
    """A client that keeps its connection while the server does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes, *, since: float | None = None, patience: float = 10) -> Answer:
        """One question. Never raises: no answer in time is an answer with status 0."""
        start = since or time.perf_counter()
        try:
            async with asyncio.timeout(patience):
                message = await self._ask(request)
        except (TimeoutError, OSError):
            message = None
        seconds = time.perf_counter() - start
        if message is None or _CLOSES.search(message.head):
            self.close()
        if message is None:
            return Answer(b"", b"", status=0, seconds=seconds)
        return Answer(message.head, message.body, status=int(message.head[9:12]), seconds=seconds)

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect, unless that was done."""
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        return self._streams

    async def _ask(self, request: bytes) -> Message | None:
        reader, writer = await self.open()
        writer.write(request)
        return await read_message(reader)

    def close(self) -> None:
        """Drop the connection, if there is one."""
        if self._streams:
            self._streams[1].close()
            self._streams = None
