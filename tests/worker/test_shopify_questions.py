import pytest

from tests.fakes import Clock, Shopify
from tests.worker.sites import IDLE, rows, work
from tracking.database import Database, tasks
from tracking.worker.order_tasks import CHECK_ORDER, FETCH_ORDER, FILL_ORDER
from tracking.worker.worker import Worker


@pytest.fixture
def filled(worker: Worker, shopify: Shopify) -> Worker:
    """A worker that has taken everything in."""
    work(worker)
    shopify.calls.clear()
    return worker


def test_changed_orders_come_before_checks_and_the_fill(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    hinted, checked, filling = (
        shopify.id_of(name) for name in ("#1001", "#1002", str(shopify.store.orders[-1]["name"]))
    )
    with database.write() as transaction:
        for kind, order_id in (
            (FILL_ORDER, filling),
            (CHECK_ORDER, checked),
            (CHECK_ORDER, hinted),
            (FETCH_ORDER, hinted),
        ):
            tasks.add(transaction, kind, order_id, now=clock(), due_at=clock(), order_id=order_id)
    known = []
    for _ in range(3):
        worker.step()
        known.append(rows(database).keys())
    assert known[:2] == [{"#1001"}, {"#1001", "#1002"}]
    assert shopify.calls["Order"] == 3, "what two tasks ask for is fetched once"


def test_the_first_fill_begins_though_the_clock_goes_back(worker: Worker, clock: Clock) -> None:
    ends = iter([False, True])
    worker.run(leads=True, sleep=lambda _: None, is_stopping=lambda: next(ends))
    clock.advance(days=-1)
    assert worker.step() < IDLE


def test_orders_are_refetched_when_that_is_due(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    refetches = {row.id: row.look_at for row in rows(database).values() if row.look_at}
    clock.now = min(refetches.values())
    expected = {order_id for order_id, moment in refetches.items() if moment <= clock()}
    work(filled)
    after = {row.id for row in rows(database).values() if row.fetched_at == clock()}
    assert after == expected
    assert shopify.calls["Order"] == len(expected)
