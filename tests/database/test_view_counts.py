from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.database.order_rows import order, put
from tracking.database import Database, one_order, orders, view_counts
from tracking.database.orders import FoundBy


def counts(database: Database) -> dict[str, int]:
    with database.read() as transaction:
        assert view_counts.are_consistent(transaction)
        found = view_counts.counts(transaction)
        assert {view: view_counts.of_view(transaction, view) for view in found} == found
    return found


def test_every_change_of_a_view_is_counted(database: Database) -> None:
    put(database, order("1"), views=["late", "problem"])
    put(database, order("2"), views=["late"])
    assert counts(database) == {"all": 2, "late": 2, "problem": 1}
    put(database, order("1"), views=["done"])
    assert counts(database) == {"all": 2, "late": 1, "done": 1}
    with database.write() as transaction:
        one_order.delete_rows(transaction, "2", "of no order")
    assert counts(database) == {"all": 1, "done": 1}


def test_rolled_back_order_is_not_counted(database: Database) -> None:
    put(database, order("1"), views=["late"])

    def fail() -> None:
        with database.write() as transaction:
            orders.put(transaction, order("2"), FoundBy(views=["late"]))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert counts(database) == {"all": 1, "late": 1}


def test_transactions_that_run_at_once_are_all_counted_and_none_waits_for_another(database: Database) -> None:
    def write(number: int) -> None:
        with database.write() as transaction:
            views = ["late", "problem"] if number % 2 else ["problem", "late"]
            for part in range(3):
                orders.put(transaction, order(f"{number}-{part}"), FoundBy(views=views))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(8)))
    assert counts(database) == {"all": 24, "late": 24, "problem": 24}


def test_a_transaction_that_is_open_keeps_no_other_one_from_counting(postgres_database: tuple[str, Database]) -> None:
    _, database = postgres_database
    with database.write() as first:
        orders.put(first, order("1"), FoundBy(views=["late"]))
        with database.write() as second:
            orders.put(second, order("2"), FoundBy(views=["late"]))
    assert counts(database) == {"all": 2, "late": 2}
    with database.write() as transaction:
        one_order.delete_rows(transaction, "1", "2")


def test_counts_that_are_wrong_are_found_and_repaired(database: Database) -> None:
    put(database, order("1"), views=["late"])
    with database.write() as transaction:
        transaction.execute(text("UPDATE view_counts SET count = 7 WHERE view = 'late'"))
        assert not view_counts.are_consistent(transaction)
    assert not view_counts.repair(database)
    assert counts(database) == {"all": 1, "late": 1}
    assert view_counts.repair(database)
