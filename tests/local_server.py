"""Little web servers of the tests' own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread
from typing import Self

_LOOK_UP = 0.02  # seconds between looks at whether it should end


@dataclass
class CannedResponse:
    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class LocalServer:
    """A server in a thread of its own, while somebody stands in it."""

    def __init__(self, server: HTTPServer) -> None:
        self._server = server
        self._thread = Thread(target=server.serve_forever, args=(_LOOK_UP,))
        self.url = f"http://127.0.0.1:{server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class PageServer(LocalServer):
    """The shop, as far as we are concerned: what stands at which path. Change it while it serves."""

    def __init__(self, **pages: CannedResponse) -> None:
        self.at: dict[str, CannedResponse] = {f"/{name}": answer for name, answer in pages.items()}
        super().__init__(ThreadingHTTPServer(("127.0.0.1", 0), _handler(self)))

    def answer(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> CannedResponse:  # noqa: ARG002 - for those who do more than this
        return self.at.get(address.partition("?")[0], CannedResponse(status=404))


def _handler(pages: PageServer) -> type[BaseHTTPRequestHandler]:
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
