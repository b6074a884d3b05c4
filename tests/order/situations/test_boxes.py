"""A fulfillment is not one box, and two fulfillments may be one parcel."""

from dataclasses import replace
from typing import Any

from tests.order.builders import (
    ago,
    ahead,
    english,
    event,
    group,
    line,
    method,
    order,
    parcel_of,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Event, Fulfillment, Order, Tracking
from tracking.order.status_types import OrderStatus, Parcel
from tracking.order.vocabulary import Condition, NextStep, Reason, Route, Stage, StepState

THREE = tuple(Tracking(company="UPS", number=f"1Z999AA1012345678{digit}", url=None) for digit in (4, 5, 6))
DELIVERED = event("DELIVERED", ago(hours=2))


def boxes(*events: Event, **changes: object) -> Fulfillment:
    """A shipment of a day ago in three boxes; its aggregate is the last event's status."""
    status = events[-1].status if events else "DELIVERED"
    defaults = {"tracking": THREE, "display_status": status, "created_at": ago(days=9), "updated_at": ago(hours=1)}
    return shipment(events=events, **(defaults | changes))


def parcel(*events: Event, route: str = "SHIPPING", **changes: object) -> Parcel:
    source = group(delivery=method(method=route), units=())
    return parcel_of(
        sent(placed_at=ago(days=10), fulfillments=(boxes(*events, **changes),), fulfillment_orders=(source,))
    )


def state(its: Parcel) -> tuple[Stage, Condition, Reason | None]:
    return its.stage, its.condition, its.reason


PARTLY = (Stage.SHIPPED, Condition.FINE, Reason.PARTLY_DELIVERED)
DONE = (Stage.DELIVERED, Condition.DONE, None)


def test_one_delivered_scan_means_at_least_one_box() -> None:
    its = parcel(event("IN_TRANSIT", ago(days=1)), DELIVERED)
    assert state(its) == PARTLY
    assert english(its.title) == "At least one parcel has arrived"
    assert english(its.text).startswith("At least one of 3 parcels has arrived.")
    assert (its.advice.code, len(its.tracking)) == (NextStep.TRACK, 3)
    assert [step.state for step in its.steps[-2:]] == [StepState.TODO, StepState.TODO]


@each_row("days", [0, 1, 4.99])
def test_a_part_has_arrived_for_five_days(days: float) -> None:
    assert state(parcel(event("DELIVERED", ago(days=days)))) == PARTLY


def test_all_boxes_count_as_arrived_after_five_days_without_a_scan() -> None:
    its = parcel(event("DELIVERED", ago(days=5)))
    assert state(its) == DONE
    assert "If one is missing, please contact us." in english(its.text)
    assert not status_of(order_of(boxes(event("DELIVERED", ago(days=5))), lines=LINES[:1])).is_moving


def test_another_scan_begins_the_five_days_again() -> None:
    assert state(parcel(event("DELIVERED", ago(days=6)), event("IN_TRANSIT", ago(days=1)))) == PARTLY
    assert state(parcel(event("DELIVERED", ago(days=8)), event("DELIVERED", ago(days=4)))) == PARTLY
    assert state(parcel(event("DELIVERED", ago(days=8)), event("IN_TRANSIT", ago(days=6)))) == DONE


def test_as_many_deliveries_as_boxes_are_all_of_them() -> None:
    its = parcel(*(event("DELIVERED", ago(hours=hours)) for hours in (30, 6, 5)))
    assert (state(its), english(its.text)) == (DONE, "The carrier delivered all 3 parcels.")


def test_one_delivery_reported_several_times_is_one() -> None:
    assert state(parcel(DELIVERED, DELIVERED, DELIVERED)) == PARTLY


def test_aggregate_alone_is_told_the_same_way() -> None:
    assert state(parcel()) == PARTLY
    assert state(parcel(updated_at=ago(days=5), created_at=ago(days=7))) == DONE
    assert state(parcel(delivered_at=ago(days=2))) == PARTLY
    assert state(parcel(delivered_at=ago(days=6), updated_at=ago(days=0))) == DONE


def test_aggregate_that_lags_behind_a_delivery_is_told_the_same_way() -> None:
    assert state(parcel(DELIVERED, display_status="IN_TRANSIT")) == PARTLY
    assert (
        state(parcel(event("IN_TRANSIT", ago(hours=1)), display_status="DELIVERED", delivered_at=ago(days=1))) == PARTLY
    )


@each_row(
    ("status", "condition", "reason"),
    [
        ("ATTEMPTED_DELIVERY", Condition.ACTION_NEEDED, Reason.ATTEMPT_FAILED),
        ("READY_FOR_PICKUP", Condition.ACTION_NEEDED, Reason.AT_PICKUP_POINT),
        ("DELAYED", Condition.LATE, Reason.DELAYED),
        ("FAILURE", Condition.PROBLEM, Reason.TRACKING_FAILED),
        ("RETURNING_TO_SENDER", Condition.PROBLEM, Reason.RETURNING),
    ],
)
def test_report_of_another_box_comes_first(status: str, condition: Condition, reason: Reason) -> None:
    its = parcel(event("DELIVERED", ago(days=1)), event(status, ago(hours=1)))
    assert (its.condition, its.reason) == (condition, reason)


def test_a_box_that_was_not_delivered_is_known_by_the_aggregate_alone() -> None:
    its = parcel(event("IN_TRANSIT", ago(days=2)), event("DELIVERED", ago(days=1)), display_status="NOT_DELIVERED")
    assert state(its)[1:] == (Condition.PROBLEM, Reason.NOT_DELIVERED)


def test_an_earlier_trouble_is_over_once_a_box_has_arrived() -> None:
    assert state(parcel(event("ATTEMPTED_DELIVERY", ago(days=1)), DELIVERED)) == PARTLY


def test_a_passed_estimate_is_not_late_before_the_five_days_are_over() -> None:
    its = parcel(DELIVERED, estimated_at=ago(days=2))
    assert (state(its), its.estimate) == (PARTLY, None)
    assert parcel(DELIVERED, estimated_at=ahead(days=2)).estimate is not None


def test_boxes_at_a_pickup_point() -> None:
    ready = event("READY_FOR_PICKUP", ago(hours=3), city="Lund")
    waiting = parcel(ready, route="PICKUP_POINT")
    assert state(waiting) == (Stage.READY_FOR_PICKUP, Condition.ACTION_NEEDED, Reason.AT_PICKUP_POINT)
    assert english(waiting.text).startswith("At least one of 3 parcels is waiting for you.")
    fetched = parcel(ready, display_status="PICKED_UP", route="PICKUP_POINT")
    assert (fetched.route, state(fetched)) == (Route.PICKUP_POINT, PARTLY)
    assert state(parcel(ready, DELIVERED, route="PICKUP_POINT")) == PARTLY
    both = parcel(event("DELIVERED", ago(days=1)), ready, route="PICKUP_POINT")
    assert both.reason is Reason.AT_PICKUP_POINT
    settled = parcel(event("READY_FOR_PICKUP", ago(days=8)), event("DELIVERED", ago(days=6)), route="PICKUP_POINT")
    assert state(settled) == (Stage.PICKED_UP, Condition.DONE, None)


def test_boxes_that_the_shop_brings_itself() -> None:
    its = parcel(DELIVERED, route="LOCAL")
    assert state(its) == (Stage.OUT_FOR_DELIVERY, Condition.FINE, Reason.PARTLY_DELIVERED)
    assert state(parcel(event("DELIVERED", ago(days=5)), route="LOCAL")) == DONE


def test_the_shops_own_counter_hands_over_everything_at_once() -> None:
    its = parcel(display_status="PICKED_UP", route="PICK_UP")
    assert state(its) == (Stage.PICKED_UP, Condition.DONE, None)


def test_out_for_delivery_is_of_at_least_one_box() -> None:
    its = parcel(event("OUT_FOR_DELIVERY", ago(hours=1)))
    assert (its.stage, its.condition) == (Stage.OUT_FOR_DELIVERY, Condition.FINE)
    assert english(its.text).startswith("At least one of 3 parcels is out for delivery.")
    assert english(parcel(event("IN_TRANSIT", ago(hours=1))).title) == "Your parcels are on their way"


NUMBER = "1Z999AA10123456784"
SAME = [
    (Tracking(company="UPS", number=NUMBER, url=None), Tracking(company="UPS", number=NUMBER, url=None)),
    (
        Tracking(company="UPS", number=NUMBER, url=None),
        Tracking(company="ups", number=" 1z 999-AA1 0123456784", url=None),
    ),
    (Tracking(company="UPS", number=NUMBER, url=None), Tracking(company=None, number=NUMBER, url=None)),
    (
        Tracking(company="UPS", number=NUMBER, url=None),
        Tracking(company=None, number=None, url=f"https://www.ups.com/track?tracknum={NUMBER}"),
    ),
    (
        Tracking(company=None, number=None, url="https://boxes.example.com/t/A1B2C3"),
        Tracking(company=None, number=None, url="https://boxes.example.com/t/A1B2C3"),
    ),
    (Tracking(company="UPS", number=NUMBER, url=None), Tracking(company="UPS", number=None, url=None)),
    (
        Tracking(company="USPS", number="9400111206206406260787", url=None),
        Tracking(company="USPS", number="420787459400111206206406260787", url=None),
    ),
]


@each_row("tracking", SAME)
def test_one_number_written_twice_is_one_box(tracking: tuple[Tracking, ...]) -> None:
    its = parcel(DELIVERED, tracking=tracking)
    assert (state(its), english(its.title), len(its.tracking)) == (DONE, "Your parcel has arrived", 1)


# --- several fulfillments of one parcel -------------------------------------------------------------------------

LINES = (line(unfulfilled_quantity=0), line(id="lamp", title="Lamp", unfulfilled_quantity=0))


def order_of(*parcels: Fulfillment, **changes: object) -> Order:
    return order(
        placed_at=ago(days=10),
        **({"fulfillment_status": "FULFILLED", "lines": LINES, "fulfillments": parcels} | changes),
    )


def both(first: Tracking, second: Tracking, **changes: object) -> OrderStatus:
    one = shipment(id="1", tracking=(first,), created_at=ago(days=3))
    two = shipment(id="2", tracking=(second,), created_at=ago(days=2), units=(units(line_id="lamp"),), **changes)
    return status_of(order_of(two, one))


@each_row(("first", "second"), [pair for pair in SAME if all(half.number for half in pair)])
def test_fulfillments_with_one_number_are_one_parcel(first: Tracking, second: Tracking) -> None:
    (its,) = both(first, second).parcels
    assert (its.id, [item.title for item in its.items], len(its.tracking)) == ("shipment-1", ["Mug", "Lamp"], 1)


@each_row(
    ("first", "second"),
    [
        (
            Tracking(company="DHL Express", number="3318810025", url=None),
            Tracking(company="GLS", number="3318810025", url=None),
        ),
        (
            Tracking(company="UPS", number=NUMBER, url=None),
            Tracking(company="UPS", number="1Z999AA10123456785", url=None),
        ),
        (Tracking(company="Other", number="N/A", url=None), Tracking(company="Other", number="N/A", url=None)),
        (Tracking(company="Other", number="0000", url=None), Tracking(company="Other", number="0000", url=None)),
        (Tracking(company="Post", number=None, url=None), Tracking(company="Post", number=None, url=None)),
    ],
)
def test_fulfillments_of_different_parcels_stay_apart(first: Tracking, second: Tracking) -> None:
    assert len(both(first, second).parcels) == 2


UPS = Tracking(company="UPS", number=NUMBER, url=None)


def merged(*changes: dict[str, Any], **of_order: object) -> OrderStatus:
    """An order of fulfillments with one number, of one mug, then of one lamp."""
    lines = ("mug", "lamp")
    parts = [
        shipment(
            **(
                {
                    "id": f"{place}",
                    "tracking": (UPS,),
                    "created_at": ago(days=4 - place),
                    "units": (units(line_id=lines[place % 2]),),
                }
                | change
            )
        )
        for place, change in enumerate(changes)
    ]
    return status_of(order_of(*parts, **of_order))


def test_events_of_one_parcel_are_one_history() -> None:
    scan, later = event("IN_TRANSIT", ago(days=1)), event("DELIVERED", ago(hours=3), city="Lund")
    status = merged({"events": (scan, replace(later, city=None))}, {"events": (scan, later)})
    (its,) = status.parcels
    assert [(found.status, found.town) for found in its.scans] == [("delivered", "Lund"), ("in_transit", None)]
    assert state(its) == DONE
    assert [english(entry.text) for entry in status.timeline].count("A parcel was delivered") == 1


def test_newest_evidence_of_one_parcel_wins() -> None:
    older = {"display_status": "DELIVERED", "updated_at": ago(hours=2)}
    (its,) = merged({"display_status": "IN_TRANSIT", "updated_at": ago(days=1)}, older).parcels
    assert state(its) == DONE
    (its,) = merged(
        {"display_status": "FULFILLED", "updated_at": ago(hours=0)}, {"display_status": "OUT_FOR_DELIVERY"}
    ).parcels
    assert its.stage is Stage.OUT_FOR_DELIVERY
    (its,) = merged({"events": (event("IN_TRANSIT", ago(days=2)),)}, older).parcels
    assert state(its) == DONE


def test_fulfillment_that_was_called_off_is_no_part_of_the_parcel() -> None:
    left = (line(unfulfilled_quantity=1), LINES[1])
    status = merged({"status": "CANCELLED"}, {"display_status": "IN_TRANSIT"}, lines=left)
    (its, waiting) = status.parcels
    assert ([item.title for item in its.items], its.id) == (["Lamp"], "shipment-1")
    assert ([item.title for item in waiting.items], waiting.reason) == (["Mug"], Reason.FULFILLMENT_CANCELLED)


def test_units_of_one_line_are_added() -> None:
    two = (line(quantity=3, current_quantity=3, unfulfilled_quantity=0),)
    (its,) = merged({"units": (units(2),)}, {"units": (units(1),)}, lines=two).parcels
    assert [item.quantity for item in its.items] == [3]


def test_fulfillment_orders_still_find_the_parcel() -> None:
    counter = group(id="1", units=(), delivery=method(method="LOCAL"), fulfillment_ids=("1",))
    other = group(id="2", units=(), delivery=method(method="LOCAL"), fulfillment_ids=("0",))
    (its,) = merged({}, {}, fulfillment_orders=(counter, other)).parcels
    assert its.route is Route.LOCAL_DELIVERY


def test_fulfillments_that_share_a_box_are_one_shipment_of_all_their_boxes() -> None:
    parts: tuple[dict[str, Any], ...] = (
        {"tracking": THREE[:2], "display_status": "DELIVERED"},
        {"tracking": THREE[1:]},
        {"tracking": THREE[2:]},
    )
    (its,) = merged(*parts).parcels
    assert (len(its.tracking), its.reason) == (3, Reason.PARTLY_DELIVERED)


# --- counts -----------------------------------------------------------------------------------------------------


def test_boxes_count_as_parcels() -> None:
    lamp = shipment(id="2", display_status="OUT_FOR_DELIVERY", units=(units(line_id="lamp"),))
    moving = status_of(order_of(boxes(event("IN_TRANSIT", ago(hours=3))), lamp))
    assert english(moving.headline.text).startswith("4 parcels: 4 on their way")
    partly = status_of(order_of(boxes(DELIVERED), replace(lamp, display_status="DELIVERED")))
    assert english(partly.headline.text).startswith("At least 2 of 4 parcels delivered. At least one of 3 parcels")
    done = status_of(order_of(boxes(event("DELIVERED", ago(days=6))), replace(lamp, display_status="DELIVERED")))
    assert english(done.headline.text).startswith("4 of 4 parcels delivered")


def test_history_says_how_many_boxes_left() -> None:
    history = [english(entry.text) for entry in status_of(order_of(boxes(DELIVERED))).timeline]
    assert "The shipment was packed in 3 boxes" in history


def test_question_about_the_other_boxes() -> None:
    assert "only_some_boxes" in [row.code for row in status_of(order_of(boxes(DELIVERED))).faq]


# --- words under a badge ----------------------------------------------------------------------------------------


@each_row(
    ("changes", "reason", "title"),
    [
        ({"events": (event("IN_TRANSIT", ago(days=10)),)}, Reason.STALLED, "No news of your parcels"),
        ({"events": (event("OUT_FOR_DELIVERY", ago(days=10)),)}, Reason.STALLED, "No news of your parcels"),
        (
            {"events": (event("IN_TRANSIT", ago(days=3)),), "estimated_at": ago(days=2)},
            Reason.ESTIMATE_PASSED,
            "Your parcel is late",
        ),
        ({"display_status": "NOT_DELIVERED"}, Reason.NOT_DELIVERED, "There’s a problem with one of your parcels"),
        ({"display_status": "FULFILLED"}, Reason.SEE_CARRIER, "Your parcels are on their way"),
    ],
)
def test_words_of_several_boxes_fit_their_badge(changes: dict[str, object], reason: Reason, title: str) -> None:
    its_shipment = shipment(created_at=ago(days=12), tracking=THREE, **changes)
    (its,) = status_of(sent(placed_at=ago(days=13), fulfillments=(its_shipment,))).parcels
    assert (its.reason, english(its.title)) == (reason, title)
