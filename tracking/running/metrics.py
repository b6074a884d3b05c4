"""Counts the events of one process for Prometheus: requests, cache, calls to Shopify and their cost, webhooks."""

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

MAX_MEMBERS = 300
_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_REQUEST_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_CALL_SECONDS = (0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5)

M = TypeVar("M", Counter, Histogram)

disable_created_metrics()  # type: ignore[no-untyped-call] # one more sample per child, which nothing reads


class Metrics:
    """One method for each event. Thread-safe; several instances in one process are independent.

    Labels are few and fixed: endpoints, queries, topics and outcomes, never anything that a client sent.
    """

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._requests = _MetricChildren(
            _counter("requests", "Answers", "endpoint", "method", "status", registry=registry)
        )
        meaning = "From a request's arrival until its answer stood"
        self._request_seconds = _MetricChildren(
            _histogram("request_seconds", meaning, "endpoint", _REQUEST_SECONDS, registry=registry)
        )
        self._rejected_requests = _counter("turned_away", "Requests told at once to come again", registry=registry)
        self._requests_in_progress = Gauge("whereabouts_inside", "Requests in the process now", registry=registry)
        self._cache = _MetricChildren(_counter("cache", "Orders by where they came from", "outcome", registry=registry))
        self._webhooks = _MetricChildren(_counter("webhooks", "Webhooks", "topic", "outcome", registry=registry))
        self._channel_calls = _counter(
            "channel_calls", "Texts handed to a service", "channel", "outcome", registry=registry
        )
        self._shopify = _ShopifyMetrics(registry)
        registry.register(_DroppedLogRecords())

    def request(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request; ``endpoint`` is empty if no route matched."""
        self._requests[endpoint or "none", method, str(status)].inc()
        self._request_seconds[(endpoint or "none",)].observe(seconds)

    def request_rejected(self) -> None:
        """Count a request that was rejected at once because the process is at its limit."""
        self._rejected_requests.inc()

    def watch_requests_in_progress(self, count: Callable[[], float]) -> None:
        """Call ``count`` for the requests in progress whenever the metrics are scraped."""
        self._requests_in_progress.set_function(count)

    def add(self, collector: Collector) -> None:
        """Let the collector add its metrics whenever they are scraped."""
        self._registry.register(collector)

    def cache(self, outcome: str) -> None:
        """Count an order, or its whole page, by its source: cache, Shopify, or none."""
        self._cache[(outcome,)].inc()

    def shopify_call(self, query: str, outcome: str, seconds: float) -> None:
        """Count a call to Shopify and its duration."""
        self._shopify.calls[query, outcome].inc()
        self._shopify.seconds[(query,)].observe(seconds)

    def cost(self, requested: float, actual: float, available: float, maximum: float) -> None:
        """Record the cost of an answer in points and the state of the bucket.

        https://shopify.dev/docs/api/usage/limits
        """
        self._shopify.requested.inc(requested)
        self._shopify.actual.inc(actual)
        self._shopify.available.set(available)
        self._shopify.maximum.set(maximum)

    def throttled(self) -> None:
        """Count a throttled answer of Shopify."""
        self._shopify.throttled.inc()

    def breaker(self, *, is_open: bool) -> None:
        """Record whether the circuit breaker is open."""
        self._shopify.breaker.set(is_open)

    def webhook(self, topic: str, outcome: str) -> None:
        """Count a webhook."""
        self._webhooks[topic, outcome].inc()

    def channel_call(self, channel: str, outcome: str) -> None:
        """Count a text message or an alert by what became of handing it over."""
        self._channel_calls.labels(channel, outcome).inc()

    def exposition(self) -> tuple[bytes, str]:
        """All metrics as text, and its content type.

        https://prometheus.io/docs/instrumenting/exposition_formats
        """
        return generate_latest(self._registry), _CONTENT_TYPE


class _DroppedLogRecords(Collector):
    """Reads the count from the log itself, which is older than every ``Metrics`` and one for the process."""

    def collect(self) -> Iterable[Metric]:
        """Implements the collector interface of prometheus_client."""
        meaning = "Log records that were not written, because nothing reads the log"
        yield CounterMetricFamily("whereabouts_log_records_dropped", meaning, value=dropped_records())


class _ShopifyMetrics:
    """The metrics of calls to Shopify."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.calls = _MetricChildren(
            _counter("shopify_calls", "Calls to Shopify", "query", "outcome", registry=registry)
        )
        meaning = "From a call to Shopify until its answer was read"
        self.seconds = _MetricChildren(
            _histogram("shopify_call_seconds", meaning, "query", _CALL_SECONDS, registry=registry)
        )
        self.requested = _counter("shopify_cost_requested", "Points that answers were priced at", registry=registry)
        self.actual = _counter("shopify_cost_actual", "Points that answers really cost", registry=registry)
        self.throttled = _counter("shopify_throttled", "Calls for a pause", registry=registry)
        self.available = Gauge("whereabouts_shopify_bucket_available", "Points left, as last told", registry=registry)
        self.maximum = Gauge("whereabouts_shopify_bucket_maximum", "Points of a full bucket", registry=registry)
        self.breaker = Gauge("whereabouts_shopify_breaker_open", "1 while Shopify is left alone", registry=registry)


class _MetricChildren(dict[tuple[str, ...], M], Generic[M]):
    """Caches the labeled children of one metric: looking them up costs more than counting."""

    def __init__(self, family: M) -> None:
        super().__init__()
        self._family: M = family

    def __missing__(self, labels: tuple[str, ...]) -> M:
        is_full = len(self) >= MAX_MEMBERS  # a label takes unbounded values
        member: M = self._family.labels(*("other" for _ in labels) if is_full else labels)
        return member if is_full else self.setdefault(labels, member)


def _histogram(
    name: str, description: str, label: str, buckets: tuple[float, ...], *, registry: CollectorRegistry
) -> Histogram:
    return Histogram(f"whereabouts_{name}", description, (label,), buckets=buckets, registry=registry)


def _counter(name: str, description: str, *labels: str, registry: CollectorRegistry) -> Counter:
    return Counter(f"whereabouts_{name}", description, labels, registry=registry)
