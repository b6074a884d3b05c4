import pytest

from tests.order.builders import (
    ago,
    download,
    event,
    going_back,
    group,
    line,
    method,
    money,
    order,
    refund,
    refunded_units,
    say,
    sent,
    shipment,
    shown,
    units,
)
from tracking.order.model import Fulfillment, FulfillmentOrder, Line, Order
from tracking.order.status_types import Headline
from tracking.order.vocabulary import Condition, Reason, Route, Stage

# One parcel for each rule, in the order in which they win; each holds a unit of a line of its own.
PROBLEM, ACTION, LATE, OUT, READY, SHIPPED, DONE = "problem", "action", "late", "out", "ready", "shipped", "done"
PARCELS = {
    PROBLEM: "FAILURE",
    ACTION: "ATTEMPTED_DELIVERY",
    LATE: "DELAYED",
    OUT: "OUT_FOR_DELIVERY",
    SHIPPED: "IN_TRANSIT",
    DONE: "DELIVERED",
}


def several(*names: str, groups: tuple[FulfillmentOrder, ...] = (), waiting: int = 0, **changes: object) -> Order:
    """An order with a parcel for each name, and so many units that wait."""
    lines: tuple[Line, ...] = tuple(line(id=name, title=name, unfulfilled_quantity=0) for name in names)
    if waiting:
        lines += (line(quantity=waiting, current_quantity=waiting, unfulfilled_quantity=waiting),)
    parcels: tuple[Fulfillment, ...] = tuple(
        shipment(
            id=name,
            created_at=ago(hours=9),
            display_status=PARCELS[name],
            events=(event(PARCELS[name], ago(hours=1)),),
            units=(units(line_id=name),),
        )
        for name in names
    )
    return order(lines=lines, fulfillments=parcels, fulfillment_orders=groups, **changes)


def headline(its_order: Order) -> Headline:
    return shown(its_order).headline


def test_cancelled_comes_before_everything() -> None:
    line = headline(several(PROBLEM, cancelled_at=ago(hours=1), financial_status="EXPIRED"))
    assert (line.stage, line.condition, line.reason) == (Stage.CANCELLED, Condition.DONE, Reason.CANCELLED_OTHER)


def test_refunded_with_nothing_sent_reads_as_cancelled() -> None:
    refunded = shown(order(financial_status="REFUNDED", fulfillment_status="UNFULFILLED"))
    assert (refunded.headline.stage, refunded.headline.reason) == (Stage.CANCELLED, Reason.PAY_REFUNDED)
    assert refunded.parcels[0].route is Route.CANCELLED


def test_an_order_from_which_everything_was_taken_out_reads_as_cancelled() -> None:
    lines = (line(current_quantity=0, unfulfilled_quantity=0),)
    empty = order(lines=lines, refunds=(refund(units=(refunded_units(1, "CANCEL"),)),), refunded=money("10.00"))
    assert headline(empty).reason is Reason.CANCELLED_OTHER


def test_a_payment_that_was_voided_outranks_what_shopify_says_of_the_rest() -> None:
    voided = order(financial_status="VOIDED", fulfillment_status="IN_PROGRESS", placed_at=ago(days=30))
    assert (headline(voided).condition, headline(voided).reason) == (Condition.DONE, Reason.PAY_VOIDED)
    assert not shown(voided).is_moving


@pytest.mark.parametrize(
    "its_order",
    [
        several(PROBLEM, waiting=1, financial_status="EXPIRED"),
        several(PROBLEM, waiting=1, financial_status="PARTIALLY_PAID"),
        several(PROBLEM, waiting=1, financial_status="PENDING", payment_due_at=ago(days=1)),
    ],
    ids=["expired", "balance due", "pending past its time"],
)
def test_a_payment_that_needs_the_customer_comes_before_every_parcel(its_order: Order) -> None:
    line = headline(its_order)
    assert line.condition is Condition.ACTION_NEEDED
    assert line.reason in (Reason.PAY_EXPIRED, Reason.PAY_BALANCE_DUE, Reason.PAY_PENDING)


def test_a_payment_that_is_due_after_everything_was_sent_says_so() -> None:
    line = headline(several(DONE, financial_status="PARTIALLY_PAID"))
    assert (line.stage, line.reason) == (Stage.DELIVERED, Reason.PAY_BALANCE_DUE)
    assert say(line.title) == "A payment is still due"


@pytest.mark.parametrize(
    ("first", "second", "stage", "condition"),
    [
        (PROBLEM, ACTION, Stage.PREPARING, Condition.PROBLEM),
        (ACTION, LATE, Stage.OUT_FOR_DELIVERY, Condition.ACTION_NEEDED),
        (LATE, OUT, Stage.SHIPPED, Condition.LATE),
        (OUT, SHIPPED, Stage.OUT_FOR_DELIVERY, Condition.FINE),
        (SHIPPED, DONE, Stage.SHIPPED, Condition.FINE),
    ],
)
def test_what_matters_more_is_said_first(first: str, second: str, stage: Stage, condition: Condition) -> None:
    for its_order in (several(first, second), several(second, first)):
        assert (headline(its_order).stage, headline(its_order).condition) == (stage, condition)


def test_out_for_delivery_comes_before_ready_for_pickup() -> None:
    # Ready at a counter that nobody follows: the customer is not asked for anything there.
    ways = (
        group(id="1", units=(), fulfillment_ids=("ready",), delivery=method(method="PICKUP_POINT")),
        group(id="2", units=(), fulfillment_ids=("out",)),
    )
    told = (event("READY_FOR_PICKUP", ago(hours=2)), event("IN_TRANSIT", ago(hours=1)))
    ready = shipment(id="ready", events=told)
    out = shipment(id="out", display_status="OUT_FOR_DELIVERY", units=(units(line_id="lamp"),))
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    both = headline(order(lines=lines, fulfillments=(ready, out), fulfillment_orders=ways))
    assert (both.stage, say(both.title)) == (Stage.OUT_FOR_DELIVERY, "A parcel is out for delivery")


def test_ready_for_pickup_comes_before_shipped() -> None:
    ready = shipment(id="ready", display_status="READY_FOR_PICKUP", units=(units(line_id="lamp"),))
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    both = headline(order(lines=lines, fulfillments=(shipment(display_status="IN_TRANSIT"), ready)))
    assert (both.stage, say(both.title)) == (Stage.READY_FOR_PICKUP, "A parcel is ready for pickup")


def test_what_is_late_and_unsent_comes_before_what_is_on_its_way() -> None:
    line = headline(several(SHIPPED, waiting=1, placed_at=ago(days=30)))
    assert (line.reason, say(line.title)) == (Reason.OLDER_THAN_USUAL, "A part of your order is late")


def test_a_parcel_on_its_way_comes_before_what_waits() -> None:
    line = headline(several(SHIPPED, waiting=1))
    assert (line.stage, say(line.title)) == (Stage.SHIPPED, "A part of your order is on its way")


@pytest.mark.parametrize(
    ("its_order", "stage"),
    [
        (several(DONE), Stage.DELIVERED),
        (sent(fulfillments=(shipment(display_status="PICKED_UP"),)), Stage.PICKED_UP),
        (
            sent(
                lines=(download(unfulfilled_quantity=0),),
                fulfillments=(shipment(units=(units(line_id="pdf"),), tracking=()),),
            ),
            Stage.SENT,
        ),
        (sent(source="pos", shipping_title=None, fulfillments=(shipment(tracking=()),)), Stage.COMPLETED),
    ],
    ids=["delivered", "picked up", "sent", "completed"],
)
def test_all_done_is_done(its_order: Order, stage: Stage) -> None:
    status = shown(its_order)
    assert (status.headline.stage, status.headline.condition) == (stage, Condition.DONE)
    assert not status.is_moving


def test_some_sent_and_some_waiting_says_both() -> None:
    line = headline(several(DONE, waiting=2))
    assert (line.stage, say(line.title)) == (Stage.PREPARING, "A part of your order has arrived")
    assert say(line.text) == "1 of 2 parcels delivered, 1 being prepared. 1 of 3 items have been sent."


def test_what_waits_for_something_comes_before_what_is_simply_prepared() -> None:
    lines = (line(), line(id="lamp"))
    groups = (group(), group(status="ON_HOLD", holds=("OTHER",), units=(units(line_id="lamp"),)))
    held = headline(order(lines=lines, fulfillment_orders=groups))
    assert (held.condition, held.reason) == (Condition.WAITING, Reason.HOLD_OTHER)
    assert say(held.text).startswith("2 parcels: 2 being prepared. We have paused the order")


@pytest.mark.parametrize(
    ("word", "stage"), [("PAID", Stage.PREPARING), ("AUTHORIZED", Stage.CONFIRMED), ("PENDING", Stage.ORDERED)]
)
def test_an_order_with_nothing_else_to_say_stands_where_its_only_parcel_stands(word: str, stage: Stage) -> None:
    assert headline(order(financial_status=word)).stage is stage


def test_an_order_whose_lines_are_missing_was_ordered() -> None:
    status = shown(order(lines=()))
    assert (status.headline.stage, status.headline.condition) == (Stage.ORDERED, Condition.FINE)
    assert status.parcels[0].items == ()


def test_several_parcels_are_counted() -> None:
    three = headline(several(DONE, SHIPPED, waiting=1))
    assert say(three.text) == ("1 of 3 parcels delivered, 1 on its way, 1 being prepared. 2 of 3 items have been sent.")


def test_several_parcels_on_their_way_are_one_sentence() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    parcels = (
        shipment(display_status="IN_TRANSIT"),
        shipment(id="second", display_status="IN_TRANSIT", units=(units(line_id="lamp"),)),
    )
    both = headline(order(lines=lines, fulfillments=parcels))
    assert say(both.title) == "Your parcels are on their way"
    assert say(both.text) == "2 parcels: 2 on their way."


def test_several_parcels_of_which_one_is_late_are_not_simply_on_their_way() -> None:
    assert say(headline(several(SHIPPED, LATE)).title) == "One of your parcels is late"


def test_several_parcels_that_arrived_have_all_arrived() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    parcels = (
        shipment(display_status="DELIVERED"),
        shipment(id="second", display_status="PICKED_UP", units=(units(line_id="lamp"),)),
    )
    both = headline(order(lines=lines, fulfillments=parcels))
    assert (say(both.title), say(both.text)) == ("Everything has arrived", "2 of 2 parcels delivered.")


def test_not_everything_has_arrived_where_the_rest_was_called_off_unpaid() -> None:
    line = headline(several(DONE, waiting=1, financial_status="VOIDED"))
    assert say(line.title) != "Everything has arrived"


def test_a_delivered_parcel_that_comes_back_counts_as_delivered() -> None:
    told = (event("DELIVERED", ago(hours=2)), event("RETURNING_TO_SENDER", ago(hours=1)))
    lines = (line(unfulfilled_quantity=0), line(id="lamp"))
    line_of_order = headline(order(lines=lines, fulfillments=(shipment(events=told),)))
    assert say(line_of_order.title) == "There is a problem with one of your parcels"
    assert say(line_of_order.text).startswith("1 of 2 parcels delivered, 1 being prepared.")


def test_a_label_alone_has_sent_nothing() -> None:
    packed = shipment(display_status="LABEL_PRINTED")
    lines = (line(quantity=2, current_quantity=2),)
    assert "sent" not in say(headline(order(lines=lines, fulfillments=(packed,))).text).split(".")[0]


def test_a_download_beside_a_parcel_is_not_counted() -> None:
    pdf = shipment(id="pdf", units=(units(line_id="pdf"),), tracking=())
    both = order(lines=(line(unfulfilled_quantity=0), download(unfulfilled_quantity=0)), fulfillments=(shipment(), pdf))
    assert say(headline(both).title) == "Your parcel is on its way"


def test_a_download_that_is_late_speaks_for_the_order() -> None:
    late = order(lines=(line(unfulfilled_quantity=0), download()), fulfillments=(shipment(),))
    assert headline(late).reason is Reason.OLDER_THAN_USUAL


def test_a_return_never_hides_the_delivery() -> None:
    assert headline(several(DONE, returns=(going_back(),))).stage is Stage.DELIVERED


def test_a_cancelled_order_says_what_had_already_left() -> None:
    left = sent(cancelled_at=ago(days=1))
    assert "had already left" in say(shown(left).headline.text)
    assert shown(left).headline.stage is Stage.CANCELLED
