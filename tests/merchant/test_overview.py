from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from tests import demo_orders
from tests.database.notice_rows import notice
from tests.database.test_answers import WAIT
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.merchant.listed import HASHES, RULES, overview, put
from tests.order.builders import english
from tracking.database import Database, DatabaseUnavailable, answers, notices
from tracking.database.create import create_database
from tracking.directory.views import OrderView, views_of
from tracking.i18n.text import text
from tracking.merchant.list_codes import Sort, TrackingFilter
from tracking.merchant.list_query import ListQuery
from tracking.order.status import order_status
from tracking.order.vocabulary import Stage
from tracking.settings import Settings

SLUGS = sorted(demo_orders.order_ids())[:7]
ALL = ListQuery(view=OrderView.ALL)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL statements that are executed inside of ``with``."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = database.backend.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def put_by_day(database: Database) -> list[str]:
    """The ids, the newest order first."""
    return [stored_orders.put(database, slug, placed_at=NOW - timedelta(days=day)) for day, slug in enumerate(SLUGS)]


@pytest.mark.parametrize(
    ("size", "sort"), [(1, None), (3, Sort.AGE), (3, Sort.NEED), (2, Sort.PROMISED), (7, Sort.SCAN)]
)
def test_pages_have_every_order_once_in_order(database: Database, size: int, sort: Sort | None) -> None:
    ids, found = put_by_day(database), []
    query: ListQuery | None = ListQuery(view=OrderView.ALL, size=size, sort=sort)
    while query:
        page = overview(database).page(query)
        assert len(page.rows) <= size
        assert (page.count, page.more) == (len(ids), False)
        found += [row.id for row in page.rows]
        query = ListQuery(view=OrderView.ALL, size=size, sort=sort, after=page.next) if page.next else None
    assert sorted(found) == sorted(ids)
    if sort in {None, Sort.AGE}:
        assert found == (ids if sort is None else ids[::-1])


def test_an_order_that_comes_in_meanwhile_moves_no_other_to_another_page(database: Database) -> None:
    ids = put_by_day(database)
    listed = overview(database)
    first = listed.page(ListQuery(view=OrderView.ALL, size=3))
    stored_orders.put(database, sorted(demo_orders.order_ids())[8], placed_at=NOW + timedelta(hours=1))
    second = listed.page(ListQuery(view=OrderView.ALL, size=3, after=first.next))
    assert [row.id for row in (*first.rows, *second.rows)] == ids[:6]


def test_all_rows_are_those_of_all_pages(database: Database) -> None:
    ids = put_by_day(database)
    assert [row.id for row in overview(database).all_rows(ListQuery(view=OrderView.ALL, size=2))] == ids
    assert list(overview(database).all_rows(ListQuery(view=OrderView.PICKUP, size=2, country="XX"))) == []


def test_a_view_has_its_orders_alone_and_is_counted(database: Database) -> None:
    for slug in demo_orders.order_sample():
        stored_orders.put(database, slug)
    listed = overview(database)
    counts = listed.view_counts()
    assert list(counts) == list(OrderView)
    for view in (OrderView.LATE, OrderView.PICKUP, OrderView.ALL):
        page = listed.page(ListQuery(view=OrderView(view), size=200))
        expected = {
            demo_orders.order_ids()[slug]
            for slug in demo_orders.order_sample()
            if view in views_of(order_status(demo_orders.orders()[slug], NOW, stored_orders.POLICY))
        }
        assert {row.id for row in page.rows} == expected
        assert counts[OrderView(view)] == page.count == len(expected) > 0


def test_order_in_greatest_need_comes_first_and_each_once_with_cause_and_step(database: Database) -> None:
    for slug in demo_orders.order_sample():
        put(database, slug)
    with database.write() as transaction:
        answered = overview(database).page(ListQuery(view=OrderView.DONE, size=1)).rows[0].id
        answers.put(transaction, replace(WAIT, order_id=answered))
        RULES.needs.refresh(transaction, answered, now=NOW)
    page = overview(database).page(ListQuery(size=200))
    ranks = [row.needs.rank for row in page.rows if row.needs]
    assert ranks == sorted(ranks)
    assert len(ranks) == len({row.id for row in page.rows}) == page.count > 10
    assert len({*ranks}) > 4
    assert [row for row in page.rows if not (row.cause and row.remedy)] == []
    assert page.rows[0].id == answered
    assert english(page.rows[0].cause or text("")).startswith("The customer has answered")


def test_filters_of_the_address_find_their_orders_alone(database: Database) -> None:
    for slug in {*demo_orders.order_sample(), "delivered-then-moving"}:
        put(database, slug)
    listed = overview(database)
    everything = listed.page(ListQuery(view=OrderView.ALL, size=200)).rows
    wanted = next(row for row in everything if row.out_of_step and row.tracking)
    found = listed.page(ListQuery(view=OrderView.ALL, out_of_step=wanted.out_of_step[0].code, size=200)).rows
    assert wanted in found
    assert all(wanted.out_of_step[0].code in {each.code for each in row.out_of_step} for row in found)
    for typed in (wanted.name, wanted.name.lstrip("#"), wanted.tracking.number if wanted.tracking else ""):
        assert [row.id for row in listed.page(ListQuery(view=OrderView.ALL, q=typed)).rows] == [wanted.id]
    unnumbered = listed.page(ListQuery(view=OrderView.ALL, tracking=TrackingFilter.NONE, size=200)).rows
    assert {row.id for row in unnumbered} == {row.id for row in everything if row.tracking is None}


def test_an_order_that_was_set_aside_says_until_which_day(database: Database) -> None:
    order_id = next(row for slug in SLUGS if (row := put(database, slug)))
    until = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    with database.write() as transaction:
        assert RULES.needs.set_aside(transaction, order_id, until=until, who="anna", now=NOW)
    found = overview(database).row(order_id)
    assert found
    assert found.set_aside_until == date(2026, 12, 1), "as the shop's clocks have it"


def test_a_filtered_list_is_counted_by_itself(database: Database) -> None:
    for slug in demo_orders.order_sample():
        stored_orders.put(database, slug)
    listed = overview(database)
    page = listed.page(ListQuery(view=OrderView.ALL, stage=Stage.SHIPPED, size=1))
    assert page.next
    assert 1 < page.count < listed.view_counts()[OrderView.ALL]
    assert not page.more


def test_a_customer_is_found_by_a_hash(database: Database) -> None:
    wanted = stored_orders.put(database, SLUGS[0], contact_hash=HASHES.contact(email="Anna@example.com", phone=None))
    stored_orders.put(database, SLUGS[1], contact_hash=HASHES.contact(email="other@example.com", phone=None))
    listed = overview(database)
    found = listed.hashes_of("anna@EXAMPLE.com")
    assert found
    assert [row.id for row in listed.page(ListQuery(view=OrderView.ALL, found=found)).rows] == [wanted]
    assert listed.hashes_of("anna") is None


def test_a_page_asks_as_much_for_many_orders_as_for_one(database: Database) -> None:
    ids = put_by_day(database)
    with database.write() as transaction:
        notices.add(transaction, [notice(order_id) for order_id in ids])
    asked = {}
    for size in (1, 7):
        with statements(database) as asked[size]:
            rows = overview(database).page(ListQuery(view=OrderView.ALL, size=size)).rows
        assert [row.letters.waiting for row in rows] == [1] * size
    assert len(asked[1]) == len(asked[7]) <= 9


def test_one_order_has_the_row_that_the_list_has(database: Database) -> None:
    ids, listed = put_by_day(database), overview(database)
    assert [listed.row(order_id) for order_id in ids] == listed.page(ALL).rows
    assert listed.row("1") is None


def test_a_database_that_cannot_be_used_is_said() -> None:
    database = create_database(Settings.from_environ({"DATABASE_URL": "sqlite:////proc/none/orders.db"}))
    with pytest.raises(DatabaseUnavailable):
        overview(database).page(ALL)
