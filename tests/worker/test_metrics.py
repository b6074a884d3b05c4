from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from tests.database.order_rows import order, put
from tests.fakes import NOW, Clock
from tests.running.prometheus_samples import sample_of
from tracking.database import Database, progress, tasks
from tracking.running.metrics import Metrics
from tracking.worker.metrics import WorkerMetrics

KEY = {"Authorization": "Bearer let the monitoring in"}


def metrics_of(database: Database, clock: Clock) -> Metrics:
    metrics = Metrics()
    metrics.add(WorkerMetrics(database, clock=clock, monotonic=clock.monotonic))
    return metrics


def test_orders_and_tasks_are_counted(database: Database, clock: Clock) -> None:
    put(database, order("1"))
    put(database, order("2", finished_at=NOW))
    with database.write() as transaction:
        for key, minutes in (("1", 10), ("2", 3), ("3", -5)):
            due_at = NOW - timedelta(minutes=minutes)
            tasks.add(transaction, "fetch_order", key, now=due_at, due_at=due_at)
        tasks.add(transaction, "resolve_part", "4", now=NOW, due_at=NOW)
        (part,) = tasks.claim(transaction, now=NOW, limit=1, kinds=["resolve_part"])
        tasks.give_up(transaction, part, reason="gone")
        progress.put(transaction, "first_fill", {"phase": "open", "listed": 1234})
        progress.add(transaction, "judged", 77)
    metrics = metrics_of(database, clock)
    found = {
        (name, kind): sample_of(metrics, name, **{"kind": kind} if kind else {})
        for name, kind in (
            ("orders_known", ""),
            ("orders_open", ""),
            ("fill_listed", ""),
            ("orders_judged_total", ""),
            ("tasks_due", "fetch_order"),
            ("tasks_waiting", "fetch_order"),
            ("tasks_oldest_due_seconds", "fetch_order"),
            ("tasks_given_up", "resolve_part"),
            ("tasks_oldest_due_seconds", "resolve_part"),
        )
    }
    assert [*found.values()] == [2, 1, 1234, 77, 2, 1, 600, 1, 0]


def test_metrics_before_the_first_fill_and_of_another_releases_progress(database: Database, clock: Clock) -> None:
    metrics = metrics_of(database, clock)
    assert b"whereabouts_orders_known 0" in metrics.exposition()[0]
    assert b"whereabouts_orders_judged_total 0" in metrics.exposition()[0]
    assert b"fill_listed" not in metrics.exposition()[0]
    with database.write() as transaction:
        progress.put(transaction, "first_fill", ["of another release"])
    assert b"fill_listed" not in metrics.exposition()[0]


def test_database_that_is_gone_takes_its_metrics_along_and_no_others(make_app: Callable[..., Flask], url: str) -> None:
    for address, is_there in ((url, True), ("sqlite:////proc/none/orders.db", False)):
        client = make_app(METRICS_TOKEN="let the monitoring in", DATABASE_URL=address).test_client()
        said = client.get("/metrics", headers=KEY)
        assert said.status_code == 200
        assert ("whereabouts_orders_known 0" in said.text) is is_there
        assert "whereabouts_shopify_breaker_open" in said.text


def test_the_history_is_counted_once_it_has_begun(database: Database, clock: Clock) -> None:
    metrics = metrics_of(database, clock)
    assert b"history" not in metrics.exposition()[0]
    for phase, is_given_up in (("reading", 0), ("given_up", 1)):
        with database.write() as transaction:
            progress.put(transaction, "history", {"phase": phase, "orders": 1234, "broken": 5})
        names = ("history_orders", "history_broken", "history_given_up")
        assert [sample_of(metrics, name) for name in names] == [1234, 5, is_given_up]
