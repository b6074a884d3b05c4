"""A line in the log, and the figures, for each call to Shopify: never what was asked, nor what was answered."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tracking.running.metrics import Metrics
from tracking.shopify.cost import Cost
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.transport import HttpResponse

_OUTCOMES: Mapping[type[ShopifyError], str] = {
    Unavailable: "unavailable",
    Throttled: "throttled",
    Refused: "refused",
    AccessDenied: "denied",
}
_LINE = "%(query)s %(outcome)s %(ms)sms status=%(status)s id=%(shopify_id)s"
_PRICE = " cost=%(actual)s/%(requested)s left=%(available)s"

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class CallRecord:
    """What is known of a call by its end."""

    answer: HttpResponse | None = None
    cost: Cost | None = None
    outcome: str = "answered"


class CallLog:
    """Safe to share between threads."""

    def __init__(self, metrics: Metrics, monotonic: Callable[[], float]) -> None:
        self._metrics = metrics
        self._monotonic = monotonic

    @contextmanager
    def record(self, query: str) -> Iterator[CallRecord]:
        """Watch a call: whoever makes it notes what comes back; a ShopifyError is its outcome, too."""
        call, began = CallRecord(), self._monotonic()
        try:
            yield call
        except ShopifyError as error:
            call.outcome = _OUTCOMES[type(error)]
            raise
        finally:
            self._note(query, call, self._monotonic() - began)

    def _note(self, query: str, call: CallRecord, seconds: float) -> None:
        self._metrics.shopify_call(query, call.outcome, seconds)
        if call.outcome == "throttled":
            self._metrics.throttled()
        cost = call.cost
        if cost and cost.names_bucket:
            self._metrics.cost(cost.requested, cost.actual, cost.available, cost.maximum)
        log.info(_LINE + _PRICE if cost else _LINE, _fields(query, call, seconds))


def _fields(query: str, call: CallRecord, seconds: float) -> dict[str, object]:
    cost, answer = call.cost, call.answer
    return {
        "query": query,
        "outcome": call.outcome,
        "status": answer.status if answer else None,
        "ms": round(1000 * seconds, 1),
        "requested": round(cost.requested) if cost else None,
        "actual": round(cost.actual) if cost else None,
        "available": round(cost.available) if cost else None,
        # Shopify's support asks for it: https://shopify.dev/docs/api/usage/response-codes
        "shopify_id": answer.headers.get("X-Request-Id", "")[:64] if answer else None,
    }
