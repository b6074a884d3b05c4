from dataclasses import replace

import pytest

from tests.merchant.bulk import ALL, BulkOrders
from tracking.database import Database, order_views
from tracking.merchant.chosen_orders import MOST_AT_ONCE, TooManyChosen
from tracking.merchant.list_query import ListQuery


def test_the_ids_of_a_list_come_in_batches_and_each_once(database: Database) -> None:
    orders = BulkOrders(database, dict.fromkeys("12345"))
    assert orders.chosen.count(ALL) == 5
    assert list(orders.chosen.id_batches(ALL, 2)) == [["1", "2"], ["3", "4"], ["5"]]
    some = ListQuery(view=ALL.view, ids=("4", "2", "7"))
    assert (orders.chosen.count(some), list(orders.chosen.id_batches(some, 9))) == (2, [["2", "4"]])
    assert list(orders.chosen.id_batches(ListQuery(), 2)) == []


def test_order_that_leaves_the_list_meanwhile_skips_no_other(database: Database) -> None:
    orders = BulkOrders(database, dict.fromkeys("12345"))
    found = []
    for ids in orders.chosen.id_batches(ALL, 2):
        found += ids
        with database.write() as transaction:
            order_views.delete_rows(transaction, ids)
    assert found == list("12345")


def test_no_more_than_the_most_are_chosen(database: Database) -> None:
    orders = BulkOrders(database, dict.fromkeys("12345"))
    assert orders.chosen.most == MOST_AT_ONCE == 10_000
    chosen = replace(orders.chosen, most=4)
    with pytest.raises(TooManyChosen):
        chosen.count(ALL)
    assert list(chosen.id_batches(ALL, 3)) == [["1", "2", "3"], ["4"]], "the list has grown"
