"""The front door: pages that are known are given there, and there it is decided who comes in.

It stands around Flask, because entering Flask costs more than everything that is done here.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from tracking.orders.service import PATIENCE
from tracking.orders.single_flight import SingleFlight
from tracking.running.limits import MAX_REQUESTS
from tracking.services import Services
from tracking.web.middleware.admission import AdmissionControl, Line
from tracking.web.middleware.busy_page import BusyPage
from tracking.web.middleware.cache_policy import marked
from tracking.web.middleware.cached_body import CachedBody, Headers, RawResponse
from tracking.web.middleware.page_cache import CachedPage, PageCache, key_of
from tracking.web.middleware.request_log import ID_HEADER, RequestLog
from tracking.web.middleware.retry_later import ComeAgain, told_to_come_again
from tracking.web.surfaces import surface_at, token_at

# They come in however many are inside: they wait for nobody, or what they tell must not be lost.
_ALWAYS = frozenset({"/webhooks/shopify", "/healthz", "/metrics", "/embed.js"})
_FILES = "/static/"
_PATIENCE = PATIENCE + 0.5  # seconds: the lookup's, and the time that a page takes


class EdgeMiddleware:
    """A WSGI application around Flask's.

    At ``most`` so many are inside at once; who waits for a page that somebody else asked for has so much ``patience``.
    """

    def __init__(
        self, app: Flask, parts: Services, visits: RequestLog, *, most: int = MAX_REQUESTS, patience: float = _PATIENCE
    ) -> None:
        self._inside: WSGIApplication = app.wsgi_app
        self._visits = visits
        self._clock = parts.clock
        self._monotonic = parts.monotonic
        self._metrics = parts.metrics
        self._refresh_soon = parts.lookup.refresh_soon
        self._pages = PageCache()
        self._patience = patience
        self._same: SingleFlight[ComeAgain | None] = SingleFlight()
        self._line = Line(parts)
        self._gate = AdmissionControl(most)
        self._full_house = BusyPage(app, parts)
        parts.changes.subscribe(lambda key, since: self._pages.drop(key, since, self._clock()))
        parts.metrics.watch_requests_in_progress(lambda: self._gate.inside)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; the whole answer stands before its first byte is sent."""
        self._visits.begin(environ)
        answer = self._known(environ) or self._let_in(environ)
        start_response(answer.status, answer.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    def _known(self, environ: WSGIEnvironment) -> RawResponse | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("CONTENT_LENGTH", "") not in ("", "0"):
            return None
        now = self._clock()
        page = self._pages.find(key_of(environ), now, self._monotonic())
        if page is None:
            return None
        self._metrics.cache("page")
        if now >= page.keep.fresh_until:
            self._refresh_soon(page.keep.order_id)
        return self._noted(page.finished.answer(environ), environ, page.keep.endpoint, page.keep.order_id)

    def _let_in(self, environ: WSGIEnvironment) -> RawResponse:
        path = environ.get("PATH_INFO", "")
        if path in _ALWAYS or path.startswith(_FILES):
            return self._ask_flask(environ)
        if not self._gate.enter():
            return self._turn_away(environ)
        try:
            if not self._line.is_open_to(path):
                return self._turn_away(environ)
            return self._ask_once(environ) if token_at(path) else self._ask_flask(environ)
        finally:
            self._gate.leave()

    def _turn_away(self, environ: WSGIEnvironment) -> RawResponse:
        self._metrics.request_rejected()
        answer = self._full_house.answer(environ)
        noted = self._noted(answer, environ, "front")
        return answer if surface_at(environ.get("PATH_INFO", "")).is_relayed else noted

    def _ask_once(self, environ: WSGIEnvironment) -> RawResponse:
        """Of all who want the same page at the same moment one goes in, and the others have what comes of it."""
        own: list[RawResponse] = []

        def ask() -> ComeAgain | None:
            # It may have been made since this one came.
            own.append(self._known(environ) or self._ask_flask(environ))
            return told_to_come_again(environ)

        try:
            told = self._same.share(key_of(environ), ask, patience=self._patience)
        except TimeoutError:
            return self._turn_away(environ)
        if own:
            return own[0]
        if told:
            return self._put_into_words(environ, told)
        # The page may not be kept, or already be of an older state.
        return self._known(environ) or self._ask_flask(environ)

    def _ask_flask(self, environ: WSGIEnvironment) -> RawResponse:
        answer = _whole_answer(self._inside, environ)
        if told := told_to_come_again(environ):
            return self._put_into_words(environ, told)
        keep = marked(environ)
        if keep is None:  # most answers: Flask has noted them
            return answer
        if answer.code == HTTPStatus.OK:
            finished = CachedBody(answer.headers, answer.body)
            now = self._clock()
            ends_at = self._monotonic() + (keep.good_until - now).total_seconds()
            self._pages.add(key_of(environ), CachedPage(keep, finished, ends_at), now)
            answer = finished.answer(environ)
        return self._noted(answer, environ, keep.endpoint, keep.order_id)

    def _put_into_words(self, environ: WSGIEnvironment, told: ComeAgain) -> RawResponse:
        ready = self._full_house.answer(environ)
        headers = [pair for pair in ready.headers if pair[0] != "Retry-After"]
        answer = ready._replace(headers=[*headers, ("Retry-After", str(told.seconds))])
        return self._noted(answer, environ, told.endpoint, told.order_id)

    def _noted(
        self, answer: RawResponse, environ: WSGIEnvironment, endpoint: str, order_id: str | None = None
    ) -> RawResponse:
        """With the request's id, which differs from one visit to the next."""
        visit = self._visits.begin(environ)
        self._visits.write(environ, endpoint, answer.code, order_id=order_id, address=environ.get("REMOTE_ADDR"))
        return answer._replace(headers=[*answer.headers, (ID_HEADER, visit.id)])


def _whole_answer(application: WSGIApplication, environ: WSGIEnvironment) -> RawResponse:
    """A page is made for a HEAD, too: its tag and its length are the page's."""
    method = environ["REQUEST_METHOD"]
    if method == "HEAD" and token_at(environ.get("PATH_INFO", "")):
        environ["REQUEST_METHOD"] = "GET"
    try:
        return _answer(application, environ)
    finally:
        environ["REQUEST_METHOD"] = method


def _answer(application: WSGIApplication, environ: WSGIEnvironment) -> RawResponse:
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
    return RawResponse(status, headers, b"".join(chunks))
