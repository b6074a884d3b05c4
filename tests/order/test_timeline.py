from tests.order.builders import (
    PLACED,
    ago,
    edit,
    english,
    event,
    money,
    order,
    order_return,
    refund,
    sent,
    shipment,
    status_of,
    transaction,
)
from tests.sampling import each_row
from tracking.order.model import Order
from tracking.order.vocabulary import EntryKind


def timeline_texts(its_order: Order) -> list[str]:
    return [english(entry.text) for entry in status_of(its_order).timeline]


def test_timeline_begins_with_the_order() -> None:
    (entry,) = status_of(order()).timeline
    assert (entry.at, english(entry.text), entry.kind) == (PLACED, "You placed the order", EntryKind.ORDER)


def test_newest_entry_comes_first() -> None:
    milestones = (
        event("CARRIER_PICKED_UP", ago(hours=4)),
        event("IN_TRANSIT", ago(hours=3)),
        event("OUT_FOR_DELIVERY", ago(hours=2)),
        event("DELIVERED", ago(hours=1)),
    )
    status = status_of(sent(fulfillments=(shipment(created_at=ago(hours=5), events=milestones),)))
    assert [english(entry.text) for entry in status.timeline] == [
        "A parcel was delivered",
        "A parcel went out for delivery",
        "The carrier picked up a parcel",
        "A parcel with 1 item was packed",
        "You placed the order",
    ]
    assert status.timeline[0].kind is EntryKind.FULFILLMENT


def test_entry_of_a_cancelled_shipment_mentions_that_its_items_are_prepared_again() -> None:
    dead = shipment(status="CANCELLED", created_at=ago(hours=5), updated_at=ago(hours=4))
    status = status_of(order(fulfillments=(dead,)))
    assert [(entry.at, english(entry.text)) for entry in status.timeline[:2]] == [
        (ago(hours=4), "The shipment was canceled; its items are being prepared again"),
        (ago(hours=5), "A shipment was prepared"),
    ]


def test_a_shipment_of_a_cancelled_order_is_not_prepared_again() -> None:
    dead = shipment(status="CANCELLED", updated_at=ago(hours=1))
    ended = timeline_texts(order(cancelled_at=ago(hours=2), fulfillments=(dead,)))
    assert ended[:2] == ["The shipment was canceled", "The order was canceled"]


@each_row(
    ("changes", "entry"),
    [
        ({}, "The order was changed"),
        ({"added": 1}, "1 item was added to the order"),
        ({"added": 2}, "2 items were added to the order"),
        ({"removed": 1}, "1 item was removed from the order"),
        ({"removed": 3}, "3 items were removed from the order"),
        ({"added": 1, "removed": 1}, "The order was changed"),
    ],
)
def test_edit_of_the_order_is_an_entry(changes: dict[str, int], entry: str) -> None:
    newest = status_of(order(edits=(edit(**changes),))).timeline[0]
    assert (newest.at, english(newest.text), newest.kind) == (ago(hours=1), entry, EntryKind.ORDER)


def test_edits_stand_between_the_other_entries() -> None:
    edits = (edit(happened_at=ago(hours=2)), edit(happened_at=ago(hours=4), added=1))
    its_order = order(edits=edits, cancelled_at=ago(hours=1), refunds=(refund(processed_at=ago(hours=3)),))
    assert timeline_texts(its_order)[:4] == [
        "The order was canceled",
        "The order was changed",
        "49.00 SEK was refunded",
        "1 item was added to the order",
    ]


def test_refund_entry_has_its_amount() -> None:
    status = status_of(order(refunds=(refund(),)))
    assert (english(status.timeline[0].text), status.timeline[0].kind) == ("49.00 SEK was refunded", EntryKind.PAYMENT)


def test_a_refund_of_nothing_is_no_entry() -> None:
    refunds = (refund(total=None), refund(total=money("0.00")))
    assert timeline_texts(order(refunds=refunds)) == ["You placed the order"]


def test_a_refund_whose_money_has_not_moved_was_not_made() -> None:
    under_way = refund(transactions=(transaction("REFUND", "PENDING"),))
    failed = refund(transactions=(transaction("REFUND", "FAILURE"),))
    made = refund(total=None, transactions=(transaction("REFUND", "SUCCESS"),))
    assert timeline_texts(order(refunds=(under_way, failed, made)))[:3] == [
        "A refund was made",
        "A refund didn’t go through",
        "A refund was started",
    ]


def test_delivery_without_an_event_is_an_entry() -> None:
    status = status_of(sent(fulfillments=(shipment(delivered_at=ago(hours=1)),)))
    assert (status.timeline[0].at, english(status.timeline[0].text)) == (ago(hours=1), "A parcel was delivered")


def test_delivery_is_one_entry() -> None:
    parcel = shipment(delivered_at=ago(hours=1), events=(event("DELIVERED", ago(hours=1)),))
    assert timeline_texts(sent(fulfillments=(parcel,))).count("A parcel was delivered") == 1


def test_delivery_contradicted_by_a_later_scan_is_an_entry_at_its_time() -> None:
    parcel = shipment(delivered_at=ago(hours=3), events=(event("OUT_FOR_DELIVERY", ago(hours=1)),))
    assert timeline_texts(sent(fulfillments=(parcel,)))[:2] == [
        "A parcel went out for delivery",
        "A parcel was delivered",
    ]


def test_a_parcel_whose_content_is_unknown_is_not_counted() -> None:
    assert "A parcel was packed" in timeline_texts(order(fulfillments=(shipment(units=()),)))


def test_a_download_is_not_packed() -> None:
    assert "It was sent to you by email" in timeline_texts(
        sent(fulfillments=(shipment(requires_shipping=False, tracking=()),))
    )


def test_return_has_entries_from_start_to_end() -> None:
    return_ = order_return(status="CLOSED", closed_at=ago(hours=1))
    assert [text for text in timeline_texts(sent(returns=(return_,))) if "return" in text] == [
        "The return was completed",
        "The return was approved",
        "A return was started",
    ]


def test_entry_of_an_unsuccessful_return_has_its_outcome() -> None:
    declined = order_return(status="DECLINED", approved_at=None, closed_at=ago(hours=1))
    called_off = order_return(status="CANCELED", approved_at=None, closed_at=ago(hours=1))
    assert timeline_texts(sent(returns=(declined,)))[0] == "The return was declined"
    assert timeline_texts(sent(returns=(called_off,)))[0] == "The return was canceled"


def test_a_return_is_an_entry_of_its_own_kind() -> None:
    kinds = {entry.kind for entry in status_of(sent(returns=(order_return(),))).timeline}
    assert EntryKind.RETURN in kinds


def test_later_of_two_entries_at_the_same_moment_comes_first() -> None:
    at_once = shipment(created_at=PLACED, delivered_at=PLACED)
    assert timeline_texts(sent(fulfillments=(at_once,))) == [
        "A parcel was delivered",
        "A parcel with 1 item was packed",
        "You placed the order",
    ]
