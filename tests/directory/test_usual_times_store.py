import copy
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import cast

import pytest

from tests import demo_orders
from tests.database import kept_rows
from tests.directory import stored_orders
from tests.fakes import NOW, Clock
from tests.order.builders import english, policy
from tracking.database import Database, orders, progress, step_durations
from tracking.database.step_durations import StepDurationRow
from tracking.directory.ended_steps import HISTORY
from tracking.directory.usual_times_store import READ_EVERY, UsualTimesStore
from tracking.durations.percentiles import LEAST_VALUES
from tracking.durations.steps import TimedStep
from tracking.durations.usual_times import NAMES, KnownUsualTimes
from tracking.order.model import Order
from tracking.order.status import order_status
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.json_decoder import Json, JsonObject, as_list, as_object, as_rows
from tracking.worker.history_state import RUNNING, HistoryState, done, ended, reading

TODAY = NOW.date()
STEP = StepDurationRow(
    step="arrived",
    started_on=TODAY - timedelta(days=9),
    ended_on=TODAY - timedelta(days=7),
    hours=48,
    carrier="royal-mail",
    shipping_method="Standard",
    country="GB",
)

Task = Callable[[], None]


class Process:
    """A process of the site: what it knows, and the tasks that wait in its background."""

    def __init__(self, database: Database, clock: Clock, *, retention: timedelta = timedelta(days=90)) -> None:
        self.known = KnownUsualTimes()
        self.tasks: list[Task] = []
        self.store = UsualTimesStore(
            database,
            policy(usual=self.known),
            lambda _, task: self.tasks.append(task),
            retention=retention,
            clock=clock,
            monotonic=clock.monotonic,
        )

    @property
    def most(self) -> int | None:
        found = self.known.current.of(TimedStep.ARRIVED, country="GB")
        return found.most if found else None


@pytest.fixture
def worker(database: Database, clock: Clock) -> Process:
    return Process(database, clock)


@pytest.fixture
def site(database: Database, clock: Clock) -> Process:
    return Process(database, clock)


def add(database: Database, *rows: StepDurationRow) -> None:
    with database.write() as transaction:
        step_durations.add(transaction, rows, is_imported=False)


def test_the_worker_makes_them_once_a_day(database: Database, worker: Process, clock: Clock) -> None:
    add(database, *[STEP] * LEAST_VALUES)
    assert worker.store.recompute_if_due()
    assert worker.most == 4
    add(database, *[replace(STEP, hours=96)] * 200)
    clock.advance(minutes=5)
    assert not worker.store.recompute_if_due()
    assert worker.most == 4
    clock.advance(days=1)
    assert worker.store.recompute_if_due()
    assert worker.most == 8
    assert not worker.store.recompute_if_due()


def test_the_history_lets_them_be_made_at_once(database: Database, worker: Process, clock: Clock) -> None:
    assert not worker.store.recompute_if_due()
    assert worker.most is None
    add(database, *[STEP] * LEAST_VALUES)
    with database.write() as transaction:
        progress.put(transaction, HISTORY, {"phase": "done", "until": NOW.isoformat()})
    clock.advance(minutes=2)
    assert worker.store.recompute_if_due()
    assert worker.most == 4


def test_none_are_made_of_a_history_that_is_half_read(database: Database, worker: Process, clock: Clock) -> None:
    def go_on(state: HistoryState) -> bool:
        with database.write() as transaction:
            progress.put(transaction, HISTORY, asdict(state))
        clock.advance(minutes=2)
        return worker.store.recompute_if_due()

    add(database, *[STEP] * LEAST_VALUES)
    assert worker.store.recompute_if_due()
    add(database, *[replace(STEP, hours=96)] * 200)
    begun = HistoryState(phase=RUNNING, next_at=NOW.isoformat(), until=NOW.isoformat())
    half = replace(reading(begun, NOW, is_partial=True), position=7)
    assert not go_on(reading(begun, NOW, is_partial=True))
    assert not go_on(half)
    assert not go_on(ended(half, NOW))  # another operation is to bring the rest
    assert worker.most == 4
    assert go_on(done(half))
    assert worker.most == 8


def test_a_page_takes_what_was_read_and_reads_anew_in_the_background(
    database: Database, worker: Process, site: Process, clock: Clock
) -> None:
    add(database, *[STEP] * LEAST_VALUES)
    worker.store.recompute_if_due()
    site.store.read_soon()
    site.store.read_soon()
    assert site.most is None
    (task,) = site.tasks
    task()
    assert site.most == 4
    clock.advance(seconds=READ_EVERY - 1)
    site.store.read_soon()
    site.store.read_if_due()
    assert len(site.tasks) == 1
    clock.advance(seconds=1)
    site.store.read_soon()
    assert len(site.tasks) == 2


def test_a_command_reads_them_first(database: Database, worker: Process, site: Process) -> None:
    add(database, *[STEP] * LEAST_VALUES)
    worker.store.recompute_if_due()
    site.store.read_if_due()
    assert site.most == 4


@pytest.mark.both_databases
def test_open_orders_are_judged_again_when_the_figures_change(
    database: Database, worker: Process, clock: Clock
) -> None:
    later = NOW + timedelta(days=3)
    open_id = stored_orders.put(database, "in-transit", judge_at=later, finished_at=None)
    done_id = stored_orders.put(database, "delivered", judge_at=later, finished_at=NOW)

    def judge_at(order_id: str) -> object:
        with database.read() as transaction:
            row = orders.get(transaction, order_id)
        assert row
        return row.judge_at

    worker.store.recompute_if_due()
    assert judge_at(open_id) == later
    add(database, *[STEP] * LEAST_VALUES)
    clock.advance(days=1)
    worker.store.recompute_if_due()
    assert judge_at(open_id) == clock()
    assert judge_at(done_id) == later


def test_figures_of_another_form_are_made_anew_at_once(database: Database, worker: Process, clock: Clock) -> None:
    add(database, *[STEP] * LEAST_VALUES)
    worker.store.recompute_if_due()
    with database.write() as transaction:
        made = cast("JsonObject", progress.get(transaction, "usual_times"))
        old: Json = ["arrived", "royal-mail", "Standard", "GB", None, 2, 2]
        made_of = as_list(made["made_of"])[: -len(NAMES)]  # of the same day
        progress.put(transaction, "usual_times", {"made_of": made_of, "figures": [old]})
    clock.advance(minutes=2)
    again = Process(database, clock)
    again.store.read_if_due()
    assert again.most is None
    assert again.store.recompute_if_due()
    assert again.most == 4


def test_a_type_of_few_orders_is_forgotten_when_an_order_would_be(database: Database, clock: Clock) -> None:
    worker = Process(database, clock, retention=timedelta(days=30))
    anchor = replace(STEP, step="sent", product_type="Anchors")
    add(database, anchor, *[replace(anchor, product_type="Mugs")] * LEAST_VALUES)
    clock.advance(days=30)
    worker.store.recompute_if_due()
    with database.read() as transaction:
        found = {row.product_type for row in kept_rows.steps(transaction)}
    assert found == {"Mugs", None}


def test_a_method_of_few_orders_a_month_has_a_figure_in_three(
    database: Database, worker: Process, clock: Clock
) -> None:
    for _ in range(4):
        assert worker.most is None
        add(database, *[replace(STEP, ended_on=clock().date())] * (LEAST_VALUES // 4))
        clock.advance(days=20)
        worker.store.recompute_if_due()
    found = worker.known.current.of(TimedStep.ARRIVED, carrier="royal-mail", shipping_method="Standard", country="GB")
    assert found
    assert "shipping_method" in found.names


def test_a_name_in_few_steps_is_kept_no_longer_than_an_order(database: Database, clock: Clock) -> None:
    worker = Process(database, clock, retention=timedelta(days=9))
    add(database, STEP, replace(STEP, step="sent", product_type="Cup for Maya", shipping_method=None))
    clock.advance(days=2)
    worker.store.recompute_if_due()
    assert _names(database) == {"Standard", "Cup for Maya"}
    clock.advance(days=1)
    worker.store.recompute_if_due()
    assert _names(database) == set()


def _names(database: Database) -> set[str]:
    with database.read() as transaction:
        rows = kept_rows.steps(transaction)
    return {name for row in rows for name in (row.shipping_method, row.product_type) if name}


def test_carriers_that_scan_at_night_are_known_by_the_scans_of_open_orders(
    database: Database, worker: Process, site: Process
) -> None:
    answer = copy.deepcopy(stored_document(demo_orders.documents()["in-transit"]))
    for parcel in as_rows(as_object(answer["order"])["fulfillments"]):
        parcel["events"] = [{"status": "IN_TRANSIT", "happenedAt": "2026-11-20T03:10:00Z"}]
    for number in range(LEAST_VALUES):
        stored_orders.put(database, "in-transit", id=str(number), answer=answer, finished_at=None)
    stored_orders.put(database, "in-transit", id="unreadable", answer={}, finished_at=None)
    assert worker.store.recompute_if_due()
    site.store.read_if_due()
    assert list(site.known.current.done_by.values()) == [4]


def test_one_carrier_of_the_demo_scans_at_night_and_a_page_says_so(
    database: Database, worker: Process, site: Process, some_demo_slugs: list[str]
) -> None:
    of_ups = [slug for slug, order in demo_orders.orders().items() if is_sent_by_ups(order)]
    for slug in {*some_demo_slugs, *of_ups}:
        stored_orders.put(database, slug)
    worker.store.recompute_if_due()
    site.store.read_if_due()
    assert site.known.current.done_by == {"ups": 7}
    waiting = demo_orders.orders()["label-printed"]
    said = english(order_status(waiting, NOW, policy(usual=site.known)).headline.text)
    assert said.endswith("UPS usually scans overnight. It’s worth checking back after 07:00.")


def is_sent_by_ups(order: Order) -> bool:
    return any(entry.company == "UPS" for parcel in order.fulfillments for entry in parcel.tracking)
