from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.order import builders
from tests.order.builders import NOW, ago, event, group, line, method, order, policy, shipment
from tracking.durations.steps import TimedStep
from tracking.order.model import Destination, Disposition, Order, Refund, Transaction
from tracking.order.step_durations import StepDuration, step_durations

NORWAY = Destination(city="Oslo", province=None, country="NO", postcode=None)
PAID = Transaction(kind="SALE", status="SUCCESS", gateway="card", is_manual=False, processed_at=ago(days=9))
SENT = shipment(
    created_at=ago(days=8), in_transit_at=ago(days=7), delivered_at=ago(days=4), service="Manual", location="Whitby"
)


def sent_order(*parcels: Any, **changes: Any) -> Order:  # noqa: ANN401 - the fields of an Order
    made = order(fulfillments=parcels or (SENT,), placed_at=ago(days=10), destination=NORWAY, **changes)
    return replace(made, transactions=(PAID,)) if "transactions" not in changes else made


def measured(order: Order, now: datetime = NOW) -> dict[TimedStep, timedelta]:
    return {each.step: each.ended_at - each.started_at for each in step_durations(order, now, policy())}


ALL = {
    TimedStep.SENT: timedelta(days=1),
    TimedStep.FIRST_SCAN: timedelta(days=1),
    TimedStep.ARRIVED: timedelta(days=3),
}
WITHOUT_SENT = {step: span for step, span in ALL.items() if step is not TimedStep.SENT}


def test_each_step_has_its_moments_and_what_it_depends_on() -> None:
    steps = step_durations(sent_order(shipping_title="Express"), NOW, policy())
    assert steps[2] == StepDuration(
        step=TimedStep.ARRIVED,
        started_at=ago(days=7),
        ended_at=ago(days=4),
        carrier="ups",
        shipping_method="Express",
        service="Manual",
        country="NO",
        location="Whitby",
    )
    assert measured(sent_order()) == ALL


def test_only_the_first_shipment_has_the_type_of_what_was_sent() -> None:
    lines = (line(product_type="Furniture"), line(id="lamp", product_type="Lamps"))
    later = replace(SENT, id="later", created_at=ago(days=7.5))
    for its_lines, expected in ((lines[:1], "Furniture"), (lines, None)):
        steps = step_durations(sent_order(SENT, later, lines=its_lines), NOW, policy())
        assert [each.product_type for each in steps if each.step is TimedStep.SENT] == [expected]
        assert {each.product_type for each in steps if each.step is not TimedStep.SENT} == {None}


def test_steps_that_have_not_ended_are_left_out() -> None:
    assert measured(sent_order(), ago(days=5)) == {step: ALL[step] for step in (TimedStep.SENT, TimedStep.FIRST_SCAN)}
    assert measured(sent_order(shipment(created_at=ago(days=8)))) == {TimedStep.SENT: timedelta(days=1)}


@pytest.mark.parametrize(
    "changes",
    [{"is_test": True}, {"cancelled_at": ago(days=1)}, {"destination": None}],
    ids=["test", "cancelled", "without a destination"],
)
def test_orders_that_tell_nothing_are_left_out(changes: dict[str, Any]) -> None:
    assert measured(replace(sent_order(), **changes)) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": (line(selling_plan="Preorder"),)},
        {"fulfillment_orders": (group(holds=("INVENTORY_OUT_OF_STOCK",)),)},
        {"fulfillment_orders": (group(fulfill_at=ago(days=8)),)},
        {"transactions": (replace(PAID, status="PENDING"),)},
    ],
    ids=["preorder", "hold", "scheduled", "not paid"],
)
def test_orders_that_wait_on_purpose_do_not_tell_when_orders_are_sent(changes: dict[str, Any]) -> None:
    assert measured(sent_order(**changes)) == WITHOUT_SENT


def test_an_authorized_payment_counts_and_a_free_order_counts_from_its_placing() -> None:
    authorized = replace(PAID, kind="AUTHORIZATION")
    captured = replace(PAID, kind="CAPTURE", processed_at=ago(days=8))
    assert measured(sent_order(transactions=(captured, authorized))) == ALL
    assert measured(sent_order(transactions=()))[TimedStep.SENT] == timedelta(days=2)


def test_only_the_first_shipment_tells_when_orders_are_sent() -> None:
    later = shipment(id="later", created_at=ago(days=2))
    steps = step_durations(sent_order(later, SENT), NOW, policy())
    assert [each.ended_at for each in steps if each.step is TimedStep.SENT] == [ago(days=8)]


@pytest.mark.parametrize(
    "changes",
    [{"status": "CANCELLED"}, {"display_status": "LABEL_VOIDED"}, {"requires_shipping": False, "tracking": ()}],
    ids=["cancelled", "called off", "digital"],
)
def test_shipment_that_is_no_parcel_is_left_out(changes: dict[str, Any]) -> None:
    units: dict[str, Any] = {"units": ()} if "tracking" in changes else {}
    assert measured(sent_order(replace(SENT, **changes, **units))) == {}


def test_pickups_at_the_shop_s_counter_are_left_out() -> None:
    counter = group(delivery=method(method="PICK_UP"), fulfillment_ids=(SENT.id,))
    assert measured(sent_order(fulfillment_orders=(counter,))) == {}


def test_scans_stand_for_the_aggregate_and_a_pickup_point_is_the_end() -> None:
    events = (
        event("LABEL_PRINTED", ago(days=7, hours=12)),
        event("CARRIER_PICKED_UP", ago(days=7)),
        event("READY_FOR_PICKUP", ago(days=4)),
        event("DELIVERED", ago(days=1)),
    )
    parcel = shipment(created_at=ago(days=8), events=events, delivered_at=ago(days=1))
    assert measured(sent_order(parcel)) == ALL


def test_a_parcel_that_waited_for_the_customer_does_not_tell_when_parcels_arrive() -> None:
    parcel = replace(SENT, events=(event("ATTEMPTED_DELIVERY", ago(days=5)),))
    assert TimedStep.ARRIVED not in measured(sent_order(parcel))


def test_impossible_durations_are_left_out() -> None:
    mistyped = replace(SENT, created_at=ago(days=6))
    assert TimedStep.FIRST_SCAN not in measured(sent_order(mistyped))
    assert measured(sent_order(SENT, transactions=(replace(PAID, processed_at=ago(days=1)),))) == WITHOUT_SENT


def test_of_parcels_that_are_alike_the_first_counts_whichever_arrives_first() -> None:
    def found(*parcels: Any) -> list[timedelta]:  # noqa: ANN401 - Fulfillments
        steps = step_durations(sent_order(*parcels), NOW, policy())
        return [each.ended_at - each.started_at for each in steps if each.step is TimedStep.ARRIVED]

    faster = replace(SENT, id="faster", created_at=ago(days=7.5), delivered_at=ago(days=6))
    slower = replace(SENT, id="slower", created_at=ago(days=7.5), delivered_at=ago(days=2))
    assert found(faster, slower, SENT, *[replace(faster, id=str(nth)) for nth in range(25)]) == [timedelta(days=3)]
    assert found(replace(SENT, delivered_at=None), faster) == []  # else only the fast ones would count
    elsewhere, unknown = replace(slower, location="Ystad"), replace(faster, tracking=())
    assert sorted(found(SENT, elsewhere, unknown)) == [timedelta(days=1), timedelta(days=3), timedelta(days=5)]


def test_of_several_returns_one_refund_counts() -> None:
    inspected = (Disposition(type="RESTOCKED", quantity=1, at=ago(days=3)),)
    returns = tuple(replace(builders.order_return(dispositions=inspected), id=each) for each in "abc")
    refunds = tuple(
        Refund(processed_at=ago(days=days), total=None, return_id=of, units=(), transactions=())
        for of, days in (("b", 2), ("c", 1))
    )
    steps = step_durations(sent_order(returns=returns, refunds=refunds), NOW, policy())
    assert [each.ended_at for each in steps if each.step is TimedStep.REFUNDED] == [ago(days=2)]


def test_a_refund_is_measured_from_the_first_inspection() -> None:
    came_back = [Disposition(type=kind, quantity=1, at=ago(days=days)) for kind, days in CAME_BACK]
    order_return = builders.order_return(dispositions=tuple(came_back))
    refunds = tuple(
        Refund(processed_at=ago(days=days), total=None, return_id=of, units=(), transactions=())
        for of, days in (("return", 1), ("other", 2))
    )
    found = measured(sent_order(returns=(order_return,), refunds=refunds))
    assert found[TimedStep.REFUNDED] == timedelta(days=1)
    assert TimedStep.REFUNDED not in measured(sent_order(returns=(order_return,)))


CAME_BACK = [("MISSING", 3), ("RESTOCKED", 2), ("NOT_RESTOCKED", 1)]


def test_the_location_is_that_of_the_fulfillment_order_where_the_shipment_names_none() -> None:
    parcel = replace(SENT, location=None)
    malmo = group(fulfillment_ids=(parcel.id,))
    other = group(id="other", location=builders.place(name="Other"))
    for groups, expected in (((other, malmo), "Harbor shop"), ((other,), "Other"), ((other, other), None)):
        steps = step_durations(sent_order(parcel, fulfillment_orders=groups), NOW, policy())
        assert {each.location for each in steps} == {expected}


def test_an_unknown_carrier_has_no_code() -> None:
    steps = step_durations(sent_order(replace(SENT, tracking=())), NOW, policy())
    assert {each.carrier for each in steps} == {None}
