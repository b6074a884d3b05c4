from datetime import timedelta

import pytest

from tests.fakes import Clock
from tracking.database import Database, leases
from tracking.worker.leadership import Leadership


@pytest.fixture
def first(database: Database, clock: Clock) -> Leadership:
    return Leadership(database, "x", renew_every=timedelta(seconds=5), clock=clock)


def test_one_leads_until_it_lets_another(first: Leadership, database: Database, clock: Clock) -> None:
    second = Leadership(database, "x", renew_every=timedelta(seconds=5), clock=clock)
    assert (first.take(), second.take()) == (True, False)
    assert (first.was_held, second.was_held) == (True, False)
    second.release()  # it has nothing to release
    assert not second.take()
    first.release()
    assert second.take()


def test_the_lease_is_renewed_when_that_is_due_and_not_before(
    first: Leadership, database: Database, clock: Clock
) -> None:
    first.take()
    ends = []
    for seconds in (4, 1):
        clock.advance(seconds=seconds)
        assert first.take()
        with database.read() as transaction:
            ends.append(leases.last_end(transaction, "x"))
    began = clock() - timedelta(seconds=5)
    assert ends == [began + leases.DURATION, clock() + leases.DURATION]


def test_lost_lease_is_asked_for_anew(first: Leadership, database: Database, clock: Clock) -> None:
    first.take()
    first.lose()
    assert not first.was_held
    clock.advance(seconds=31)
    assert Leadership(database, "x", renew_every=timedelta(seconds=5), clock=clock).take()
    assert not first.take()
