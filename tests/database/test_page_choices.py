from dataclasses import replace

from tests.database import order_rows
from tests.database.test_answers import WAIT
from tests.database.test_promises import PROMISE
from tests.fakes import NOW
from tracking.database import Database, answers, erased_orders, notice_preferences, page_choices, promises
from tracking.database.notice_preferences import Preference
from tracking.database.page_choices import PageChoices

NOTHING = PageChoices(preference=None, is_erased=False, has_answers=False, has_promises=False)


def test_a_page_reads_in_one_query_what_there_is_of_its_order(database: Database) -> None:
    for order_id in ("1", "2"):
        order_rows.put(database, order_rows.order(order_id))
    with database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id="2"))
        promises.add(transaction, "2", "one", [(PROMISE, None)])
        notice_preferences.put(transaction, "2", "all", now=NOW)
        erased_orders.add(transaction, "b", until=NOW)
        assert page_choices.of_order(transaction, "1", ["a"]) == NOTHING
        assert page_choices.of_order(transaction, "1", ["a", "b"]) == replace(NOTHING, is_erased=True)
        notice_preferences.put(transaction, "1", "none", now=NOW)
        chosen = replace(NOTHING, preference=Preference("none", NOW))
        assert page_choices.of_order(transaction, "1", ["a"]) == chosen
        answers.put(transaction, WAIT)
        assert page_choices.of_order(transaction, "1", ["a"]) == replace(chosen, has_answers=True)
        promises.add(transaction, "1", "one", [(PROMISE, None)])
        assert page_choices.of_order(transaction, "1", ["a"]) == replace(chosen, has_answers=True, has_promises=True)
