"""Kind J of the reports: the present tense ends. Each state holds to its age and not a minute longer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.order.builders import (
    english,
    event,
    exchange_item,
    group,
    line,
    method,
    numbered,
    order,
    order_return,
    parcel_of,
    place,
    policy,
    return_of,
    sent,
    shipment,
    status_of,
)
from tracking.i18n.localized_text import LocalizedText
from tracking.order.ages import State
from tracking.order.freshness import is_moving, next_change_at
from tracking.order.model import Order
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage

MINUTE = timedelta(minutes=1)
ZONES = ("Europe/Stockholm", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata")

FINE, WAITING, LATE = Condition.FINE, Condition.WAITING, Condition.LATE
ACTION, PROBLEM, DONE = Condition.ACTION_NEEDED, Condition.PROBLEM, Condition.DONE


def local(text: str, zone: str) -> datetime:
    """A moment by the clock of a zone: "2026-11-20 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def delivery(route: str, at: datetime, **changes: object) -> Order:
    """An order of which one shipment was made at a moment."""
    placed = at - timedelta(days=2)
    made = shipment(**({"created_at": at, "updated_at": at} | changes))
    source = group(delivery=method(method=route), units=(), created_at=placed)
    return sent(placed_at=placed, fulfillments=(made,), fulfillment_orders=(source,))


def reported(route: str, status: str, at: datetime, **changes: object) -> Order:
    """An order whose shipment's last report is of a moment."""
    events = (event("IN_TRANSIT", at - timedelta(hours=4)), event(status, at))
    return delivery(route, at - timedelta(hours=5), display_status=status, events=events, **changes)


def planned(at: datetime, **changes: object) -> Order:
    its_group = group(**({"status": "SCHEDULED", "fulfill_at": at} | changes))
    return order(placed_at=at - timedelta(days=20), fulfillment_orders=(its_group,))


def preordered(at: datetime) -> Order:
    return replace(planned(at), lines=(line(selling_plan="Preorder"),))


def abroad(its_order: Order) -> Order:
    source = replace(its_order.fulfillment_orders[0], location=place(country="NO"))
    return replace(its_order, fulfillment_orders=(source,))


@dataclass(frozen=True)
class Row:
    """A row: an order whose state begins at a moment, the last day on which it holds, and what it is and becomes."""

    name: str
    make: Callable[[datetime], Order]
    begins: str
    last_day: str
    before: tuple[Condition, Reason | None]
    after: tuple[Condition, Reason | None]


# 20 November 2026 is a Friday.
ROWS = (
    Row(
        "out for delivery over a weekend",
        lambda at: reported("SHIPPING", "OUT_FOR_DELIVERY", at),
        "2026-11-20 09:30",
        "2026-11-23",
        (FINE, None),
        (LATE, Reason.ESTIMATE_PASSED),
    ),
    Row(
        "out for delivery on a Tuesday",
        lambda at: reported("SHIPPING", "OUT_FOR_DELIVERY", at),
        "2026-11-17 23:30",
        "2026-11-18",
        (FINE, None),
        (LATE, Reason.ESTIMATE_PASSED),
    ),
    Row(
        "attempt failed on a Thursday",
        lambda at: reported("SHIPPING", "ATTEMPTED_DELIVERY", at),
        "2026-11-19 14:10",
        "2026-11-24",
        (ACTION, Reason.ATTEMPT_FAILED),
        (LATE, Reason.STALLED),
    ),
    Row(
        "the carrier needs something",
        lambda at: reported("SHIPPING", "BUYER_ACTION_REQUIRED", at),
        "2026-11-02 10:00",
        "2026-11-16",
        (ACTION, Reason.BUYER_ACTION),
        (LATE, Reason.STALLED),
    ),
    Row(
        "at a pickup point",
        lambda at: reported("PICKUP_POINT", "READY_FOR_PICKUP", at),
        "2026-11-02 16:00",
        "2026-11-16",
        (ACTION, Reason.AT_PICKUP_POINT),
        (PROBLEM, Reason.PICKUP_OVER),
    ),
    Row(
        "at the shop's own counter",
        lambda at: delivery(
            "PICK_UP", at, tracking=(), display_status="READY_FOR_PICKUP", events=(event("READY_FOR_PICKUP", at),)
        ),
        "2026-11-02 16:00",
        "2026-11-16",
        (ACTION, Reason.AT_PICKUP_POINT),
        (PROBLEM, Reason.PICKUP_OVER),
    ),
    Row(
        "finished at the counter, and nobody marks it",
        lambda at: delivery("PICK_UP", at, tracking=()),
        "2026-11-02 16:00",
        "2026-11-16",
        (FINE, None),
        (DONE, Reason.SHOULD_HAVE_ARRIVED),
    ),
    Row(
        "own driver",
        lambda at: delivery("LOCAL", at, tracking=()),
        "2026-11-20 08:00",
        "2026-11-21",
        (FINE, None),
        (DONE, Reason.SHOULD_HAVE_ARRIVED),
    ),
    Row(
        "own driver who reported",
        lambda at: reported("LOCAL", "OUT_FOR_DELIVERY", at, tracking=()),
        "2026-11-20 08:00",
        "2026-11-21",
        (FINE, None),
        (DONE, Reason.SHOULD_HAVE_ARRIVED),
    ),
    Row(
        "see the carrier",
        lambda at: delivery("SHIPPING", at),
        "2026-11-02 23:50",
        "2026-11-16",
        (FINE, Reason.SEE_CARRIER),
        (DONE, Reason.SHOULD_HAVE_ARRIVED),
    ),
    Row(
        "without tracking",
        lambda at: delivery("SHIPPING", at, tracking=()),
        "2026-11-02 00:10",
        "2026-11-16",
        (WAITING, Reason.NO_TRACKING),
        (DONE, Reason.SHOULD_HAVE_ARRIVED),
    ),
    Row(
        "without tracking, abroad",
        lambda at: abroad(delivery("SHIPPING", at, tracking=())),
        "2026-10-12 15:00",
        "2026-11-11",
        (WAITING, Reason.NO_TRACKING),
        (DONE, Reason.SHOULD_HAVE_ARRIVED),
    ),
    Row(
        "see the carrier, with an estimate",
        lambda at: delivery("SHIPPING", at - timedelta(days=4), estimated_at=at),
        "2026-11-06 12:00",
        "2026-11-13",
        (LATE, Reason.ESTIMATE_PASSED),
        (DONE, Reason.SHOULD_HAVE_ARRIVED),
    ),
    Row(
        "planned for a Friday",
        planned,
        "2026-11-20 09:00",
        "2026-11-23",
        (WAITING, Reason.SCHEDULED),
        (LATE, Reason.OLDER_THAN_USUAL),
    ),
    Row(
        "pre-ordered for a Wednesday",
        preordered,
        "2026-11-18 09:00",
        "2026-11-19",
        (WAITING, Reason.PREORDER),
        (LATE, Reason.OLDER_THAN_USUAL),
    ),
    Row(
        "planned, and free to be sent since",
        lambda at: planned(at, status="OPEN"),
        "2026-11-20 09:00",
        "2026-11-23",
        (FINE, None),
        (LATE, Reason.OLDER_THAN_USUAL),
    ),
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_state_holds_until_its_last_day_has_ended_there(row: Row, zone: str) -> None:
    its_order = replace(row.make(local(row.begins, zone)), zone=zone)
    ends = local(f"{row.last_day} 00:00", zone) + timedelta(days=1)
    before, after = parcel_of(its_order, ends - MINUTE), parcel_of(its_order, ends + MINUTE)
    assert (before.condition, before.reason) == row.before
    assert (after.condition, after.reason) == row.after
    assert next_change_at(its_order, ends - MINUTE) <= ends


BEGINS = datetime(2026, 11, 6, 15, 20, tzinfo=UTC)

# Ages in whole days of 24 hours, as STALLED_DAYS counts them.
BY_SILENCE = (
    ("on its way", reported("SHIPPING", "IN_TRANSIT", BEGINS), 7, (FINE, None), (LATE, Reason.STALLED)),
    ("stalled", reported("SHIPPING", "IN_TRANSIT", BEGINS), 14, (LATE, Reason.STALLED), (PROBLEM, Reason.MAYBE_LOST)),
    (
        "stalled abroad",
        abroad(reported("SHIPPING", "IN_TRANSIT", BEGINS)),
        21,
        (LATE, Reason.STALLED),
        (PROBLEM, Reason.MAYBE_LOST),
    ),
    ("delayed", reported("SHIPPING", "DELAYED", BEGINS), 7, (LATE, Reason.DELAYED), (LATE, Reason.STALLED)),
    ("long delayed", reported("SHIPPING", "DELAYED", BEGINS), 14, (LATE, Reason.STALLED), (PROBLEM, Reason.MAYBE_LOST)),
    (
        "label",
        delivery("SHIPPING", BEGINS, display_status="LABEL_PRINTED"),
        7,
        (WAITING, Reason.NO_SCAN_YET),
        (LATE, Reason.NO_SCAN_YET),
    ),
)


@pytest.mark.parametrize(("its_order", "days", "was", "becomes"), [row[1:] for row in BY_SILENCE])
def test_a_state_holds_for_so_many_days_without_a_report(
    its_order: Order, days: int, was: tuple[Condition, Reason], becomes: tuple[Condition, Reason]
) -> None:
    ends = BEGINS + timedelta(days=days)
    before, after = parcel_of(its_order, ends - MINUTE), parcel_of(its_order, ends + MINUTE)
    assert (before.condition, before.reason) == was
    assert (after.condition, after.reason) == becomes
    assert next_change_at(its_order, ends - MINUTE) <= ends + MINUTE


def test_a_carrier_that_has_reported_is_judged_by_its_silence_and_another_by_the_calendar() -> None:
    silent, unreported = reported("SHIPPING", "IN_TRANSIT", BEGINS), delivery("SHIPPING", BEGINS)
    later = BEGINS + timedelta(days=40)
    assert parcel_of(silent, later).reason is Reason.MAYBE_LOST
    assert parcel_of(unreported, later).reason is Reason.SHOULD_HAVE_ARRIVED


def test_a_label_is_never_lost() -> None:
    label = delivery("SHIPPING", BEGINS, display_status="LABEL_PRINTED")
    for days in (15, 60, 400):
        parcel = parcel_of(label, BEGINS + timedelta(days=days))
        assert (parcel.stage, parcel.reason, parcel.advice.code) == (
            Stage.PREPARING,
            Reason.NO_SCAN_YET,
            NextStep.CONTACT,
        )
        assert f"{days} days" in english(parcel.text)
