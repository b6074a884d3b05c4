"""A test application on the production server."""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from wsgiref.types import StartResponse, WSGIEnvironment

from tracking.running.server import REQUEST_SECONDS, Server

LARGE = 100_000
"""Bytes that the body of a POST to ``/large`` may have; others, and those with ``X-Is-Small``, a hundredth."""


def body_limit(method: str, path: str, has_header: Callable[[str], bool]) -> int:
    return LARGE if (method, path) == ("POST", "/large") and not has_header("X-Is-Small") else LARGE // 100


class Application:
    """Answers with X-Forwarded-For; at ``/slow`` once the gate is open; at ``/known`` with 304."""

    def __init__(self) -> None:
        self.gate, self.arrived = Event(), Event()
        self.received: list[int] = []  # bytes of each body

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            self.arrived.set()
            assert self.gate.wait(60), "a test forgot to open the gate"
        if environ["PATH_INFO"] == "/known":
            start_response("304 NOT MODIFIED", [("ETag", '"1"')])
            return []
        if environ["REQUEST_METHOD"] == "POST":
            self.received.append(len(environ["wsgi.input"].read()))
        body = str(environ.get("HTTP_X_FORWARDED_FOR", "-")).encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


class LocalServer:
    """The application on a port of its own."""

    def __init__(self, request_seconds: float = REQUEST_SECONDS) -> None:
        self.application = Application()
        listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.server = Server(
            self.application,
            listening,
            refusal_headers={"X-Kind": "refusal"},
            body_limit=body_limit,
            request_seconds=request_seconds,
        )
        self._thread = Thread(target=self.server.run)

    def start(self) -> None:
        self._thread.start()

    def has_ended(self, seconds: float = 60) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def refuses_connections(self) -> bool:
        try:
            self.connect().close()
        except ConnectionError:
            return True
        return False


@contextmanager
def local_server(request_seconds: float = REQUEST_SECONDS) -> Iterator[LocalServer]:
    site = LocalServer(request_seconds)
    site.start()
    try:
        yield site
    finally:
        site.application.gate.set()
        site.server.stop()
        assert site.has_ended()
