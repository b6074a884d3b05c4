import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.database import kept_rows
from tests.database.conftest import opened as opened_database
from tests.database.notice_rows import notice
from tests.fakes import Clock, Shopify, harbor_goods
from tests.web.conftest import opened
from tests.worker.filled_databases import fill
from tests.worker.sites import IDLE, KEEP, rows, task_counts, wanted, work, worker_of
from tracking.database import (
    Database,
    DatabaseUnavailable,
    leases,
    notices,
    progress,
    step_durations,
    tasks,
    webhooks_seen,
)
from tracking.database.step_durations import StepDurationRow
from tracking.directory.count_writer import JUDGED
from tracking.services import services
from tracking.worker.lease_watch import LEASE
from tracking.worker.order_tasks import SETTLE, add_changed_order, add_changed_parts
from tracking.worker.processor_share import CHANGES, THE_REST, pause_after
from tracking.worker.work_log import REPORT_EVERY
from tracking.worker.worker import Worker

HALF = timedelta(seconds=30)


def change(database: Database, clock: Clock, *order_ids: str) -> None:
    with database.write() as transaction:
        for order_id in order_ids:
            add_changed_order(transaction, order_id, now=clock())


@pytest.fixture
def filled(worker: Worker, database: Database, shopify: Shopify) -> Worker:
    """A worker that has taken everything in."""
    fill(database, "small shop", lambda: work(worker))
    work(worker)
    shopify.calls.clear()
    return worker


def test_everything_that_shopify_has_comes_in(
    worker: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    work(worker)
    found, listed = rows(database), wanted(shopify, clock)
    assert found.keys() <= listed
    ended = {name for name in listed - found.keys() if not is_recent(shopify, name, clock)}
    assert found.keys() | ended == listed, "but for those that ended before KEEP_DAYS"
    assert task_counts(database, clock) == {}
    assert shopify.calls["Order"] == len(listed)


def test_a_row_that_is_damaged_is_fetched_again_and_stops_no_other(
    sqlite_url: str, shopify: Shopify, clock: Clock
) -> None:
    database = opened_database(sqlite_url)
    worker = worker_of(database, shopify, clock)
    work(worker)
    before = rows(database)
    with database.write() as transaction:
        transaction.execute(text("UPDATE orders SET judge_at = look_at"))
        transaction.execute(text("UPDATE orders SET answer = '{\"order\": ' WHERE name = '#1001'"))
    clock.advance(days=1)
    work(worker)
    after = rows(database)
    assert after.keys() == before.keys()
    assert after["#1001"].answer == before["#1001"].answer
    assert all(row.judged_at == clock() for row in after.values() if row.look_at)
    database.close()


def test_orders_are_judged_by_the_usual_times_that_it_has_made(database: Database, clock: Clock) -> None:
    """Orders leave here on the day on which they are paid: one of Saturday is looked into from Wednesday on."""
    unsent = [order for order in harbor_goods().orders if order["name"] == "#1122"]
    worker = worker_of(database, Shopify(replace(harbor_goods(), orders=unsent), clock), clock)
    work(worker)
    needs = []
    for day in ("Monday", "Tuesday", "Wednesday"):
        clock.advance(days=1)
        while worker.step() < IDLE:
            pass
        needs.append(rows(database)["#1122"].need_why)
        if day == "Monday":  # by now the shop's history has been read, in which nothing was sent
            quick = StepDurationRow(step="sent", started_on=clock().date(), ended_on=clock().date(), hours=3)
            with database.write() as transaction:
                step_durations.add(transaction, [quick] * 20, is_imported=False)
    assert needs == [None, None, "past_usual"]


def is_recent(shopify: Shopify, name: str, clock: Clock) -> bool:
    return str(shopify.order(name)["updatedAt"]) > (clock() - timedelta(days=90)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_many_hints_about_one_order_are_one_fetch(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    order_id = shopify.id_of("#1001")
    clock.advance(seconds=1)
    shopify.cancel("#1001")
    for _ in range(5):
        change(database, clock, order_id)
    filled.step()
    assert "Order" not in shopify.calls, "they settle first"
    clock.advance(seconds=SETTLE.total_seconds())
    filled.step()
    assert shopify.calls["Order"] == 1
    assert rows(database)["#1001"].answer["order"]["cancelledAt"]
    assert task_counts(database, clock) == {}


@pytest.mark.both_databases
def test_a_hint_while_the_order_is_fetched_is_another_fetch(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    order_id = shopify.id_of("#1001")
    change(database, clock, order_id)
    clock.advance(seconds=2)
    with database.write() as transaction:
        (task,) = tasks.claim(transaction, now=clock(), limit=1)
    change(database, clock, order_id)
    with database.write() as transaction:
        assert not tasks.done(transaction, task)
    clock.advance(seconds=2)
    filled.step()
    assert shopify.calls["Order"] == 1


def test_an_order_that_shopify_no_longer_has_leaves_every_table(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    order_id = shopify.id_of("#1001")
    shopify.delete("#1001")
    change(database, clock, order_id)
    clock.advance(seconds=2)
    filled.step()
    assert "#1001" not in rows(database)
    assert task_counts(database, clock) == {}


def test_a_part_leads_to_its_order(worker: Worker, database: Database, shopify: Shopify, clock: Clock) -> None:
    work(worker)
    shopify.calls.clear()
    order = next(order for order in shopify.store.orders if order["fulfillmentOrders"])
    part = order["fulfillmentOrders"][0]["id"]  # type: ignore[index] # a list of nodes
    with database.write() as transaction:
        add_changed_parts(transaction, [str(part)], now=clock())
    worker.step()
    assert task_counts(database, clock) == {"fetch_order": (1, 0, 0)}
    worker.step()
    assert shopify.calls == {"Owner": 1, "Order": 1}


def test_change_without_a_webhook_is_caught_up_with_after_five_minutes(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    shopify.cancel("#1001")  # at 14:05:30
    clock.advance(minutes=2)
    work(filled)
    assert not rows(database)["#1001"].answer["order"]["cancelledAt"]
    clock.advance(minutes=3)
    work(filled)
    assert rows(database)["#1001"].answer["order"]["cancelledAt"]


def test_time_changes_a_judgement_without_asking_shopify(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    shopify.is_down = True
    clock.advance(days=30)
    since = clock()
    work(filled)
    found = rows(database).values()
    assert all(row.judge_at is None or row.judge_at > since for row in found)
    assert any(row.judged_at >= since for row in found)
    assert not shopify.calls["Order"] or all(row.fetched_at < clock() for row in found)


@pytest.mark.both_databases
def test_two_workers_share_no_order_and_only_one_leads(
    make_worker: Callable[[], Worker], shopify: Shopify, clock: Clock
) -> None:
    one, other = make_worker(), make_worker()
    for _ in range(20):
        one.step()
        other.step()
    assert (one.is_leader, other.is_leader) == (True, False)
    work(one)
    assert work(other) == 0
    assert shopify.calls["Order"] == len(wanted(shopify, clock))


def test_a_silent_leader_is_replaced_after_thirty_seconds(make_worker: Callable[[], Worker], clock: Clock) -> None:
    one, other = make_worker(), make_worker()
    one.step()
    clock.advance(seconds=29)
    other.step()
    assert not other.is_leader
    clock.advance(seconds=1)
    other.step()
    assert other.is_leader
    one.step()
    assert not one.is_leader


def test_the_leader_steps_down_at_the_end(make_worker: Callable[[], Worker], database: Database) -> None:
    ends = iter([False, False, True])
    make_worker().run(leads=True, sleep=lambda _: None, is_stopping=lambda: next(ends))
    with database.read() as transaction:
        assert leases.last_end(transaction, LEASE) is None


def test_the_first_fill_is_a_line_in_the_log_and_not_one_for_each_call(
    worker: Worker, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    work(worker)
    clock.now += REPORT_EVERY
    worker.step()
    shop, line = caplog.messages
    assert shop.startswith("shop answered"), "visitors need it as well"
    assert line.startswith("The worker asked Shopify for ")


def pauses(worker: Worker, clock: Clock, steps: int, *, used: float = 0.0, is_alone: bool = False) -> list[float]:
    """Of a worker that runs for so many steps, each of which takes so much processor time."""
    made: list[float] = []
    moments = (used * number for step in count() for number in (step, step + 1))

    def sleep(seconds: float) -> None:
        made.append(seconds)
        clock.sleep(seconds)

    worker.run(
        leads=True,
        sleep=sleep,
        is_stopping=lambda: len(made) == steps,
        is_alone=is_alone,
        processor_time=lambda: next(moments),
    )
    return made


def test_the_first_fill_keeps_to_its_share_of_the_processor(worker: Worker, clock: Clock) -> None:
    worker.parts.fill.begin()
    made = pauses(worker, clock, 5, used=0.03)
    assert made == pytest.approx([pause_after(0.03, THE_REST)] * 5)


def test_changed_orders_may_take_more_of_the_processor(worker: Worker, database: Database, clock: Clock) -> None:
    change(database, clock, "1", "2")
    clock.advance(seconds=2)
    assert pauses(worker, clock, 1, used=0.15) == pytest.approx([pause_after(0.15, CHANGES)])


def test_letters_that_are_due_may_take_as_much(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    with database.write() as transaction:
        notices.add(transaction, [notice(shopify.id_of("#1001"))])
    assert pauses(filled, clock, 1, used=0.15) == pytest.approx([pause_after(0.15, CHANGES)])


def test_a_process_of_the_workers_own_has_no_bound(worker: Worker, clock: Clock) -> None:
    worker.parts.fill.begin()
    assert max(pauses(worker, clock, 5, used=0.03, is_alone=True)) < 0.03


def test_a_process_that_soon_ends_has_not_begun_the_first_fill(
    make_worker: Callable[[], Worker], shopify: Shopify, clock: Clock
) -> None:
    assert pauses(make_worker(), clock, 10) == [IDLE] * 10
    assert not shopify.calls
    begun = make_worker()
    assert min(pauses(begun, clock, 13)) < IDLE
    assert shopify.calls
    assert min(pauses(make_worker(), clock, 1)) < IDLE, "one that has begun goes on at once"


def test_a_process_that_does_not_lead_writes_what_its_pages_fetched(
    make_app: Callable[..., Flask], shopify: Shopify, url: str
) -> None:
    app = make_app(DATABASE_URL=url)
    client = app.test_client()
    with app.app_context():
        site = services()
    opened(client)
    assert site.worker.parts.fetched.take() is None, "nobody would take it out"
    site.worker.parts.fetched.open()
    opened(client, "#1002", str(shopify.order("#1002")["email"]))
    shopify.calls.clear()
    assert site.worker.step(leads=False) < IDLE
    assert site.worker.step(leads=False) == IDLE
    assert rows(site.database).keys() == {"#1002"}
    assert not shopify.calls
    assert not site.worker.is_leader


def test_counts_of_the_process_are_written_before_and_at_its_end(
    make_worker: Callable[[], Worker], database: Database, clock: Clock
) -> None:
    worker = make_worker()
    openings = worker.parts.counts.openings
    ends = iter([False, False, True])

    def sleep(_: float) -> None:
        openings.count("1")
        clock.advance(seconds=6)

    worker.run(leads=False, sleep=sleep, is_stopping=lambda: next(ends))
    with database.read() as transaction:
        assert kept_rows.openings(transaction, "1") == {clock().date(): 2}
        assert progress.get(transaction, JUDGED) is None
    make_worker_judge(make_worker(), clock)
    with database.read() as transaction:
        assert progress.get(transaction, JUDGED) == len(rows(database))


def make_worker_judge(worker: Worker, clock: Clock) -> None:
    while worker.step() < IDLE:
        pass
    clock.advance(seconds=10)
    worker.step(leads=False)


def test_shopifys_failure_uses_up_no_attempts_once_it_is_known(
    filled: Worker, database: Database, shopify: Shopify, clock: Clock
) -> None:
    ids = [str(order["id"]).rpartition("/")[2] for order in shopify.store.orders[:40]]
    change(database, clock, *ids)
    clock.advance(seconds=2)
    shopify.is_down = True
    for _ in range(20):
        filled.step()
        clock.advance(seconds=10)
    assert sum(sum(counts) for counts in task_counts(database, clock).values()) == len(ids)
    shopify.is_down = False
    clock.advance(hours=1)
    work(filled)
    assert task_counts(database, clock) == {}


def test_order_kept_long_enough_is_removed(filled: Worker, database: Database, shopify: Shopify, clock: Clock) -> None:
    finished = {name for name, row in rows(database).items() if row.finished_at}
    assert finished
    shopify.is_down = True
    clock.advance(seconds=(KEEP + timedelta(days=1)).total_seconds())
    while filled.step() < IDLE:
        pass
    assert finished.isdisjoint(rows(database))


def test_old_ids_of_webhooks_are_forgotten(worker: Worker, database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        webhooks_seen.add(transaction, "old", now=clock() - timedelta(days=3))
        webhooks_seen.add(transaction, "new", now=clock())
    worker.step()
    with database.read() as transaction:
        assert [webhooks_seen.is_known(transaction, each) for each in ("old", "new")] == [False, True]


def test_a_database_that_is_gone_stops_nothing_for_good(
    worker: Worker, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as gone:
        gone.setattr(database, "prepare", unavailable)
        assert worker.step() > IDLE
        assert worker.step() > IDLE
    assert caplog.text.count("the worker waits for the database") == 1
    assert worker.step() < IDLE
    worker.step()
    assert caplog.text.count("the database can be used again") == 1


def test_a_process_with_nothing_to_write_does_not_take_an_outage_for_over(
    sqlite_url: str, shopify: Shopify, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    database, file = opened_database(sqlite_url), Path(sqlite_url.removeprefix("sqlite:///"))
    worker = worker_of(database, shopify, clock)
    worker.step(leads=False)
    away = file.rename(file.with_name("away.db"))
    clock.advance(minutes=1)
    worker.parts.counts.openings.open()
    worker.parts.counts.openings.count("1")  # which it tries to write now, and then not for some seconds
    for _ in range(3):
        assert worker.step(leads=False) > IDLE
    assert "can be used again" not in caplog.text
    away.rename(file)
    assert worker.step(leads=False) == IDLE
    assert caplog.text.count("the worker waits for the database") == 1
    assert caplog.text.count("can be used again") == 1
    database.close()


def unavailable() -> None:
    raise DatabaseUnavailable("gone")


def test_the_history_is_read_behind_the_first_fill(worker: Worker, shopify: Shopify, clock: Clock) -> None:
    while shopify.calls["BulkRun"] == 0:
        worker.step()
    fill = worker.parts.fill.state()
    assert fill
    assert fill.is_listed
    for _ in range(10):
        clock.advance(minutes=1)
        work(worker)
    history = worker.parts.history.state()
    assert history
    assert (history.phase, history.broken) == ("done", 0)
    assert history.rows > 0


def test_a_checkpoint_that_is_owed_is_repeated_each_minute(
    worker: Worker, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.step(leads=False)
    tries: list[bool] = []

    def meets_readers() -> bool:
        tries.append(True)
        return False

    with monkeypatch.context() as reading:
        reading.setattr(database.backend, "checkpoint", meets_readers)
        database.checkpoint()
        for _ in range(3):
            worker.step(leads=False)
        clock.advance(minutes=1)
        worker.step(leads=False)
    assert len(tries) == 3
    clock.advance(minutes=1)
    worker.step(leads=False)
    assert not database.owes_checkpoint
