import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import requests

from tracking.running.capacity import THREADS
from tracking.running.server import Server

HALF_A_FORM = b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\norder="


class Application:
    """Says where the visitor comes from; at ``/slow`` only once the gate is open; at ``/known`` nothing new."""

    def __init__(self) -> None:
        self.gate, self.arrived = Event(), Event()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            self.arrived.set()
            assert self.gate.wait(10), "a test forgot to open the gate"
        if environ["PATH_INFO"] == "/known":
            start_response("304 NOT MODIFIED", [("ETag", '"1"')])
            return []
        body = str(environ.get("HTTP_X_FORWARDED_FOR", "-")).encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


class Site:
    """The application, served on a port of its own."""

    def __init__(self, **how: float) -> None:
        self.application = Application()
        listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.server = Server(self.application, listening, refusal_headers={"X-Kind": "refusal"}, **how)
        self._thread = Thread(target=self.server.run)

    def start(self) -> None:
        self._thread.start()

    def has_ended(self, seconds: float = 10) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def turns_away(self) -> bool:
        try:
            self.connect().close()
        except ConnectionError:
            return True
        return False


@contextmanager
def serving(**how: float) -> Iterator[Site]:
    site = Site(**how)
    site.start()
    try:
        yield site
    finally:
        site.application.gate.set()
        site.server.stop()
        assert site.has_ended()


def in_background(ask: Callable[[], requests.Response]) -> Callable[[], requests.Response]:
    """Asks at once; what it returns waits for the answer."""
    answers: list[requests.Response] = []
    thread = Thread(target=lambda: answers.append(ask()))
    thread.start()

    def answer() -> requests.Response:
        thread.join(10)
        return answers[0]

    return answer


def test_answers_say_nothing_about_the_server() -> None:
    with serving() as site:
        answer = requests.get(site.url, timeout=10)
    assert answer.status_code == 200
    assert {"Server", "Via"} & set(answer.headers) == set()


def test_what_proxies_say_is_left_to_the_application() -> None:
    with serving() as site:
        assert requests.get(site.url, headers={"X-Forwarded-For": "203.0.113.9"}, timeout=10).text == "203.0.113.9"


def test_a_page_that_has_not_changed_keeps_its_connection() -> None:
    with serving() as site, site.connect() as visitor:
        for _ in range(2):
            visitor.sendall(b"GET /known HTTP/1.1\r\nHost: shop\r\n\r\n")
            assert visitor.recv(1000).startswith(b"HTTP/1.1 304")
        visitor.sendall(b"GET /known HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
        assert b"\r\nConnection: close\r\n" in visitor.recv(1000)
        assert visitor.recv(1) == b""


def test_visitors_who_send_slowly_hold_no_thread() -> None:
    with serving() as site, ExitStack() as stack:
        for _ in range(THREADS + 44):
            stack.enter_context(site.connect()).sendall(HALF_A_FORM)
        assert requests.get(site.url, timeout=5).status_code == 200


def test_a_request_that_does_not_arrive_in_time_is_not_waited_for() -> None:
    with serving(request_seconds=0) as site, site.connect() as visitor:
        visitor.sendall(HALF_A_FORM)
        assert visitor.recv(1) == b""


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: shop\r\nX-Much: " + b"z" * 40_000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 6000000\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", b"501"),
        (b"GET http://[::1/ HTTP/1.1\r\nHost: shop\r\n\r\n", b"400"),
    ],
    ids=["large headers", "a large body", "two lengths", "an unknown coding", "half an address"],
)
def test_what_is_too_much_or_ambiguous_is_refused(request_: bytes, status: bytes) -> None:
    with serving() as site, site.connect() as visitor:
        visitor.sendall(request_)
        answer = visitor.recv(1000)
        assert answer.split()[1] == status
        assert b"\r\nX-Kind: refusal\r\n" in answer


def test_who_is_inside_is_answered_when_the_server_stops_and_nobody_else_comes_in() -> None:
    with serving() as site:
        answer = in_background(lambda: requests.get(f"{site.url}/slow", timeout=10))
        assert site.application.arrived.wait(10)
        site.server.stop()
        assert any(site.turns_away() for _ in range(10_000))
        assert not site.has_ended(0)
        site.application.gate.set()
        assert answer().status_code == 200
        assert site.has_ended()


def test_those_who_only_keep_their_connection_do_not_delay_the_end() -> None:
    with serving() as site, requests.Session() as visitor:
        visitor.get(site.url, timeout=10)
        site.server.stop()
        assert site.has_ended(3)
