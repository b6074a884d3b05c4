from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import demo_orders
from tests.database.test_answers import WAIT
from tests.fakes import NOW, Clock
from tests.order.builders import policy
from tracking.database import Database, answers, order_list, orders, page_openings, set_aside, tables
from tracking.database.order_list import Filters, OrderSort
from tracking.database.orders import OrderRow
from tracking.directory.judged_row import JudgedRow, Rules, judged_row
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.directory.rejudge import Rejudge
from tracking.merchant.finding_rules import MerchantRules
from tracking.shopify.documents.stored_document import stored_document

RULES = Rules(policy(), MerchantRules())
NEEDS = OrderNeeds(MerchantRules())
DAY = timedelta(days=1)


def judged(slug: str) -> JudgedRow:
    return judged_row(stored_document(demo_orders.documents()[slug]), RULES, fetched_at=NOW, now=NOW)


def put(database: Database, slug: str, **changes: Any) -> str:  # noqa: ANN401 - of any column
    """Take the order in, as the intake does; returns its id."""
    found = judged(slug)
    with database.write() as transaction:
        orders.put(transaction, replace(found.row, **changes), found.found_by)
        NEEDS.refresh(transaction, found.row.id, now=NOW)
    return found.row.id


def row_of(database: Database, order_id: str) -> OrderRow:
    with database.read() as transaction:
        found = orders.get(transaction, order_id)
    assert found
    return found


def view(database: Database, name: str = "needs_you") -> list[str]:
    with database.read() as transaction:
        found = order_list.page(transaction, Filters(view=name), size=99, sort=OrderSort.NEED).orders
        assert order_list.view_counts(transaction).get(name, 0) == len(found)
    return [row.id for row in found]


def refresh(database: Database, order_id: str, now: datetime = NOW) -> None:
    with database.write() as transaction:
        NEEDS.refresh(transaction, order_id, now=now)


def test_orders_stand_in_needs_you_by_rank(database: Database) -> None:
    late, lost, fine = put(database, "delayed"), put(database, "lost"), put(database, "in-transit")
    assert view(database) == [lost, late]
    assert [(row_of(database, each).need_rank, row_of(database, each).need_why) for each in (lost, late, fine)] == [
        (2, "problem"),
        (7, "late"),
        (None, None),
    ]


def test_an_answer_comes_first_until_it_is_handled(database: Database) -> None:
    late, fine = put(database, "delayed"), put(database, "in-transit")
    with database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id=fine))
        NEEDS.refresh(transaction, fine, now=NOW)
    assert (view(database), view(database, "answers")) == ([fine, late], [fine])
    with database.write() as transaction:
        (row,) = answers.of_order(transaction, fine)
        answers.handle(transaction, row.id, now=NOW)
        NEEDS.refresh(transaction, fine, now=NOW)
    assert (view(database), view(database, "answers")) == ([late], [])


def test_an_answer_about_an_order_that_is_not_known_yet_counts_once_it_is(database: Database) -> None:
    order_id = judged("in-transit").row.id
    with database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id=order_id))
        NEEDS.refresh(transaction, order_id, now=NOW)
    assert view(database) == []
    assert put(database, "in-transit") == order_id
    assert (view(database), view(database, "answers")) == ([order_id], [order_id])


def test_a_page_that_is_opened_often_is_a_need_until_the_day_ends(database: Database, clock: Clock) -> None:
    fine = put(database, "in-transit")
    with database.write() as transaction:
        page_openings.add(transaction, {(fine, NOW.date()): 3})
        NEEDS.refresh(transaction, fine, now=NOW)
    assert row_of(database, fine).need_why == "opened_often"
    tomorrow = (NOW + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    judge_at = row_of(database, fine).judge_at
    assert judge_at
    assert judge_at <= tomorrow
    clock.now = tomorrow
    rejudge = Rejudge(database, RULES, OrderHashes(["key"]), clock=clock)
    assert rejudge.run_batch(9) == 1
    assert (view(database), row_of(database, fine).need_rank) == ([], None)


def aside(database: Database, order_id: str, until: datetime = NOW + 3 * DAY) -> None:
    with database.write() as transaction:
        assert NEEDS.set_aside(transaction, order_id, until=until, who="ada", now=NOW)


def is_aside(database: Database, order_id: str) -> bool:
    with database.read() as transaction:
        return order_id in set_aside.until(transaction, [order_id])


def test_an_order_that_is_set_aside_comes_back_on_its_day(database: Database) -> None:
    late = put(database, "delayed", judge_at=None)
    aside(database, late)
    assert (view(database), view(database, "late"), is_aside(database, late)) == ([], [late], True)
    assert row_of(database, late).judge_at == NOW + 3 * DAY, "it is judged then, whatever else happens"
    refresh(database, late, NOW + 3 * DAY - timedelta(seconds=1))
    assert view(database) == []
    refresh(database, late, NOW + 3 * DAY)
    assert (view(database), is_aside(database, late)) == ([late], False)


def test_an_order_that_is_set_aside_comes_back_with_an_answer(database: Database) -> None:
    late = put(database, "delayed")
    with database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id=late))
        NEEDS.refresh(transaction, late, now=NOW)
    aside(database, late)
    assert (view(database), view(database, "answers")) == ([], [late]), "of the answer they knew"
    with database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id=late, kind="cancel", at=NOW + timedelta(hours=1)))
        NEEDS.refresh(transaction, late, now=NOW + timedelta(hours=1))
    assert (view(database), is_aside(database, late)) == ([late], False)


@pytest.mark.parametrize(
    ("change", "comes_back"),
    [
        ({"found_rank": 2, "found_why": "problem"}, True),
        ({"condition": "problem"}, True),
        ({"reason": "stalled"}, True),
        ({"out_of_step": ["unknown_number"]}, True),
        ({"found_rank": 8, "found_why": "out_of_step", "condition": "fine", "reason": None}, False),
        ({"items_sent": 5}, False),
    ],
    ids=["need", "condition", "reason", "out of step", "better", "something else"],
)
def test_an_order_that_is_set_aside_comes_back_when_it_becomes_worse(
    database: Database, change: dict[str, object], *, comes_back: bool
) -> None:
    late = put(database, "delayed")
    aside(database, late)
    put(database, "delayed", **change)
    assert (view(database) == [late]) is comes_back
    assert is_aside(database, late) is not comes_back


def test_order_set_aside_comes_back_when_it_is_as_bad_again(database: Database) -> None:
    late = put(database, "delayed")
    aside(database, late)
    put(database, "delayed", condition="fine", parcel_condition="fine", reason=None, found_rank=None, found_why=None)
    assert (view(database), is_aside(database, late)) == ([], True)
    put(database, "delayed")
    assert view(database) == [late]


def test_an_order_is_taken_up_again_by_hand(database: Database) -> None:
    late = put(database, "delayed")
    aside(database, late)
    with database.write() as transaction:
        NEEDS.take_up(transaction, late, now=NOW)
        assert not NEEDS.set_aside(transaction, "unknown", until=NOW + DAY, who="ada", now=NOW)
    assert view(database) == [late]


def test_the_newest_need_of_a_rank_comes_first_and_keeps_its_time(database: Database) -> None:
    late, later = put(database, "delayed"), put(database, "stalled")
    with database.write() as transaction:
        transaction.execute(tables.orders.update().values(need_since=None, need_rank=None, need_why=None))
    refresh(database, late, NOW)
    refresh(database, later, NOW + timedelta(hours=1))
    assert view(database) == [later, late]
    refresh(database, late, NOW + timedelta(hours=2))
    assert view(database) == [later, late]
    assert row_of(database, late).need_since == NOW
