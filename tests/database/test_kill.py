"""A process that is killed while it writes loses nothing that it said was written, and leaves nothing in halves."""

import sys
from itertools import islice

import pytest
from sqlalchemy import select

from tests.commands import started
from tests.sampling import matrix
from tracking.database import Database
from tracking.database.tables import orders, tasks, tracking_numbers


def write_until_killed(url: str, name: str, after: int) -> list[str]:
    """The orders that a process said were committed, before it was killed within another transaction."""
    with started((sys.executable, "-m", "tests.database.writer", url, name), stderr=None) as process:
        assert process.stdout
        written = [line.strip() for line in islice(process.stdout, after)]
        process.kill()
        return written + [line.strip() for line in process.stdout if line.endswith("\n")]


@pytest.mark.parametrize("after", matrix({"at once": 1, "soon": 7, "later": 40}, "soon"))
def test_commit_outlives_a_kill_as_a_whole(database: Database, url: str, after: int) -> None:
    database.prepare()
    written = write_until_killed(url, f"killed-{after}", after)
    assert len(written) >= after
    with database.read() as transaction:
        known, due, found_by = (
            set(transaction.scalars(select(column)))
            for column in (orders.c.id, tasks.c.order_id, tracking_numbers.c.key)
        )
    assert set(written) <= known
    assert known == due == found_by
    assert database.check().problems == ()
