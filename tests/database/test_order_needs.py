from dataclasses import replace
from datetime import timedelta

from tests.database.order_rows import order, put
from tests.database.test_answers import WAIT
from tests.fakes import NOW
from tracking.database import Database, answers, order_needs, orders, page_openings
from tracking.database.order_needs import OrderNeed

LATE = OrderNeed(7, "late")
TODAY = NOW.date()


def test_circumstances_are_those_of_the_order_its_customer_and_today(database: Database) -> None:
    put(database, order("1", found_rank=7, found_why="late", out_of_step=["no_tracking_number"], condition="late"))
    put(database, order("2"))
    with database.write() as transaction:
        answers.put(transaction, WAIT)
        answers.put(transaction, replace(WAIT, topic="arrived", at=NOW + timedelta(hours=1)))
        page_openings.add(transaction, {("1", TODAY): 3, ("1", TODAY - timedelta(days=1)): 9, ("2", TODAY): 1})
        found = order_needs.circumstances(transaction, "1", today=TODAY)
        assert found
        assert (found.found, found.answered_at, found.openings) == (LATE, NOW + timedelta(hours=1), 3)
        assert (found.state.rank, found.state.condition, found.state.out_of_step) == (
            7,
            "late",
            ("no_tracking_number",),
        )
        assert (found.need, found.since, found.needs_you, found.is_in_answers, found.set_aside) == (
            None,
            None,
            False,
            False,
            None,
        )
        for row in answers.of_order(transaction, "1"):
            answers.handle(transaction, row.id, now=NOW)
        other = order_needs.circumstances(transaction, "1", today=TODAY + timedelta(days=1))
        assert other
        assert (other.answered_at, other.openings) == (None, 0)
        assert order_needs.circumstances(transaction, "unknown", today=TODAY) is None


def test_a_need_is_written_and_outlives_a_judgement(database: Database) -> None:
    put(database, order("1"), views=["late"])
    with database.write() as transaction:
        order_needs.put(transaction, "1", LATE, NOW, needs_you=True, has_open_answer=True)
    put(database, order("1", judged_at=NOW + timedelta(hours=1)), views=["problem"])
    with database.write() as transaction:
        row = orders.get(transaction, "1")
        assert row
        assert (row.need_rank, row.need_why, row.need_since) == (7, "late", NOW)
        found = order_needs.circumstances(transaction, "1", today=TODAY)
        assert found
        assert (found.need, found.since, found.needs_you, found.is_in_answers) == (LATE, NOW, True, True)
        order_needs.put(transaction, "1", None, None, needs_you=False, has_open_answer=False)
        found = order_needs.circumstances(transaction, "1", today=TODAY)
        assert found
        assert (found.need, found.since, found.needs_you, found.is_in_answers) == (None, None, False, False)
