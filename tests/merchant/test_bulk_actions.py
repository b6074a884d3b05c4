from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.fakes import NOW
from tests.merchant.bulk import ALL, BulkOrders
from tracking.database import Database, answers, set_aside
from tracking.directory.views import OrderView
from tracking.merchant.bulk_actions import AT_A_TIME, SECONDS
from tracking.merchant.list_query import ListQuery

DAY = date(2026, 12, 1)
UNTIL = datetime.combine(DAY, time(), UTC)
NEEDS_YOU = ListQuery()


@pytest.fixture
def orders(database: Database) -> BulkOrders:
    found = BulkOrders(database, dict.fromkeys("12345"))
    found.answer("1", "2", "3")
    return found


def aside(orders: BulkOrders) -> set[str]:
    with orders.database.read() as transaction:
        return set(set_aside.until(transaction, list("12345")))


def open_answers(orders: BulkOrders) -> set[str]:
    with orders.database.read() as transaction:
        return answers.having_open(transaction, list("12345"))


def test_a_view_is_set_aside_once_and_stands_in_the_history_of_each(orders: BulkOrders) -> None:
    assert orders.chosen.count(NEEDS_YOU) == 3
    done = orders.actions.set_aside(NEEDS_YOU, "kim", UNTIL, DAY)
    assert (set(done.ids), done.is_all) == ({"1", "2", "3"}, True)
    assert orders.chosen.count(NEEDS_YOU) == 0
    assert orders.actions.set_aside(ALL, "robin", UNTIL, DAY).ids == ("4", "5"), "the others are, already"
    assert orders.actions.set_aside(ALL, "robin", UNTIL, DAY).ids == ()
    assert orders.history() == [("robin", "set_aside_many 2 2026-12-01"), ("kim", "set_aside_many 3 2026-12-01")]
    assert orders.history_of("1") == ["with_others set_aside 2026-12-01"]
    assert aside(orders) == set("12345")


def test_answers_are_handled_as_far_as_the_page_was_new(orders: BulkOrders) -> None:
    orders.clock.advance(minutes=5)
    orders.answer("2", "4")
    done = orders.actions.handle_answers(ALL, "kim", seen_at=NOW)
    assert done.ids == ("1", "3"), "one has answered anew, one has answered since, one never has"
    assert open_answers(orders) == {"2", "4"}
    assert orders.chosen.count(ListQuery(view=OrderView.ANSWERS)) == 2
    assert orders.history() == [("kim", "handled_many 2")]
    assert (orders.history_of("3"), orders.history_of("4")) == (["with_others handled"], [])


def test_act_that_takes_too_long_stops_and_is_resumed(database: Database) -> None:
    ids = [str(1000 + number) for number in range(2 * AT_A_TIME + 3)]
    orders = BulkOrders(database, dict.fromkeys(ids))

    def slow() -> float:
        orders.clock.advance(seconds=1.1 * SECONDS)
        return orders.clock.monotonic()

    actions = replace(orders.actions, monotonic=slow)
    first = actions.set_aside(ALL, "kim", UNTIL, DAY)
    assert (len(first.ids), first.is_all) == (AT_A_TIME, False)
    rest = list[str]()
    while not (done := actions.set_aside(ALL, "kim", UNTIL, DAY)).is_all:
        rest += done.ids
    assert sorted([*first.ids, *rest, *done.ids]) == ids


def test_an_erased_order_is_left_alone(orders: BulkOrders) -> None:
    orders.erasure.erase(["1"])
    done = orders.actions.set_aside(ListQuery(view=OrderView.ALL, ids=("1", "2")), "kim", UNTIL, DAY)
    assert done.ids == ("2",)
