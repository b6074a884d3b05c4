from datetime import timedelta

from tests.fakes import NOW
from tracking.database import Database, leases

SILENT = timedelta(seconds=30)


def take(database: Database, holder: str, after: timedelta = timedelta()) -> bool:
    with database.write() as transaction:
        return leases.take(transaction, "worker", holder, now=NOW + after)


def test_one_holder_at_a_time(database: Database) -> None:
    assert take(database, "a")
    assert not take(database, "b")
    assert take(database, "a", timedelta(seconds=20)), "its own is renewed"
    assert not take(database, "b", timedelta(seconds=45))


def test_a_holder_that_fell_silent_loses_it_after_thirty_seconds(database: Database) -> None:
    assert take(database, "a")
    assert not take(database, "b", SILENT - timedelta(seconds=1))
    assert take(database, "b", SILENT)
    assert not take(database, "a", SILENT), "it learns so at its next sign"


def test_a_lease_that_is_given_back_is_free_at_once(database: Database) -> None:
    assert take(database, "a")
    with database.write() as transaction:
        leases.release(transaction, "worker", "b")
    assert not take(database, "b"), "only the holder gives it back"
    with database.write() as transaction:
        leases.release(transaction, "worker", "a")
    assert take(database, "b")


def test_leases_of_other_names_are_others(database: Database) -> None:
    assert take(database, "a")
    with database.write() as transaction:
        assert leases.take(transaction, "catching-up", "b", now=NOW)


def test_a_lease_from_a_clock_that_was_a_day_ahead_does_not_last_a_day(database: Database) -> None:
    assert take(database, "a", timedelta(days=1))
    assert take(database, "b")


def test_last_end_is_none_without_a_lease_and_else_its_end(database: Database) -> None:
    with database.read() as transaction:
        assert leases.last_end(transaction, "worker") is None
    take(database, "a")
    with database.read() as transaction:
        assert leases.last_end(transaction, "worker") == NOW + SILENT
