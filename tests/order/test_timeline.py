from tests.order.builders import (
    PLACED,
    ago,
    event,
    going_back,
    money,
    order,
    refund,
    say,
    sent,
    shipment,
    shown,
)
from tracking.order.model import Order
from tracking.order.vocabulary import EntryKind


def told(its_order: Order) -> list[str]:
    return [say(entry.text) for entry in shown(its_order).timeline]


def test_it_begins_with_the_order() -> None:
    (entry,) = shown(order()).timeline
    assert (entry.at, say(entry.text), entry.kind) == (PLACED, "You placed the order", EntryKind.ORDER)


def test_the_newest_entry_stands_first() -> None:
    milestones = (
        event("CARRIER_PICKED_UP", ago(hours=4)),
        event("IN_TRANSIT", ago(hours=3)),
        event("OUT_FOR_DELIVERY", ago(hours=2)),
        event("DELIVERED", ago(hours=1)),
    )
    status = shown(sent(fulfillments=(shipment(created_at=ago(hours=5), events=milestones),)))
    assert [say(entry.text) for entry in status.timeline] == [
        "A parcel was delivered",
        "A parcel went out for delivery",
        "The carrier collected a parcel",
        "A parcel with 1 item was packed",
        "You placed the order",
    ]
    assert status.timeline[0].kind is EntryKind.FULFILLMENT


def test_a_cancelled_shipment_says_that_its_items_are_prepared_again() -> None:
    dead = shipment(status="CANCELLED", created_at=ago(hours=5), updated_at=ago(hours=4))
    status = shown(order(fulfillments=(dead,)))
    assert [(entry.at, say(entry.text)) for entry in status.timeline[:2]] == [
        (ago(hours=4), "The shipment was called off; its items are being prepared again"),
        (ago(hours=5), "A shipment was prepared"),
    ]


def test_a_shipment_of_a_cancelled_order_is_not_prepared_again() -> None:
    dead = shipment(status="CANCELLED", updated_at=ago(hours=1))
    ended = told(order(cancelled_at=ago(hours=2), fulfillments=(dead,)))
    assert ended[:2] == ["The shipment was called off", "The order was cancelled"]


def test_money_that_went_back_is_told_with_its_amount() -> None:
    status = shown(order(refunds=(refund(),)))
    assert (say(status.timeline[0].text), status.timeline[0].kind) == ("49.00 SEK was refunded", EntryKind.PAYMENT)


def test_a_refund_of_nothing_names_no_amount() -> None:
    refunds = (refund(total=None), refund(total=money("0.00")))
    assert told(order(refunds=refunds))[:2] == ["A refund was made", "A refund was made"]


def test_a_delivery_that_no_event_told_of_is_told() -> None:
    status = shown(sent(fulfillments=(shipment(delivered_at=ago(hours=1)),)))
    assert (status.timeline[0].at, say(status.timeline[0].text)) == (ago(hours=1), "A parcel was delivered")


def test_a_delivery_is_told_once() -> None:
    parcel = shipment(delivered_at=ago(hours=1), events=(event("DELIVERED", ago(hours=1)),))
    assert told(sent(fulfillments=(parcel,))).count("A parcel was delivered") == 1


def test_a_delivery_that_a_later_scan_belies_is_told_with_its_time() -> None:
    parcel = shipment(delivered_at=ago(hours=3), events=(event("OUT_FOR_DELIVERY", ago(hours=1)),))
    assert told(sent(fulfillments=(parcel,)))[:2] == ["A parcel went out for delivery", "A parcel was delivered"]


def test_a_parcel_whose_content_is_unknown_is_not_counted() -> None:
    assert "A parcel was packed" in told(order(fulfillments=(shipment(units=()),)))


def test_a_download_is_not_packed() -> None:
    assert "It was sent to you by e-mail" in told(sent(fulfillments=(shipment(requires_shipping=False),)))


def test_a_return_is_told_from_its_beginning_to_its_end() -> None:
    back = going_back(status="CLOSED", closed_at=ago(hours=1))
    assert [text for text in told(sent(returns=(back,))) if "return" in text] == [
        "The return was completed",
        "The return was approved",
        "A return was started",
    ]


def test_a_return_that_came_to_nothing_says_how() -> None:
    declined = going_back(status="DECLINED", approved_at=None, closed_at=ago(hours=1))
    called_off = going_back(status="CANCELED", approved_at=None, closed_at=ago(hours=1))
    assert told(sent(returns=(declined,)))[0] == "The return was declined"
    assert told(sent(returns=(called_off,)))[0] == "The return was called off"


def test_a_return_is_an_entry_of_its_own_kind() -> None:
    kinds = {entry.kind for entry in shown(sent(returns=(going_back(),))).timeline}
    assert EntryKind.RETURN in kinds


def test_of_two_entries_at_the_same_moment_the_later_one_stands_first() -> None:
    at_once = shipment(created_at=PLACED, delivered_at=PLACED)
    assert told(sent(fulfillments=(at_once,))) == [
        "A parcel was delivered",
        "A parcel with 1 item was packed",
        "You placed the order",
    ]
