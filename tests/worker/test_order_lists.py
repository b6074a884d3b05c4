from dataclasses import asdict
from datetime import timedelta

import pytest

from tests.fakes import Clock, Shopify
from tests.worker.filled_databases import fill
from tests.worker.sites import DEMO, runtime_of, task_counts, work
from tracking.database import Database, progress
from tracking.directory.fill_names import FIRST_FILL
from tracking.directory.order_hashes import OrderHashes
from tracking.shopify.create import create_shopify
from tracking.shopify.order_calls.order_pages import ListedPage
from tracking.worker.fill_state import FillState
from tracking.worker.order_lists import FirstFill, OrderLists
from tracking.worker.order_tasks import FILL_ORDER
from tracking.worker.task_runner import ShopifyPaused
from tracking.worker.worker import Worker


def state_of(worker: Worker) -> FillState:
    state = worker.parts.fill.state()
    assert state
    return state


def test_the_fill_reads_recent_orders_then_open_ones(worker: Worker, database: Database, clock: Clock) -> None:
    fill = worker.parts.fill
    assert fill.state() is None
    phases = []
    while fill.list_page():
        phases.append(state_of(worker).phase)
    assert phases[0] == "recent"
    assert phases[-1] == "done"
    assert "open" in phases
    assert task_counts(database, clock)[FILL_ORDER][0] == state_of(worker).listed


def test_a_fill_since_a_moment_leaves_older_orders_out(worker: Worker, clock: Clock, shopify: Shopify) -> None:
    since = clock() - timedelta(days=2)
    worker.parts.fill.begin_since(since)
    while worker.parts.fill.list_page_since():
        pass
    found = worker.parts.fill.state_since()
    changed = [each for each in shopify.store.orders if str(each["updatedAt"]) >= f"{since:%Y-%m-%dT%H:%M:%SZ}"]
    assert found
    assert 0 < found.listed == len(changed) < len(shopify.store.orders)
    assert worker.parts.fill.state() is None


def test_a_fill_that_was_begun_anew_meanwhile_is_not_taken_for_the_one_before(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill, page = worker.parts.fill, OrderLists.page
    fill.begin()

    def begins_again(lists: OrderLists, query: str, after: str | None, *, newest_first: bool) -> ListedPage:
        fill.begin(again=True)
        return page(lists, query, after, newest_first=newest_first)

    monkeypatch.setattr(OrderLists, "page", begins_again)
    assert fill.list_page()
    assert (state_of(worker).again, state_of(worker).phase, state_of(worker).listed) == (True, "recent", 0)


def test_a_database_in_which_a_part_stands_as_the_first_fill_is_filled(worker: Worker, database: Database) -> None:
    """An earlier version wrote that."""
    part = FillState(since="2026-11-28T00:00:00+00:00", phase="done", only_since=True)
    with database.write() as transaction:
        progress.put(transaction, FIRST_FILL, asdict(part))
    assert worker.parts.fill.list_page()
    assert state_of(worker) == FillState(since=state_of(worker).since)


def test_a_fill_again_lists_what_is_known(worker: Worker, database: Database) -> None:
    fill(database, "small shop", lambda: work(worker))
    for again in (False, True):
        worker.parts.fill.begin(again=again)
        while worker.parts.fill.list_page():
            pass
        assert (state_of(worker).listed > 10) == again


def test_orders_that_are_to_be_kept_longer_than_before_are_listed_too(
    database: Database, shopify: Shopify, clock: Clock
) -> None:
    runtime = runtime_of(clock)
    lists = OrderLists(create_shopify(DEMO, runtime, shopify), OrderHashes(["key"]), monotonic=clock.monotonic)
    listed = []
    for days in (7, 90, 30):
        fill = FirstFill(database, lists, retention=timedelta(days=days), clock=clock)
        while fill.list_page():
            pass
        listed.append(task_counts(database, clock)[FILL_ORDER][0])
        clock.advance(days=1)
    assert listed[0] < listed[1] == listed[2]


def test_a_list_that_fails_is_a_pause_and_goes_on_where_it_was(worker: Worker, shopify: Shopify) -> None:
    worker.parts.fill.list_page()
    before = state_of(worker)
    shopify.is_down = True
    with pytest.raises(ShopifyPaused):
        worker.parts.fill.list_page()
    assert state_of(worker) == before


def test_catching_up_waits_for_the_fill_and_for_five_minutes(worker: Worker, shopify: Shopify, clock: Clock) -> None:
    catching_up = worker.parts.catching_up
    catching_up.list_page(at_once=True)
    assert not shopify.calls
    worker.parts.fill.begin()
    catching_up.list_page()
    assert not shopify.calls
    clock.advance(minutes=5)
    catching_up.list_page()
    catching_up.list_page()
    assert shopify.calls["OrderPages"] == 1
    catching_up.list_page(at_once=True)
    assert shopify.calls["OrderPages"] == 2
