"""An import that is killed goes on where it was, on both databases, and writes nothing twice."""

import sys
from itertools import islice

import pytest

from tests.commands import started
from tests.fakes import Clock
from tests.worker.history_shop import (
    HistoryShop,
    expected_steps,
    history_of,
    state_of,
    step_rows,
    steps,
    work,
)
from tracking.database import Database
from tracking.demo import BulkFaults, DemoStore
from tracking.worker.history import HistoryImport
from tracking.worker.history_state import DONE, READING, RUNNING, WANTED


@pytest.mark.both_databases
def test_a_process_that_is_killed_while_it_reads_has_written_whole_parts(
    shop: HistoryShop, history: HistoryImport, database: Database, url: str, clock: Clock, store: DemoStore
) -> None:
    work(history, clock, READING)
    command = [sys.executable, "-m", "tests.worker.killed_history", url, shop.url]
    with started(command, stderr=None) as process:
        assert process.stdout
        printed = list(islice(process.stdout, 2))
        process.kill()
    assert len(printed) == 2
    assert step_rows(database).total() == state_of(history).rows > 0
    assert work(history, clock).phase == DONE
    assert steps(database) == expected_steps(store)
    assert shop.calls["BulkRun"] == 1


def test_a_process_that_is_killed_is_followed_by_one_that_goes_on(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    work(history, clock, RUNNING)
    work(history_of(shop.url, database, clock), clock, READING)
    positions = []
    while state_of(history).phase == READING:
        history_of(shop.url, database, clock).advance()
        positions.append(state_of(history).position)
    assert positions == sorted(set(positions))
    assert len(positions) > 5
    assert state_of(history).phase == DONE
    assert steps(database) == expected_steps(store)
    assert shop.calls["BulkRun"] == 1


@pytest.mark.both_databases
def test_two_processes_that_lead_for_a_moment_write_nothing_twice(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    state = work(history, clock, READING)
    other = history_of(shop.url, database, clock)
    following, read = history._read(state, clock())  # noqa: SLF001 - both have read the same part
    other.advance()
    count = step_rows(database).total()
    assert read
    assert history._write(state, following, read)  # noqa: SLF001 - and this one comes too late
    assert step_rows(database).total() == count > 0
    work(history, clock)
    assert steps(database) == expected_steps(store)


def test_rows_of_a_failed_operation_are_read_and_then_replaced(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    shop.bulk.faults = BulkFaults(fails_after=15)
    work(history, clock, READING)
    state = work(history, clock, WANTED)
    assert (state.phase, state.attempts) == (WANTED, 1)
    assert 0 < state.orders < 15, "the others of the 15 lines are products"
    assert 0 < step_rows(database).total() == state.rows
    shop.bulk.faults = BulkFaults()
    assert work(history, clock).phase == DONE
    assert steps(database) == expected_steps(store)
