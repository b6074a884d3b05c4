"""The figures, read back as Prometheus reads them."""

from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.running.prometheus_samples import sample_of
from tracking.running.metrics import MAX_MEMBERS, Metrics

COUNTED: dict[str, tuple[Callable[[Metrics], None], str, dict[str, str]]] = {
    "a request": (
        lambda metrics: metrics.request("page.order", "GET", 200, 0.001),
        "requests_total",
        {"endpoint": "page.order", "method": "GET", "status": "200"},
    ),
    "a request for nothing we know": (
        lambda metrics: metrics.request("", "other", 404, 0.001),
        "requests_total",
        {"endpoint": "none", "method": "other", "status": "404"},
    ),
    "a request too many": (lambda metrics: metrics.request_rejected(), "turned_away_total", {}),
    "a page from memory": (lambda metrics: metrics.cache("page"), "cache_total", {"outcome": "page"}),
    "a call": (
        lambda metrics: metrics.shopify_call("order", "answered", 0.15),
        "shopify_calls_total",
        {"query": "order", "outcome": "answered"},
    ),
    "a call for a pause": (lambda metrics: metrics.throttled(), "shopify_throttled_total", {}),
    "a webhook": (
        lambda metrics: metrics.webhook("orders/updated", "accepted"),
        "webhooks_total",
        {"topic": "orders/updated", "outcome": "accepted"},
    ),
}


@pytest.mark.parametrize(("happen", "sample", "labels"), COUNTED.values(), ids=COUNTED)
def test_events_are_counted(happen: Callable[[Metrics], None], sample: str, labels: dict[str, str]) -> None:
    metrics = Metrics()
    happen(metrics)
    happen(metrics)
    assert sample_of(metrics, sample, **labels) == 2


@pytest.mark.parametrize(("seconds", "bucket"), [(0.0001, "0.0001"), (0.0003, "0.0005"), (4.9, "5.0"), (6, "+Inf")])
def test_request_buckets_range_from_a_tenth_of_a_millisecond_to_five_seconds(seconds: float, bucket: str) -> None:
    metrics = Metrics()
    metrics.request("page.order", "GET", 200, seconds)
    text, _ = metrics.exposition()
    (family,) = [
        each for each in text_string_to_metric_families(text.decode()) if each.name == "whereabouts_request_seconds"
    ]
    reached = [each.labels["le"] for each in family.samples if each.name.endswith("_bucket") and each.value]
    assert reached[0] == bucket


def test_call_duration_is_observed() -> None:
    metrics = Metrics()
    metrics.shopify_call("order", "answered", 0.2)
    metrics.shopify_call("order", "unavailable", 4.0)
    assert sample_of(metrics, "shopify_call_seconds_sum", query="order") == 4.2


def test_costs_add_up_and_the_bucket_has_its_last_state() -> None:
    metrics = Metrics()
    metrics.cost(848, 23, 1977, 2000)
    metrics.cost(11, 5, 1990, 2000)
    assert sample_of(metrics, "shopify_cost_requested_total") == 859
    assert sample_of(metrics, "shopify_cost_actual_total") == 28
    assert sample_of(metrics, "shopify_bucket_available") == 1990
    assert sample_of(metrics, "shopify_bucket_maximum") == 2000


def test_breaker_state_is_a_gauge() -> None:
    metrics = Metrics()
    metrics.breaker(is_open=True)
    assert sample_of(metrics, "shopify_breaker_open") == 1
    metrics.breaker(is_open=False)
    assert sample_of(metrics, "shopify_breaker_open") == 0


def test_requests_in_progress_are_counted_at_scrape_time() -> None:
    metrics, visitors = Metrics(), [1, 2]
    metrics.watch_requests_in_progress(lambda: len(visitors))
    assert sample_of(metrics, "inside") == 2
    visitors.pop()
    assert sample_of(metrics, "inside") == 1


def test_unbounded_labels_are_counted_as_other() -> None:
    metrics = Metrics()
    for number in range(MAX_MEMBERS + 50):
        metrics.webhook(f"made-up/{number}", "accepted")
    assert sample_of(metrics, "webhooks_total", topic="other", outcome="other") == 50
    assert sample_of(metrics, "webhooks_total", topic="made-up/0", outcome="accepted") == 1


def test_instances_are_independent() -> None:
    one, other = Metrics(), Metrics()
    one.cache("cold")
    assert sample_of(other, "cache_total", outcome="cold") is None


def test_created_samples_are_not_exported() -> None:
    metrics = Metrics()
    metrics.cache("cold")
    assert b"_created" not in metrics.exposition()[0]


def test_process_metrics_are_exported() -> None:
    text, content_type = Metrics().exposition()
    names = {family.name for family in text_string_to_metric_families(text.decode())}
    assert {"process_resident_memory_bytes", "python_info"} <= names
    assert content_type == "text/plain; version=0.0.4; charset=utf-8"
