"""One line in the log for each request, and its figures: nothing names a person, an order, or a link that opens one."""

import logging
import re
import secrets
import time
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_network
from types import TracebackType
from typing import TypeAlias
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, g, request

from tracking.orders import Pseudonyms
from tracking.running.logs import request_id
from tracking.running.metrics import Metrics
from tracking.web.surfaces import current_surface

ID_HEADER = "X-Request-Id"
# As proxies make them: hexadecimal, a UUID, a ULID.
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
# Whatever else somebody calls a method is free text.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_KEY = "whereabouts.visit"
_LEFT = "whereabouts.visit.left"
# By machines, every few seconds: worth a line when the answer is not the usual one.
_ASKED_ALL_DAY, _OK = frozenset({"healthz", "readyz", "metrics"}), 200
_LINE = "%(method)s %(endpoint)s %(status)d %(ms)sms order=%(order)s from=%(network)s"

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

log = logging.getLogger("tracking.visits")


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A request by its id, and the moment it came in, on the clock that only measures."""

    id: str
    began: float


class RequestLog:
    """Begins and notes each request, whoever answers it."""

    def __init__(self, metrics: Metrics, pseudonyms: Pseudonyms, *, trusts_proxy: bool) -> None:
        self._metrics = metrics
        # An open page asks every few seconds.
        self._name = lru_cache(maxsize=1024)(lambda order_id: pseudonyms.pseudonymize("order", order_id))
        self._trusts_proxy = trusts_proxy

    def begin(self, environ: WSGIEnvironment) -> RequestRecord:
        """Give the request its id: the proxy's, or one of our own. The second time, the one that it has."""
        known: RequestRecord | None = environ.get(_KEY)
        if known:
            return known
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusts_proxy else ""
        visit = RequestRecord(given if _ID.fullmatch(given) else secrets.token_hex(8), time.perf_counter())
        environ[_KEY] = visit
        request_id.set(visit.id)
        return visit

    def write(
        self, environ: WSGIEnvironment, endpoint: str | None, status: int, *, order_id: str | None, address: str | None
    ) -> None:
        """Write the request down once it is answered: of the order its pseudonym, of the address its network."""
        seconds = time.perf_counter() - self.begin(environ).began
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in _METHODS else "other"
        self._metrics.request(endpoint or "", method, status, seconds)
        if endpoint in _ASKED_ALL_DAY and status == _OK:
            return
        fields = {
            "method": method,
            "endpoint": endpoint or "-",
            "status": status,
            "ms": round(1000 * seconds, 2),
            "order": self._name(order_id) if order_id else "-",
            "network": anonymized_network(address),
        }
        log.info(_LINE, fields)


def defer_request_log(environ: WSGIEnvironment) -> None:
    """Have the request noted by the front door, which alone knows how it ends and which id to send."""
    environ[_LEFT] = True


def add_request_log(app: Flask, visits: RequestLog) -> None:
    """Note all that Flask answers, and tell each visitor the id to ask us about."""
    logging.getLogger("werkzeug").addFilter(_WERKZEUG)
    app.log_exception = _log_exception  # type: ignore[method-assign] # Flask's own would write the path, and so a link

    @app.before_request
    def begin() -> None:
        visits.begin(request.environ)

    @app.after_request
    def finish(response: Response) -> Response:
        if _LEFT in request.environ:
            return response
        visit = visits.begin(request.environ)
        if not current_surface().is_relayed:
            response.headers[ID_HEADER] = visit.id
        order_id = g.get("order_id")
        visits.write(
            request.environ, request.endpoint, response.status_code, order_id=order_id, address=request.remote_addr
        )
        return response


class AccessLogFilter(logging.Filter):
    """Werkzeug's own server writes whole addresses, and with them links: this drops its lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep what is not about a request."""
        return " - - [" not in str(record.msg)


_WERKZEUG = AccessLogFilter()


@lru_cache(maxsize=1024)
def anonymized_network(address: str | None) -> str:
    """The network that an address belongs to: 203.0.113.0/24, 2001:db8:1::/48."""
    try:
        return str(ip_network(f"{address}/{48 if ':' in str(address) else 24}", strict=False))
    except ValueError:
        return "-"


def _log_exception(exc_info: ExcInfo) -> None:
    log.error("%s %s failed", request.method, request.endpoint or "-", exc_info=exc_info)
