import pytest

from tests.fakes import Clock, Shopify
from tests.worker.sites import DEMO, KEEP, task_counts
from tracking.database import Database, DatabaseUnavailable, erased_orders, tasks
from tracking.directory.order_hashes import OrderHashes
from tracking.shopify.orders import ShopifyOrders
from tracking.worker.order_tasks import FETCH_ORDER, add_changed_order
from tracking.worker.shopify_questions import URGENT
from tracking.worker.task_runner import MAX_ATTEMPTS, ShopifyPaused
from tracking.worker.worker import Worker


@pytest.fixture
def order_id(database: Database, shopify: Shopify, clock: Clock) -> str:
    """An order that is due."""
    order_id = shopify.id_of("#1001")
    with database.write() as transaction:
        add_changed_order(transaction, order_id, now=clock())
    clock.advance(seconds=2)
    return order_id


def test_an_order_that_cannot_be_had_is_tried_after_growing_pauses_and_given_up_with_the_reason(
    worker: Worker, database: Database, clock: Clock, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("of this order")

    monkeypatch.setattr(worker.parts.intake, "fetch", fails)
    pauses = []
    while task_counts(database, clock)[FETCH_ORDER][2] == 0:
        before = clock()
        while not worker.parts.tasks.run_due(URGENT):
            clock.advance(seconds=max(1, (clock() - before).seconds // 4))
        pauses.append((clock() - before).total_seconds())
    assert len(pauses) == MAX_ATTEMPTS
    assert pauses == sorted(pauses)
    with database.read() as transaction:
        (task,) = tasks.given_up(transaction, limit=9)
    assert (task.key, task.reason) == (order_id, "KeyError")
    assert worker.parts.tasks.failures == {(FETCH_ORDER, order_id): "KeyError"}


def test_a_refusal_pauses_everything_and_uses_up_no_attempt(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock, order_id: str
) -> None:
    shopify.accept_only("another token")
    with pytest.raises(ShopifyPaused) as caught:
        worker.parts.tasks.run_due(URGENT)
    assert caught.value.seconds == 60
    shopify.accept_only("demo")
    with database.write() as transaction:
        (task,) = tasks.claim(transaction, now=clock(), limit=9)
    assert (task.key, task.attempts) == (order_id, 0)


def test_shopify_is_not_asked_for_an_erased_order(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock, order_id: str
) -> None:
    hashes = OrderHashes(DEMO.keys)
    with database.write() as transaction:
        erased_orders.add(transaction, hashes.erased(order_id), until=clock() + KEEP)
    assert worker.parts.tasks.run_due(URGENT) == 1
    assert task_counts(database, clock) == {}
    assert not shopify.calls


@pytest.mark.usefixtures("order_id")
def test_a_write_that_fails_leaves_no_call_behind_and_its_tasks_to_their_claims(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shopify.id_of("#1002")
    with database.write() as transaction:
        tasks.add(transaction, FETCH_ORDER, other, now=clock(), due_at=clock(), order_id=other)

    def fails(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("full")

    with monkeypatch.context() as full:
        full.setattr(ShopifyOrders, "spare_fetches", 2)
        full.setattr(worker.parts.intake, "put", fails)
        with pytest.raises(DatabaseUnavailable):
            worker.parts.tasks.run_due(URGENT)
    assert shopify.calls["Order"] == 2
    clock.advance(seconds=60)
    while worker.parts.tasks.run_due(URGENT):
        pass
    assert task_counts(database, clock) == {}
