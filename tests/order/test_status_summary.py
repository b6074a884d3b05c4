import json
from dataclasses import replace

from hypothesis import given

from tests.order.builders import ago, event, group, line, method, order, order_return, sent, shipment, status_of, units
from tests.order.strategies import orders
from tracking.order.model import Order
from tracking.order.status_summary import ORDER, changed, summary
from tracking.order.vocabulary import Condition, Reason, Stage


@given(orders)
def test_summary_survives_json(invented: Order) -> None:
    short = summary(status_of(invented))
    assert json.loads(json.dumps(short)) == short


@given(orders)
def test_summary_has_every_parcel_and_return(invented: Order) -> None:
    status = status_of(invented)
    short = summary(status)
    assert list(short["parcels"]) == [parcel.id for parcel in status.parcels]
    assert list(short["returns"]) == [return_.id for return_ in status.returns]


@given(orders)
def test_summary_has_public_codes_as_plain_text(invented: Order) -> None:
    short = summary(status_of(invented))
    for state in (short["order"], *short["parcels"].values(), *short["returns"].values()):
        assert type(state["condition"]) is str
        assert Condition(state["condition"])
        assert state["stage"] is None or (type(state["stage"]) is str and Stage(state["stage"]))
        assert state["reason"] is None or (type(state["reason"]) is str and Reason(state["reason"]))


@given(orders, orders)
def test_changed_is_empty_for_equal_summaries_and_symmetric(invented: Order, other: Order) -> None:
    before, after = summary(status_of(invented)), summary(status_of(other))
    assert changed(before, before) == frozenset()
    assert changed(before, after) == changed(after, before)
    assert (changed(before, after) == frozenset()) == (before == after)


def test_summary_of_a_parcel_on_its_way() -> None:
    promised = method(earliest_at=ago(days=-2), latest_at=ago(days=-4))
    moving = shipment(id="gid://shopify/Fulfillment/7", events=(event("IN_TRANSIT", ago(hours=1)),))
    status = status_of(
        sent(
            fulfillments=(moving,),
            fulfillment_orders=(group(status="CLOSED", delivery=promised, units=()),),
            returns=(order_return(id="gid://shopify/Return/8"),),
        )
    )
    estimate = {"first": "2026-11-20", "last": "2026-11-22"}
    assert summary(status) == {
        "order": {"stage": "shipped", "condition": "fine", "reason": None, "estimate": estimate},
        "parcels": {"shipment-7": {"stage": "shipped", "condition": "fine", "reason": None, "estimate": estimate}},
        "returns": {
            "return-8": {
                "stage": "approved",
                "condition": "action_needed",
                "reason": "return_approved",
                "estimate": None,
            }
        },
    }


def test_declined_return_has_no_stage() -> None:
    short = summary(status_of(sent(returns=(order_return(status="DECLINED"),))))
    assert short["returns"]["return-return"]["stage"] is None


def test_change_names_only_the_parcel_that_changed() -> None:
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=0),)
    first, second = shipment(id="1"), shipment(id="2", events=(event("IN_TRANSIT", ago(hours=2)),))
    before = sent(lines=lines, fulfillments=(first, second))
    delayed = replace(second, events=(*second.events, event("DELAYED", ago(hours=1))))
    after = replace(before, fulfillments=(first, delayed))
    assert changed(summary(status_of(before)), summary(status_of(after))) == {ORDER, "shipment-2"}


def test_change_names_parcels_that_are_new_and_gone() -> None:
    waiting = order(fulfillment_orders=(group(units=(units(),)),))
    assert changed(summary(status_of(waiting)), summary(status_of(sent()))) == {
        ORDER,
        "pending-group",
        "shipment-parcel",
    }


def test_new_estimate_is_a_change() -> None:
    soon, later = (shipment(estimated_at=ago(days=-days)) for days in (2, 3))
    before, after = (summary(status_of(sent(fulfillments=(parcel,)))) for parcel in (soon, later))
    assert changed(before, after) == {ORDER, "shipment-parcel"}
