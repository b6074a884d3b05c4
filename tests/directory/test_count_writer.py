from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.database import kept_rows
from tests.database.conftest import opened
from tests.fakes import NOW, Clock
from tracking.database import Database, DatabaseUnavailable, progress
from tracking.directory.count_writer import JUDGED, CountWriter
from tracking.directory.erasure import OrderErasure
from tracking.directory.judged_counter import JudgedCounter
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.directory.page_openings import PageOpenings
from tracking.merchant.finding_rules import MerchantRules

TODAY = NOW.date()
HASHES = OrderHashes(["older key", "key"])


class Counting:
    """The counts of one process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.openings, self.judged = PageOpenings(clock=clock), JudgedCounter()
        self.openings.open()
        needs = OrderNeeds(MerchantRules())
        self.writer = CountWriter(
            database, self.openings, self.judged, HASHES, needs, clock=clock, monotonic=clock.monotonic
        )


def kept(database: Database, order_id: str) -> dict[date, int]:
    with database.read() as transaction:
        return kept_rows.openings(transaction, order_id)


def judged(database: Database) -> object:
    with database.read() as transaction:
        return progress.get(transaction, JUDGED)


@pytest.mark.both_databases
def test_the_counts_of_several_processes_add_up(database: Database, clock: Clock) -> None:
    processes = [Counting(database, clock) for _ in range(2)]
    for process in processes:
        for number in range(250):  # more than one transaction takes
            process.openings.count(f"{number}")
        process.judged.add(3)
        process.writer.write_due()
    assert (kept(database, "0"), kept(database, "249"), judged(database)) == ({TODAY: 2}, {TODAY: 2}, 6)


def test_writing_waits_some_seconds_unless_the_process_ends(database: Database, clock: Clock) -> None:
    process = Counting(database, clock)
    process.writer.write_due()
    process.openings.count("1")
    clock.advance(seconds=9)
    process.writer.write_due()
    assert kept(database, "1") == {}
    clock.advance(seconds=1)
    process.writer.write_due()
    assert kept(database, "1") == {TODAY: 1}
    process.openings.count("1")
    process.writer.write_all()
    assert kept(database, "1") == {TODAY: 2}


def test_openings_of_an_erased_order_are_erased_and_none_comes_back(database: Database, clock: Clock) -> None:
    process, erasure = (
        Counting(database, clock),
        OrderErasure(database, HASHES, retention=timedelta(days=90), clock=clock),
    )
    for order_id in ("1", "2"):
        process.openings.count(order_id)
    process.writer.write_all()
    process.openings.count("1")  # before it is erased, and written afterwards
    erasure.erase(["1"])
    process.openings.count("1")
    process.openings.count("2")
    process.writer.write_all()
    assert (kept(database, "1"), kept(database, "2")) == ({}, {TODAY: 2})


def test_counts_that_cannot_be_written_stay_in_memory(sqlite_url: str, clock: Clock) -> None:
    database, file = opened(sqlite_url), Path(sqlite_url.removeprefix("sqlite:///"))
    process = Counting(database, clock)
    database.prepare()
    away = file.rename(file.with_name("away.db"))
    process.openings.count("1")
    process.judged.add(2)
    with pytest.raises(DatabaseUnavailable):
        process.writer.write_all()
    process.openings.count("1")
    away.rename(file)
    process.writer.write_all()
    assert (kept(database, "1"), judged(database)) == ({TODAY: 2}, 2)
    database.close()
