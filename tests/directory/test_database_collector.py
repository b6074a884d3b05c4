from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from tests.database.conftest import opened
from tests.fakes import Clock
from tracking.database import Database, Transaction, orders
from tracking.directory.database_collector import DatabaseCollector


class Known(DatabaseCollector):
    def read(self, transaction: Transaction) -> list[Metric]:
        return [GaugeMetricFamily("known", "Orders", value=orders.count(transaction).known)]


def test_figures_are_read_from_the_database(database: Database, clock: Clock) -> None:
    (metric,) = Known(database, monotonic=clock.monotonic).collect()
    assert metric.samples[0].value == 0


def test_without_the_database_there_are_none(clock: Clock) -> None:
    gone = opened("sqlite:////proc/none/orders.db")
    assert list(Known(gone, monotonic=clock.monotonic).collect()) == []
    gone.close()
