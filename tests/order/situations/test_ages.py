"""The present tense ends. Each state holds to its age and not a minute longer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from tests.order.builders import (
    english,
    event,
    exchange_item,
    group,
    line,
    method,
    money,
    numbered,
    order,
    order_return,
    parcel_of,
    place,
    policy,
    refund,
    sent,
    shipment,
    status_of,
)
from tests.sampling import each_row, spread
from tracking.i18n.localized_text import LocalizedText
from tracking.order.ages import State
from tracking.order.freshness import is_moving, next_change_at
from tracking.order.model import Order
from tracking.order.status_types import Headline, OrderStatus, Parcel, ReturnStatus
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


@each_row("zone", ZONES)
@each_row("row", ROWS, ids=[row.name for row in ROWS])
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


# Words in the present tense, which none of the states below may have once it is past its age.
PRESENT = re.compile(
    r"with the driver|(\bis|’s) (bringing|waiting for you\b|on its way|planned|now expected)|are on their way"
    r"|(is|are) out for delivery|reports a (delay|problem)|try again|has it and|needs something"
    r"|we have (your items|part of)|right now|shows? where|see the carrier",
    re.IGNORECASE,
)


def sentences(status: OrderStatus) -> list[str]:
    parts: tuple[Headline | Parcel | ReturnStatus, ...] = (status.headline, *status.parcels, *status.returns)
    return [english(phrase) for part in parts for phrase in (part.title, part.text)]


def days_later(days: float) -> datetime:
    return BEGINS + timedelta(days=days)


TWO_BOXES = (numbered("one"), numbered("two"))
RETURN = order_return(created_at=BEGINS - timedelta(days=1), approved_at=BEGINS, tracking=(numbered("back"),))
DELIVERED = reported("SHIPPING", "DELIVERED", BEGINS - timedelta(days=5))

# The reports' own sentences, and others of the kind: an order, and after how many days it was still told.
TOLD_TOO_LONG = {
    "with the driver after 4 days": (reported("SHIPPING", "OUT_FOR_DELIVERY", BEGINS), 4),
    "at least one out for delivery after 4 days": (
        reported("SHIPPING", "OUT_FOR_DELIVERY", BEGINS, tracking=TWO_BOXES),
        4,
    ),
    "with the driver to a pickup point": (reported("PICKUP_POINT", "OUT_FOR_DELIVERY", BEGINS), 8),
    "tries again tomorrow after 10": (reported("SHIPPING", "ATTEMPTED_DELIVERY", BEGINS), 10),
    "at least one tried after 10": (reported("SHIPPING", "ATTEMPTED_DELIVERY", BEGINS, tracking=TWO_BOXES), 10),
    "our driver is bringing it after 10": (delivery("LOCAL", BEGINS, tracking=()), 10),
    "our driver tried after 10": (reported("LOCAL", "ATTEMPTED_DELIVERY", BEGINS, tracking=()), 10),
    "our driver reports a delay after 50": (reported("LOCAL", "DELAYED", BEGINS, tracking=()), 50),
    "waiting for you after 20": (reported("PICKUP_POINT", "READY_FOR_PICKUP", BEGINS), 20),
    "at least one waiting for you after 20": (
        reported("PICKUP_POINT", "READY_FOR_PICKUP", BEGINS, tracking=TWO_BOXES),
        20,
    ),
    "waiting at the counter after 20": (reported("PICK_UP", "READY_FOR_PICKUP", BEGINS, tracking=()), 20),
    "finished at the counter for 20": (delivery("PICK_UP", BEGINS, tracking=()), 20),
    "on its way to the counter after 50": (reported("PICK_UP", "IN_TRANSIT", BEGINS), 50),
    "on its way after 200, archived": (
        replace(reported("SHIPPING", "IN_TRANSIT", BEGINS), closed_at=BEGINS),
        200,
    ),
    "see the carrier after 200": (delivery("SHIPPING", BEGINS), 200),
    "several on their way after 200": (delivery("SHIPPING", BEGINS, tracking=TWO_BOXES), 200),
    "reports a delay after 50": (reported("SHIPPING", "DELAYED", BEGINS), 50),
    "reports a problem after 50": (reported("SHIPPING", "FAILURE", BEGINS), 50),
    "on its way back to us after 50": (reported("SHIPPING", "RETURNING_TO_SENDER", BEGINS), 50),
    "the carrier needs something after 50": (reported("SHIPPING", "BUYER_ACTION_REQUIRED", BEGINS), 50),
    "a planned day that has passed": (planned(BEGINS), 1),
    "a planned day that has long passed": (planned(BEGINS), 50),
    "a preorder day that has passed": (preordered(BEGINS), 50),
    "a planned day at the counter": (planned(BEGINS, delivery=method(method="PICK_UP")), 1),
    "a return under way for 60": (replace(DELIVERED, returns=(RETURN,)), 60),
    "a return approved for 60": (replace(DELIVERED, returns=(replace(RETURN, tracking=()),)), 60),
    "an exchange under way for 60": (replace(DELIVERED, returns=(replace(RETURN, exchanges=(exchange_item(),)),)), 60),
}


@each_row(("its_order", "days"), TOLD_TOO_LONG.values(), ids=TOLD_TOO_LONG)
def test_nothing_is_told_in_the_present_tense_beyond_its_age(its_order: Order, days: float) -> None:
    status = status_of(its_order, days_later(days))
    assert [sentence for sentence in sentences(status) if PRESENT.search(sentence)] == []
    assert status.advice.code in {
        NextStep.CONTACT,
        NextStep.TRACK,
        NextStep.SEND_BACK,
    } or status.headline.condition in {
        FINE,
        WAITING,
        DONE,
    }


@each_row(("its_order", "days"), TOLD_TOO_LONG.values(), ids=TOLD_TOO_LONG)
def test_an_archived_order_alarms_nobody(its_order: Order, days: float) -> None:
    archived = replace(its_order, closed_at=days_later(days))
    after = days_later(days + 32)
    status = status_of(archived, after)
    conditions = {status.headline.condition} | {parcel.condition for parcel in status.parcels}
    conditions |= {return_.condition for return_ in status.returns}
    assert conditions == {DONE}
    assert [sentence for sentence in sentences(status) if PRESENT.search(sentence)] == []
    assert not is_moving(archived, after, policy())


def test_the_archive_says_nothing_until_thirty_days_after_the_newest_date() -> None:
    silent = replace(reported("SHIPPING", "IN_TRANSIT", BEGINS), closed_at=days_later(-1), zone="UTC")
    last_day = days_later(30).replace(hour=23, minute=59)
    assert parcel_of(silent, last_day).reason is Reason.MAYBE_LOST
    over = parcel_of(silent, last_day + MINUTE)
    assert (over.condition, over.reason, over.stage) == (DONE, Reason.SHOULD_HAVE_ARRIVED, Stage.SHIPPED)
    assert next_change_at(silent, last_day) == last_day + MINUTE


def test_units_that_an_archived_order_never_sent_are_no_alarm() -> None:
    unsent = order(placed_at=BEGINS, closed_at=BEGINS, fulfillment_orders=(group(created_at=BEGINS),))
    assert parcel_of(unsent, days_later(20)).reason is Reason.OLDER_THAN_USUAL
    closed = parcel_of(unsent, days_later(40))
    assert (closed.condition, english(closed.title), closed.sent) == (DONE, "This order is closed", False)
    assert english(closed.text).startswith("This part wasn’t marked as sent.")


@pytest.mark.parametrize("is_overdue", [True, False])
def test_an_archived_order_asks_for_no_payment(*, is_overdue: bool) -> None:
    owed = replace(
        DELIVERED,
        financial_status="PARTIALLY_PAID",
        outstanding=money("12.50"),
        has_payment_terms=is_overdue,
        payment_overdue=is_overdue,
        closed_at=BEGINS,
    )
    assert status_of(owed, days_later(20)).payment.condition is ACTION
    over = status_of(owed, days_later(40))
    assert (over.payment.condition, over.payment.text, over.payment.due) == (DONE, None, None)
    assert (over.headline.condition, over.advice.code) == (DONE, NextStep.WAIT)


def test_a_delivered_order_is_told_as_before_when_it_is_archived() -> None:
    archived = replace(DELIVERED, closed_at=BEGINS)
    assert status_of(archived, days_later(99)).headline == status_of(DELIVERED, days_later(99)).headline


@pytest.mark.parametrize(
    ("days", "condition", "title"),
    [
        (0.2, ACTION, "Ready for pickup"),
        (10, ACTION, "Ready for pickup"),
        (11, ACTION, "Please pick it up soon"),
        (14, ACTION, "Please pick it up soon"),
        (15, PROBLEM, "It hasn’t been picked up"),
    ],
)
def test_a_pickup_is_called_for_the_last_time_before_it_is_over(days: float, condition: Condition, title: str) -> None:
    parcel = parcel_of(reported("PICKUP_POINT", "READY_FOR_PICKUP", BEGINS), days_later(days))
    assert (parcel.condition, english(parcel.title)) == (condition, title)
    assert parcel.advice.code is (NextStep.CONTACT if condition is PROBLEM else NextStep.PICK_UP)
    assert "held until" not in english(parcel.text)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "is planned to be sent on 2026-11-06"),
        (1, "was planned to be sent on 2026-11-06"),
        (3, "was planned to be sent on 2026-11-06"),
        (4, "It was planned to be sent on 2026-11-06 to 2026-11-06, but it hasn’t been sent yet."),
    ],
)
def test_the_day_that_was_said_is_named_also_when_it_has_passed(days: float, words: str) -> None:
    parcel = parcel_of(planned(BEGINS), days_later(days))
    assert words in english(parcel.text)
    assert (parcel.expected is None) is (days > 0)


def test_a_hold_outlasts_a_planned_day() -> None:
    held = planned(BEGINS, status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",))
    assert parcel_of(held, days_later(10)).reason is Reason.HOLD_STOCK


def test_lost_days_and_the_shop_s_words_stay_settings() -> None:
    silent = reported("SHIPPING", "IN_TRANSIT", BEGINS)
    own = LocalizedText((("", "We look for it with you."),))
    ten = parcel_of(silent, days_later(10), policy(lost_days=10, lost_policy=own))
    assert (ten.reason, english(ten.text)) == (
        Reason.MAYBE_LOST,
        "It hasn’t been scanned for 10 days. We look for it with you.",
    )
    unset = status_of(silent, days_later(99))
    assert "We look for it" not in " ".join(sentences(unset))
    assert all("lost" not in entry.code for entry in unset.faq)


def split(*shipments: Order) -> Order:
    """One order of the shipments of several."""
    made = tuple(
        replace(each.fulfillments[0], id=f"parcel-{place}", tracking=(numbered(f"parcel-{place}"),))
        for place, each in enumerate(shipments)
    )
    lines = (line(quantity=len(made), current_quantity=len(made), unfulfilled_quantity=0),)
    return sent(placed_at=BEGINS - timedelta(days=9), lines=lines, fulfillments=made)


def test_a_split_order_counts_no_parcel_as_on_its_way_that_has_been_silent() -> None:
    both = split(DELIVERED, reported("SHIPPING", "IN_TRANSIT", BEGINS))
    assert "1 of 2 parcels delivered, 1 on its way" in english(status_of(both, days_later(3)).headline.text)
    for days in (8, 20, 90):
        headline = status_of(both, days_later(days)).headline
        assert "1 of 2 parcels delivered, 1 without news" in english(headline.text)


def test_a_split_order_ends_with_the_parcel_that_should_have_arrived() -> None:
    both = split(DELIVERED, delivery("SHIPPING", BEGINS))
    status = status_of(both, days_later(30))
    assert (status.headline.condition, status.headline.reason) == (DONE, Reason.SHOULD_HAVE_ARRIVED)
    assert english(status.headline.title) == "Part of your order has arrived"
    assert "1 without news" in english(status.headline.text)
    assert "if you don’t have it, please contact us" in english(status.headline.text)
    assert "should_be_here" in {entry.code for entry in status.faq}
    assert status.advice.code is NextStep.CONTACT


def test_other_boxes_settle_before_they_could_be_lost() -> None:
    boxes = reported("SHIPPING", "DELIVERED", BEGINS, tracking=TWO_BOXES)
    assert parcel_of(boxes, days_later(4)).reason is Reason.PARTLY_DELIVERED
    for days in (6, 60, 600):
        assert (parcel_of(boxes, days_later(days)).condition, parcel_of(boxes, days_later(days)).stage) == (
            DONE,
            Stage.DELIVERED,
        )


def test_a_rating_is_not_asked_for_what_only_should_have_arrived() -> None:
    both = split(DELIVERED, delivery("SHIPPING", BEGINS))
    rated = policy(review_url="https://example.com/rate")
    assert all(parcel.advice.code is not NextStep.RATE for parcel in status_of(both, days_later(30), rated).parcels)


@pytest.mark.parametrize(("state", "step"), spread(13, product(State, [12, 6])))
def test_every_moment_at_which_a_rule_changes_is_a_next_change(state: State, step: int) -> None:
    """A walk from change to change sees the same statuses as one by the clock."""
    its_order = EXAMPLES[state]
    now, end = BEGINS, days_later(75)
    by_change = []
    while now < end:
        by_change.append(_short(its_order, now))
        now = next_change_at(its_order, now)
    by_clock = [_short(its_order, BEGINS + timedelta(hours=hour)) for hour in range(0, 75 * 24, step)]
    assert _without_repeats(by_change) == _without_repeats(by_clock)


EXAMPLES = {
    State.OUT_TODAY: reported("SHIPPING", "OUT_FOR_DELIVERY", BEGINS),
    State.OUT_FOR_DELIVERY: reported("PICKUP_POINT", "OUT_FOR_DELIVERY", BEGINS),
    State.ATTEMPT_FAILED: reported("SHIPPING", "ATTEMPTED_DELIVERY", BEGINS),
    State.BUYER_ACTION: reported("SHIPPING", "BUYER_ACTION_REQUIRED", BEGINS),
    State.WAITS_FOR_PICKUP: reported("PICKUP_POINT", "READY_FOR_PICKUP", BEGINS),
    State.READY_OR_PICKED_UP: delivery("PICK_UP", BEGINS, tracking=()),
    State.DRIVER_TODAY: delivery("LOCAL", BEGINS, tracking=()),
    State.OWN_DRIVER: reported("LOCAL", "OUT_FOR_DELIVERY", BEGINS, tracking=()),
    State.UNREPORTED_AFTER_ESTIMATE: delivery("SHIPPING", BEGINS, estimated_at=days_later(3)),
    State.UNREPORTED: delivery("SHIPPING", BEGINS),
    State.UNREPORTED_ABROAD: abroad(delivery("SHIPPING", BEGINS)),
    State.SILENT: reported("SHIPPING", "IN_TRANSIT", BEGINS),
    State.LONG_SILENT: reported("SHIPPING", "DELAYED", BEGINS),
    State.LONG_SILENT_ABROAD: abroad(reported("SHIPPING", "IN_TRANSIT", BEGINS)),
    State.LABEL: delivery("SHIPPING", BEGINS, display_status="LABEL_PRINTED"),
    State.RETURNING: reported("SHIPPING", "RETURNING_TO_SENDER", BEGINS),
    State.FAILED: reported("SHIPPING", "FAILURE", BEGINS),
    State.PLANNED_DAY: planned(days_later(2)),
    State.RETURN_APPROVED: replace(DELIVERED, returns=(replace(RETURN, tracking=()),)),
    State.RETURN_ON_ITS_WAY: replace(DELIVERED, returns=(RETURN,)),
    State.REFUNDED: replace(DELIVERED, refunded=money("49.00"), refunds=(refund(processed_at=BEGINS),)),
    State.ARCHIVED: replace(reported("SHIPPING", "IN_TRANSIT", BEGINS), closed_at=BEGINS),
}


def _short(its_order: Order, now: datetime) -> tuple[object, ...]:
    status = status_of(its_order, now)
    parts: tuple[Headline | Parcel | ReturnStatus, ...] = (status.headline, *status.parcels, *status.returns)
    told = tuple((part.stage, part.condition, part.reason, english(part.title)) for part in parts)
    return (*told, english(status.money.text) if status.money.text else None)


def _without_repeats(seen: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [each for place, each in enumerate(seen) if place == 0 or each != seen[place - 1]]
