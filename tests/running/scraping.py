"""Figures as Prometheus reads them."""

from prometheus_client.parser import text_string_to_metric_families

from tracking.running.metrics import Metrics


def value(metrics: Metrics, sample: str, **labels: str) -> float | None:
    """One figure of ours; None where nothing was counted yet."""
    return scraped(metrics.exposition()[0].decode(), sample, **labels)


def scraped(text: str, sample: str, **labels: str) -> float | None:
    """The same, of a text as /metrics answers it."""
    found = [
        each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
        if each.name == f"whereabouts_{sample}" and each.labels == labels
    ]
    assert len(found) <= 1, f"{sample} stands there twice"
    return float(found[0]) if found else None
