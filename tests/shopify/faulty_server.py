"""A server on 127.0.0.1 with faults to choose from."""

import contextlib
import gzip
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from http import HTTPStatus
from itertools import takewhile
from typing import Self, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRequest:
    """A received request."""

    path: str
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The connection of a request; ``closing`` is set when the server stops, so that no behavior has to sleep."""

    socket: socket.socket
    closing: threading.Event
    request: ReceivedRequest


Behavior: TypeAlias = Callable[[Exchange], None]


class FaultyServer:
    """Answers each request with the next of its behaviors, and all further ones with the last; with ``tls``, by it."""

    def __init__(self, *behaviors: Behavior, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[ReceivedRequest] = []
        self.connections = 0
        self._behaviors = behaviors
        self._tls = tls
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", port))
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._listen)]

    @property
    def url(self) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        for listening in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._sockets.append(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, contextlib.suppress(OSError):
            while first := stream.readline():
                # No line at all is the end of the connection, which may come in the middle of the headers.
                lines = takewhile(lambda line: line not in (b"\r\n", b""), iter(stream.readline, None))
                headers = BytesParser().parsebytes(b"".join(lines))
                body = stream.read(int(headers.get("Content-Length", 0)))
                seen = ReceivedRequest(path=first.decode().split()[1], headers=headers, body=body)
                self.requests.append(seen)
                behave = self._behaviors[min(len(self.requests), len(self._behaviors)) - 1]
                behave(Exchange(socket=connection, closing=self._closing, request=seen))


def http_response(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """An HTTP response as bytes; a given Content-Length may be wrong."""
    known = {"Content-Length": str(len(body)), "Content-Type": "application/json", **(headers or {})}
    reason = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Odd"
    head = "".join(f"{name}: {value}\r\n" for name, value in known.items())
    return f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode() + body


def responds(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Behavior:
    """Responds without a fault: bytes as they are, any other body as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda line: line.socket.sendall(http_response(status, content, headers))


def responds_gzipped(body: bytes) -> Behavior:
    return responds(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def sends_slowly(raw: bytes, begin: bytes = b"") -> Behavior:
    """Sends the beginning, then a byte at a time, each long before any socket's timeout."""

    def behave(line: Exchange) -> None:
        line.socket.sendall(begin)
        for byte in raw:
            line.socket.sendall(bytes([byte]))
            if line.closing.wait(0.01):
                return

    return behave


def hangs(raw: bytes = b"") -> Behavior:
    """Sends the beginning, then nothing more."""

    def behave(line: Exchange) -> None:
        line.socket.sendall(raw)
        line.closing.wait()

    return behave


def closes_early(raw: bytes) -> Behavior:
    """Sends the beginning, then closes the connection."""

    def behave(line: Exchange) -> None:
        line.socket.sendall(raw)
        line.socket.shutdown(socket.SHUT_RDWR)

    return behave


def resets_connection(line: Exchange) -> None:
    """Resets the connection, as a crashed machine does."""
    line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionResetError
