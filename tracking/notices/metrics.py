"""The figures of letters and answers for Prometheus, read when it scrapes: what became of them, and what waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from tracking.database import Database, Transaction, answers, notices
from tracking.directory.database_collector import DatabaseCollector
from tracking.notices import tally
from tracking.notices.sending_schedule import hour_of
from tracking.notices.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFigures:
    """News that has ended, by code and outcome since the database was made, and news that waits now, by code.

    ``oldest_seconds`` is how long the oldest news has waited; ``hour_letters`` have left in this hour, of at most
    ``hour_limit``.
    """

    ended: Tally
    waiting: Mapping[str, int]
    oldest_seconds: float
    hour_letters: int
    hour_limit: int


class NoticeMetrics(DatabaseCollector):
    """The figures of letters and answers; ``per_hour`` is NOTICES_PER_HOUR."""

    def __init__(
        self, database: Database, per_hour: int, *, clock: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        super().__init__(database, monotonic=monotonic)
        self._per_hour = per_hour
        self._clock = clock

    def read(self, transaction: Transaction) -> list[Metric]:
        """The metrics, as they stand in the database."""
        now = self._clock()
        oldest = notices.oldest_waiting(transaction)
        figures = LetterFigures(
            ended=tally.read(transaction),
            waiting=notices.waiting_by_code(transaction),
            oldest_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
            hour_letters=notices.letters_since(transaction, hour_of(now), now=now),
            hour_limit=self._per_hour,
        )
        return [
            *families(figures),
            *answer_families(tally.read_answers(transaction), answers.open_by_kind(transaction)),
        ]


def families(figures: LetterFigures) -> list[Metric]:
    """The metrics of these figures."""
    outcomes = CounterMetricFamily(
        "whereabouts_notices", "News that was sent, withheld, refused or given up", labels=["code", "outcome"]
    )
    for (code, outcome), number in sorted(figures.ended.items()):
        outcomes.add_metric([code, outcome], number)
    open_now = GaugeMetricFamily("whereabouts_notices_waiting", "News that waits for its letter", labels=["code"])
    for code, number in sorted(figures.waiting.items()):
        open_now.add_metric([code], number)
    return [
        outcomes,
        open_now,
        _gauge("oldest_seconds", "How long the oldest news has waited for its letter", figures.oldest_seconds),
        _gauge("hour_letters", "Letters that have left in this hour", figures.hour_letters),
        _gauge("hour_limit", "Letters that may leave in an hour", figures.hour_limit),
    ]


def answer_families(given: Mapping[str, int], unhandled: Mapping[str, int]) -> list[Metric]:
    """The metrics: what was answered since the database was made, and what is not handled yet."""
    answered = CounterMetricFamily("whereabouts_answers", "Answers that customers gave or changed", labels=["kind"])
    for kind, number in sorted(given.items()):
        answered.add_metric([kind], number)
    open_now = GaugeMetricFamily("whereabouts_answers_open", "Answers that are not handled", labels=["kind"])
    for kind, number in sorted(unhandled.items()):
        open_now.add_metric([kind], number)
    return [answered, open_now]


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(f"whereabouts_notices_{name}", documentation, value=value)
