from collections.abc import Callable
from functools import partial

import pytest
import requests

from scripts.load.shopify import CountingBucket
from tests.fakes import NOW, Clock
from tests.sampling import matrix, sqlite_sample
from tests.worker.sites import rows, small_shop, task_counts, work, worker_of
from tracking.database import Database
from tracking.demo import DemoTransport
from tracking.demo.generated_orders import generated_store
from tracking.demo.store import DemoStore
from tracking.worker.worker import Worker

POINTS, RESTORED = 2000, 100  # of a small shop
ORDER_COST = 500  # at most, before it is known what an order has


class SmallBucket(DemoTransport):
    """The demo's transport with the bucket of a small shop; ``least`` is the least that was ever left in it."""

    def __init__(self, clock: Clock, store: DemoStore | None = None) -> None:
        self.bucket = CountingBucket(maximum=POINTS, restore_rate=RESTORED, monotonic=clock.monotonic)
        self.least: float = POINTS
        super().__init__(clock=clock, store=store or small_shop(), bucket=self.bucket)

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        answer = super().send(request, *args, **kwargs)
        self.least = min(self.least, self.bucket.status()["currentlyAvailable"])
        return answer


def work_to_the_end(worker: Worker, database: Database, clock: Clock) -> None:
    """Time passes while it waits."""
    while not (state := worker.parts.fill.state()) or not state.is_listed or task_counts(database, clock):
        clock.advance(seconds=worker.step())


@sqlite_sample
@pytest.mark.parametrize(
    "store", matrix({"small": small_shop, "of 10,000 orders": partial(generated_store, 10_000, NOW)}, "small")
)
def test_half_of_a_small_bucket_is_left_to_visitors_and_the_rest_is_used(
    database: Database, clock: Clock, store: Callable[[], DemoStore]
) -> None:
    transport, began = SmallBucket(clock, store()), clock.monotonic()
    worker = worker_of(database, transport, clock)
    work_to_the_end(worker, database, clock)
    # The last order, too, is asked for only while its highest cost is left beside the visitors' half.
    allowed = (transport.bucket.spent - POINTS / 2 + ORDER_COST) / RESTORED
    times = (clock.monotonic() - began) / allowed
    print(f"{len(rows(database))} orders: {times:.2f} times what the bucket allows")  # noqa: T201 - a figure of the audit
    assert times <= 1.15
    assert len(rows(database)) > 10
    assert transport.least >= POINTS / 2


@sqlite_sample
def test_an_empty_bucket_stops_nothing_for_good(database: Database, clock: Clock) -> None:
    transport = SmallBucket(clock)
    worker = worker_of(database, transport, clock)
    for _ in range(3):
        worker.step()
    transport.bucket.spend(transport.bucket.status()["currentlyAvailable"])  # by another app
    work_to_the_end(worker, database, clock)
    assert len(rows(database)) > 10


@sqlite_sample
def test_a_worker_comes_to_rest(worker: Worker) -> None:
    assert work(worker) > 1
    assert work(worker) == 0
