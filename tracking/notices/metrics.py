"""The figures of letters for Prometheus, read when it scrapes: what became of news by code, and what waits."""

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from tracking.database import Database, DatabaseUnavailable, notices
from tracking.notices import tally
from tracking.notices.tally import Tally
from tracking.orders.errors import Busy
from tracking.orders.executor import CallExecutor
from tracking.shopify.resilience import Deadline

_TIMEOUT = 1.0  # seconds; Prometheus waits for ten


class NoticeMetrics(Collector):
    """Absent while the database cannot be used, or does not answer in time."""

    def __init__(self, database: Database, *, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._monotonic = monotonic
        self._calls = CallExecutor(1, 1)

    def collect(self) -> Iterable[Metric]:
        """Implements the collector interface of prometheus_client."""
        try:
            return self._calls.run("metrics", lambda _: self._read(), Deadline.after(_TIMEOUT, self._monotonic))
        except (DatabaseUnavailable, Busy, TimeoutError):
            return []

    def _read(self) -> list[Metric]:
        with self._database.read() as transaction:
            return families(tally.read(transaction), notices.waiting_by_code(transaction))


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
