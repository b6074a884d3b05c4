"""Reads figures from the database when Prometheus scrapes."""

from abc import abstractmethod
from collections.abc import Callable, Iterable

from prometheus_client import Metric
from prometheus_client.registry import Collector

from tracking.database import Database, DatabaseUnavailable, Transaction
from tracking.orders.errors import Busy
from tracking.orders.executor import CallExecutor
from tracking.shopify.resilience import Deadline

_TIMEOUT = 1.0  # seconds; Prometheus waits for ten


class DatabaseCollector(Collector):
    """Its metrics are absent while the database cannot be used, or does not answer in time."""

    def __init__(self, database: Database, *, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._monotonic = monotonic
        self._calls = CallExecutor(1, 1)

    @abstractmethod
    def read(self, transaction: Transaction) -> list[Metric]:
        """The metrics, as they stand in the database."""

    def collect(self) -> Iterable[Metric]:
        """Implements the collector interface of prometheus_client."""
        try:
            return self._calls.run("metrics", lambda _: self._read(), Deadline.after(_TIMEOUT, self._monotonic))
        except (DatabaseUnavailable, Busy, TimeoutError):
            return []

    def _read(self) -> list[Metric]:
        with self._database.read() as transaction:
            return self.read(transaction)
