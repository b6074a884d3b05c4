"""One log line and one metric for each request: nothing in them names a person, an order, or a link that opens one."""

import logging
import random
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from ipaddress import ip_network
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, request

from tracking.orders import Pseudonyms
from tracking.running.logs import request_id
from tracking.running.metrics import Metrics
from tracking.web.middleware.streamed_body import StreamedBody
from tracking.web.surfaces import PROXY

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

ID_HEADER = "X-Request-Id"
RECORD = "whereabouts.request"  # in the environ of every request
# As proxies make them: hexadecimal, a UUID, a ULID.
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
# Any other method is free text.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
# Requested by machines every few seconds: logged only when the response is not the usual one.
_PROBES, _OK = frozenset({"healthz", "readyz", "metrics"}), 200
_LINE = "%(method)s %(endpoint)s %(status)d %(ms)sms order=%(order)s from=%(network)s"
_RELAYED = f"{PROXY.path}/"

# Names, because annotations of a nested function are evaluated with each request.
Headers: TypeAlias = list[tuple[str, str]]
Write: TypeAlias = Callable[[bytes], object]
ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

log = logging.getLogger("tracking.visits")


@dataclass(slots=True)
class RequestRecord:
    """The fields of a request's log line: the middleware or the view that responds fills them in."""

    id: str
    address: str | None
    endpoint: str | None = None
    order_id: str | None = None
    status: int = 500  # unless a response begins


class RequestLog:
    """WSGI middleware around all others: gives each request an id, and logs it once its response is complete."""

    def __init__(self, app: WSGIApplication, metrics: Metrics, pseudonyms: Pseudonyms, *, trusts_proxy: bool) -> None:
        self._app = app
        self._metrics = metrics
        # An open page is requested every few seconds.
        self._pseudonym = lru_cache(maxsize=1024)(lambda order_id: pseudonyms.pseudonymize("order", order_id))
        self._trusts_proxy = trusts_proxy

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The id is that of a trusted proxy, or a new one; Shopify's proxy is sent none."""
        started = time.perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusts_proxy else ""
        record = RequestRecord(
            given if given and _ID.fullmatch(given) else _new_id(), address=environ.get("REMOTE_ADDR")
        )
        environ[RECORD] = record
        request_id.set(record.id)
        is_relayed = f"{environ.get('PATH_INFO', '')}/".startswith(_RELAYED)

        def start(status: str, headers: Headers, exc_info: "OptExcInfo | None" = None, /) -> Write:
            record.status = int(status[:3])
            return start_response(status, headers if is_relayed else [*headers, (ID_HEADER, record.id)], exc_info)

        method = environ["REQUEST_METHOD"]
        try:
            body = self._app(environ, start)
        except BaseException:
            self._write(record, method, started)
            raise
        if isinstance(body, StreamedBody):
            body.call_at_end(partial(self._write, record, method, started))
        else:
            self._write(record, method, started)
        return body

    def _write(self, record: RequestRecord, method: str, started: float) -> None:
        seconds = time.perf_counter() - started
        method = method if method in _METHODS else "other"
        self._metrics.request(record.endpoint or "", method, record.status, seconds)
        if (record.endpoint in _PROBES and record.status == _OK) or not log.isEnabledFor(logging.INFO):
            return
        fields = {
            "method": method,
            "endpoint": record.endpoint or "-",
            "status": record.status,
            "ms": round(1000 * seconds, 2),
            "order": self._pseudonym(record.order_id) if record.order_id else "-",
            "network": anonymized_network(record.address),
        }
        # As log.info does, which first walks the stack for the line that called it: a fifth of what the line costs.
        log.handle(log.makeRecord(log.name, logging.INFO, __file__, 0, _LINE, (fields,), None))


def _new_id() -> str:
    """Sixteen hex digits. It protects nothing; reading the system's random numbers would hand the interpreter over."""
    return f"{random.getrandbits(64):016x}"


def add_request_log(app: Flask) -> None:
    """Fill in the record of each request that reaches Flask, and log its exceptions without its path."""
    logging.getLogger("werkzeug").addFilter(_WERKZEUG)
    app.log_exception = _log_exception  # type: ignore[method-assign] # Flask's own would write the path, and so a link
    app.after_request(_fill_in)


def _fill_in(response: Response) -> Response:
    record: RequestRecord | None = request.environ.get(RECORD)
    if record:  # not where a page is rendered without a request
        record.endpoint, record.order_id = request.endpoint, g.get("order_id")
        record.address = request.remote_addr  # behind Shopify's proxy that of the visitor
    return response


class AccessLogFilter(logging.Filter):
    """Drops the lines of Werkzeug's own server, which have whole addresses and paths."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep lines that are not about a request."""
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
