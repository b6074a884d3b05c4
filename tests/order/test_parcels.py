from datetime import timedelta

from tests.order.builders import (
    NOW,
    ago,
    download,
    english,
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
from tracking.order.missing import missing
from tracking.order.model import Image
from tracking.order.parcels import REMOVED
from tracking.order.vocabulary import Condition, Reason, RemovedReason, Route, Stage, StepState

PICTURE = Image(url="/static/img/demo/mug.svg", alt="A mug")


def test_shipments_come_before_pending_units_oldest_first() -> None:
    lines = (line(quantity=3, current_quantity=3),)
    parcels = (shipment(id="late", created_at=ago(hours=1)), shipment(id="early", created_at=ago(hours=9)))
    status = status_of(order(lines=lines, fulfillments=parcels))
    assert [parcel.sent for parcel in status.parcels] == [True, True, False]
    assert status.parcels[0].steps[3].at == ago(hours=9)


def test_a_parcel_names_its_items_as_the_order_lists_them() -> None:
    lines = (
        line(id="lamp", title="Lamp", unfulfilled_quantity=0),
        line(quantity=2, current_quantity=2, unfulfilled_quantity=0, variant="Blue", image=PICTURE),
    )
    (parcel,) = status_of(sent(lines=lines, fulfillments=(shipment(units=(units(2), units(1, "lamp"))),))).parcels
    assert [(item.title, item.variant, item.quantity, item.image) for item in parcel.items] == [
        ("Lamp", None, 1, None),
        ("Mug", "Blue", 2, PICTURE),
    ]


def test_nothing_comes_by_post_for_a_tip() -> None:
    tip = download(id="tip", title="Tip", unfulfilled_quantity=0)
    status = status_of(order(lines=(line(), tip)))
    nothing = status.parcels[-1]
    assert (nothing.route, nothing.condition, nothing.sent) == (Route.DIGITAL, Condition.FINE, False)
    assert english(nothing.title) == "Nothing comes by post for this"


def test_removed_items_have_their_reason() -> None:
    lines = (line(quantity=2, current_quantity=1, variant="Blue", image=PICTURE),)
    (gone,) = status_of(order(lines=lines)).removed
    assert (gone.title, gone.variant, gone.quantity, gone.image) == ("Mug", "Blue", 1, PICTURE)
    assert (gone.reason, english(gone.text)) == (RemovedReason.EDITED, "Removed from the order")


def test_cancelled_order_has_its_own_progress_bar() -> None:
    (parcel,) = status_of(order(cancelled_at=ago(hours=1), cancel_reason="CUSTOMER")).parcels
    assert (parcel.route, parcel.reason) == (Route.CANCELLED, Reason.CANCELLED_CUSTOMER)
    assert [(step.code, step.state) for step in parcel.steps] == [
        (Stage.ORDERED, StepState.PASSED),
        (Stage.CANCELLED, StepState.CURRENT),
    ]
    assert parcel.steps[1].at == ago(hours=1)
    assert parcel.items == ()


def test_a_refunded_order_that_names_no_refund_ended_at_an_unknown_time() -> None:
    (parcel,) = status_of(order(financial_status="REFUNDED")).parcels
    assert parcel.steps[1].at is None


def test_shipment_of_a_cancelled_order_keeps_its_progress_bar() -> None:
    lines = (line(quantity=2, current_quantity=0, unfulfilled_quantity=0),)
    status = status_of(order(cancelled_at=ago(hours=1), lines=lines, fulfillments=(shipment(),)))
    assert [parcel.route for parcel in status.parcels] == [Route.SHIP]
    assert [gone.reason for gone in status.removed] == [RemovedReason.CANCELLED]
    assert status.headline.stage is Stage.CANCELLED


def test_pending_parcel_has_its_location() -> None:
    (parcel,) = status_of(order(fulfillment_orders=(group(),))).parcels
    assert (parcel.location, parcel.tracking, parcel.scans) == ("Malmö", (), ())


def test_partial_order_shows_its_available_parts() -> None:
    assert status_of(order(is_partial=True)).parcels == status_of(order()).parcels


def test_units_counted_as_sent_in_unlisted_parcels_are_not_pending() -> None:
    lines = (line(quantity=12, current_quantity=12, unfulfilled_quantity=1),)
    status = status_of(order(lines=lines, fulfillments=(shipment(),), is_partial=True, is_cut=True))
    assert [sum(item.quantity for item in parcel.items) for parcel in status.parcels] == [1, 10, 1]
    unseen = status.parcels[1]
    assert (unseen.route, unseen.stage, unseen.condition) == (Route.SHIP, Stage.SHIPPED, Condition.FINE)
    assert unseen.title.message == "Part of your order can’t be shown right now"
    assert unseen.sent


def test_nothing_is_counted_and_nothing_is_done_where_a_part_is_not_shown() -> None:
    whole = line(quantity=1, unfulfilled_quantity=0)
    arrived = (shipment(display_status="DELIVERED"),)
    status = status_of(order(lines=(whole,), fulfillments=arrived, is_partial=True, is_cut=True))
    assert status.is_moving
    assert "arrived" not in status.headline.title.message
    assert "couldn’t be loaded" in status.headline.text.message
    assert status_of(order(lines=(whole,), fulfillments=arrived)).headline.stage is Stage.DELIVERED


def test_units_sent_in_unlisted_parcels_are_not_late() -> None:
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=0),)
    status = status_of(order(placed_at=ago(days=30), lines=lines, is_partial=True))
    assert [parcel.stage for parcel in status.parcels] == [Stage.SHIPPED]
    assert status.headline.condition is Condition.FINE


def test_every_removal_reason_has_a_text() -> None:
    assert missing(REMOVED, RemovedReason, content="words", module="tracking/order/parcels.py") == []


def test_product_that_is_missing_has_its_name_where_it_can_only_be_one() -> None:
    held = group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",))
    parcel = parcel_of(order(fulfillment_orders=(held,)))
    assert english(parcel.title) == "Mug is out of stock"
    assert english(parcel.text) == "It hasn’t been sent yet. If you’d rather not wait, just let us know."
    unnamed = order(lines=(line(title=None),), fulfillment_orders=(held,))
    assert english(parcel_of(unnamed).title) == "Out of stock for now"
    both = group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",), units=(units(), units(line_id="lamp")))
    two = order(lines=(line(), line(id="lamp", title="Lamp")), fulfillment_orders=(both,))
    assert english(parcel_of(two).title) == "Out of stock for now"


@each_row(
    ("hold", "has_day"),
    [("INVENTORY_OUT_OF_STOCK", False), ("UNKNOWN_DELIVERY_DATE", False), ("HIGH_RISK_OF_FRAUD", True)],
)
def test_order_held_without_an_end_has_no_day_of_arrival(hold: str, *, has_day: bool) -> None:
    promise = method(earliest_at=NOW + timedelta(days=2), latest_at=NOW + timedelta(days=4))
    its = order(fulfillment_orders=(group(status="ON_HOLD", holds=(hold,), delivery=promise),))
    assert (status_of(its).estimate is not None) is has_day
