"""A worker that is killed while it works loses nothing, whatever it does, and the next one goes on where it was."""

import json
import sys
from datetime import timedelta
from itertools import islice, product

import pytest

from tests.commands import started
from tests.fakes import NOW, Clock, Shopify
from tests.sampling import matrix
from tests.worker.sites import rows, shop_of, task_counts, wanted, work, worker_of
from tracking.database import Database
from tracking.database.sqlite import SqliteFile
from tracking.database.tables import orders
from tracking.demo.store import DemoStore

# Seconds from one process to the next: longer than any claim.
APART = 100
STEPS = (2, 5, 9)
# Over the three modes fifty on each database, in a shop that takes so many processes to read.
MANY_KILLS, MANY_ORDERS = 17, 500


def kill_worker(url: str, mode: str, seconds: int, steps: int, size: int) -> list[str]:
    """Kills a worker after so many lines; returns all lines that it printed, decoded."""
    command = [sys.executable, "-m", "tests.worker.killed", url, mode, str(seconds), str(size)]
    with started(command, stderr=None) as process:
        assert process.stdout
        printed = list(islice(process.stdout, steps))
        process.kill()
        printed += [line for line in process.stdout if line.endswith("\n")]
    assert len(printed) >= steps
    return [json.loads(line) for line in printed]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("url", "mode", "kills", "size"),
    matrix(
        {
            f"{database}-{mode}-{name}": (database, mode, *how)
            for database, mode, (name, how) in product(
                ("sqlite", "postgres"),
                ("fill", "webhooks", "judging"),
                {"three": (len(STEPS), 0), "many": (MANY_KILLS, MANY_ORDERS)}.items(),
            )
        },
        "sqlite-fill-three",
        "postgres-webhooks-three",
    ),
    indirect=["url"],
)
def test_kills_lose_nothing(database: Database, url: str, mode: str, kills: int, size: int) -> None:
    later = Clock(now=NOW + timedelta(seconds=kills * APART))
    store = shop_of(size)
    shop = Shopify(store, Clock())
    if mode != "fill":
        work(worker_of(database, shop, Clock()))
    if mode == "judging":
        with database.write() as transaction:
            transaction.execute(orders.update().values(judged_by="an older release"))
    database.prepare()
    steps = (STEPS[life % len(STEPS)] if kills == len(STEPS) else 1 for life in range(kills))
    told = [each for life, count in enumerate(steps) for each in kill_worker(url, mode, life * APART, count, size)]
    work(worker_of(database, Shopify(store, later), later))
    found = rows(database)
    reference = {name for name in wanted(shop, later) if name in found}
    assert len(reference) == len(found) > 10
    assert task_counts(database, later) == {}
    assert database.check().problems == ()
    assert "an older release" not in {row.judged_by for row in found.values()}
    if mode == "fill":
        assert {row.id for row in found.values()} == whole(later, store)
    if mode == "webhooks":
        by_id = {row.id: row for row in found.values()}
        known = [each for each in told if each in by_id]
        assert known
        assert all(by_id[each].fetched_at > NOW for each in known), "what was told was fetched, by whichever worker"


def whole(clock: Clock, store: DemoStore) -> set[str]:
    """The ids of the orders that a worker takes in when it is not killed."""
    database = Database(SqliteFile(None))
    work(worker_of(database, Shopify(store, clock), clock))
    ids = {row.id for row in rows(database).values()}
    database.close()
    return ids
