from datetime import timedelta

from tests.fakes import NOW
from tracking.database import Database, erased_orders

UNTIL = NOW + timedelta(days=90)


def test_an_order_is_known_under_the_hash_of_any_key(database: Database) -> None:
    with database.write() as transaction:
        erased_orders.add(transaction, "of-the-old-key", until=UNTIL)
    with database.read() as transaction:
        assert erased_orders.has_any(transaction, ["of-the-new-key", "of-the-old-key"])
        assert not erased_orders.has_any(transaction, ["of-the-new-key"])
        assert not erased_orders.has_any(transaction, [])


def test_the_longer_time_holds(database: Database) -> None:
    with database.write() as transaction:
        for days in (0, 10, -10):
            erased_orders.add(transaction, "hash", until=UNTIL + timedelta(days=days))
        assert erased_orders.forget_before(transaction, UNTIL + timedelta(days=10)) == 0
        assert erased_orders.forget_before(transaction, UNTIL + timedelta(days=11)) == 1
        assert not erased_orders.has_any(transaction, ["hash"])


def test_several_orders_are_remembered_at_once_each_until_its_moment(database: Database) -> None:
    with database.write() as transaction:
        erased_orders.add_all(transaction, {})
        erased_orders.add_all(transaction, {"one": UNTIL, "other": UNTIL + timedelta(days=1)})
        assert erased_orders.forget_before(transaction, UNTIL + timedelta(seconds=1)) == 1
        assert erased_orders.has_any(transaction, ["other"])


def test_the_erased_ones_among_several_are_found(database: Database) -> None:
    with database.write() as transaction:
        erased_orders.add_all(transaction, {"one": UNTIL, "other": UNTIL})
        assert erased_orders.among(transaction, ["one", "third"]) == {"one"}
        assert erased_orders.among(transaction, []) == set()


def test_the_last_moment_of_any_key_is_known(database: Database) -> None:
    with database.write() as transaction:
        erased_orders.add_all(transaction, {"old": UNTIL, "new": UNTIL + timedelta(days=1)})
        assert erased_orders.until(transaction, ["old", "new", "third"]) == UNTIL + timedelta(days=1)
        assert erased_orders.until(transaction, ["third"]) is None
        assert erased_orders.until(transaction, []) is None
