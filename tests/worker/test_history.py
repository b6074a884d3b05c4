import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.fakes import NOW, Clock
from tests.worker.history_shop import (
    ORDERS,
    PART,
    FileFault,
    HistoryShop,
    end_fill,
    expected_steps,
    history_of,
    put_state,
    state_of,
    step_rows,
    steps,
    work,
)
from tests.worker.sites import small_shop
from tracking.database import Database, step_durations
from tracking.database.sqlite import SqliteFile
from tracking.database.step_durations import StepDurationRow
from tracking.demo import ALL_SCOPES, BulkFaults, DemoStore, generated_store
from tracking.directory.step_rows import MIN_ROWS
from tracking.shopify.bulk.order_history import is_part_of_order
from tracking.shopify.bulk.result_files import PART_SIZE
from tracking.shopify.errors import Unavailable
from tracking.shopify.resilience import FAILURES, REST_SECONDS
from tracking.worker.history import HistoryImport
from tracking.worker.history_state import DONE, GIVEN_UP, MAX_ATTEMPTS, MAX_FAILURES, READING, RUNNING, WANTED
from tracking.worker.task_runner import ShopifyPaused


@pytest.fixture
def database() -> Database:
    return Database(SqliteFile(None))


def test_history_is_read_once_all_orders_are_listed(
    shop: HistoryShop, database: Database, clock: Clock, store: DemoStore
) -> None:
    history = history_of(shop.url, database, clock)
    assert not history.advance()
    assert not shop.calls
    end_fill(database)
    state = work(history, clock)
    assert (state.phase, state.orders, state.broken, state.reason) == (DONE, ORDERS, 0, None)
    assert steps(database) == expected_steps(store)
    assert state.rows == step_rows(database).total()
    assert len(shop.files) > 5
    calls = shop.calls.copy()
    clock.advance(days=1)
    assert not history.advance()
    assert shop.calls == calls


def test_file_is_asked_for_without_a_token(shop: HistoryShop, history: HistoryImport, clock: Clock) -> None:
    work(history, clock)
    headers = {name.lower() for headers in shop.files for name in headers}
    assert headers == {"host", "user-agent", "accept", "accept-encoding", "connection", "range"}


def test_an_operation_that_takes_long_is_looked_at_ever_less_often(
    store: DemoStore, database: Database, clock: Clock
) -> None:
    with HistoryShop(store, clock, roots_per_second=ORDERS / 7_200) as shop:
        end_fill(database)
        state = work(history_of(shop.url, database, clock), clock, READING)
    assert state.phase == READING
    assert clock() - NOW >= timedelta(hours=2)
    assert 15 < shop.calls["BulkOperation"] < 25


@pytest.mark.parametrize(
    "fault",
    [
        FileFault(status=500),
        FileFault(status=404),
        FileFault(cut_at=0),
        FileFault(cut_at=9),
        FileFault(cut_at=PART // 2),
    ],
    ids=["server error", "not found", "nothing arrives", "less than a line", "cut off"],
)
def test_a_file_that_fails_now_and_then_is_read_to_its_end(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore, fault: FileFault
) -> None:
    shop.faults += [fault, None, None, fault, fault, None]
    state = work(history, clock)
    assert (state.phase, state.orders, state.attempts) == (DONE, ORDERS, 0)
    assert steps(database) == expected_steps(store)
    assert not shop.faults


def whole_file(shop: HistoryShop, history: HistoryImport, store: DemoStore) -> bytes:
    operation = shop.bulk.find(replace(store, origin=""), state_of(history).operation or "")
    assert operation
    file = shop.bulk.result(str(operation["url"] or operation["partialDataUrl"]))
    assert file
    return file.read(file.size, 0)


def test_a_file_that_ends_in_the_middle_is_read_as_far_as_it_goes(
    shop: HistoryShop, history: HistoryImport, clock: Clock, store: DemoStore
) -> None:
    work(history, clock, READING)
    half = whole_file(shop, history, store)[:20_000]
    orders = [line for line in half.split(b"\n") if not is_part_of_order(line)]
    shop.faults += [FileFault(content=half)] * 100
    state = work(history, clock)
    assert (state.phase, state.orders, state.broken) == (DONE, len(orders) - 1, 1)


def test_a_server_that_knows_no_ranges_is_read_too(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    work(history, clock, READING)
    shop.faults += [FileFault(content=whole_file(shop, history, store))] * 100
    assert work(history, clock).phase == DONE
    assert steps(database) == expected_steps(store)


def test_a_file_that_fails_for_long_is_given_up_and_what_was_read_stays(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    work(history, clock, READING)
    history.advance()
    put_state(database, replace(state_of(history), attempts=MAX_ATTEMPTS - 1, failures=MAX_FAILURES - 2))
    shop.faults += [FileFault(status=503)] * 5
    state = work(history, clock)
    assert state.phase == GIVEN_UP
    assert len(shop.faults) == 3
    (message,) = [record.getMessage() for record in caplog.records if record.name == "tracking.worker.history"]
    assert message.startswith("the history was given up: the file of a bulk operation could not be read (status 503)")
    assert step_rows(database).total() == state.rows > 0
    assert not history.advance()


def test_an_operation_that_always_fails_is_given_up_and_the_most_it_left_stays(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    shop.bulk.faults = BulkFaults(fails_after=15)
    work(history, clock, READING)
    left = whole_file(shop, history, store).splitlines()
    put_state(database, replace(state_of(history), attempts=MAX_ATTEMPTS - 2))
    state = work(history, clock)
    assert (state.phase, state.orders, state.attempts) == (
        GIVEN_UP,
        sum(not is_part_of_order(line) for line in left),
        MAX_ATTEMPTS,
    )
    assert len(left) == 15
    assert state.reason == "the bulk operation failed (INTERNAL_SERVER_ERROR)"
    assert step_rows(database).total() == state.rows > 0


def test_an_operation_that_fails_with_nothing_is_tried_again(
    shop: HistoryShop, history: HistoryImport, clock: Clock
) -> None:
    shop.bulk.faults = BulkFaults(fails_after=0)
    work(history, clock, RUNNING)
    assert work(history, clock, WANTED).reason == "the bulk operation failed (INTERNAL_SERVER_ERROR)"
    shop.bulk.faults = BulkFaults()
    assert work(history, clock).phase == DONE


def test_a_broken_line_is_left_out_and_counted(
    shop: HistoryShop, history: HistoryImport, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    shop.bulk.faults = BulkFaults(broken_line=1)
    with caplog.at_level("INFO", "tracking.worker.history"):
        state = work(history, clock)
    assert (state.phase, state.orders, state.broken) == (DONE, ORDERS - 1, 1)
    assert caplog.records[-1].getMessage().endswith(" steps, 1 broken lines")


def test_a_canceled_and_an_expired_operation_are_followed_by_another_one(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    state = work(history, clock, RUNNING)
    shop.bulk.cancel(store, state.operation or "")
    assert work(history, clock, WANTED).reason == "the bulk operation is canceled"
    work(history, clock, READING)
    history.advance()
    clock.advance(days=8)
    again = history_of(shop.url, database, clock)
    assert work(again, clock, WANTED).reason == "the file of the bulk operation has expired"
    assert work(again, clock).phase == DONE
    assert shop.calls["BulkRun"] == 3


def test_operations_of_another_process_are_waited_for(
    shop: HistoryShop, history: HistoryImport, clock: Clock, store: DemoStore
) -> None:
    slow = "{ orders { edges { node { id } } } }"
    for _ in range(5):
        shop.bulk.run_query(store, {"query": slow})
    shop.bulk._clock = lambda: NOW  # noqa: SLF001 - they do not proceed
    history.advance()
    for _ in range(30):
        assert state_of(history).phase == WANTED
        clock.now += timedelta(minutes=10)
        history.advance()
    assert state_of(history).attempts == 0
    shop.bulk._clock = clock  # noqa: SLF001
    assert work(history, clock).phase == DONE


def test_a_shop_without_orders_has_no_file(database: Database, clock: Clock, store: DemoStore) -> None:
    end_fill(database)
    with database.write() as transaction:
        row = StepDurationRow(step="sent", started_on=NOW.date(), ended_on=NOW.date(), hours=1)
        step_durations.add(transaction, [row], is_imported=True)
    with HistoryShop(replace(store, orders=[]), clock) as shop:
        state = work(history_of(shop.url, database, clock), clock)
    assert (state.phase, state.orders) == (DONE, 0)
    assert not step_rows(database)
    assert not shop.files


def test_fields_that_are_denied_are_done_without_and_said_once(
    store: DemoStore, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    end_fill(database)
    with HistoryShop(store, clock) as shop:
        history = history_of(shop.url, database, clock)
        work(history, clock, WANTED)
        know_shop(history)  # before the scopes are taken away
        shop.transport._store = lambda: replace(store, scopes=ALL_SCOPES - {"read_fulfillments"})  # noqa: SLF001
        state = work(history, clock)
    assert (state.phase, state.is_bare, state.orders) == (DONE, True, ORDERS)
    assert {row.service for row in step_rows(database)} == {None}
    said = [record.getMessage() for record in caplog.records if record.name == "tracking.worker.history"]
    assert len(said) == 1
    assert said[0].endswith("grant the app read_fulfillments, read_locations and read_products")


def test_without_the_scope_for_orders_the_history_is_given_up_with_the_fix(
    store: DemoStore, database: Database, clock: Clock
) -> None:
    end_fill(database)
    with HistoryShop(replace(store, scopes=ALL_SCOPES - {"read_orders"}), clock) as shop:
        state = work(history_of(shop.url, database, clock), clock)
    assert (state.phase, state.reason) == (GIVEN_UP, "the app may not read orders: grant it read_orders")


def test_services_are_read_where_the_app_may(history: HistoryImport, database: Database, clock: Clock) -> None:
    work(history, clock)
    assert "Manual" in {row.service for row in step_rows(database)}


@pytest.mark.parametrize("part_size", [PART, pytest.param(PART_SIZE, marks=pytest.mark.audit)])
def test_sent_steps_have_their_product_type_however_the_file_is_split(
    database: Database, clock: Clock, part_size: int
) -> None:
    end_fill(database)
    store = generated_store(5 * ORDERS, NOW)
    with HistoryShop(store, clock) as shop:
        work(history_of(shop.url, database, clock, part_size=part_size), clock)
    found = Counter(row.product_type for row in step_rows(database).elements() if row.step == "sent")
    expected = sent_types(store)
    assert {name: found[name] for name in found if name} == {
        name: count for name, count in expected.items() if name and count >= MIN_ROWS
    }
    assert len(found) > 2
    assert found.total() == expected.total()
    assert {row.product_type for row in step_rows(database) if row.step != "sent"} == {None}


def sent_types(store: DemoStore) -> Counter[str | None]:
    """By Shopify's own fields: what all lines of each order have in common."""
    sent = [order for order in store.orders if not order["cancelledAt"] and order["fulfillments"]]
    types = [{line["product"]["productType"] for line in order["lineItems"]} for order in sent]  # type: ignore[attr-defined]
    return Counter(each.pop() if len(each) == 1 else None for each in types)


def test_without_the_scope_for_products_no_line_is_asked_for(
    database: Database, clock: Clock, store: DemoStore
) -> None:
    end_fill(database)
    with HistoryShop(replace(store, scopes=ALL_SCOPES - {"read_products"}), clock) as shop:
        history = history_of(shop.url, database, clock)
        work(history, clock, READING)
        content = whole_file(shop, history, store)
        state = work(history, clock)
    assert b"__parentId" not in content
    assert (state.phase, state.is_bare, state.orders) == (DONE, False, ORDERS)
    assert {row.product_type for row in step_rows(database)} == {None}


def test_steps_that_end_after_the_start_are_left_out(
    history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    clock.now -= timedelta(days=20)
    work(history, clock)
    assert step_rows(database)
    assert max(row.ended_on for row in step_rows(database)) <= (NOW - timedelta(days=20)).date()
    assert sum(expected_steps(store).values()) > step_rows(database).total()


def test_the_demo_s_odd_orders_are_read(database: Database, clock: Clock) -> None:
    end_fill(database)
    store = small_shop(12)
    with HistoryShop(store, clock) as shop:
        state = work(history_of(shop.url, database, clock, part_size=PART_SIZE), clock)
    assert (state.phase, state.broken) == (DONE, 0)
    assert state.orders > 20
    assert {row.carrier for row in step_rows(database)} > {None}
    people = [str(order.get("email")) for order in store.orders]
    text = json.dumps([str(row) for row in step_rows(database)])
    assert not [each for each in people if each in text]


def test_an_unreachable_shopify_costs_no_operation(shop: HistoryShop, clock: Clock, history: HistoryImport) -> None:
    work(history, clock, WANTED)
    shop.transport.tokens = type(shop.transport.tokens)(clock=clock, static="another", client=("a", "b"))
    history.advance()
    state = state_of(history)
    assert (state.phase, state.failures, state.attempts) == (WANTED, 1, 0)
    assert "SHOPIFY_ACCESS_TOKEN" in (state.reason or "")


def test_an_operation_that_shopify_has_forgotten_is_followed_by_another_one(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock
) -> None:
    work(history, clock, RUNNING)
    put_state(database, replace(state_of(history), operation="gid://shopify/BulkOperation/99"))
    assert work(history, clock, WANTED).reason == "the bulk operation is gone"
    work(history, clock, READING)
    put_state(database, replace(state_of(history), operation="gid://shopify/BulkOperation/99"))
    again = history_of(shop.url, database, clock)
    assert work(again, clock, WANTED).reason == "the file of the bulk operation has expired"
    assert work(again, clock).phase == DONE


def test_a_query_that_shopify_refuses_is_given_up(
    shop: HistoryShop, history: HistoryImport, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    know_shop(history)
    errors = [{"code": "INVALID", "message": "Too deep."}]
    shop.answers.append(answer({"bulkOperationRunQuery": {"bulkOperation": None, "userErrors": errors}}))
    state = work(history, clock)
    assert (state.phase, state.reason) == (GIVEN_UP, "Shopify refuses the bulk query: Too deep.")
    assert "the history was given up: Shopify refuses the bulk query: Too deep." in caplog.text


def test_an_app_that_may_run_no_bulk_operations_has_no_history(
    shop: HistoryShop, history: HistoryImport, clock: Clock
) -> None:
    know_shop(history)
    errors = [{"message": "Access denied", "extensions": {"code": "ACCESS_DENIED"}, "path": ["bulkOperationRunQuery"]}]
    shop.answers += [answer({"bulkOperationRunQuery": None}, errors)] * 2
    assert work(history, clock).reason == "the app may not read orders: grant it read_orders"


def test_an_outage_of_shopify_is_a_pause(shop: HistoryShop, history: HistoryImport, clock: Clock) -> None:
    state = work(history, clock, RUNNING)
    shop.answers += [b"no JSON"] * 100
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            history._history.find(state.operation or "", history._deadline())  # noqa: SLF001 - as others ask
    # The pauses between the tries may have lasted longer: they differ.
    clock.now = max(clock.now, datetime.fromisoformat(state.next_at))
    with pytest.raises(ShopifyPaused):
        history.advance()
    assert history.state() == state
    shop.answers.clear()
    clock.advance(seconds=REST_SECONDS)
    assert work(history, clock).phase == DONE


def test_an_import_that_has_ended_begins_anew_when_it_is_told_to(
    shop: HistoryShop, history: HistoryImport, database: Database, clock: Clock, store: DemoStore
) -> None:
    work(history, clock)
    history.begin()
    assert state_of(history).phase == WANTED
    assert steps(database) == expected_steps(store)
    assert work(history, clock).phase == DONE
    assert steps(database) == expected_steps(store)
    assert shop.calls["BulkRun"] == 2


def know_shop(history: HistoryImport) -> None:
    """Its profile is known, so that the next question is the history's own."""
    history._profile.current(history._deadline())  # noqa: SLF001


def answer(data: object, errors: object = ()) -> bytes:
    return json.dumps({"data": data, **({"errors": errors} if errors else {})}).encode()
