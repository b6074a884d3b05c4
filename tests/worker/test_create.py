from tests.fakes import Clock, Shopify
from tests.worker.sites import rows, work
from tracking.database import Database
from tracking.worker.worker import Worker


def test_the_worker_asks_beside_the_visitors(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    work(worker)
    assert rows(database)
    assert shopify.calls.keys() == {"OrderPages", "Order", "OrderContact", "Shop"} | (
        shopify.calls.keys() & {"Replacement"}
    )
    assert clock.slept < 1
