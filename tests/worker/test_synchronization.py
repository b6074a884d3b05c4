from datetime import datetime, timedelta

import pytest

from tests.fakes import Clock, Shopify
from tests.worker.sites import KEEP, rows, wanted
from tracking.database import Database, progress, tasks
from tracking.directory.fill_names import FIRST_FILL
from tracking.worker.order_tasks import FILL_ORDER
from tracking.worker.synchronization import Synchronization, SyncResult
from tracking.worker.worker import Worker


def synchronize(
    worker: Worker, database: Database, clock: Clock, *, again: bool = False, since: datetime | None = None
) -> SyncResult:
    work = Synchronization(database, worker, clock=clock, sleep=clock.sleep)
    work.begin(again=again, since=since)
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


@pytest.mark.parametrize("pages", [0, 1])
def test_a_part_is_no_first_fill(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock, pages: int
) -> None:
    """Neither before it begins nor on its way."""
    for _ in range(pages):
        worker.parts.fill.list_page()
    before = worker.parts.fill.state()
    part = synchronize(worker, database, clock, since=clock() - timedelta(days=2))
    assert part.problem is None
    assert worker.parts.fill.state() == before
    assert synchronize(worker, database, clock).problem is None
    assert rows(database).keys() == wanted(shopify, clock)
    after = worker.parts.fill.state()
    assert after
    assert after.is_listed


@pytest.mark.parametrize("reason", ["waiting", "given_up", "not_listed"])
def test_order_that_another_process_did_not_fetch_is_a_sentence(
    worker: Worker, database: Database, clock: Clock, reason: str
) -> None:
    with database.write() as transaction:
        progress.put(transaction, FIRST_FILL, {"since": (clock() - KEEP).isoformat(), "phase": "done"})
    work = Synchronization(database, worker, clock=clock, sleep=clock.sleep)
    work.begin(again=False, since=None)
    assert work.result.problem is None
    if reason == "not_listed":
        worker.parts.fill.begin()
    else:
        with database.write() as transaction:
            tasks.add(transaction, FILL_ORDER, "1", now=clock(), due_at=clock())
            (task,) = tasks.claim(transaction, now=clock(), limit=1)
            if reason == "given_up":
                tasks.give_up(transaction, task, reason="HTTP 500")
            else:
                tasks.retry(transaction, task, now=clock(), reason="HTTP 500")
    assert work.result.problem


def test_changed_order_is_fetched(worker: Worker, database: Database, shopify: Shopify, clock: Clock) -> None:
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
