"""Reads samples as Prometheus does."""

from prometheus_client.parser import text_string_to_metric_families

from tracking.running.metrics import Metrics


def sample_of(metrics: Metrics, sample: str, **labels: str) -> float | None:
    """One sample of the site; None if nothing was counted yet."""
    return sample_of_text(metrics.exposition()[0].decode(), sample, **labels)


def sample_of_text(text: str, sample: str, **labels: str) -> float | None:
    """One sample in the text of /metrics."""
    found = [
        each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
        if each.name == f"whereabouts_{sample}" and each.labels == labels
    ]
    assert len(found) <= 1, f"{sample} stands there twice"
    return float(found[0]) if found else None
