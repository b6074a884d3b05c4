from tests.order.builders import (
    ago,
    download,
    line,
    money,
    order,
    order_return,
    refund,
    refunded_units,
    sent,
    shipment,
    units,
)
from tracking.order.allocation import Allocation, RemovedUnits, allocate, is_active
from tracking.order.model import Order, ReturnUnits
from tracking.order.vocabulary import RemovedReason


def test_unsent_units_are_waiting() -> None:
    assert allocate(order(lines=(line(quantity=2, current_quantity=2, unfulfilled_quantity=2),))).waiting == {"mug": 2}


def test_units_of_a_shipment_are_sent() -> None:
    assert allocate(sent()) == Allocation(
        sent={"parcel": {"mug": 1}}, waiting={}, unlisted={}, removed=(), nothing_to_send={}, is_incomplete=False
    )


def test_the_same_line_twice_in_a_parcel_is_counted_together() -> None:
    two = line(quantity=2, current_quantity=2, unfulfilled_quantity=0)
    assert allocate(sent(lines=(two,), fulfillments=(shipment(units=(units(), units())),))).sent == {
        "parcel": {"mug": 2}
    }


def test_units_of_a_cancelled_shipment_are_pending_again() -> None:
    allocation = allocate(order(fulfillments=(shipment(status="CANCELLED"),)))
    assert (allocation.sent, allocation.waiting) == ({}, {"mug": 1})


def test_a_voided_label_goes_back_to_the_waiting_ones_though_shopify_still_counts_it_as_sent() -> None:
    allocation = allocate(sent(fulfillments=(shipment(display_status="LABEL_VOIDED"),)))
    assert (allocation.sent, allocation.waiting) == ({}, {"mug": 1})


def test_shipment_with_an_unknown_status_is_a_parcel() -> None:
    assert is_active(shipment(status="NEWS_OF_2030"))


def test_two_parcels_never_hold_more_than_was_ordered() -> None:
    older = shipment(id="older", created_at=ago(days=1))
    allocation = allocate(sent(fulfillments=(shipment(units=(units(3),)), older)))
    assert allocation.sent == {"older": {"mug": 1}, "parcel": {}}


def test_units_of_another_order_are_ignored() -> None:
    allocation = allocate(order(fulfillments=(shipment(units=(units(1, "of another order"), units(0))),)))
    assert (allocation.sent, allocation.waiting) == ({"parcel": {}}, {"mug": 1})


def test_shipment_without_listed_content_gets_the_remaining_units() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp"), download(unfulfilled_quantity=0))
    allocation = allocate(order(lines=lines, fulfillments=(shipment(units=()),)))
    assert allocation.sent == {"parcel": {"mug": 1}}
    assert allocation.waiting == {"lamp": 1}
    assert allocation.nothing_to_send == {"pdf": 1}


def test_shipment_without_listed_content_of_a_cancelled_order_gets_no_units() -> None:
    allocation = allocate(sent(cancelled_at=ago(1), fulfillments=(shipment(units=()),)))
    assert allocation.sent == {"parcel": {}}


def test_unsent_units_of_a_cancelled_order_are_cancelled() -> None:
    assert removed(order(cancelled_at=ago(1), fulfillment_status="UNFULFILLED")) == {RemovedReason.CANCELLED: 1}


def test_units_sent_before_the_cancellation_stay_in_their_parcel() -> None:
    lines = (line(quantity=2, current_quantity=0),)
    allocation = allocate(order(cancelled_at=ago(1), lines=lines, fulfillments=(shipment(),)))
    assert allocation.sent == {"parcel": {"mug": 1}}
    assert allocation.removed == (RemovedUnits(line_id="mug", quantity=1, reason=RemovedReason.CANCELLED),)


def test_units_refunded_before_sending_are_refunded() -> None:
    lines = (line(quantity=3, current_quantity=1),)
    its_refund = refund(units=(refunded_units(2, "CANCEL"),))
    allocation = allocate(order(lines=lines, refunds=(its_refund,)))
    assert allocation.waiting == {"mug": 1}
    assert allocation.removed == (RemovedUnits(line_id="mug", quantity=2, reason=RemovedReason.REFUNDED),)


def test_refund_without_restocking_removes_units_that_are_not_unfulfilled() -> None:
    lines = (line(quantity=2, current_quantity=1, unfulfilled_quantity=0),)
    its_refund = refund(units=(refunded_units(1, "NO_RESTOCK"),))
    assert removed(sent(lines=lines, refunds=(its_refund,))) == {RemovedReason.REFUNDED: 1}


def test_refund_of_unsent_units_counts_before_the_line_is_updated() -> None:
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=2),)
    assert removed(order(lines=lines, refunds=(refund(units=(refunded_units(1, "CANCEL"),)),))) == {
        RemovedReason.REFUNDED: 1
    }


def test_refund_with_nothing_sent_is_no_return() -> None:
    lines = (line(quantity=2, current_quantity=1, unfulfilled_quantity=2),)
    its_refund = refund(units=(refunded_units(1, "NO_RESTOCK"),))
    assert removed(order(lines=lines, refunds=(its_refund,))) == {RemovedReason.REFUNDED: 1}


def test_full_refund_before_sending_removes_all_units_whatever_the_counts() -> None:
    whole = order(financial_status="REFUNDED", refunded=money("49.00"))
    assert removed(whole) == {RemovedReason.REFUNDED: 1}


def test_units_taken_out_by_a_refund_of_nothing_were_not_refunded() -> None:
    lines = (line(quantity=2, current_quantity=1),)
    nothing = refund(total=money("0.00"), units=(refunded_units(1, "CANCEL"),))
    assert removed(order(lines=lines, refunds=(nothing,))) == {RemovedReason.EDITED: 1}


def test_units_removed_from_the_order_are_edited() -> None:
    lines = (line(quantity=2, current_quantity=1),)
    assert removed(order(lines=lines, is_edited=True)) == {RemovedReason.EDITED: 1}


def test_one_line_may_be_refunded_in_part_and_edited_in_part() -> None:
    lines = (line(quantity=3, current_quantity=1),)
    its_refund = refund(units=(refunded_units(1, "CANCEL"),))
    assert removed(order(lines=lines, refunds=(its_refund,))) == {RemovedReason.REFUNDED: 1, RemovedReason.EDITED: 1}


def test_refund_of_returned_units_does_not_count_for_removed_units() -> None:
    lines = (line(quantity=2, current_quantity=0, unfulfilled_quantity=0),)
    its_refund = refund(units=(refunded_units(1, "RETURN"),))
    assert removed(sent(lines=lines, refunds=(its_refund,))) == {RemovedReason.EDITED: 1}


def test_a_returned_unit_stays_in_its_parcel() -> None:
    lines = (line(current_quantity=0, unfulfilled_quantity=0),)
    came_back = order_return(units=(ReturnUnits(line_id="mug", quantity=1, refunded_quantity=1),))
    allocation = allocate(
        sent(lines=lines, returns=(came_back,), refunds=(refund(units=(refunded_units(1, "RETURN"),)),))
    )
    assert (allocation.sent, allocation.removed) == ({"parcel": {"mug": 1}}, ())


def test_returned_unit_removes_no_pending_unit() -> None:
    lines = (line(quantity=2, current_quantity=1, unfulfilled_quantity=1),)
    allocation = allocate(order(lines=lines, fulfillments=(shipment(),), returns=(order_return(),)))
    assert (allocation.waiting, allocation.removed) == ({"mug": 1}, ())


def test_a_tip_has_nothing_to_send() -> None:
    tip = download(id="tip", unfulfilled_quantity=0)
    assert allocate(order(lines=(line(), tip))).nothing_to_send == {"tip": 1}


def test_unfulfilled_download_is_pending() -> None:
    assert allocate(order(lines=(download(),))).waiting == {"pdf": 1}


def removed(its_order: Order) -> dict[RemovedReason, int]:
    return {gone.reason: gone.quantity for gone in allocate(its_order).removed}
