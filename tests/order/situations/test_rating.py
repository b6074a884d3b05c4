"""Only goods that arrived and were kept are rated."""

from dataclasses import replace

import pytest

from tests.order.builders import (
    ago,
    event,
    line,
    money,
    order,
    order_return,
    policy,
    refund,
    refunded_units,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Order
from tracking.order.statuses import RETURNS
from tracking.order.vocabulary import NextStep

RATED = policy(review_url="https://reviews.example.com/")
ARRIVED = sent(fulfillments=(shipment(display_status="DELIVERED", events=(event("DELIVERED", ago(hours=2)),)),))
LAMP = line(id="lamp", title="Lamp", unfulfilled_quantity=0)


def asks_for_a_rating(its_order: Order) -> bool:
    status = status_of(its_order, its_policy=RATED)
    return any(
        advice.code is NextStep.RATE for advice in (status.advice, *(parcel.advice for parcel in status.parcels))
    )


def with_second(status: str) -> Order:
    second = shipment(id="second", display_status=status, units=(units(line_id="lamp"),))
    return replace(ARRIVED, lines=(*ARRIVED.lines, LAMP), fulfillments=(*ARRIVED.fulfillments, second))


@pytest.mark.parametrize(
    "kept",
    [
        ARRIVED,
        with_second("DELIVERED"),
        replace(ARRIVED, returns=(order_return(status="CANCELED"),)),
        replace(ARRIVED, financial_status="PARTIALLY_REFUNDED", refunds=(refund(),), refunded=money("10.00")),
        sent(fulfillments=(shipment(display_status="PICKED_UP", tracking=()),)),
    ],
    ids=["arrived", "both arrived", "return called off", "a part of the price refunded", "picked up"],
)
def test_goods_that_were_kept_are_rated(kept: Order) -> None:
    assert asks_for_a_rating(kept)


NOT_RATED = {
    **{
        f"return {status}": replace(ARRIVED, returns=(order_return(status=status),))
        for status in RETURNS
        if status != "CANCELED"
    },
    "return of an unknown status": replace(ARRIVED, returns=(order_return(status="LENT"),)),
    "refunded in full": replace(ARRIVED, financial_status="REFUNDED", refunded=money("49.00")),
    "voided": replace(ARRIVED, financial_status="VOIDED"),
    "taken back by a refund": replace(ARRIVED, refunds=(refund(units=(refunded_units(1, "RETURN"),)),)),
    "cancelled": replace(ARRIVED, cancelled_at=ago(hours=1)),
    "not delivered": sent(fulfillments=(shipment(display_status="NOT_DELIVERED"),)),
    "one of two lost": with_second("NOT_DELIVERED"),
    "one of two on its way back": with_second("RETURNING_TO_SENDER"),
    "on its way": sent(fulfillments=(shipment(display_status="IN_TRANSIT"),)),
    "not sent": order(),
}


@each_row("its_order", NOT_RATED.values(), ids=NOT_RATED)
def test_goods_that_did_not_arrive_or_did_not_stay_are_not_rated(its_order: Order) -> None:
    assert not asks_for_a_rating(its_order)


def test_boxes_are_rated_only_when_all_are_known_to_have_arrived() -> None:
    tracking = (shipment().tracking[0], shipment(id="other").tracking[0])
    one, other = event("DELIVERED", ago(days=8)), event("DELIVERED", ago(days=7))
    boxes = shipment(display_status="DELIVERED", tracking=tracking, created_at=ago(days=9))
    assert not asks_for_a_rating(sent(fulfillments=(replace(boxes, events=(event("DELIVERED", ago(days=1)),)),)))
    assert not asks_for_a_rating(sent(fulfillments=(replace(boxes, events=(one,)),)))
    assert asks_for_a_rating(sent(fulfillments=(replace(boxes, events=(one, other)),)))
