from tests.order.builders import (
    ago,
    download,
    going_back,
    line,
    order,
    refund,
    refunded_units,
    sent,
    shipment,
    units,
)
from tracking.order.allocation import Allocation, RemovedUnits, allocate, is_active
from tracking.order.model import Order, ReturnUnits
from tracking.order.vocabulary import RemovedReason


def test_what_was_not_sent_waits() -> None:
    assert allocate(order(lines=(line(quantity=2, current_quantity=2, unfulfilled_quantity=2),))).waiting == {"mug": 2}


def test_what_a_parcel_holds_was_sent() -> None:
    assert allocate(sent()) == Allocation(
        sent={"parcel": {"mug": 1}}, waiting={}, unlisted={}, removed=(), nothing_to_send={}, is_incomplete=False
    )


def test_the_same_line_twice_in_a_parcel_is_counted_together() -> None:
    two = line(quantity=2, current_quantity=2, unfulfilled_quantity=0)
    assert allocate(sent(lines=(two,), fulfillments=(shipment(units=(units(), units())),))).sent == {
        "parcel": {"mug": 2}
    }


def test_a_cancelled_parcel_goes_back_to_the_waiting_ones() -> None:
    stands = allocate(order(fulfillments=(shipment(status="CANCELLED"),)))
    assert (stands.sent, stands.waiting) == ({}, {"mug": 1})


def test_a_voided_label_goes_back_to_the_waiting_ones_though_shopify_still_counts_it_as_sent() -> None:
    stands = allocate(sent(fulfillments=(shipment(display_status="LABEL_VOIDED"),)))
    assert (stands.sent, stands.waiting) == ({}, {"mug": 1})


def test_a_status_that_nobody_knows_counts_as_a_parcel() -> None:
    assert is_active(shipment(status="NEWS_OF_2030"))


def test_two_parcels_never_hold_more_than_was_ordered() -> None:
    older = shipment(id="older", created_at=ago(days=1))
    stands = allocate(sent(fulfillments=(shipment(units=(units(3),)), older)))
    assert stands.sent == {"older": {"mug": 1}, "parcel": {}}


def test_units_of_another_order_are_ignored() -> None:
    stands = allocate(order(fulfillments=(shipment(units=(units(1, "of another order"), units(0))),)))
    assert (stands.sent, stands.waiting) == ({"parcel": {}}, {"mug": 1})


def test_a_parcel_whose_content_is_left_out_holds_what_is_nowhere_else() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp"), download(unfulfilled_quantity=0))
    stands = allocate(order(lines=lines, fulfillments=(shipment(units=()),)))
    assert stands.sent == {"parcel": {"mug": 1}}
    assert stands.waiting == {"lamp": 1}
    assert stands.nothing_to_send == {"pdf": 1}


def test_a_parcel_whose_content_is_left_out_of_a_cancelled_order_holds_nothing() -> None:
    stands = allocate(sent(cancelled_at=ago(1), fulfillments=(shipment(units=()),)))
    assert stands.sent == {"parcel": {}}


def test_what_a_cancelled_order_did_not_send_is_cancelled() -> None:
    assert removed(order(cancelled_at=ago(1), fulfillment_status="UNFULFILLED")) == {RemovedReason.CANCELLED: 1}


def test_what_was_sent_before_the_order_was_cancelled_stays_in_its_parcel() -> None:
    lines = (line(quantity=2, current_quantity=0),)
    stands = allocate(order(cancelled_at=ago(1), lines=lines, fulfillments=(shipment(),)))
    assert stands.sent == {"parcel": {"mug": 1}}
    assert stands.removed == (RemovedUnits(line_id="mug", quantity=1, reason=RemovedReason.CANCELLED),)


def test_what_was_refunded_before_it_was_sent_is_refunded() -> None:
    lines = (line(quantity=3, current_quantity=1),)
    back = refund(units=(refunded_units(2, "CANCEL"),))
    stands = allocate(order(lines=lines, refunds=(back,)))
    assert stands.waiting == {"mug": 1}
    assert stands.removed == (RemovedUnits(line_id="mug", quantity=2, reason=RemovedReason.REFUNDED),)


def test_a_refund_without_restocking_removes_units_that_are_no_longer_awaited() -> None:
    lines = (line(quantity=2, current_quantity=1, unfulfilled_quantity=0),)
    back = refund(units=(refunded_units(1, "NO_RESTOCK"),))
    assert removed(sent(lines=lines, refunds=(back,))) == {RemovedReason.REFUNDED: 1}


def test_a_refund_of_what_was_never_sent_counts_also_where_the_line_was_not_updated() -> None:
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=2),)
    assert removed(order(lines=lines, refunds=(refund(units=(refunded_units(1, "CANCEL"),)),))) == {
        RemovedReason.REFUNDED: 1
    }


def test_a_refund_with_nothing_sent_is_not_taken_for_a_return() -> None:
    lines = (line(quantity=2, current_quantity=1, unfulfilled_quantity=2),)
    back = refund(units=(refunded_units(1, "NO_RESTOCK"),))
    assert removed(order(lines=lines, refunds=(back,))) == {RemovedReason.REFUNDED: 1}


def test_a_full_refund_before_sending_refunds_all_whatever_the_counts_say() -> None:
    assert removed(order(financial_status="REFUNDED")) == {RemovedReason.REFUNDED: 1}


def test_what_was_taken_out_of_the_order_was_edited() -> None:
    lines = (line(quantity=2, current_quantity=1),)
    assert removed(order(lines=lines, is_edited=True)) == {RemovedReason.EDITED: 1}


def test_one_line_may_be_refunded_in_part_and_edited_in_part() -> None:
    lines = (line(quantity=3, current_quantity=1),)
    back = refund(units=(refunded_units(1, "CANCEL"),))
    assert removed(order(lines=lines, refunds=(back,))) == {RemovedReason.REFUNDED: 1, RemovedReason.EDITED: 1}


def test_a_refund_for_what_came_back_does_not_explain_what_was_taken_out() -> None:
    lines = (line(quantity=2, current_quantity=0, unfulfilled_quantity=0),)
    back = refund(units=(refunded_units(1, "RETURN"),))
    assert removed(sent(lines=lines, refunds=(back,))) == {RemovedReason.EDITED: 1}


def test_a_returned_unit_stays_in_its_parcel() -> None:
    lines = (line(current_quantity=0, unfulfilled_quantity=0),)
    came_back = going_back(units=(ReturnUnits(line_id="mug", quantity=1, refunded_quantity=1),))
    stands = allocate(sent(lines=lines, returns=(came_back,), refunds=(refund(units=(refunded_units(1, "RETURN"),)),)))
    assert (stands.sent, stands.removed) == ({"parcel": {"mug": 1}}, ())


def test_a_returned_unit_removes_none_of_those_that_still_wait() -> None:
    lines = (line(quantity=2, current_quantity=1, unfulfilled_quantity=1),)
    stands = allocate(order(lines=lines, fulfillments=(shipment(),), returns=(going_back(),)))
    assert (stands.waiting, stands.removed) == ({"mug": 1}, ())


def test_a_tip_has_nothing_to_send() -> None:
    tip = download(id="tip", unfulfilled_quantity=0)
    assert allocate(order(lines=(line(), tip))).nothing_to_send == {"tip": 1}


def test_a_download_that_shopify_still_has_to_send_waits() -> None:
    assert allocate(order(lines=(download(),))).waiting == {"pdf": 1}


def removed(its_order: Order) -> dict[RemovedReason, int]:
    return {gone.reason: gone.quantity for gone in allocate(its_order).removed}
