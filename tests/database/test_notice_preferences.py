from datetime import timedelta

from tests.database import order_rows
from tests.fakes import NOW
from tracking.database import Database, notice_preferences, one_order
from tracking.database.notice_preferences import Preference


def test_the_last_choice_holds_also_for_an_order_that_is_not_known(database: Database) -> None:
    with database.write() as transaction:
        assert notice_preferences.get(transaction, "1") is None
        notice_preferences.put(transaction, "1", "none", now=NOW)
        notice_preferences.put(transaction, "1", "all", now=NOW + timedelta(days=1))
        assert notice_preferences.get(transaction, "1") == Preference("all", NOW + timedelta(days=1))


def test_a_choice_leaves_with_its_order(database: Database) -> None:
    order_rows.put(database, order_rows.order())
    with database.write() as transaction:
        notice_preferences.put(transaction, "1", "none", now=NOW)
        one_order.delete_rows(transaction, "1")
        assert notice_preferences.get(transaction, "1") is None


def test_choices_for_unknown_orders_end(database: Database) -> None:
    order_rows.put(database, order_rows.order())
    with database.write() as transaction:
        for order_id in ("1", "2"):
            notice_preferences.put(transaction, order_id, "none", now=NOW)
        assert notice_preferences.forget_before(transaction, NOW) == 0
        assert notice_preferences.forget_before(transaction, NOW + timedelta(days=1)) == 1
        assert notice_preferences.get(transaction, "1")


def test_a_channel_is_chosen_beside_the_level(database: Database) -> None:
    with database.write() as transaction:
        notice_preferences.put(transaction, "1", "all", now=NOW)
        for order_id in ("1", "2"):
            notice_preferences.choose_channel(transaction, order_id, "text", level="important", now=NOW)
        notice_preferences.put(transaction, "2", "none", now=NOW)
        found = [notice_preferences.get(transaction, order_id) for order_id in ("1", "2")]
    assert [(each.level, each.channel) for each in found if each] == [("all", "text"), ("none", "text")]


def test_orders_at_a_level_are_found_among_others(database: Database) -> None:
    with database.write() as transaction:
        for order_id, level in (("1", "none"), ("2", "all"), ("3", "none")):
            notice_preferences.put(transaction, order_id, level, now=NOW)
        assert notice_preferences.at_level(transaction, ["1", "2", "4"], "none") == {"1"}
