"""The database's figures for Prometheus, read when it scrapes: what is known, and what is to be done."""

from collections.abc import Callable, Mapping
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from tracking.database import Database, Transaction, orders, progress, tasks
from tracking.database.orders import OrderCount
from tracking.database.tasks import TaskCount
from tracking.directory.count_writer import JUDGED
from tracking.directory.database_collector import DatabaseCollector
from tracking.directory.ended_steps import HISTORY
from tracking.directory.fill_names import FIRST_FILL
from tracking.worker.history_state import GIVEN_UP

_JUDGED = "Orders judged since the database was made, by whichever process"


class WorkerMetrics(DatabaseCollector):
    """The figures of orders and of tasks."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        super().__init__(database, monotonic=monotonic)
        self._clock = clock

    def read(self, transaction: Transaction) -> list[Metric]:
        """The metrics, as they stand in the database."""
        now = self._clock()
        known = orders.count(transaction)
        counts = tasks.counts(transaction, now=now)
        fill = progress.get(transaction, FIRST_FILL)
        history = progress.get(transaction, HISTORY)
        judged = progress.get(transaction, JUDGED)
        return families(
            known,
            counts,
            now,
            fill=_progress(fill),
            history=_progress(history),
            judged=judged if isinstance(judged, int) else 0,
        )


def families(
    known: OrderCount,
    counts: dict[str, TaskCount],
    now: datetime,
    *,
    fill: Mapping[str, object],
    history: Mapping[str, object],
    judged: int = 0,
) -> list[Metric]:
    """The metrics; ``fill`` and ``history`` are how far the first fill and the history have come, empty before."""
    found: list[Metric] = [
        _gauge("orders_known", "Orders in the database", known.known),
        CounterMetricFamily("whereabouts_orders_judged", _JUDGED, value=judged),
        _gauge("orders_open", "Orders in the database of which something is still expected", known.open),
        _by_kind("tasks_due", "Tasks that are due now", {kind: count.due for kind, count in counts.items()}),
        _by_kind("tasks_waiting", "Tasks that are due later", {kind: count.waiting for kind, count in counts.items()}),
        _by_kind("tasks_given_up", "Tasks given up", {kind: count.given_up for kind, count in counts.items()}),
        _by_kind(
            "tasks_oldest_due_seconds",
            "For how long the oldest task that is due has been due",
            {kind: _age(count.oldest_due, now) for kind, count in counts.items()},
        ),
    ]
    if fill:
        listed = _count(fill, "listed")
        found.append(_gauge("fill_listed", "Orders that the first fill has found in Shopify to fetch", listed))
    if history:
        is_given_up = history.get("phase") == GIVEN_UP
        found += [
            _gauge("history_orders", "Orders of the shop's history that were read", _count(history, "orders")),
            _gauge("history_broken", "Lines of the shop's history that could not be read", _count(history, "broken")),
            _gauge("history_given_up", "Whether reading the shop's history was given up", is_given_up),
        ]
    return found


def _progress(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _count(values: Mapping[str, object], name: str) -> int:
    value = values.get(name)
    return value if isinstance(value, int) else 0


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"whereabouts_{name}", meaning, value=value)


def _by_kind(name: str, meaning: str, values: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(f"whereabouts_{name}", meaning, labels=["kind"])
    for kind, value in sorted(values.items()):
        family.add_metric([kind], value)
    return family


def _age(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
