import re
import resource
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from scripts.load.shopify import CountingBucket
from tests.fakes import NOW, Clock
from tests.worker.sites import IDLE, rows, small_shop, task_counts, work, worker_of
from tracking.database import Database, orders
from tracking.demo import DemoTransport
from tracking.demo.generated_orders import generated_store
from tracking.demo.store import DemoStore
from tracking.worker.worker import Worker

POINTS, RESTORED = 2000, 100  # of a small shop
ORDER_COST = 500  # at most, before it is known what an order has
MANY, MOST_TIMES, MOST_MEGABYTES = 10_000, 1.15, 100

_ASKED = re.compile(r'query Order\(.*"(gid://shopify/Order/\d+)"', re.DOTALL)


class SmallBucket(DemoTransport):
    """The demo's transport with the bucket of a small shop, or one so many ``times`` as large.

    ``least`` is the least that was ever left in it, ``asked`` how often each order was asked for.
    """

    def __init__(self, clock: Clock, store: DemoStore | None = None, *, times: int = 1) -> None:
        self.bucket = CountingBucket(maximum=times * POINTS, restore_rate=times * RESTORED, monotonic=clock.monotonic)
        self.least: float = times * POINTS
        self.asked: Counter[str] = Counter()
        super().__init__(clock=clock, store=store or small_shop(), bucket=self.bucket)

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        if found := _ASKED.search(str(request.body)):
            self.asked[found[1]] += 1
        answer = super().send(request, *args, **kwargs)
        self.least = min(self.least, self.bucket.status()["currentlyAvailable"])
        return answer


def work_until(worker: Worker, clock: Clock, is_over: Callable[[], bool]) -> None:
    """Time passes while it waits. Whether it is over is looked at whenever it has nothing to do."""
    while (pause := worker.step()) < IDLE or not is_over():
        clock.advance(seconds=pause)


def work_to_the_end(worker: Worker, database: Database, clock: Clock) -> None:
    def is_over() -> bool:
        state = worker.parts.fill.state()
        return state is not None and state.is_listed and not task_counts(database, clock)

    work_until(worker, clock, is_over)


def test_half_of_a_small_bucket_is_left_to_visitors_and_the_rest_is_used(database: Database, clock: Clock) -> None:
    transport, began = SmallBucket(clock), clock.monotonic()
    work_to_the_end(worker_of(database, transport, clock), database, clock)
    assert times_allowed(transport, clock.monotonic() - began) <= MOST_TIMES
    assert len(rows(database)) > 10
    assert transport.least >= POINTS / 2


def times_allowed(transport: SmallBucket, seconds: float, times: int = 1) -> float:
    """How many times as long it took as the visitors' half of the bucket allows."""
    # The last order, too, is asked for only while its highest cost is left beside that half.
    allowed = (transport.bucket.spent - times * POINTS / 2 + ORDER_COST) / (times * RESTORED)
    return seconds / allowed


@pytest.mark.audit
def test_ten_thousand_orders_are_taken_in_and_a_killed_worker_asks_for_none_of_them_again(
    database: Database, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the bucket of a large shop: more is asked for at once, and the handed-in clock has fewer steps."""
    transport, began = SmallBucket(clock, generated_store(MANY, NOW), times=20), clock.monotonic()
    killed = worker_of(database, transport, clock)
    while len(transport.asked) < MANY / 100:
        clock.advance(seconds=killed.step())
    before = resident_megabytes()
    while len(transport.asked) < MANY / 2:
        clock.advance(seconds=killed.step())
    asked = dict(transport.asked)
    work_to_the_end(worker_of(database, transport, clock), database, clock)
    times, memory = times_allowed(transport, clock.monotonic() - began, 20), resident_megabytes() - before
    again = [order for order, count in transport.asked.items() if count > 1]
    with capsys.disabled():
        print(  # noqa: T201 - figures of the audit
            f"\n{database.place}: {len(transport.asked)} orders, {times:.3f} times what the bucket allows, memory"
            f" {memory:+.0f} MB, {len(again)} asked for again ({len(asked)} before the kill)"
        )
    assert len(transport.asked) == order_count(database) == MANY
    assert again == []
    assert times <= MOST_TIMES
    assert memory <= MOST_MEGABYTES
    assert transport.least >= 20 * POINTS / 2


def order_count(database: Database) -> int:
    with database.read() as transaction:
        return orders.count(transaction).known


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1_000_000


def test_an_empty_bucket_stops_nothing_for_good(database: Database, clock: Clock) -> None:
    transport = SmallBucket(clock)
    worker = worker_of(database, transport, clock)
    for _ in range(3):
        worker.step()
    transport.bucket.spend(transport.bucket.status()["currentlyAvailable"])  # by another app
    work_to_the_end(worker, database, clock)
    assert len(rows(database)) > 10


def test_a_worker_comes_to_rest(worker: Worker) -> None:
    assert work(worker) > 1
    assert work(worker) == 0
