"""Goods that are picked up at the shop are no parcel, and nothing is sent."""

import re
from dataclasses import replace

import pytest

from tests.order.builders import (
    ago,
    ahead,
    english,
    event,
    group,
    line,
    method,
    order,
    phrases,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.status_types import OrderStatus
from tracking.order.statuses import FULFILLMENT_ORDERS, HOLDS, REQUESTS, SHIPMENTS
from tracking.order.vocabulary import Condition

PICK_UP = method(method="PICK_UP")
COUNTER = group(id="counter", delivery=PICK_UP)
HANDED_OVER = group(id="done", delivery=PICK_UP, status="CLOSED", units=(), fulfillment_ids=("ready", "fetched"))
WRONG = re.compile(r"\b(parcels?|sent|shipment|shipped|deliver\w*|carrier)\b", re.IGNORECASE)
LINES = (line(unfulfilled_quantity=0), line(id="lamp", title="Lamp"))


def wrong_sentences(status: OrderStatus) -> list[str]:
    """The words for a parcel, or for sending, on the page."""
    said = (english(phrase) for phrase in phrases(status))
    # The name for an unknown carrier is a value that the sentences of a pickup do not use.
    return [sentence for sentence in said if WRONG.search(sentence) and sentence != "The carrier"]


def handed_over(reported: str, **changes: object) -> Fulfillment:
    events = (event(reported, ago(hours=2)),)
    return shipment(**({"id": "ready", "display_status": reported, "events": events, "tracking": ()} | changes))


def waits(**changes: object) -> Order:
    return order(fulfillment_orders=(group(**({"delivery": PICK_UP} | changes)),))


UNSENT = {
    **{f"hold {hold}": waits(status="ON_HOLD", holds=(hold,)) for hold in HOLDS if hold != "INCORRECT_ADDRESS"},
    **{
        f"fulfillment order {value}": waits(status=value)
        for value in FULFILLMENT_ORDERS
        if value not in ("CLOSED", "CANCELLED")
    },
    **{f"request {value}": waits(request_status=value) for value in REQUESTS},
    "scheduled for a day": waits(status="SCHEDULED", fulfill_at=ahead(days=5)),
    "older than usual": order(placed_at=ago(days=30), fulfillment_orders=(COUNTER,)),
    "supplier": waits(can_request=True),
    "called off": order(
        fulfillments=(handed_over("READY_FOR_PICKUP", status="CANCELLED"),),
        fulfillment_orders=(group(delivery=PICK_UP, fulfillment_ids=("ready",)),),
    ),
}


@each_row("its_order", UNSENT.values(), ids=UNSENT)
def test_order_to_be_picked_up_is_no_parcel(its_order: Order) -> None:
    assert wrong_sentences(status_of(its_order)) == []


# Statuses of a carrier that brings it to the counter are told in the carrier's words.
@each_row(
    "status", [*(value for value in SHIPMENTS if "PICK" in value), "FULFILLED", "MARKED_AS_FULFILLED", "DELIVERED"]
)
def test_order_that_is_ready_or_picked_up_is_no_parcel(status: str) -> None:
    handed = sent(fulfillments=(handed_over(status, events=()),), fulfillment_orders=(HANDED_OVER,))
    assert wrong_sentences(status_of(handed)) == []


def in_two_parts(first: Fulfillment, *others: FulfillmentOrder | Fulfillment) -> OrderStatus:
    parcels = (first, *(other for other in others if isinstance(other, Fulfillment)))
    waiting = [other for other in others if isinstance(other, FulfillmentOrder)]
    lines = tuple(
        line(id=name, title=name, unfulfilled_quantity=bool(waiting) and name == "lamp") for name in ("mug", "lamp")
    )
    return status_of(order(lines=lines, fulfillments=parcels, fulfillment_orders=(HANDED_OVER, *waiting)))


WAITING = "It’s waiting for you at Quay 1, 211 20 Malmö."
LAMP_WAITS = group(id="lamp", delivery=PICK_UP, units=(units(line_id="lamp"),))
LAMP_FETCHED = handed_over("PICKED_UP", id="fetched", units=(units(line_id="lamp"),))


@pytest.mark.parametrize(
    ("status", "title", "text"),
    [
        (
            in_two_parts(handed_over("READY_FOR_PICKUP"), LAMP_WAITS),
            "Part of your order is ready for pickup",
            f"2 parts: 1 ready for pickup, 1 being prepared. 1 of 2 items ready or picked up. {WAITING}",
        ),
        (
            in_two_parts(handed_over("PICKED_UP"), LAMP_WAITS),
            "Part of your order has been picked up",
            "1 of 2 parts picked up, 1 being prepared. 1 of 2 items ready or picked up.",
        ),
        (
            in_two_parts(handed_over("PICKED_UP"), LAMP_FETCHED),
            "Everything has been picked up",
            "2 of 2 parts picked up.",
        ),
    ],
    ids=["ready", "partly picked up", "picked up"],
)
def test_parts_that_are_picked_up_are_counted_as_parts(status: OrderStatus, title: str, text: str) -> None:
    assert english(status.headline.title) == title
    assert english(status.headline.text).startswith(text)
    assert wrong_sentences(status) == []


LAMP_SENT = shipment(id="sent", display_status="IN_TRANSIT", units=(units(line_id="lamp"),))
SHIPPED = group(id="sent", status="CLOSED", units=(), fulfillment_ids=("sent",))


def test_mix_of_a_parcel_and_a_pickup_counts_parts() -> None:
    status = in_two_parts(handed_over("READY_FOR_PICKUP"), LAMP_SENT, SHIPPED)
    assert english(status.headline.title) == "Part of your order is ready for pickup"
    assert english(status.headline.text).startswith("2 parts: 1 on its way, 1 ready for pickup.")
    history = [english(entry.text) for entry in status.timeline]
    assert {"1 item was packed for you", "A parcel with 1 item was packed", "Your order became ready for pickup"} <= {
        *history
    }


def test_mix_of_a_parcel_and_a_pickup_that_both_arrived() -> None:
    arrived = shipment(id="sent", display_status="DELIVERED", units=(units(line_id="lamp"),))
    status = in_two_parts(handed_over("PICKED_UP"), arrived, SHIPPED)
    assert (english(status.headline.title), english(status.headline.text)) == (
        "You have everything",
        "2 of 2 parts with you.",
    )


def test_mix_counts_items_that_were_sent_or_are_ready() -> None:
    waiting = group(id="lamp", units=(units(line_id="lamp"),))
    status = in_two_parts(handed_over("READY_FOR_PICKUP"), waiting)
    assert "1 of 2 items sent or ready for pickup." in english(status.headline.text)


@each_row("reason", ["CUSTOMER", "DECLINED", "INVENTORY", "FRAUD", "STAFF", "OTHER", None])
def test_cancelled_pickup_says_nothing_of_sending(reason: str | None) -> None:
    ended = order(
        cancelled_at=ago(hours=1), cancel_reason=reason, fulfillment_orders=(replace(COUNTER, status="CLOSED"),)
    )
    status = status_of(ended)
    assert wrong_sentences(status) == []
    assert english(status.parcels[0].text) == english(status.headline.text)


def test_payment_of_a_pickup_that_was_called_off_says_nothing_of_sending() -> None:
    status = status_of(order(financial_status="VOIDED", fulfillment_orders=(COUNTER,)))
    assert wrong_sentences(status) == []
    assert english(status.parcels[0].text) == english(status.headline.text)


def test_cancelled_order_in_two_ways_is_not_all_for_pickup() -> None:
    ways = (replace(COUNTER, status="CLOSED"), group(status="CLOSED"))
    status = status_of(order(cancelled_at=ago(hours=1), cancel_reason="CUSTOMER", fulfillment_orders=ways))
    assert english(status.headline.text) == "The order was canceled as you asked, and nothing will be sent."


def test_cancelled_order_of_which_a_part_was_picked_up() -> None:
    fetched = sent(
        cancelled_at=ago(hours=1), fulfillments=(handed_over("PICKED_UP"),), fulfillment_orders=(HANDED_OVER,)
    )
    assert english(status_of(fetched).headline.text).startswith(
        "The order was canceled, but part of it was ready or had been picked up."
    )


def test_payment_due_on_what_was_picked_up() -> None:
    due = sent(
        financial_status="PARTIALLY_PAID",
        fulfillments=(handed_over("READY_FOR_PICKUP"),),
        fulfillment_orders=(HANDED_OVER,),
    )
    assert "sent" not in english(status_of(due).headline.text)


def test_order_that_is_ready_is_not_late_by_the_day_that_was_planned() -> None:
    planned = method(method="PICK_UP", earliest_at=ago(days=9), latest_at=ago(days=8))
    done = group(status="CLOSED", units=(), delivery=planned, fulfillment_ids=("parcel",))
    handed = shipment(tracking=(), created_at=ago(days=9))
    (its,) = status_of(sent(placed_at=ago(days=12), fulfillments=(handed,), fulfillment_orders=(done,))).parcels
    assert (its.condition, its.estimate) == (Condition.FINE, None)
    assert english(its.title) == "Ready or already picked up"
