from dataclasses import fields
from datetime import datetime, timedelta

import pytest

from tests.database.order_rows import order, put
from tests.fakes import NOW
from tracking.database import Database, erased_orders, order_list, orders
from tracking.database.orders import FoundBy, OrderCount, OrderCustomer, OrderRow
from tracking.database.tables import orders as table

HOUR = timedelta(hours=1)


def get(database: Database, order_id: str = "1") -> OrderRow | None:
    with database.read() as transaction:
        return orders.get(transaction, order_id)


def test_the_row_has_every_column() -> None:
    assert [field.name for field in fields(OrderRow)] == [column.name for column in table.columns]


def test_an_order_is_read_as_it_was_written(database: Database) -> None:
    assert put(database, order())
    assert get(database) == order()
    assert get(database, "2") is None


def test_a_newer_answer_takes_the_place_of_the_older_one(database: Database) -> None:
    newer = order(updated_at=NOW, fetched_at=NOW + HOUR, stage="delivered", answer={"name": "#1001"})
    put(database, order())
    assert put(database, newer)
    assert get(database) == newer


@pytest.mark.parametrize("older", [order(updated_at=NOW - 2 * HOUR), order(fetched_at=NOW - HOUR)])
def test_an_older_answer_changes_nothing(database: Database, older: OrderRow) -> None:
    put(database, order(), tag_hashes=["gift"])
    assert not put(database, older, tag_hashes=["other"])
    assert get(database) == order()


def test_a_judgement_of_the_same_answer_is_written(database: Database) -> None:
    put(database, order())
    judged = order(condition="late", judged_at=NOW + HOUR, judge_at=None)
    assert put(database, judged)
    assert get(database) == judged


def test_an_answer_from_a_clock_that_was_a_day_ahead_is_not_kept_for_a_day(database: Database) -> None:
    put(database, order(fetched_at=NOW + timedelta(days=1)))
    assert put(database, order(stage="delivered"))


def test_an_erased_order_is_not_taken_in_again(database: Database) -> None:
    with database.write() as transaction:
        erased_orders.add(transaction, "hash", until=NOW)
        assert not orders.put(transaction, order(), FoundBy(), hashes=["other", "hash"])
        assert orders.put(transaction, order(), FoundBy(), hashes=["other"])


@pytest.mark.parametrize("text", ["nul \x00 in it", "half of an emoji \ud83d"])
def test_text_that_postgresql_refuses_stops_no_order(database: Database, text: str) -> None:
    assert put(database, order(location=text, answer={"title": text}), tag_hashes=[text])
    found = get(database)
    assert found
    assert found.location == text.replace("\x00", "").replace("\ud83d", "")


def test_orders_are_found_by_name_and_by_number(database: Database) -> None:
    put(database, order("1"), numbers=["AB123", "CD456"])
    put(database, order("2", placed_at=NOW), numbers=["AB123"])
    with database.read() as transaction:
        assert [found.id for found in orders.by_name(transaction, "#1001")] == ["2", "1"]
        assert orders.by_name(transaction, "#1002") == []
        assert sorted(orders.ids_by_numbers(transaction, ["AB123"], limit=9)) == ["1", "2"]
        assert orders.ids_by_numbers(transaction, ["AB123"], limit=1) == ["2"]
        assert orders.ids_by_numbers(transaction, ["CD456"], limit=9) == ["1"]


def test_tracking_numbers_of_an_order_are_replaced(database: Database) -> None:
    put(database, order(), numbers=["AB123"])
    put(database, order(), numbers=["CD456", "CD456"])
    with database.read() as transaction:
        assert orders.ids_by_numbers(transaction, ["AB123"], limit=9) == []
        assert orders.ids_by_numbers(transaction, ["CD456"], limit=9) == ["1"]


def test_the_times_of_known_orders_are_told(database: Database) -> None:
    put(database, order("1"))
    with database.read() as transaction:
        assert orders.updated_at(transaction, ["1", "2"]) == {"1": NOW - HOUR}


def test_orders_are_judged_again_when_time_or_rules_changed_them(database: Database) -> None:
    put(database, order("due", judge_at=NOW))
    put(database, order("later", judge_at=NOW + HOUR))
    put(database, order("never", judge_at=None))
    put(database, order("older", judge_at=None, judged_by="rules-0"))
    put(database, order("newer", judge_at=None, judged_by="rules-2"))
    with database.read() as transaction:
        found = orders.to_judge(transaction, now=NOW, rules="rules-1", limit=10)
        assert {row.id for row in found} == {"due", "older", "newer"}
        assert len(orders.to_judge(transaction, now=NOW, rules="rules-1", limit=2)) == 2


def test_orders_are_due_for_refetch_the_most_overdue_first(database: Database) -> None:
    for order_id, due in (("a", NOW), ("b", NOW - HOUR), ("c", NOW + HOUR), ("d", None)):
        put(database, order(order_id, look_at=due))
    with database.read() as transaction:
        assert orders.due_for_refetch(transaction, now=NOW, limit=10) == ["b", "a"]
        assert orders.due_for_refetch(transaction, now=NOW, limit=1) == ["b"]


def test_finished_orders_are_found_when_their_time_has_come(database: Database) -> None:
    for order_id, finished in (("a", NOW - HOUR), ("b", NOW - 2 * HOUR), ("c", NOW), ("d", None)):
        put(database, order(order_id, finished_at=finished))
    with database.read() as transaction:
        assert orders.finished_before(transaction, NOW, limit=10) == ["b", "a"]
        assert orders.count(transaction) == OrderCount(known=4, open=1)


def test_the_newest_orders_with_a_number_are_found_and_no_others(database: Database) -> None:
    for number in range(1, 6):
        put(database, order(f"{number}", placed_at=NOW - number * HOUR), numbers=["AB123", f"own-{number}"])
    with database.read() as transaction:
        assert orders.ids_by_numbers(transaction, ["AB123"], limit=3) == ["1", "2", "3"]
        assert orders.ids_by_numbers(transaction, ["own-4", "AB999"], limit=3) == ["4"]
        assert sorted(orders.ids_by_numbers(transaction, ["own-4", "own-5"], limit=3)) == ["4", "5"]
        assert orders.ids_by_numbers(transaction, ["AB999"], limit=3) == []


def test_the_answer_about_an_order_is_read_without_its_judgement(database: Database) -> None:
    put(database, order())
    with database.read() as transaction:
        assert orders.document(transaction, "1") == (order().answer, NOW)
        assert orders.document(transaction, "2") is None


def test_orders_that_were_finished_before_are_found_among_some(database: Database) -> None:
    for number, hours in (("1", 3), ("2", 2), ("3", 1)):
        put(database, order(number, finished_at=NOW - hours * HOUR))
    with database.read() as transaction:
        assert orders.finished_before(transaction, NOW - HOUR, limit=9) == ["1", "2"]
        assert orders.finished_before(transaction, NOW - HOUR, limit=9, among=["2", "3"]) == ["2"]


def test_an_order_that_cannot_be_read_is_judged_no_more_and_refetched_now(database: Database) -> None:
    put(database, order("1", judge_at=NOW, judged_by="old"))
    with database.write() as transaction:
        orders.fetch_anew(transaction, "1", rules="new", now=NOW)
        assert orders.to_judge(transaction, now=NOW, rules="new", limit=9) == []
        assert orders.due_for_refetch(transaction, now=NOW, limit=9) == ["1"]
        orders.postpone_refetch(transaction, ["1"], until=NOW + timedelta(hours=1))
        assert orders.due_for_refetch(transaction, now=NOW, limit=9) == []


@pytest.mark.parametrize(("known", "hours"), [(None, 2), (NOW + 3 * HOUR, 2), (NOW + HOUR, 1)])
def test_an_order_is_judged_at_a_moment_at_the_latest(database: Database, known: datetime | None, hours: int) -> None:
    put(database, order("1", judge_at=known))
    with database.write() as transaction:
        orders.judge_by(transaction, "1", NOW + 2 * HOUR)
    found = get(database)
    assert found
    assert found.judge_at == NOW + hours * HOUR


def test_the_hash_of_a_contact_is_found_by_the_order(database: Database) -> None:
    put(database, order("1", contact_hash="ab"))
    with database.read() as transaction:
        assert orders.contact_hash(transaction, "1") == "ab"
        assert orders.contact_hash(transaction, "2") is None


def put_judgement(database: Database, row: OrderRow, **found_by: list[str]) -> bool:
    with database.write() as transaction:
        return orders.put_judgement(transaction, row, FoundBy(**found_by), hashes=["hash"])


def test_a_judgement_alone_is_written_beside_the_answer_that_it_is_of(database: Database) -> None:
    put(database, order(contact_hash="known"), views=["late"], tag_hashes=["gift"])
    judged = order(condition="problem", judged_at=NOW + HOUR, contact_hash=None, answer={})
    assert put_judgement(database, judged, views=["problem"])
    assert get(database) == order(condition="problem", judged_at=NOW + HOUR, contact_hash="known")
    with database.read() as transaction:
        assert order_list.view_counts(transaction) == {"all": 1, "problem": 1}


@pytest.mark.parametrize("fetched_at", [NOW - HOUR, NOW + HOUR])
def test_a_judgement_of_another_answer_than_is_known_is_not_written(database: Database, fetched_at: datetime) -> None:
    assert not put_judgement(database, order(), views=["late"]), "nothing is known of it"
    put(database, order(fetched_at=fetched_at))
    assert not put_judgement(database, order(condition="problem"))
    assert get(database) == order(fetched_at=fetched_at)


def test_a_judgement_of_an_erased_order_is_not_written(database: Database) -> None:
    put(database, order())
    with database.write() as transaction:
        erased_orders.add(transaction, "hash", until=NOW)
    assert not put_judgement(database, order(condition="problem"))


def test_the_language_of_a_customer_is_in_what_shopify_answered(database: Database) -> None:
    put(database, order("1", answer={"order": {"customerLocale": "sv-SE"}}))
    put(database, order("2", answer={"order": {"customerLocale": None}}, is_test=True))
    put(database, order("3", answer={}))
    with database.read() as transaction:
        found = orders.customers(transaction, ["3", "2", "1", "4"])
    assert found == [
        OrderCustomer("1", is_test=False, locale="sv-SE"),
        OrderCustomer("2", is_test=True, locale=None),
        OrderCustomer("3", is_test=False, locale=None),
    ]
