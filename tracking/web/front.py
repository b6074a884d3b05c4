"""The front door: pages that are known are given there, and there it is decided who comes in.

It stands around Flask, because entering Flask costs more than everything that is done here.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from tracking.running.capacity import INSIDE
from tracking.services import Services
from tracking.web.coming_again import told_to_come_again
from tracking.web.finished import Answer, Finished, Headers
from tracking.web.full_house import FullHouse
from tracking.web.keep import Keep, marked
from tracking.web.pages import Page, Pages, key_of
from tracking.web.surfaces import surface_at
from tracking.web.visits import ID_HEADER, Visits

# They come in however many are inside: they wait for nobody, or what they tell must not be lost.
_ALWAYS = ("/webhooks/shopify", "/healthz", "/readyz", "/metrics", "/static/", "/embed.js")


class Front:
    """A WSGI application around Flask's. ``refresh_soon`` has an order asked for anew that was just shown."""

    def __init__(
        self,
        app: Flask,
        parts: Services,
        visits: Visits,
        *,
        refresh_soon: Callable[[str], None],
        most: int = INSIDE,
    ) -> None:
        self._inside: WSGIApplication = app.wsgi_app
        self._visits = visits
        self._clock = parts.clock
        self._metrics = parts.metrics
        self._refresh_soon = refresh_soon
        self._pages = Pages()
        self._gate = Gate(most)
        self._full_house = FullHouse(app)
        parts.changes.listen(self._pages.drop)
        parts.metrics.watch_inside(lambda: self._gate.inside)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; the whole answer stands before its first byte is sent."""
        self._visits.begin(environ)
        answer = self._known(environ) or self._let_in(environ)
        start_response(answer.status, answer.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    def _known(self, environ: WSGIEnvironment) -> Answer | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        now = self._clock()
        page = self._pages.find(key_of(environ), now)
        if page is None:
            return None
        self._metrics.cache("page")
        if now >= page.keep.fresh_until:
            self._refresh_soon(page.keep.order_id)
        return self._noted(page.finished.answer(environ), environ, page.keep)

    def _let_in(self, environ: WSGIEnvironment) -> Answer:
        if environ.get("PATH_INFO", "").startswith(_ALWAYS):
            return self._ask_flask(environ)
        if not self._gate.enter():
            return self._turn_away(environ)
        try:
            return self._ask_flask(environ)
        finally:
            self._gate.leave()

    def _turn_away(self, environ: WSGIEnvironment) -> Answer:
        self._metrics.turned_away()
        answer = self._full_house.answer(environ)
        noted = self._noted(answer, environ, None)
        return answer if surface_at(environ.get("PATH_INFO", "")).is_relayed else noted

    def _ask_flask(self, environ: WSGIEnvironment) -> Answer:
        answer = _answer(self._inside, environ)
        if seconds := told_to_come_again(environ):
            return self._put_into_words(answer, environ, seconds)
        keep = marked(environ)
        if keep is None:  # most answers: Flask has noted them
            return answer
        if answer.code == HTTPStatus.OK and environ["REQUEST_METHOD"] == "GET":
            finished = Finished(answer.headers, answer.body)
            self._pages.add(key_of(environ), Page(keep, finished))
            answer = finished.answer(environ)
        return self._noted(answer, environ, keep)

    def _put_into_words(self, answer: Answer, environ: WSGIEnvironment, seconds: str) -> Answer:
        """What Flask has noted, and did not write."""
        ready = self._full_house.answer(environ)
        own = {"Retry-After": seconds, ID_HEADER: dict(answer.headers)[ID_HEADER]}
        return ready._replace(headers=[*(pair for pair in ready.headers if pair[0] not in own), *own.items()])

    def _noted(self, answer: Answer, environ: WSGIEnvironment, keep: Keep | None) -> Answer:
        """With the request's id, which differs from one visit to the next."""
        endpoint, order_id = (keep.endpoint, keep.order_id) if keep else ("front", None)
        visit = self._visits.begin(environ)
        self._visits.note(environ, endpoint, answer.code, order_id=order_id, address=environ.get("REMOTE_ADDR"))
        return answer._replace(headers=[*answer.headers, (ID_HEADER, visit.id)])


class Gate:
    """Lets so many in at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self.inside = 0

    def enter(self) -> bool:
        """Whether there is room; who gets True must leave."""
        with self._lock:
            if self.inside >= self._most:
                return False
            self.inside += 1
            return True

    def leave(self) -> None:
        """Make room."""
        with self._lock:
            self.inside -= 1


def _answer(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """All that an application says: https://peps.python.org/pep-3333."""
    heard: list[tuple[str, Headers]] = []
    chunks: list[bytes] = []

    def start_response(status: str, headers: Headers, _: object = None, /) -> Callable[[bytes], object]:
        heard.append((status, headers))
        return chunks.append

    body = application(environ, start_response)
    try:
        chunks.extend(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    status, headers = heard[-1]  # after a mistake it may begin anew
    return Answer(status, headers, b"".join(chunks))
