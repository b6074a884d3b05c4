from dataclasses import replace
from typing import Any

from tests.order.builders import (
    NOW,
    ago,
    download,
    english,
    event,
    group,
    line,
    method,
    numbered,
    order,
    policy,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.allocation import allocate
from tracking.order.cancelled_parcels import (
    cancel_reason,
    cancelled_order,
    ended_text,
    stopped,
    stopped_shipments,
)
from tracking.order.freshness import is_moving
from tracking.order.model import Fulfillment, Order
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.payment import payment_state
from tracking.order.vocabulary import Condition, NextStep, Reason, Route, Stage

PACKED = ("SUBMITTED", "CONFIRMED", "MARKED_AS_FULFILLED", "LABEL_PURCHASED", "LABEL_PRINTED")
AT_THE_COUNTER = group(delivery=method(method="PICK_UP"), status="CLOSED", units=(), fulfillment_ids=("parcel",))


def stopped_ids(its_order: Order) -> frozenset[str]:
    return stopped_shipments(its_order, allocate(its_order), payment_state(its_order, NOW), policy())


def with_label(display_status: str = "LABEL_PRINTED", **changes: Any) -> Order:  # noqa: ANN401 - the fields of an Order
    return sent(**{"fulfillments": (shipment(display_status=display_status),), **changes})


def reported(status: str) -> Fulfillment:
    return shipment(display_status=status, events=(event(status, ago(hours=2)),))


# --- packed, and not paid any more ------------------------------------------------------------------------------------


@each_row("display_status", PACKED)
def test_packed_parcel_of_a_payment_that_was_called_off_will_not_leave(display_status: str) -> None:
    status = status_of(with_label(display_status, financial_status="VOIDED"))
    (parcel,) = status.parcels
    assert (status.headline.reason, status.headline.condition) == (Reason.PAY_VOIDED, Condition.DONE)
    assert (parcel.reason, parcel.condition, parcel.stage) == (Reason.PAY_VOIDED, Condition.DONE, Stage.ORDERED)
    assert english(parcel.text) == english(status.headline.text)
    assert (parcel.sent, parcel.tracking, status.items_sent) == (False, (), 0)
    assert not status.is_moving


def test_pickup_that_is_being_packed_says_what_its_headline_says() -> None:
    packed = shipment(display_status="SUBMITTED", tracking=())
    status = status_of(sent(financial_status="VOIDED", fulfillments=(packed,), fulfillment_orders=(AT_THE_COUNTER,)))
    (parcel,) = status.parcels
    assert (parcel.route, parcel.reason) == (Route.PICKUP, Reason.PAY_VOIDED)
    assert english(parcel.text) == english(status.headline.text)
    assert "nothing will be prepared" in english(parcel.text)


def test_parcel_that_has_left_goes_on_whatever_the_payment() -> None:
    moving = sent(financial_status="VOIDED", fulfillments=(reported("IN_TRANSIT"),))
    assert stopped_ids(moving) == frozenset()
    assert status_of(moving).headline.stage is Stage.SHIPPED


def test_download_that_was_marked_as_sent_is_not_stopped() -> None:
    given = shipment(display_status="SUBMITTED", tracking=(), units=(units(line_id="pdf"),), requires_shipping=False)
    voided = order(financial_status="VOIDED", lines=(download(unfulfilled_quantity=0),), fulfillments=(given,))
    assert stopped_ids(voided) == frozenset()


@each_row("financial_status", ["PAID", "PENDING", "AUTHORIZED", "EXPIRED"])
def test_label_of_an_order_that_goes_on_is_not_stopped(financial_status: str) -> None:
    assert stopped_ids(with_label(financial_status=financial_status)) == frozenset()


# --- packed, and cancelled --------------------------------------------------------------------------------------------


@each_row("display_status", PACKED)
def test_packed_parcel_of_a_cancelled_order_will_not_leave(display_status: str) -> None:
    status = status_of(with_label(display_status, cancelled_at=ago(hours=1), cancel_reason="CUSTOMER"))
    (parcel,) = status.parcels
    assert (parcel.route, parcel.stage, parcel.condition) == (Route.CANCELLED, Stage.CANCELLED, Condition.DONE)
    assert [item.title for item in parcel.items] == ["Mug"]
    assert english(parcel.text) == english(status.headline.text)
    assert not status.is_moving


def test_one_parcel_of_a_cancelled_order_had_left_and_one_had_not() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    labelled = shipment(id="printed", display_status="LABEL_PRINTED", units=(units(line_id="lamp"),))
    arrived = reported("DELIVERED")
    status = status_of(order(cancelled_at=ago(hours=1), lines=lines, fulfillments=(arrived, labelled)))
    assert [parcel.route for parcel in status.parcels] == [Route.CANCELLED, Route.SHIP]
    assert status.headline.condition is Condition.DONE
    assert english(status.headline.text).endswith("Nothing else will be sent.")


@each_row("changes", [{"cancelled_at": ago(hours=1)}, {"financial_status": "VOIDED"}])
def test_stopped_parcels_are_done_for_the_cache_too(changes: dict[str, Any]) -> None:
    assert not is_moving(with_label(**changes), NOW, policy())


# --- cancelled, and on its way ----------------------------------------------------------------------------------------


@each_row(
    ("report", "condition", "step"),
    [
        ("IN_TRANSIT", Condition.FINE, NextStep.TRACK),
        ("OUT_FOR_DELIVERY", Condition.FINE, NextStep.TRACK),
        ("ATTEMPTED_DELIVERY", Condition.ACTION_NEEDED, NextStep.ARRANGE_DELIVERY),
        ("READY_FOR_PICKUP", Condition.ACTION_NEEDED, NextStep.PICK_UP),
        ("DELAYED", Condition.LATE, NextStep.TRACK),
        ("RETURNING_TO_SENDER", Condition.PROBLEM, NextStep.CONTACT),
    ],
)
def test_cancelled_order_whose_parcel_is_on_its_way_is_not_done(
    report: str, condition: Condition, step: NextStep
) -> None:
    status = status_of(sent(cancelled_at=ago(days=1), fulfillments=(reported(report),)))
    (parcel,) = status.parcels
    assert (status.headline.stage, status.headline.reason) == (Stage.CANCELLED, Reason.CANCELLED_OTHER)
    assert (status.headline.condition, parcel.condition) == (condition, condition)
    assert (status.advice, status.advice.code) == (parcel.advice, step)
    assert english(status.headline.text).startswith("The order was canceled, but part of it had already been sent.")
    assert english(status.headline.text).endswith(english(parcel.text))


def test_cancelled_order_asks_first_for_the_parcel_that_needs_the_customer() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    attempted = replace(
        reported("ATTEMPTED_DELIVERY"), id="new", tracking=(numbered("new"),), units=(units(line_id="lamp"),)
    )
    both = order(cancelled_at=ago(days=1), lines=lines, fulfillments=(reported("IN_TRANSIT"), attempted))
    assert status_of(both).headline.condition is Condition.ACTION_NEEDED


def test_cancelled_order_whose_parcel_arrived_is_done() -> None:
    status = status_of(sent(cancelled_at=ago(days=1), fulfillments=(reported("DELIVERED"),)))
    assert status.headline.condition is Condition.DONE
    assert english(status.headline.text).endswith("Nothing else will be sent.")


# --- drafts -----------------------------------------------------------------------------------------------------------


@each_row(
    ("cancelled", "reason"),
    [
        (order(cancelled_at=ago(), cancel_reason="INVENTORY"), Reason.CANCELLED_STOCK),
        (order(financial_status="REFUNDED"), Reason.CANCELLED_OTHER),
    ],
)
def test_draft_of_a_cancelled_order_has_the_reason_of_its_end(cancelled: Order, reason: Reason) -> None:
    assert (cancel_reason(cancelled), cancelled_order(cancelled).reason) == (reason, reason)
    assert cancelled_order(cancelled).title_and_text == ended_text(cancelled, reason)


def test_stopped_draft_keeps_its_items_and_has_no_links() -> None:
    draft = ParcelDraft(
        route=Route.SHIP, stage=Stage.PREPARING, condition=Condition.WAITING, reason=None, reached={}, items=()
    )
    assert stopped(order(financial_status="VOIDED"), draft).reason is Reason.PAY_VOIDED
    assert stopped(order(cancelled_at=ago()), draft).route is Route.CANCELLED
