"""Logs each call to Shopify with its metrics: no variables, no contents of responses."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tracking.running.metrics import Metrics
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.rate_limit import QueryCost
from tracking.shopify.transport import HttpResponse

_OUTCOMES: Mapping[type[ShopifyError], str] = {
    Unavailable: "unavailable",
    Throttled: "throttled",
    Refused: "refused",
    AccessDenied: "denied",
}
_ANSWERED = "answered"
_LINE = "%(query)s %(outcome)s %(ms)sms status=%(status)s id=%(shopify_id)s"
_COST = " cost=%(actual)s/%(requested)s left=%(available)s"

_VERSION = "X-Shopify-API-Version"
_DEPRECATED = "X-Shopify-API-Deprecated-Reason"
_MAX_REASONS = 20

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class CallRecord:
    """The result of a call, filled in while it runs."""

    response: HttpResponse | None = None
    cost: QueryCost | None = None
    outcome: str = _ANSWERED


class CallLog:
    """Safe to share between threads. ``level`` is that of answered calls; the others are information, at least."""

    def __init__(self, metrics: Metrics, monotonic: Callable[[], float], *, level: int = logging.INFO) -> None:
        self._metrics = metrics
        self._monotonic = monotonic
        self._level = level

    @contextmanager
    def record(self, query: str) -> Iterator[CallRecord]:
        """Measures a call, whose record the caller fills in; a ShopifyError sets the outcome."""
        call, began = CallRecord(), self._monotonic()
        try:
            yield call
        except ShopifyError as error:
            call.outcome = _OUTCOMES[type(error)]
            raise
        finally:
            self._report(query, call, self._monotonic() - began)

    def _report(self, query: str, call: CallRecord, seconds: float) -> None:
        self._metrics.shopify_call(query, call.outcome, seconds)
        if call.outcome == "throttled":
            self._metrics.throttled()
        cost, response = call.cost, call.response
        if cost and cost.bucket.is_sound:
            self._metrics.cost(cost.requested, cost.actual, cost.bucket.available, cost.bucket.maximum)
        fields = {
            "query": query,
            "outcome": call.outcome,
            "status": response.status if response else None,
            "ms": round(1000 * seconds, 1),
            "requested": round(cost.requested) if cost else None,
            "actual": round(cost.actual) if cost else None,
            "available": round(cost.bucket.available) if cost else None,
            # Shopify's support asks for it: https://shopify.dev/docs/api/usage/response-codes
            "shopify_id": response.headers.get("X-Request-Id", "")[:64] if response else None,
        }
        level = self._level if call.outcome == _ANSWERED else logging.INFO
        log.log(level, _LINE + _COST if cost else _LINE, fields)


class DeprecationWarnings:
    """Logs each deprecation once. Safe to share between threads: at worst one of them is logged twice.

    https://shopify.dev/docs/api/usage/versioning
    """

    def __init__(self, api_version: str) -> None:
        self._api_version = api_version
        self._served_version = api_version
        self._reasons: set[str] = set()

    @property
    def served_version(self) -> str:
        """The API version of the last answer; before the first, the one that is asked for."""
        return self._served_version

    def read(self, query: str, headers: Mapping[str, str]) -> None:
        """Reads the headers of a response."""
        served = headers.get(_VERSION)
        # A retired version is not refused: Shopify serves the oldest supported one, whose schema differs.
        if served and served != self._served_version:
            self._served_version = served
            log.warning(
                "Shopify answers in version %.20s, not %s: set SHOPIFY_API_VERSION to one it still serves",
                served,
                self._api_version,
            )
        reason = headers.get(_DEPRECATED)
        if reason and reason not in self._reasons and len(self._reasons) < _MAX_REASONS:
            self._reasons.add(reason)
            log.warning("Shopify will stop answering the question %s as it is: %.200s", query, reason)
