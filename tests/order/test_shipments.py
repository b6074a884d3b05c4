from dataclasses import replace
from datetime import timedelta

import pytest

from tests.order.builders import (
    NOW,
    TRACKED,
    ago,
    ahead,
    download,
    event,
    group,
    line,
    method,
    order,
    parcel_of,
    policy,
    say,
    sent,
    shipment,
    shown,
    units,
)
from tracking.order.model import Event, Order, Tracking
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import Condition, Reason, Route, Stage


def by(way: str, *told: str, status: str = "FULFILLED", **changes: object) -> Parcel:
    events = tuple(event(word, ago(hours=len(told) - place)) for place, word in enumerate(told))
    parcel = shipment(display_status=told[-1] if told else status, events=events, **changes)
    return parcel_of(sent(fulfillments=(parcel,), fulfillment_orders=(group(delivery=method(method=way), units=()),)))


def standing(parcel: Parcel) -> tuple[Route, Stage, Condition, Reason | None]:
    return parcel.route, parcel.stage, parcel.condition, parcel.reason


def test_to_a_pickup_point_it_travels_then_waits_then_is_fetched() -> None:
    route = Route.PICKUP_POINT
    assert standing(by("PICKUP_POINT", "IN_TRANSIT")) == (route, Stage.SHIPPED, Condition.FINE, None)
    assert standing(by("PICKUP_POINT", "OUT_FOR_DELIVERY")) == (route, Stage.SHIPPED, Condition.FINE, None)
    waits = by("PICKUP_POINT", "READY_FOR_PICKUP")
    assert standing(waits) == (route, Stage.READY_FOR_PICKUP, Condition.ACTION_NEEDED, Reason.AT_PICKUP_POINT)
    assert standing(by("PICKUP_POINT", "DELIVERED")) == (route, Stage.PICKED_UP, Condition.DONE, None)


def test_to_a_pickup_point_a_bar_does_not_run_backwards_either() -> None:
    assert by("PICKUP_POINT", "READY_FOR_PICKUP", "OUT_FOR_DELIVERY").stage is Stage.READY_FOR_PICKUP


def test_at_the_shops_counter_it_waits_then_is_fetched() -> None:
    waits = by("PICK_UP", "READY_FOR_PICKUP", tracking=())
    assert standing(waits) == (
        Route.PICKUP,
        Stage.READY_FOR_PICKUP,
        Condition.ACTION_NEEDED,
        Reason.AT_PICKUP_POINT,
    )
    assert "Harbor shop, Quay 1, 211 20 Malmö" in say(waits.text)
    assert by("PICK_UP", status="PICKED_UP").stage is Stage.PICKED_UP


def test_at_the_counter_nobody_is_called_who_may_have_been_there() -> None:
    handed_over = by("PICK_UP", status="FULFILLED", tracking=())
    assert standing(handed_over) == (Route.PICKUP, Stage.READY_FOR_PICKUP, Condition.FINE, None)
    assert say(handed_over.title) == "Ready, or picked up already"


@pytest.mark.parametrize("word", ["CARRIER_PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY"])
def test_on_its_way_to_the_counter_it_is_not_ready_yet(word: str) -> None:
    assert by("PICK_UP", word).stage is Stage.PREPARING


@pytest.mark.parametrize("method", ["PICK_UP", "LOCAL"])
def test_where_no_carrier_comes_none_is_waited_for(method: str) -> None:
    packed = by(method, status="LABEL_PRINTED")
    assert packed.reason is Reason.NO_SCAN_YET
    assert "carrier" not in say(packed.text)


def test_the_shops_own_driver_goes_out_then_delivers() -> None:
    out = by("LOCAL", tracking=())
    assert standing(out) == (Route.LOCAL_DELIVERY, Stage.OUT_FOR_DELIVERY, Condition.FINE, None)
    assert say(out.text) == "Our driver has your order and is bringing it to you."
    assert by("LOCAL", "READY_FOR_PICKUP").stage is Stage.OUT_FOR_DELIVERY
    assert by("LOCAL", "PICKED_UP").stage is Stage.DELIVERED


@pytest.mark.parametrize("way", ["SHIPPING", "PICKUP_POINT", "PICK_UP", "LOCAL"])
def test_trouble_is_trouble_on_every_way(way: str) -> None:
    assert by(way, "READY_FOR_PICKUP", "FAILURE").condition is Condition.PROBLEM


def test_a_download_was_sent_as_soon_as_it_was_marked_so() -> None:
    sent_pdf = shipment(units=(units(line_id="pdf"),), requires_shipping=False, tracking=())
    parcel = parcel_of(sent(lines=(download(unfulfilled_quantity=0),), fulfillments=(sent_pdf,)))
    assert standing(parcel) == (Route.DIGITAL, Stage.SENT, Condition.DONE, None)
    assert parcel.steps[-1].at == ago(hours=3)


def test_a_download_is_one_though_the_rest_of_the_order_is_shipped() -> None:
    pdf = shipment(units=(units(line_id="pdf"),))
    lines = (download(unfulfilled_quantity=0), line())
    status = shown(order(lines=lines, fulfillments=(pdf,), fulfillment_orders=(group(),)))
    assert [parcel.route for parcel in status.parcels] == [Route.DIGITAL, Route.SHIP]


@pytest.mark.parametrize(
    ("changes", "route"),
    [
        ({"requires_shipping": True}, Route.SHIP),
        ({"requires_shipping": False}, Route.SHIP),
        ({"requires_shipping": False, "tracking": ()}, Route.DIGITAL),
    ],
)
def test_a_parcel_whose_content_is_unknown_ships_if_anything_says_so(changes: dict[str, object], route: Route) -> None:
    empty = shipment(units=(units(line_id="of another order"),), **changes)
    assert shown(sent(fulfillments=(empty,))).parcels[0].route is route


def test_what_was_bought_at_the_counter_is_completed() -> None:
    at_the_counter = by("RETAIL", tracking=())
    assert standing(at_the_counter) == (Route.IN_STORE, Stage.COMPLETED, Condition.DONE, None)
    assert len(at_the_counter.steps) == 1


@pytest.mark.parametrize(
    ("changes", "route"),
    [
        ({"shipping_title": None}, Route.IN_STORE),
        ({"shipping_title": "Standard"}, Route.SHIP),
        ({"shipping_title": None, "source": "web"}, Route.SHIP),
    ],
)
def test_without_groups_the_till_tells_what_was_bought_at_the_counter(changes: dict[str, object], route: Route) -> None:
    bought = sent(fulfillments=(shipment(tracking=()),), **({"source": "pos"} | changes))
    assert parcel_of(bought).route is route


def test_of_several_groups_the_one_that_the_shipment_came_of_says_the_way() -> None:
    groups = (
        group(id="other", units=()),
        group(delivery=method(method="LOCAL"), units=(), fulfillment_ids=("parcel",)),
    )
    assert parcel_of(sent(fulfillment_orders=groups)).route is Route.LOCAL_DELIVERY


def test_of_several_groups_none_is_guessed() -> None:
    groups = (group(delivery=method(method="LOCAL"), units=()), group(units=()))
    assert parcel_of(sent(fulfillment_orders=groups)).route is Route.SHIP


def scanned(*told: Event, **changes: object) -> Order:
    parcel = shipment(created_at=ago(days=20), display_status="IN_TRANSIT", events=told, **changes)
    return sent(placed_at=ago(days=21), fulfillments=(parcel,))


def test_a_parcel_without_a_scan_for_days_is_stalled() -> None:
    last = event("IN_TRANSIT", ago(days=7))
    assert parcel_of(scanned(last)).reason is None
    later = parcel_of(scanned(last), NOW + timedelta(seconds=1))
    assert (later.stage, later.condition, later.reason) == (Stage.SHIPPED, Condition.LATE, Reason.STALLED)
    assert "no scan for 7 days" in say(later.text)


def test_the_shop_decides_when_a_parcel_is_stalled() -> None:
    silent = scanned(event("IN_TRANSIT", ago(days=9)))
    assert parcel_of(silent, its_policy=policy(stalled_days=10)).reason is None


def test_a_label_that_nobody_scans_is_stalled_too() -> None:
    parcel = shipment(created_at=ago(days=8), display_status="LABEL_PRINTED")
    assert parcel_of(sent(fulfillments=(parcel,))).reason is Reason.STALLED


@pytest.mark.parametrize("tracking", [(TRACKED,), ()])
def test_a_parcel_that_nobody_follows_is_never_stalled(tracking: tuple[Tracking, ...]) -> None:
    parcel = shipment(created_at=ago(days=30), tracking=tracking)
    assert parcel_of(sent(fulfillments=(parcel,))).condition is not Condition.LATE


def test_a_parcel_is_late_on_the_day_after_its_estimate() -> None:
    due = scanned(event("IN_TRANSIT", ago(days=1), estimated_at=NOW))
    assert parcel_of(due).condition is Condition.FINE
    late = parcel_of(due, NOW + timedelta(days=1))
    assert (late.condition, late.reason) == (Condition.LATE, Reason.ESTIMATE_PASSED)
    assert say(late.text).startswith("It should have arrived by 2026-11-18")


def test_a_parcel_without_a_number_is_late_after_its_estimate_too() -> None:
    parcel = shipment(tracking=(), estimated_at=ago(days=2))
    assert parcel_of(sent(fulfillments=(parcel,))).reason is Reason.ESTIMATE_PASSED


def test_a_delay_names_its_new_day() -> None:
    parcel = parcel_of(scanned(event("DELAYED", ago(days=1), estimated_at=ahead(days=2))))
    assert say(parcel.text) == "The carrier reports a delay. The new estimate is 2026-11-20 to 2026-11-20."


def test_a_delay_names_no_day_that_has_passed() -> None:
    parcel = parcel_of(scanned(event("DELAYED", ago(days=1), estimated_at=ago(days=3))))
    assert parcel.reason is Reason.DELAYED
    assert "2026" not in say(parcel.text)


def test_what_arrived_has_no_estimate_any_more() -> None:
    assert parcel_of(scanned(event("DELIVERED", ago(days=1), estimated_at=ago(days=1)))).estimate is None


def test_what_comes_back_has_no_estimate_any_more() -> None:
    assert parcel_of(scanned(event("RETURNING_TO_SENDER", ago(days=1), estimated_at=ahead(days=1)))).estimate is None


def test_the_number_becomes_a_link_to_its_carrier() -> None:
    (link,) = parcel_of(sent()).tracking
    assert (link.carrier, link.number) == ("ups", "1Z999AA10123456784")
    assert link.url
    assert link.url.startswith("https://")


def test_an_order_without_a_destination_has_links_too() -> None:
    assert parcel_of(sent(destination=None)).tracking


def test_a_carrier_without_a_name_is_the_carrier() -> None:
    parcel = shipment(display_status="LABEL_PRINTED", tracking=(Tracking(company=None, number="12", url=None),))
    assert "The carrier has not scanned it yet" in say(parcel_of(sent(fulfillments=(parcel,))).text)


def test_the_newest_scan_stands_first_with_its_place() -> None:
    far = replace(event("IN_TRANSIT", ago(days=2)), province="Skåne", country="Sweden")
    near = event("OUT_FOR_DELIVERY", ago(days=1), city="Lund")
    scans = parcel_of(scanned(far, near, event("CONFIRMED", ago(hours=1)))).scans
    assert [(scan.status, scan.place) for scan in scans] == [
        ("confirmed", None),
        ("out_for_delivery", "Lund"),
        ("in_transit", "Skåne, Sweden"),
    ]


def test_a_parcel_leaves_from_a_town_and_no_warehouse_is_named() -> None:
    assert by("SHIPPING").location == "Malmö"


def test_a_parcel_in_the_future_has_not_been_silent() -> None:
    parcel = shipment(created_at=ahead(days=1), display_status="IN_TRANSIT")
    assert parcel_of(sent(fulfillments=(parcel,))).condition is Condition.FINE
