"""Responds with stored pages, and renders a page once for all requests that miss it at the same moment."""

from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

from tracking.orders.service import REQUEST_TIMEOUT
from tracking.services import Services
from tracking.web.middleware.admission import AdmissionControl
from tracking.web.middleware.cached_page import POLICY, CachedPage, CachePolicy, Key, RawResponse
from tracking.web.middleware.compression import compressed, compressed_error
from tracking.web.middleware.page_store import PageStore
from tracking.web.middleware.request_log import RECORD, RequestRecord
from tracking.web.middleware.single_flight import SingleFlight
from tracking.web.surfaces import token_at

# Everything that the page of an order depends on beside the order, exactly as it was sent: nothing is normalized.
_KEY_FIELDS = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "wsgi.url_scheme", "SCRIPT_NAME")
# Too large to be held as a whole.
_STREAMED = frozenset({"/merchant/export.csv", "/merchant/export.json"})
TIMEOUT = REQUEST_TIMEOUT + 0.5  # seconds: the lookup's, and the time that rendering takes


class _Rendering(NamedTuple):
    """A response, the page that it became if that may be cached, and the record of the request that rendered it."""

    response: RawResponse
    page: CachedPage | None
    record: RequestRecord


class PageCache:
    """WSGI middleware around admission control, which it asks for everything that is not stored.

    A link opens the same page for all who have it: it was checked when the page was rendered, and the page expires with
    it. A request that waits for the rendering of another one holds a slot, too, because it holds a thread.
    """

    def __init__(self, admission: AdmissionControl, services: Services, *, timeout: float = TIMEOUT) -> None:
        self._admission = admission
        self._metrics = services.metrics
        self._clock = services.clock
        self._refresh_soon = services.orders.refresh_soon
        self._timeout = timeout
        self._store = PageStore(clock=services.clock, monotonic=services.monotonic)
        self._renderings: SingleFlight[_Rendering] = SingleFlight()
        services.invalidation.subscribe(self._store.invalidate)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The response is complete before its first byte is sent, but for an export."""
        if environ.get("PATH_INFO", "").rstrip("/") in _STREAMED:
            return self._admission.stream(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if method in ("GET", "HEAD") and environ.get("CONTENT_LENGTH", "") in ("", "0"):
            key = tuple(map(environ.get, _KEY_FIELDS))
            page = self._store.find(key)
            response = self._send(page, environ) if page else self._admit(environ, partial(self._render_once, key))
        else:
            response = self._admit(environ, self._admission.forward)
        start_response(response.status, response.headers)
        return [b"" if method == "HEAD" else response.body]

    def _admit(self, environ: WSGIEnvironment, respond: Callable[[WSGIEnvironment], RawResponse]) -> RawResponse:
        return compressed_error(self._admission.admit(environ, respond), environ)

    def _send(self, page: CachedPage, environ: WSGIEnvironment) -> RawResponse:
        self._metrics.cache("page")
        if self._clock() >= page.policy.fresh_until:
            self._refresh_soon(page.policy.order_id)
        record: RequestRecord = environ[RECORD]
        record.endpoint, record.order_id = page.endpoint, page.policy.order_id
        return page.response(environ)

    def _render_once(self, key: Key, environ: WSGIEnvironment) -> RawResponse:
        """The first request for a page renders it; those that come meanwhile use the result."""
        if token_at(environ.get("PATH_INFO", "")) is None:
            return compressed(self._admission.forward(environ), environ)
        record: RequestRecord = environ[RECORD]
        try:
            rendering = self._renderings.share(key, partial(self._render, key, environ), timeout=self._timeout)
        except TimeoutError:
            return self._admission.refuse(environ)
        if rendering.record is record:
            return rendering.response
        if rendering.page and self._store.is_current(rendering.page):
            return self._send(rendering.page, environ)
        if rendering.response.code == HTTPStatus.SERVICE_UNAVAILABLE:
            record.endpoint, record.order_id = rendering.record.endpoint, rendering.record.order_id
            return rendering.response
        # The order has changed meanwhile, or the response is no page: rate limits count each request for that.
        return self._render(key, environ).response

    def _render(self, key: Key, environ: WSGIEnvironment) -> _Rendering:
        record: RequestRecord = environ[RECORD]
        if stored := self._store.find(key):  # since this request missed it
            return _Rendering(self._send(stored, environ), stored, record)
        version = self._store.version
        response = self._admission.forward(environ)
        policy: CachePolicy | None = environ.get(POLICY)
        if policy is None or response.code != HTTPStatus.OK:
            return _Rendering(response, None, record)
        page = CachedPage(key, policy, response.headers, response.body, endpoint=record.endpoint, version=version)
        self._store.add(page)
        return _Rendering(page.response(environ), page, record)
