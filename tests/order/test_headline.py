import pytest

from tests.order.builders import (
    ago,
    download,
    english,
    event,
    group,
    line,
    method,
    money,
    order,
    order_return,
    refund,
    refunded_units,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Fulfillment, FulfillmentOrder, Line, Order
from tracking.order.status_types import Headline
from tracking.order.vocabulary import Condition, NextStep, Reason, Route, Stage

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


def order_with_parcels(
    *names: str, groups: tuple[FulfillmentOrder, ...] = (), waiting: int = 0, **changes: object
) -> Order:
    """An order with a parcel for each name, and pending units."""
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
    return status_of(its_order).headline


def test_cancelled_comes_before_everything() -> None:
    line = headline(order_with_parcels(PROBLEM, cancelled_at=ago(hours=1), financial_status="EXPIRED"))
    assert (line.stage, line.condition, line.reason) == (Stage.CANCELLED, Condition.DONE, Reason.CANCELLED_OTHER)


def test_order_refunded_before_sending_is_shown_as_cancelled() -> None:
    whole = money("49.00")
    refunded = status_of(order(financial_status="REFUNDED", fulfillment_status="UNFULFILLED", refunded=whole))
    assert (refunded.headline.stage, refunded.headline.reason) == (Stage.CANCELLED, Reason.PAY_REFUNDED)
    assert refunded.parcels[0].route is Route.CANCELLED


def test_order_without_remaining_items_is_shown_as_cancelled() -> None:
    lines = (line(current_quantity=0, unfulfilled_quantity=0),)
    empty = order(lines=lines, refunds=(refund(units=(refunded_units(1, "CANCEL"),)),), refunded=money("10.00"))
    assert headline(empty).reason is Reason.CANCELLED_OTHER


def test_voided_payment_outranks_the_other_statuses() -> None:
    voided = order(financial_status="VOIDED", fulfillment_status="IN_PROGRESS", placed_at=ago(days=30))
    assert (headline(voided).condition, headline(voided).reason) == (Condition.DONE, Reason.PAY_VOIDED)
    assert not status_of(voided).is_moving


def test_one_parcel_arrived_and_the_other_refunded_is_about_the_order_and_not_about_that_parcel() -> None:
    lost = refund(units=(refunded_units(1, "NO_RESTOCK", line_id=ACTION),))
    status = status_of(order_with_parcels(DONE, ACTION, refunds=(lost,), financial_status="PARTIALLY_REFUNDED"))
    line = status.headline
    assert (line.stage, line.condition, line.reason) == (Stage.DELIVERED, Condition.DONE, None)
    assert english(line.title) == "Part of your order has arrived"
    assert english(line.text) == "1 of 2 parcels delivered, 1 refunded."


@pytest.mark.parametrize(
    "its_order",
    [
        order_with_parcels(PROBLEM, waiting=1, financial_status="EXPIRED"),
        order_with_parcels(PROBLEM, waiting=1, financial_status="PARTIALLY_PAID", outstanding=money("12.50")),
        order_with_parcels(PROBLEM, waiting=1, financial_status="PENDING", payment_due_at=ago(days=1)),
    ],
    ids=["expired", "balance due", "overdue"],
)
def test_a_payment_that_needs_the_customer_comes_before_every_parcel(its_order: Order) -> None:
    line = headline(its_order)
    assert line.condition is Condition.ACTION_NEEDED
    assert line.reason in (Reason.PAY_EXPIRED, Reason.PAY_BALANCE_DUE, Reason.PAY_OVERDUE)


def test_balance_due_after_everything_was_sent_is_the_next_step() -> None:
    status = status_of(order_with_parcels(DONE, financial_status="PARTIALLY_PAID", outstanding=money("12.50")))
    assert (status.headline.stage, status.headline.reason) == (Stage.DELIVERED, None)
    assert (status.payment.reason, status.advice.code) == (Reason.PAY_BALANCE_DUE, NextStep.PAY)


def test_overdue_payment_after_everything_was_sent_is_the_headline() -> None:
    line = headline(order_with_parcels(DONE, financial_status="PENDING", payment_overdue=True))
    assert (line.stage, line.reason) == (Stage.DELIVERED, Reason.PAY_OVERDUE)
    assert english(line.title) == "A payment is still due"


@each_row(
    ("first", "second", "stage", "condition"),
    [
        (PROBLEM, ACTION, Stage.PREPARING, Condition.PROBLEM),
        (ACTION, LATE, Stage.OUT_FOR_DELIVERY, Condition.ACTION_NEEDED),
        (LATE, OUT, Stage.SHIPPED, Condition.LATE),
        (OUT, SHIPPED, Stage.OUT_FOR_DELIVERY, Condition.FINE),
        (SHIPPED, DONE, Stage.SHIPPED, Condition.FINE),
    ],
)
def test_more_important_parcel_is_the_headline(first: str, second: str, stage: Stage, condition: Condition) -> None:
    for its_order in (order_with_parcels(first, second), order_with_parcels(second, first)):
        assert (headline(its_order).stage, headline(its_order).condition) == (stage, condition)


def test_out_for_delivery_comes_before_ready_for_pickup() -> None:
    # A fulfilled pickup order without events: the customer has nothing to do.
    ways = (
        group(id="1", units=(), fulfillment_ids=("ready",), delivery=method(method="PICKUP_POINT")),
        group(id="2", units=(), fulfillment_ids=("out",)),
    )
    reported = (event("READY_FOR_PICKUP", ago(hours=2)), event("IN_TRANSIT", ago(hours=1)))
    ready = shipment(id="ready", events=reported)
    out = shipment(id="out", display_status="OUT_FOR_DELIVERY", units=(units(line_id="lamp"),))
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    both = headline(order(lines=lines, fulfillments=(ready, out), fulfillment_orders=ways))
    assert (both.stage, english(both.title)) == (Stage.OUT_FOR_DELIVERY, "A parcel is out for delivery")


def test_ready_for_pickup_comes_before_shipped() -> None:
    ready = shipment(id="ready", display_status="READY_FOR_PICKUP", units=(units(line_id="lamp"),))
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    both = headline(order(lines=lines, fulfillments=(shipment(display_status="IN_TRANSIT"), ready)))
    assert (both.stage, english(both.title)) == (Stage.READY_FOR_PICKUP, "A parcel is ready for pickup")


def test_late_unsent_units_come_before_a_parcel_on_its_way() -> None:
    line = headline(order_with_parcels(SHIPPED, waiting=1, placed_at=ago(days=30)))
    assert (line.reason, english(line.title)) == (Reason.OLDER_THAN_USUAL, "Part of your order is late")


def test_parcel_on_its_way_comes_before_pending_units() -> None:
    line = headline(order_with_parcels(SHIPPED, waiting=1))
    assert (line.stage, english(line.title)) == (Stage.SHIPPED, "Part of your order is on its way")


@pytest.mark.parametrize(
    ("its_order", "stage"),
    [
        (order_with_parcels(DONE), Stage.DELIVERED),
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
def test_order_is_done_when_every_parcel_is_done(its_order: Order, stage: Stage) -> None:
    status = status_of(its_order)
    assert (status.headline.stage, status.headline.condition) == (stage, Condition.DONE)
    assert not status.is_moving


def test_headline_of_a_part_sent_order_counts_both_parts() -> None:
    line = headline(order_with_parcels(DONE, waiting=2))
    assert (line.stage, english(line.title)) == (Stage.PREPARING, "Part of your order has arrived")
    assert english(line.text).startswith("1 of 2 parcels delivered, 1 being prepared. 1 of 3 items sent so far.")


def test_product_that_is_out_of_stock_is_named_beside_a_part_that_has_arrived() -> None:
    held = group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",))
    line = headline(order_with_parcels(DONE, waiting=1, groups=(held,)))
    assert english(line.title) == "Part of your order has arrived"
    assert "Mug is out of stock. It hasn’t been sent yet." in english(line.text)


def test_item_sent_in_exchange_is_no_missing_part() -> None:
    held = group(status="ON_HOLD", holds=("AWAITING_RETURN_ITEMS",))
    line = headline(order_with_parcels(DONE, waiting=1, groups=(held,)))
    assert english(line.title) == "Waiting for the items you’re returning"


def test_waiting_parcel_comes_before_one_in_preparation() -> None:
    lines = (line(), line(id="lamp"))
    groups = (group(), group(status="ON_HOLD", holds=("OTHER",), units=(units(line_id="lamp"),)))
    held = headline(order(lines=lines, fulfillment_orders=groups))
    assert (held.condition, held.reason) == (Condition.WAITING, Reason.HOLD_OTHER)
    assert english(held.text).startswith("2 parcels: 2 being prepared. This is on hold")


@each_row(("value", "stage"), [("PAID", Stage.PREPARING), ("AUTHORIZED", Stage.CONFIRMED), ("PENDING", Stage.ORDERED)])
def test_headline_of_a_single_parcel_is_that_of_the_parcel(value: str, stage: Stage) -> None:
    assert headline(order(financial_status=value)).stage is stage


def test_an_order_whose_lines_are_missing_was_ordered() -> None:
    status = status_of(order(lines=()))
    assert (status.headline.stage, status.headline.condition) == (Stage.ORDERED, Condition.FINE)
    assert status.parcels[0].items == ()


def test_several_parcels_are_counted() -> None:
    three = headline(order_with_parcels(DONE, SHIPPED, waiting=1))
    assert english(three.text).startswith(
        "1 of 3 parcels delivered, 1 on its way, 1 being prepared. 2 of 3 items sent so far."
    )


def test_several_parcels_on_their_way_are_one_sentence() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    parcels = (
        shipment(display_status="IN_TRANSIT"),
        shipment(id="second", display_status="IN_TRANSIT", units=(units(line_id="lamp"),)),
    )
    both = headline(order(lines=lines, fulfillments=parcels))
    assert english(both.title) == "Your parcels are on their way"
    assert english(both.text).startswith("2 parcels: 2 on their way.")


def test_several_parcels_of_which_one_is_late_are_not_simply_on_their_way() -> None:
    assert english(headline(order_with_parcels(SHIPPED, LATE)).title) == "One of your parcels is late"


def test_several_parcels_that_arrived_have_all_arrived() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    parcels = (
        shipment(display_status="DELIVERED"),
        shipment(id="second", display_status="PICKED_UP", units=(units(line_id="lamp"),)),
    )
    both = headline(order(lines=lines, fulfillments=parcels))
    assert (english(both.title), english(both.text)) == ("Everything has arrived", "2 of 2 parcels delivered.")


def test_not_everything_has_arrived_where_the_rest_was_called_off_unpaid() -> None:
    line = headline(order_with_parcels(DONE, waiting=1, financial_status="VOIDED"))
    assert english(line.title) != "Everything has arrived"


def test_delivered_parcel_that_is_returned_counts_as_delivered() -> None:
    reported = (event("DELIVERED", ago(hours=2)), event("RETURNING_TO_SENDER", ago(hours=1)))
    lines = (line(unfulfilled_quantity=0), line(id="lamp"))
    line_of_order = headline(order(lines=lines, fulfillments=(shipment(events=reported),)))
    assert english(line_of_order.title) == "There’s a problem with one of your parcels"
    assert english(line_of_order.text).startswith("1 of 2 parcels delivered, 1 being prepared.")


def test_a_label_alone_has_sent_nothing() -> None:
    packed = shipment(display_status="LABEL_PRINTED")
    lines = (line(quantity=2, current_quantity=2),)
    assert "sent" not in english(headline(order(lines=lines, fulfillments=(packed,))).text).split(".")[0]


def test_a_download_beside_a_parcel_is_not_counted() -> None:
    pdf = shipment(id="pdf", units=(units(line_id="pdf"),), tracking=())
    both = order(lines=(line(unfulfilled_quantity=0), download(unfulfilled_quantity=0)), fulfillments=(shipment(), pdf))
    assert english(headline(both).title) == "Your parcel is on its way"


def test_late_download_is_the_headline() -> None:
    late = order(lines=(line(unfulfilled_quantity=0), download()), fulfillments=(shipment(),))
    assert headline(late).reason is Reason.OLDER_THAN_USUAL


def test_a_return_never_hides_the_delivery() -> None:
    assert headline(order_with_parcels(DONE, returns=(order_return(),))).stage is Stage.DELIVERED


def test_cancelled_order_mentions_parcels_that_had_left() -> None:
    left = sent(cancelled_at=ago(days=1))
    assert "had already been sent" in english(status_of(left).headline.text)
    assert status_of(left).headline.stage is Stage.CANCELLED


def test_cancelled_order_names_the_one_made_anew() -> None:
    anew = order(cancelled_at=ago(hours=1), replaced_by="#1001A")
    assert english(headline(anew).text).endswith(
        "You have a new order: #1001A. Look it up with that number and your email address."
    )
    assert status_of(anew).replaced_by == "#1001A"
    assert "new order" not in english(headline(order(cancelled_at=ago(hours=1))).text)


def test_parcels_of_which_nobody_reports_are_on_their_way_too() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    untracked = shipment(id="second", tracking=(), units=(units(line_id="lamp"),))
    both = order(lines=lines, fulfillments=(shipment(), untracked))
    assert english(headline(both).title) == "Your parcels are on their way"


def test_parcel_that_should_have_arrived_is_not_on_its_way() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    old = shipment(id="old", created_at=ago(days=20), tracking=(), units=(units(line_id="lamp"),))
    both = order(lines=lines, fulfillments=(shipment(display_status="IN_TRANSIT"), old))
    assert english(headline(both).title) == "Part of your order is on its way"


def test_days_of_the_bank_stand_beside_the_money() -> None:
    back = {"refunded": money("49.00"), "refunds": (refund(),), "gateways": ("shopify_payments",)}
    cancelled = status_of(order(cancelled_at=ago(hours=1), **back)).headline
    assert "was refunded" in english(cancelled.title)
    assert english(cancelled.text).startswith("The money often takes 3 to 10 days")
    refunded = status_of(order(financial_status="REFUNDED", **back)).headline
    assert english(refunded.text).startswith("You’ve been refunded in full. The money often takes")
