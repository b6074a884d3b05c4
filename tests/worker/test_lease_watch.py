import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.database.conftest import opened
from tests.fakes import Clock, Shopify
from tests.worker.sites import small_shop, worker_of
from tracking.worker.lease_watch import WorkerState
from tracking.worker.worker import Worker


@pytest.fixture
def shopify(clock: Clock) -> Shopify:
    """Without orders: the leader has nothing to do but to lead."""
    return Shopify(replace(small_shop(), orders=[]), clock)


@pytest.fixture
def other(make_worker: Callable[[], Worker]) -> Worker:
    """A worker of a process with WORKER=off."""
    return make_worker()


def work_for(clock: Clock, seconds: int, leader: Worker | None, other: Worker) -> None:
    for _ in range(seconds // 20):
        clock.advance(seconds=20)
        if leader:
            leader.step()
        other.step(leads=False)


def test_a_missing_worker_is_logged_once_and_its_return_too(
    worker: Worker, other: Worker, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    work_for(clock, 600, worker, other)
    assert other.parts.lease_watch.state() is WorkerState.OK
    assert "worker" not in caplog.text
    work_for(clock, 1200, None, other)
    assert other.parts.lease_watch.state() is WorkerState.MISSING
    assert caplog.text.count("No worker has been at work for five minutes") == 1
    assert "WORKER=inside" in caplog.text
    work_for(clock, 60, worker, other)
    assert other.parts.lease_watch.state() is WorkerState.OK
    assert caplog.text.count("A worker is at work again") == 1
    work_for(clock, 600, None, other)
    assert caplog.text.count("No worker has been at work for five minutes") == 2


def test_a_site_that_never_had_a_worker_misses_it(other: Worker, clock: Clock) -> None:
    work_for(clock, 300, None, other)
    assert other.parts.lease_watch.state() is WorkerState.OK
    clock.advance(minutes=1)
    assert other.parts.lease_watch.state() is WorkerState.MISSING


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_a_day_is_no_absence(
    worker: Worker, other: Worker, clock: Clock, caplog: pytest.LogCaptureFixture, days: int
) -> None:
    work_for(clock, 300, worker, other)
    clock.set(days=days)
    work_for(clock, 600, worker, other)
    assert other.parts.lease_watch.state() is WorkerState.OK
    assert worker.is_leader
    assert "No worker" not in caplog.text


def test_after_an_outage_of_the_database_a_worker_has_five_minutes_to_come_back(
    sqlite_url: str, shopify: Shopify, clock: Clock
) -> None:
    database, file = opened(sqlite_url), Path(sqlite_url.removeprefix("sqlite:///"))
    watch = worker_of(database, shopify, clock).parts.lease_watch
    assert watch.state() is WorkerState.OK
    away = file.rename(file.with_name("away.db"))
    clock.advance(minutes=10)
    assert watch.state() is WorkerState.UNKNOWN
    clock.advance(minutes=5, seconds=-1)
    assert watch.state() is WorkerState.UNKNOWN
    clock.advance(seconds=1)
    assert watch.state() is watch.without_database() is WorkerState.FAILING
    away.rename(file)
    assert watch.state() is WorkerState.OK
    clock.advance(minutes=5)
    assert watch.state() is WorkerState.MISSING
    database.close()


def test_looks_are_half_a_minute_apart(other: Worker, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    watch = other.parts.lease_watch
    watch.look_if_due()
    clock.advance(minutes=5, seconds=-1)
    watch.state()
    clock.advance(seconds=29)
    watch.look_if_due()
    assert "No worker" not in caplog.text
    clock.advance(seconds=1)
    watch.look_if_due()
    assert "No worker" in caplog.text
