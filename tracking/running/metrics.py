"""What one process counts, for Prometheus: requests, the cache, calls to Shopify and their price, webhooks."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from tracking.running.log_queue import dropped_records

MOST_MEMBERS = 300
_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_REQUEST_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_CALL_SECONDS = (0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5)

M = TypeVar("M", Counter, Histogram)

disable_created_metrics()  # type: ignore[no-untyped-call] # one more sample for each member, which nothing reads


class Metrics:
    """One method for each event. Safe to share between threads; several in one process keep apart.

    Labels are few and fixed: names of endpoints, questions, topics and outcomes, never what a visitor sent.
    """

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._requests = _Members(_counter("requests", "Answers", "endpoint", "method", "status", registry=registry))
        meaning = "From a request's arrival until its answer stood"
        self._request_seconds = _Members(
            _histogram("request_seconds", meaning, "endpoint", _REQUEST_SECONDS, registry=registry)
        )
        self._turned_away = _counter("turned_away", "Requests told at once to come again", registry=registry)
        self._inside = Gauge("whereabouts_inside", "Requests in the process now", registry=registry)
        self._cache = _Members(_counter("cache", "Orders by where they came from", "outcome", registry=registry))
        self._webhooks = _Members(_counter("webhooks", "Webhooks", "topic", "outcome", registry=registry))
        self._shopify = _Shopify(registry)
        registry.register(_DroppedLogRecords())

    def request(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """A request was answered; without an ``endpoint`` nobody knew its address."""
        self._requests[endpoint or "none", method, str(status)].inc()
        self._request_seconds[(endpoint or "none",)].observe(seconds)

    def turned_away(self) -> None:
        """A request was told at once to come again: the process has enough to do."""
        self._turned_away.inc()

    def watch_inside(self, count: Callable[[], float]) -> None:
        """Ask ``count`` for the requests in the process whenever somebody reads the figures."""
        self._inside.set_function(count)

    def cache(self, outcome: str) -> None:
        """An order, or its whole page, came from memory, from Shopify, or not at all."""
        self._cache[(outcome,)].inc()

    def shopify_call(self, query: str, outcome: str, seconds: float) -> None:
        """Shopify answered, or failed to."""
        self._shopify.calls[query, outcome].inc()
        self._shopify.seconds[(query,)].observe(seconds)

    def cost(self, requested: float, actual: float, available: float, maximum: float) -> None:
        """What an answer cost, in points, and what its bucket holds: https://shopify.dev/docs/api/usage/limits."""
        self._shopify.requested.inc(requested)
        self._shopify.actual.inc(actual)
        self._shopify.available.set(available)
        self._shopify.maximum.set(maximum)

    def throttled(self) -> None:
        """Shopify asked for a pause."""
        self._shopify.throttled.inc()

    def breaker(self, *, is_open: bool) -> None:
        """Whether Shopify is left alone."""
        self._shopify.breaker.set(is_open)

    def webhook(self, topic: str, outcome: str) -> None:
        """Shopify told of a change."""
        self._webhooks[topic, outcome].inc()

    def exposition(self) -> tuple[bytes, str]:
        """All figures as text, and its content type.

        https://prometheus.io/docs/instrumenting/exposition_formats
        """
        return generate_latest(self._registry), _CONTENT_TYPE


class _DroppedLogRecords(Collector):
    """Asks the log itself, which is older than every ``Metrics``, and one for the whole process."""

    def collect(self) -> Iterable[Metric]:
        """As Prometheus's client asks for it."""
        meaning = "Log records that were not written, because nothing reads the log"
        yield CounterMetricFamily("whereabouts_log_records_dropped", meaning, value=dropped_records())


class _Shopify:
    """The figures about Shopify."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.calls = _Members(_counter("shopify_calls", "Calls to Shopify", "query", "outcome", registry=registry))
        meaning = "From a call to Shopify until its answer was read"
        self.seconds = _Members(_histogram("shopify_call_seconds", meaning, "query", _CALL_SECONDS, registry=registry))
        self.requested = _counter("shopify_cost_requested", "Points that answers were priced at", registry=registry)
        self.actual = _counter("shopify_cost_actual", "Points that answers really cost", registry=registry)
        self.throttled = _counter("shopify_throttled", "Calls for a pause", registry=registry)
        self.available = Gauge("whereabouts_shopify_bucket_available", "Points left, as last told", registry=registry)
        self.maximum = Gauge("whereabouts_shopify_bucket_maximum", "Points of a full bucket", registry=registry)
        self.breaker = Gauge("whereabouts_shopify_breaker_open", "1 while Shopify is left alone", registry=registry)


class _Members(dict[tuple[str, ...], M], Generic[M]):
    """The members of one figure by their labels: kept, because finding them anew costs more than counting."""

    def __init__(self, family: M) -> None:
        super().__init__()
        self._family: M = family

    def __missing__(self, labels: tuple[str, ...]) -> M:
        is_full = len(self) >= MOST_MEMBERS  # a label that should have been fixed is not
        member: M = self._family.labels(*("other" for _ in labels) if is_full else labels)
        return member if is_full else self.setdefault(labels, member)


def _histogram(
    name: str, meaning: str, label: str, buckets: tuple[float, ...], *, registry: CollectorRegistry
) -> Histogram:
    return Histogram(f"whereabouts_{name}", meaning, (label,), buckets=buckets, registry=registry)


def _counter(name: str, meaning: str, *labels: str, registry: CollectorRegistry) -> Counter:
    return Counter(f"whereabouts_{name}", meaning, labels, registry=registry)
