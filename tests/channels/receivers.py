"""A receiver of texts on this machine that behaves as it is told, and remembers what it was sent."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event

import requests

from tests.local_server import LocalServer
from tracking.channels.call import CallOutcome, CallResult

_CHUNK = b"x" * 1_000_000
_LONGEST = 60  # seconds; a test that passes waits for a condition
_MOST = 2_000  # chunks


class DirectChannel:
    """Hands a text to a receiver as Apprise does, without a process: what that adds is shown by tests/channels."""

    def send(self, url: str, *, title: str, body: str) -> CallResult:
        text = {"title": title, "message": body}
        try:
            answer = requests.post(url.replace("json://", "http://"), json=text, timeout=_LONGEST)
        except requests.ConnectionError:
            return CallResult(CallOutcome.FAILED)
        return CallResult(CallOutcome.SENT if answer.ok else CallOutcome.FAILED, 0 if answer.ok else answer.status_code)


class Behavior(StrEnum):
    """How it answers."""

    TAKES = "takes"
    FAILS = "fails"
    FORBIDS = "forbids"
    CLOSES = "closes"
    HANGS = "hangs"
    DRIPS = "drips"
    FLOODS = "floods"
    REDIRECTS = "redirects"


@dataclass(frozen=True)
class Received:
    path: str
    text: str
    fields: dict[str, str]


class Receiver(LocalServer):
    """``behavior`` may change while it serves."""

    def __init__(self, behavior: Behavior = Behavior.TAKES) -> None:
        self.behavior = behavior
        self.asked = 0
        self.received: list[Received] = []
        self.is_ending = Event()
        self.was_asked = Condition()
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        super().__init__(server)

    def __exit__(self, *_: object) -> None:
        self.is_ending.set()
        super().__exit__(*_)

    @property
    def apprise_url(self) -> str:
        return self.url.replace("http://", "json://") + "/secret-token"

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.received]

    def wait_for_texts(self, number: int) -> None:
        with self.was_asked:
            assert self.was_asked.wait_for(lambda: len(self.received) >= number, _LONGEST)

    def wait_until_asked(self) -> None:
        with self.was_asked:
            assert self.was_asked.wait_for(lambda: self.asked, _LONGEST)

    def bodies(self) -> Iterator[bytes]:
        """The parts of an answer that does not end by itself."""
        match self.behavior:
            case Behavior.DRIPS:
                while not self.is_ending.wait(0.2):
                    yield b"x"
            case Behavior.FLOODS:
                for _ in range(_MOST):
                    yield _CHUNK
            case Behavior.HANGS:
                self.is_ending.wait()


_STATUSES = {Behavior.FAILS: 500, Behavior.FORBIDS: 401, Behavior.REDIRECTS: 307}


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fields = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with receiver.was_asked:
                receiver.asked += 1
                if receiver.behavior is Behavior.TAKES:
                    receiver.received.append(Received(self.path, fields["message"], fields))
                receiver.was_asked.notify_all()
            if receiver.behavior is Behavior.CLOSES:
                self.close_connection = True
                return
            with suppress(OSError):
                self._answer()

        def _answer(self) -> None:
            self.send_response(_STATUSES.get(receiver.behavior, 200))
            if receiver.behavior is Behavior.REDIRECTS:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.end_headers()
            for part in receiver.bodies():
                self.wfile.write(part)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    return Handler
