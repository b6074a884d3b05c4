from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from tests import demo_orders
from tests.database import order_rows
from tests.fakes import NOW, Clock, Shopify
from tests.order.builders import NOW as THEN
from tests.order.builders import ago, ahead, event, group, method, order, policy, sent, shipment
from tests.order.usual_figures import usual_policy
from tests.worker.sites import DEMO
from tracking.database import Database, orders, promise_counts, promises
from tracking.database.orders import FoundBy
from tracking.database.promises import PromiseRow
from tracking.demo.building import build_order
from tracking.demo.orders.moving import CYCLE, STEP
from tracking.demo.stories import SCENARIOS, make_story, order_so_far
from tracking.directory.intake import OrderIntake
from tracking.directory.judged_row import JudgedRow, Rules, judged_row
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.promise_record import record_promises
from tracking.directory.rejudge import Rejudge
from tracking.durations.promise_outcomes import MOST_DAYS
from tracking.durations.promises import PromisedStep
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.shopify.create import create_shopify
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline

if TYPE_CHECKING:
    from tracking.shopify.orders import Document

POLICY = policy()
Counted = list[tuple[str, str, str, int, int]]


def look(database: Database, its_order: Order, now: datetime = THEN, its_policy: Policy = POLICY) -> list[PromiseRow]:
    """Judge the order, and keep what it promises."""
    status = order_status(its_order, now, its_policy)
    row = order_rows.order(its_order.id, judged_at=now, is_test=its_order.is_test)
    with database.write() as transaction:
        orders.put(transaction, replace(row, fetched_at=now, updated_at=now), FoundBy())
        record_promises(transaction, JudgedRow(row=row, found_by=FoundBy(), order=its_order, status=status))
        return promises.of_order(transaction, its_order.id)


def counted(database: Database) -> Counted:
    """Step, who said it, the carrier, days over and how often."""
    with database.read() as transaction:
        found = promise_counts.since(transaction, (THEN - timedelta(days=300)).date())
    return sorted((each.step, each.said_by, each.carrier, each.days_over, count) for each, count in found)


CHECKOUT = method(earliest_at=ago(days=3), latest_at=ago(days=2))


def on_its_way(*more: object, status: str = "IN_TRANSIT", **changes: object) -> Order:
    """The checkout said the 15th or 16th, the carrier the 17th; then ``more`` was reported."""
    first = event("IN_TRANSIT", ago(days=4), estimated_at=ago(days=1))
    moving = shipment(id="parcel", display_status=status, created_at=ago(days=5), events=(first, *more))
    groups = (group(delivery=CHECKOUT, fulfillment_ids=("parcel",)),)
    return sent(fulfillments=(moving,), fulfillment_orders=groups, placed_at=ago(days=6), **changes)


def test_a_day_is_kept_once_with_when_it_was_said_and_by_whom(database: Database) -> None:
    rows = look(database, on_its_way())
    assert [(row.part, row.first.day, row.last.day, row.said_by, row.said_at) for row in rows] == [
        ("shipment-parcel", 15, 16, "shop", ago(days=6)),
        ("shipment-parcel", 17, 17, "carrier", ago(days=4)),
    ]
    assert look(database, on_its_way(), ahead(hours=1)) == rows
    later = look(database, on_its_way(event("DELAYED", ago(hours=1), estimated_at=ahead(days=2))), ahead(hours=2))
    assert later[:2] == rows
    assert [row.first.day for row in later[2:]] == [20]
    assert counted(database) == []


def test_a_promise_is_counted_when_it_has_happened_once(database: Database) -> None:
    look(database, on_its_way(), ago(hours=5))
    arrived = on_its_way(event("DELIVERED", ago(hours=3)), status="DELIVERED")
    for _ in range(2):
        rows = look(database, arrived)
        assert [row.days_over for row in rows] == [2, 1]
        assert counted(database) == [("arrive", "carrier", "ups", 1, 1), ("arrive", "shop", "ups", 2, 1)]


def test_of_days_that_moved_the_first_is_counted(database: Database) -> None:
    moved = event("DELAYED", ago(hours=9), estimated_at=THEN)
    look(database, on_its_way(moved, event("DELIVERED", ago(hours=3)), status="DELIVERED"))
    assert ("arrive", "carrier", "ups", 1, 1) in counted(database)


@pytest.mark.parametrize(
    "arrived",
    [
        on_its_way(event("ATTEMPTED_DELIVERY", ago(days=1)), event("DELIVERED", ago(hours=3)), status="DELIVERED"),
        on_its_way(event("DELIVERED", ago(hours=3)), status="DELIVERED", is_test=True),
    ],
    ids=["the customer was not in", "a test"],
)
def test_arrival_that_tells_nothing_of_the_carrier_is_not_counted(database: Database, arrived: Order) -> None:
    assert [row.days_over for row in look(database, arrived)] == [2, 1]
    assert counted(database) == []


def test_arrival_before_the_numbers_begin_is_not_counted(database: Database) -> None:
    arrived = on_its_way(event("DELIVERED", ago(hours=3)), status="DELIVERED")
    look(database, arrived, ahead(days=91))
    assert counted(database) == []


def test_promise_of_a_lost_parcel_is_broken_after_two_weeks(database: Database) -> None:
    lost = on_its_way()
    look(database, lost, ahead(days=MOST_DAYS - 2))
    assert counted(database) == []
    rows = look(database, lost, ahead(days=MOST_DAYS))
    assert counted(database) == [("arrive", "carrier", "ups", 14, 1), ("arrive", "shop", "ups", 14, 1)]
    found = on_its_way(event("DELIVERED", ahead(days=20)), status="DELIVERED")
    assert [row.days_over for row in look(database, found, ahead(days=21))] == [row.days_over for row in rows]
    assert len(counted(database)) == 2, "that it was found counts no more"


def test_the_day_of_sending_is_counted_when_it_has_left(database: Database) -> None:
    waiting = group(status="SCHEDULED", fulfill_at=ahead(days=1))
    look(database, order(fulfillment_orders=(waiting,), updated_at=ago(hours=2)))
    left = shipment(
        id="parcel", created_at=ahead(days=3), display_status="IN_TRANSIT", events=(event("IN_TRANSIT", ahead(days=3)),)
    )
    done = replace(waiting, status="CLOSED", units=(), fulfillment_ids=("parcel",))
    rows = look(database, sent(fulfillments=(left,), fulfillment_orders=(done,)), ahead(days=4))
    assert [(row.part, row.step, row.days_over) for row in rows] == [
        ("pending-group", PromisedStep.SEND, None),
        ("shipment-parcel", PromisedStep.SEND, 2),
    ]
    assert counted(database) == [("send", "shop", "ups", 2, 1)]


def test_promises_of_usual_times_are_counted_by_step_and_apart(database: Database) -> None:
    usual = usual_policy()
    waiting = order(fulfillment_orders=(group(),), placed_at=ago(hours=20))
    look(database, waiting, THEN, usual)
    packed_at, scanned_at, arrived_at = ahead(days=1), ahead(days=9), ahead(days=10)
    label = shipment(id="parcel", display_status="LABEL_PRINTED", created_at=packed_at)
    groups = (group(status="CLOSED", units=(), fulfillment_ids=("parcel",)),)
    packed = sent(fulfillments=(label,), fulfillment_orders=groups, placed_at=ago(hours=20))
    look(database, packed, packed_at + timedelta(hours=1), usual)
    scan, arrival = event("IN_TRANSIT", scanned_at), event("DELIVERED", arrived_at)
    moving = replace(label, display_status="IN_TRANSIT", events=(scan,))
    look(database, replace(packed, fulfillments=(moving,)), scanned_at + timedelta(hours=1), usual)
    delivered = replace(label, display_status="DELIVERED", events=(scan, arrival))
    rows = look(database, replace(packed, fulfillments=(delivered,)), arrived_at + timedelta(hours=1), usual)
    its_own = [(row.step, row.last.day, row.days_over) for row in rows if row.part == "shipment-parcel"]
    assert its_own == [
        (PromisedStep.SEND, 20, -1),  # packed on the 19th
        (PromisedStep.SEND, 23, 4),  # a weekend, and first scanned on the 27th
        (PromisedStep.ARRIVE, 1, -3),
    ]
    assert {row.said_by for row in rows} == {"usual"}
    assert counted(database) == [
        ("arrive", "usual", "ups", 0, 1),
        ("send", "usual", "ups", 0, 1),
        ("send", "usual", "ups", 4, 1),
    ]


def shown_days(status: OrderStatus) -> set[tuple[date, date]]:
    leaves = {(parcel.leaves_on, parcel.leaves_on) for parcel in status.parcels if parcel.leaves_on}
    return leaves | {(each.estimate.first, each.estimate.last) for each in status.parcels if each.estimate}


def test_every_day_that_the_moving_order_of_the_demo_shows_is_kept(
    database: Database, clock: Clock, shopify: Shopify
) -> None:
    runtime = Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())
    shop = create_shopify(DEMO, runtime, shopify)
    intake = OrderIntake(shop, database, Rules(POLICY), OrderHashes(["key"]), retention=timedelta(days=90), clock=clock)
    shown, order_id = set(), shopify.id_of("#1100")
    for _ in range(CYCLE):
        found = intake.judge(intake.fetch(order_id, Deadline.after(9, clock.monotonic)))
        with database.write() as transaction:
            intake.put(transaction, found)
        assert found.judged
        shown |= shown_days(found.judged.status)
        clock.advance(seconds=STEP.total_seconds())
    with database.read() as transaction:
        assert shown == {row.days for row in promises.of_order(transaction, order_id)}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_day_that_a_story_of_the_demo_shows_is_kept(database: Database, scenario: str) -> None:
    stories = (make_story(seed=16, index=index, number=index, name="#1", placed_at=ago(days=9)) for index in range(500))
    story = next(each for each in stories if each.scenario == scenario)
    shown: set[tuple[date, date]] = set()
    rows: list[PromiseRow] = []
    for step in range(len(story.steps)):
        now = story.at(step) + timedelta(minutes=1)
        node = build_order(order_so_far(story, step + 1), now)
        its_order = read_order(cast("Document", {"order": node, "zone": "Europe/London"}))
        shown |= shown_days(order_status(its_order, now, POLICY))
        before, rows = rows, look(database, its_order, now)
        assert [row.id for row in rows[: len(before)]] == [row.id for row in before], "what was kept stays"
    assert {row.days for row in rows} == shown
    assert bool(shown) is (scenario not in {"out-of-stock", "canceled"})


def test_an_order_is_judged_again_with_what_it_promises(database: Database, clock: Clock) -> None:
    document = stored_document(demo_orders.documents()["delayed"])
    made = judged_row(document, Rules(POLICY), fetched_at=NOW, now=NOW)
    with database.write() as transaction:
        orders.put(transaction, made.row, made.found_by)
    again = Rejudge(database, Rules(policy(stalled_days=3)), OrderHashes(["key"]), clock=clock)
    assert again.run_batch(5) == 1
    with database.read() as transaction:
        assert {row.days for row in promises.of_order(transaction, made.row.id)} >= shown_days(made.status) != set()
