"""Bounds how many requests run at once; others, and those that would wait in vain, are refused at once."""

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from tracking.running.limits import MAX_EXPORTS, MAX_REQUESTS
from tracking.security.links import InvalidLink, LinkExpired
from tracking.services import Services
from tracking.web.middleware.busy_page import BusyPage
from tracking.web.middleware.cached_page import RawResponse
from tracking.web.middleware.request_log import RECORD, Headers, Write
from tracking.web.middleware.streamed_body import StreamedBody
from tracking.web.surfaces import token_at

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

MAX_RUNNING = MAX_REQUESTS
# Never refused: they wait for nothing, or report a change that must not be lost.
_EXEMPT = frozenset({"/webhooks/shopify", "/healthz", "/metrics", "/embed.js"})
_FILES = "/static/"
_ENDPOINT = "front"  # in the log and the metrics: a public name, which dashboards have


class AdmissionControl:
    """Around the application: a request holds one of ``max_running`` slots, or is refused.

    On the day of a sale most requests are refused: unless each of them costs little, they keep the others waiting.
    """

    def __init__(
        self, app: WSGIApplication, services: Services, busy_page: BusyPage, *, max_running: int = MAX_RUNNING
    ) -> None:
        self._app = app
        self._services = services
        self._busy_page = busy_page
        self._max_running = max_running
        self._slots = BoundedSemaphore(max_running)
        self._exports = BoundedSemaphore(MAX_EXPORTS)
        services.metrics.watch_requests_in_progress(lambda: self.running)

    @property
    def running(self) -> int:
        """How many slots are held."""
        return self._max_running - self._slots._value  # noqa: SLF001 - a semaphore has no public count

    def admit(self, environ: WSGIEnvironment, respond: Callable[[WSGIEnvironment], RawResponse]) -> RawResponse:
        """The response of ``respond`` while a slot is held, or the busy page."""
        path = environ.get("PATH_INFO", "")
        if path in _EXEMPT or path.startswith(_FILES):
            return respond(environ)
        if not self._slots.acquire(blocking=False):
            return self.refuse(environ)
        try:
            return self.refuse(environ) if self._would_wait_in_vain(path) else respond(environ)
        finally:
            self._slots.release()

    def stream(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response of the application as it is made, or the busy page: a few of them may keep the processor."""
        held = [each for each in (self._exports, self._slots) if each.acquire(blocking=False)]

        def release() -> None:
            for each in held:
                each.release()

        if len(held) < 2:  # noqa: PLR2004 - both
            release()
            refused = self.refuse(environ)
            start_response(refused.status, refused.headers)
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else refused.body]
        headers: Headers = []

        def start(status: str, given: Headers, exc_info: "OptExcInfo | None" = None, /) -> Write:
            headers[:] = given
            return start_response(status, given, exc_info)

        try:
            body = self._app(environ, start)
        except BaseException:
            release()
            raise
        streamed = StreamedBody(body, release)
        is_whole = environ["REQUEST_METHOD"] == "HEAD" or any(name == "Content-Length" for name, _ in headers)
        return list(streamed) if is_whole else streamed

    def forward(self, environ: WSGIEnvironment) -> RawResponse:
        """The whole response of the application. For a HEAD the page is rendered, too: it has the page's headers."""
        method = environ["REQUEST_METHOD"]
        if method == "HEAD" and token_at(environ.get("PATH_INFO", "")):
            environ["REQUEST_METHOD"] = "GET"
        try:
            return _read_response(self._app, environ)
        finally:
            environ["REQUEST_METHOD"] = method

    def refuse(self, environ: WSGIEnvironment) -> RawResponse:
        """The busy page, counted."""
        self._services.metrics.request_rejected()
        environ[RECORD].endpoint = _ENDPOINT
        return self._busy_page.respond(environ)

    def _would_wait_in_vain(self, path: str) -> bool:
        """Whether the queue for Shopify is full, and the order of this address is neither cached nor being fetched."""
        if not self._services.orders.is_full or (token := token_at(path)) is None:
            return False
        try:
            return not self._services.orders.has_room_for(self._services.links.open(token).order_id)
        except (InvalidLink, LinkExpired):  # the view counts these, and responds at once
            return False


def _read_response(app: WSGIApplication, environ: WSGIEnvironment) -> RawResponse:
    """A response read to its end: https://peps.python.org/pep-3333."""
    started: list[tuple[str, Headers]] = []
    chunks: list[bytes] = []

    def start_response(status: str, headers: Headers, _: object = None, /) -> Write:
        started.append((status, headers))
        return chunks.append

    body = app(environ, start_response)
    try:
        chunks.extend(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    status, headers = started[-1]  # after an error an application may start again
    return RawResponse(status, headers, b"".join(chunks))
