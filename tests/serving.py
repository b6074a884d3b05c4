"""A little web server of the test's own, on an origin of its own: the shop, as far as we are concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass
class Answer:
    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Pages:
    """What stands at which path: change it while it serves."""

    def __init__(self, **pages: Answer) -> None:
        self.at: dict[str, Answer] = {f"/{name}": answer for name, answer in pages.items()}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:  # noqa: ARG002 - for those who do more than this
        return self.at.get(address.partition("?")[0], Answer(status=404))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(pages: Pages) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = pages.answer(self.command, self.path, body, dict(self.headers.items()))
            self.send_response(answer.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        do_POST = do_GET  # noqa: N815 - http.server's own names

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    return Handler
