import pytest

from tests.fakes import Clock, Shopify
from tests.worker.sites import rows
from tracking.database import Database
from tracking.worker.synchronization import Synchronization, SyncResult
from tracking.worker.worker import Worker


def synchronize(worker: Worker, database: Database, clock: Clock, *, again: bool = False) -> SyncResult:
    work = Synchronization(database, worker, clock=clock, sleep=clock.sleep)
    work.begin(again=again, since=None)
    for step in work.steps():
        assert step.waiting >= 0
    return work.result


def test_a_second_one_fetches_nothing_unless_again(worker: Worker, database: Database, clock: Clock) -> None:
    first = synchronize(worker, database, clock)
    assert first.problem is None
    assert first.fetched >= len(rows(database)) > 10
    assert synchronize(worker, database, clock) == SyncResult(0, None)
    assert worker.parts.history.state() is None
    assert synchronize(worker, database, clock, again=True).fetched == first.fetched
    history = worker.parts.history.state()
    assert history
    assert history.phase == "wanted"


def test_what_changed_is_fetched(worker: Worker, database: Database, shopify: Shopify, clock: Clock) -> None:
    synchronize(worker, database, clock)
    shopify.cancel("#1001")
    assert synchronize(worker, database, clock) == SyncResult(1, None)


def test_a_silent_shopify_is_a_sentence_and_the_next_one_goes_on(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    shopify.is_down = True
    result = synchronize(worker, database, clock)
    assert result.fetched == 0
    assert result.problem
    assert result.problem.startswith("Not everything is in: ")
    shopify.is_down = False
    clock.advance(minutes=1)
    assert synchronize(worker, database, clock).problem is None


def test_an_order_that_failed_is_a_sentence(
    worker: Worker, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError

    with monkeypatch.context() as broken:
        broken.setattr(worker.parts.intake, "fetch", fails)
        problem = synchronize(worker, database, clock).problem
    assert problem
    assert "(KeyError)" in problem
    assert synchronize(worker, database, clock).problem is None
