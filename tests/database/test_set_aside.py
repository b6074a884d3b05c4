from datetime import timedelta

from tests.database.order_rows import order, put
from tests.database.test_one_order import STATE
from tests.fakes import NOW
from tracking.database import Database, order_needs, set_aside

DAY = timedelta(days=1)


def test_an_order_is_set_aside_until_the_last_moment_that_was_said(database: Database) -> None:
    put(database, order("1"))
    put(database, order("2"))
    with database.write() as transaction:
        set_aside.put(transaction, "1", NOW + DAY, "ada@example.com", STATE, NOW)
        set_aside.put(transaction, "1", NOW + 2 * DAY, "server", STATE, NOW)
        assert set_aside.until(transaction, ["1", "2"]) == {"1": NOW + 2 * DAY}
        set_aside.remove(transaction, "1")
        assert set_aside.until(transaction, ["1", "2"]) == {}


def test_how_it_stood_is_read_as_it_was_written(database: Database) -> None:
    put(database, order("1"))
    with database.write() as transaction:
        set_aside.put(transaction, "1", NOW + DAY, "server", STATE, NOW)
        found = order_needs.circumstances(transaction, "1", today=NOW.date())
        assert found
        assert found.set_aside == order_needs.SetAside(at=NOW, until=NOW + DAY, state=STATE)
        set_aside.mark_seen(transaction, "1", found.state)
        again = order_needs.circumstances(transaction, "1", today=NOW.date())
        assert again
        assert again.set_aside == order_needs.SetAside(at=NOW, until=NOW + DAY, state=found.state)
