from datetime import timedelta

from tests.database.order_rows import order, put
from tests.fakes import NOW
from tracking.database import Database, merchant_history, one_order
from tracking.database.merchant_history import HistoryKey, HistoryRow

MINUTE = timedelta(minutes=1)


def add(database: Database, *what: str, order_id: str | None = None) -> None:
    """One a minute, so that the last is the newest."""
    with database.write() as transaction:
        for number, each in enumerate(what):
            merchant_history.add(transaction, who="ada", what=each, order_id=order_id, at=NOW + number * MINUTE)


def page(database: Database, after: HistoryKey | None = None, limit: int = 100) -> list[HistoryRow]:
    with database.read() as transaction:
        return merchant_history.page(transaction, after=after, limit=limit)


def test_pages_go_on_behind_a_row_also_where_many_have_one_time(database: Database) -> None:
    add(database, "a", "b")
    add(database, "c", "d")
    found: list[str] = []
    key = None
    while rows := page(database, key, limit=1):
        found += [row.what for row in rows]
        key = rows[-1].key
    assert found == ["d", "b", "c", "a"]
    assert [row.what for row in page(database)] == found


def test_a_row_names_its_order_as_long_as_that_is_known(database: Database) -> None:
    put(database, order("1"))
    add(database, "set_aside", order_id="1")
    add(database, "set_aside", order_id="2")
    assert {(row.order_id, row.order_name) for row in page(database)} == {("1", "#1001"), ("2", None)}
    with database.write() as transaction:
        assert [row.order_id for row in merchant_history.of_order(transaction, "1", limit=9)] == ["1"]
        one_order.delete_rows(transaction, "1")
        assert merchant_history.of_order(transaction, "1", limit=9) == []


def test_row_of_an_action_on_many_stands_with_its_order_and_not_in_the_shops_history(database: Database) -> None:
    with database.write() as transaction:
        for order_ids in (["1", "2"], []):
            merchant_history.add_all(transaction, who="ada", what="set_aside", order_ids=order_ids, at=NOW)
        merchant_history.add(transaction, who="ada", what="set_aside_many 2", order_id=None, at=NOW)
        (row,) = merchant_history.of_order(transaction, "2", limit=9)
    assert [row.what for row in page(database)] == ["set_aside_many 2"]
    assert row.what == "with_others set_aside"


def test_actions_of_a_colleague_are_counted_between_two_moments(database: Database) -> None:
    add(database, "mailed", "mailed", "left")
    with database.read() as transaction:
        counted = [
            merchant_history.count_between(
                transaction, who=who, what="mailed", first=NOW + first * MINUTE, last=NOW + last * MINUTE
            )
            for who, first, last in (("ada", -1, 2), ("ada", 0, 2), ("ada", 1, 2), ("ada", -1, 0), ("ben", -1, 2))
        ]
    assert counted == [2, 1, 0, 1, 0]


def test_old_rows_are_removed_except_those_of_a_known_order(database: Database) -> None:
    put(database, order("1"))
    add(database, "of a known order", order_id="1")
    add(database, "of an unknown order", order_id="2")
    add(database, "of none", "of none, and new")
    with database.write() as transaction:
        assert merchant_history.forget_before(transaction, NOW + MINUTE) == 2
    assert [row.what for row in page(database)] == ["of none, and new", "of a known order"]
