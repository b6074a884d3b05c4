from dataclasses import replace
from datetime import timedelta

from tests.order.builders import (
    NOW,
    TRACKED,
    ago,
    ahead,
    download,
    english,
    event,
    group,
    line,
    method,
    order,
    parcel_of,
    policy,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Event, Order, Tracking
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import Condition, Reason, Route, Stage


def parcel_by(route: str, *reported: str, status: str = "FULFILLED", **changes: object) -> Parcel:
    events = tuple(event(value, ago(hours=len(reported) - place)) for place, value in enumerate(reported))
    parcel = shipment(display_status=reported[-1] if reported else status, events=events, **changes)
    return parcel_of(sent(fulfillments=(parcel,), fulfillment_orders=(group(delivery=method(method=route), units=()),)))


def state_of(parcel: Parcel) -> tuple[Route, Stage, Condition, Reason | None]:
    return parcel.route, parcel.stage, parcel.condition, parcel.reason


def test_parcel_to_a_pickup_point_is_sent_ready_then_picked_up() -> None:
    route = Route.PICKUP_POINT
    assert state_of(parcel_by("PICKUP_POINT", "IN_TRANSIT")) == (route, Stage.SHIPPED, Condition.FINE, None)
    assert state_of(parcel_by("PICKUP_POINT", "OUT_FOR_DELIVERY")) == (route, Stage.SHIPPED, Condition.FINE, None)
    ready = parcel_by("PICKUP_POINT", "READY_FOR_PICKUP")
    assert state_of(ready) == (route, Stage.READY_FOR_PICKUP, Condition.ACTION_NEEDED, Reason.AT_PICKUP_POINT)
    assert state_of(parcel_by("PICKUP_POINT", "DELIVERED")) == (route, Stage.PICKED_UP, Condition.DONE, None)


def test_progress_bar_to_a_pickup_point_never_moves_back() -> None:
    assert parcel_by("PICKUP_POINT", "READY_FOR_PICKUP", "OUT_FOR_DELIVERY").stage is Stage.READY_FOR_PICKUP


def test_pickup_order_is_ready_then_picked_up() -> None:
    ready = parcel_by("PICK_UP", "READY_FOR_PICKUP", tracking=())
    assert state_of(ready) == (
        Route.PICKUP,
        Stage.READY_FOR_PICKUP,
        Condition.ACTION_NEEDED,
        Reason.AT_PICKUP_POINT,
    )
    assert "Quay 1, 211 20 Malmö" in english(ready.text)
    assert parcel_by("PICK_UP", status="PICKED_UP").stage is Stage.PICKED_UP


def test_fulfilled_pickup_order_without_events_needs_no_action() -> None:
    handed_over = parcel_by("PICK_UP", status="FULFILLED", tracking=())
    assert state_of(handed_over) == (Route.PICKUP, Stage.READY_FOR_PICKUP, Condition.FINE, None)
    assert english(handed_over.title) == "Ready or already picked up"


@each_row("value", ["CARRIER_PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY"])
def test_pickup_order_in_transit_is_not_ready(value: str) -> None:
    assert parcel_by("PICK_UP", value).stage is Stage.PREPARING


@each_row("method", ["PICK_UP", "LOCAL"])
def test_route_without_a_carrier_does_not_wait_for_one(method: str) -> None:
    packed = parcel_by(method, status="LABEL_PRINTED")
    assert packed.reason is Reason.NO_SCAN_YET
    assert "carrier" not in english(packed.text)


def test_local_delivery_is_out_for_delivery_then_delivered() -> None:
    out = parcel_by("LOCAL", tracking=())
    assert state_of(out) == (Route.LOCAL_DELIVERY, Stage.OUT_FOR_DELIVERY, Condition.FINE, None)
    assert english(out.text) == "Our driver has it and is bringing it to you."
    assert parcel_by("LOCAL", "READY_FOR_PICKUP").stage is Stage.OUT_FOR_DELIVERY
    assert parcel_by("LOCAL", "PICKED_UP").stage is Stage.DELIVERED


@each_row("route", ["SHIPPING", "PICKUP_POINT", "PICK_UP", "LOCAL"])
def test_problem_is_a_problem_on_every_route(route: str) -> None:
    assert parcel_by(route, "READY_FOR_PICKUP", "FAILURE").condition is Condition.PROBLEM


def test_download_is_sent_when_it_is_marked_as_fulfilled() -> None:
    sent_pdf = shipment(units=(units(line_id="pdf"),), requires_shipping=False, tracking=())
    parcel = parcel_of(sent(lines=(download(unfulfilled_quantity=0),), fulfillments=(sent_pdf,)))
    assert state_of(parcel) == (Route.DIGITAL, Stage.SENT, Condition.DONE, None)
    assert parcel.steps[-1].at == ago(hours=3)


def test_download_is_digital_though_the_rest_of_the_order_is_shipped() -> None:
    pdf = shipment(units=(units(line_id="pdf"),))
    lines = (download(unfulfilled_quantity=0), line())
    status = status_of(order(lines=lines, fulfillments=(pdf,), fulfillment_orders=(group(),)))
    assert [parcel.route for parcel in status.parcels] == [Route.SHIP, Route.DIGITAL]


@each_row(
    ("changes", "route"),
    [
        ({"requires_shipping": True}, Route.SHIP),
        ({"requires_shipping": False}, Route.SHIP),
        ({"requires_shipping": False, "tracking": ()}, Route.DIGITAL),
    ],
)
def test_shipment_with_unknown_content_ships_by_flag_or_tracking(changes: dict[str, object], route: Route) -> None:
    empty = shipment(units=(units(line_id="of another order"),), **changes)
    parcels = status_of(sent(fulfillments=(empty,))).parcels
    assert [parcel.route for parcel in parcels if parcel.id.startswith("shipment")] == [route]


def test_purchase_in_the_store_is_completed() -> None:
    at_the_counter = parcel_by("RETAIL", tracking=())
    assert state_of(at_the_counter) == (Route.IN_STORE, Stage.COMPLETED, Condition.DONE, None)
    assert len(at_the_counter.steps) == 1


@each_row(
    ("changes", "route"),
    [
        ({"shipping_title": None}, Route.IN_STORE),
        ({"shipping_title": "Standard"}, Route.SHIP),
        ({"shipping_title": None, "source": "web"}, Route.SHIP),
    ],
)
def test_point_of_sale_decides_the_store_route_without_fulfillment_orders(
    changes: dict[str, object], route: Route
) -> None:
    bought = sent(fulfillments=(shipment(tracking=()),), **({"source": "pos"} | changes))
    assert parcel_of(bought).route is route


def test_route_comes_from_the_fulfillment_order_of_the_shipment() -> None:
    groups = (
        group(id="other", units=()),
        group(delivery=method(method="LOCAL"), units=(), fulfillment_ids=("parcel",)),
    )
    assert parcel_of(sent(fulfillment_orders=groups)).route is Route.LOCAL_DELIVERY


def test_route_is_not_guessed_from_several_fulfillment_orders() -> None:
    groups = (group(delivery=method(method="LOCAL"), units=()), group(units=()))
    assert parcel_of(sent(fulfillment_orders=groups)).route is Route.SHIP


def order_with_events(*reported: Event, **changes: object) -> Order:
    parcel = shipment(created_at=ago(days=20), display_status="IN_TRANSIT", events=reported, **changes)
    return sent(placed_at=ago(days=21), fulfillments=(parcel,))


def test_a_parcel_without_a_scan_for_days_is_stalled() -> None:
    last = event("IN_TRANSIT", ago(days=7))
    assert parcel_of(order_with_events(last)).reason is None
    later = parcel_of(order_with_events(last), NOW + timedelta(seconds=1))
    assert (later.stage, later.condition, later.reason) == (Stage.SHIPPED, Condition.LATE, Reason.STALLED)
    assert "hasn’t been scanned for 7 days" in english(later.text)


def test_stalled_days_come_from_the_policy() -> None:
    silent = order_with_events(event("IN_TRANSIT", ago(days=9)))
    assert parcel_of(silent, its_policy=policy(stalled_days=10)).reason is None


def test_label_without_a_scan_is_late_and_not_stalled() -> None:
    label = parcel_of(sent(fulfillments=(shipment(created_at=ago(days=8), display_status="LABEL_PRINTED"),)))
    assert (label.condition, label.reason) == (Condition.LATE, Reason.NO_SCAN_YET)


@each_row("tracking", [(TRACKED,), ()])
def test_parcel_without_carrier_events_is_never_stalled(tracking: tuple[Tracking, ...]) -> None:
    parcel = shipment(created_at=ago(days=30), tracking=tracking)
    assert parcel_of(sent(fulfillments=(parcel,))).condition is not Condition.LATE


def test_a_parcel_is_late_on_the_day_after_its_estimate() -> None:
    due = order_with_events(event("IN_TRANSIT", ago(days=1), estimated_at=NOW))
    assert parcel_of(due).condition is Condition.FINE
    late = parcel_of(due, NOW + timedelta(days=1))
    assert (late.condition, late.reason) == (Condition.LATE, Reason.ESTIMATE_PASSED)
    assert english(late.text).startswith("It should have arrived by now")


def test_a_parcel_without_a_number_is_late_after_its_estimate_too() -> None:
    parcel = shipment(created_at=ago(days=4), tracking=(), estimated_at=ago(days=2))
    assert parcel_of(sent(fulfillments=(parcel,))).reason is Reason.ESTIMATE_PASSED


def test_a_delay_names_its_new_day() -> None:
    parcel = parcel_of(order_with_events(event("DELAYED", ago(days=1), estimated_at=ahead(days=2))))
    assert english(parcel.text).startswith("The carrier reports a delay. Your parcel is still on its way")


def test_a_delay_names_no_day_that_has_passed() -> None:
    parcel = parcel_of(order_with_events(event("DELAYED", ago(days=1), estimated_at=ago(days=3))))
    assert parcel.reason is Reason.DELAYED
    assert "2026" not in english(parcel.text)


def test_delivered_parcel_has_no_estimate() -> None:
    assert parcel_of(order_with_events(event("DELIVERED", ago(days=1), estimated_at=ago(days=1)))).estimate is None


def test_returning_parcel_has_no_estimate() -> None:
    assert (
        parcel_of(order_with_events(event("RETURNING_TO_SENDER", ago(days=1), estimated_at=ahead(days=1)))).estimate
        is None
    )


def test_the_number_becomes_a_link_to_its_carrier() -> None:
    (link,) = parcel_of(sent()).tracking
    assert (link.carrier, link.number) == ("ups", "1Z999AA10123456784")
    assert link.url
    assert link.url.startswith("https://")


def test_an_order_without_a_destination_has_links_too() -> None:
    assert parcel_of(sent(destination=None)).tracking


def test_unnamed_carrier_is_called_the_carrier() -> None:
    parcel = shipment(display_status="LABEL_PRINTED", tracking=(Tracking(company=None, number="12", url=None),))
    assert "The carrier hasn’t scanned it yet" in english(parcel_of(sent(fulfillments=(parcel,))).text)


def test_newest_scan_comes_first_with_its_place() -> None:
    far = replace(event("IN_TRANSIT", ago(days=2)), province="Skåne", country="Sweden")
    near = event("OUT_FOR_DELIVERY", ago(days=1), city="Lund")
    scans = parcel_of(order_with_events(far, near, event("CONFIRMED", ago(hours=1)))).scans
    assert [(scan.status, scan.place) for scan in scans] == [
        ("confirmed", None),
        ("out_for_delivery", "Lund"),
        ("in_transit", "Skåne, Sweden"),
    ]


def test_a_parcel_leaves_from_a_town_and_no_warehouse_is_named() -> None:
    assert parcel_by("SHIPPING").location == "Malmö"


def test_parcel_in_the_future_has_no_time_without_events() -> None:
    parcel = shipment(created_at=ahead(days=1), display_status="IN_TRANSIT")
    assert parcel_of(sent(fulfillments=(parcel,))).condition is Condition.FINE
