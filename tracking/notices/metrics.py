"""The figures of letters and answers for Prometheus, read when it scrapes: what became of them, and what waits."""

from collections.abc import Mapping

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from tracking.database import Transaction, answers, notices
from tracking.directory.database_collector import DatabaseCollector
from tracking.notices import tally
from tracking.notices.tally import Tally


class NoticeMetrics(DatabaseCollector):
    """The figures of letters and answers."""

    def read(self, transaction: Transaction) -> list[Metric]:
        """The metrics, as they stand in the database."""
        return [
            *families(tally.read(transaction), notices.waiting_by_code(transaction)),
            *answer_families(tally.read_answers(transaction), answers.open_by_kind(transaction)),
        ]


def families(ended: Tally, waiting: Mapping[str, int]) -> list[Metric]:
    """The metrics: what has ended by code and outcome since the database was made, and what waits now."""
    outcomes = CounterMetricFamily(
        "whereabouts_notices", "News that was sent, withheld or given up", labels=["code", "outcome"]
    )
    for (code, outcome), number in sorted(ended.items()):
        outcomes.add_metric([code, outcome], number)
    open_now = GaugeMetricFamily("whereabouts_notices_waiting", "News that waits for its letter", labels=["code"])
    for code, number in sorted(waiting.items()):
        open_now.add_metric([code], number)
    return [outcomes, open_now]


def answer_families(given: Mapping[str, int], unhandled: Mapping[str, int]) -> list[Metric]:
    """The metrics: what was answered since the database was made, and what is not handled yet."""
    answered = CounterMetricFamily("whereabouts_answers", "Answers that customers gave or changed", labels=["kind"])
    for kind, number in sorted(given.items()):
        answered.add_metric([kind], number)
    open_now = GaugeMetricFamily("whereabouts_answers_open", "Answers that are not handled", labels=["kind"])
    for kind, number in sorted(unhandled.items()):
        open_now.add_metric([kind], number)
    return [answered, open_now]
