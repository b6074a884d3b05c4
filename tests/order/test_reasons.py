import re

from tests.order.builders import (
    NOW,
    ago,
    by_hand,
    disposition,
    english,
    event,
    exchange_item,
    group,
    line,
    money,
    numbered,
    order,
    order_return,
    refund,
    sent,
    shipment,
    status_of,
    transaction,
)
from tests.sampling import each_row
from tracking.order.missing import missing
from tracking.order.model import Order
from tracking.order.reasons import REASONS, Actor, ReasonText
from tracking.order.vocabulary import NextStep, Reason

WORDS_OF_A_ROW = ("title", "text", "dated", "past", "placed", "merchant_cause", "merchant_fix")
VALUES = {"carrier": "UPS", "silence": "8 days", "day": "Friday", "place": "Malmö"}


def of_parcel(value: str, **changes: object) -> Order:
    return sent(fulfillments=(shipment(display_status=value, **changes),))


def order_on_hold(value: str, **changes: object) -> Order:
    held: Order = order(fulfillment_orders=(group(status="ON_HOLD", holds=(value,)),), **changes)
    return held


REACHED = {
    Reason.PAY_PENDING: order(financial_status="PENDING"),
    Reason.PAY_RESERVED: order(financial_status="AUTHORIZED"),
    Reason.PAY_ON_DELIVERY: by_hand("Cash on Delivery (COD)"),
    Reason.PAY_IN_SHOP: by_hand("Pay in store"),
    Reason.PAY_LATER: order(financial_status="PENDING", has_payment_terms=True),
    Reason.PAY_OVERDUE: order(financial_status="PENDING", payment_overdue=True),
    Reason.PAY_BALANCE_DUE: order(financial_status="PARTIALLY_PAID", outstanding=money("12.50")),
    Reason.PAY_EXPIRED: order(financial_status="EXPIRED"),
    Reason.PAY_VOIDED: order(financial_status="VOIDED"),
    Reason.PAY_PAID: order(),
    Reason.PAY_REFUND_PARTIAL: order(financial_status="PARTIALLY_REFUNDED"),
    Reason.PAY_REFUNDED: order(financial_status="REFUNDED"),
    Reason.PAY_REFUND_FAILED: order(refunds=(refund(transactions=(transaction("REFUND", "FAILURE"),)),)),
    Reason.PAY_OWED_BACK: order(outstanding=money("-20.00")),
    Reason.HOLD_PAYMENT: order_on_hold("AWAITING_PAYMENT", financial_status="PENDING"),
    Reason.HOLD_REVIEW: order_on_hold("HIGH_RISK_OF_FRAUD"),
    Reason.HOLD_ADDRESS: order_on_hold("INCORRECT_ADDRESS"),
    Reason.HOLD_STOCK: order_on_hold("INVENTORY_OUT_OF_STOCK"),
    Reason.HOLD_DATE_UNKNOWN: order_on_hold("UNKNOWN_DELIVERY_DATE"),
    Reason.HOLD_RETURN_ITEMS: order_on_hold("AWAITING_RETURN_ITEMS"),
    Reason.HOLD_OTHER: order_on_hold("OTHER"),
    Reason.SCHEDULED: order(fulfillment_status="SCHEDULED"),
    Reason.PREORDER: order(fulfillment_status="SCHEDULED", lines=(line(selling_plan="Preorder"),)),
    Reason.AT_WAREHOUSE: order(fulfillment_status="IN_PROGRESS"),
    Reason.WAITING_FOR_SUPPLIER: order(fulfillment_orders=(group(can_request=True),)),
    Reason.REQUEST_SENT: order(fulfillment_orders=(group(request_status="SUBMITTED"),)),
    Reason.REQUEST_STOPPING: order(fulfillment_orders=(group(request_status="CANCELLATION_REQUESTED"),)),
    Reason.REQUEST_DECLINED: order(fulfillment_status="REQUEST_DECLINED"),
    Reason.OLDER_THAN_USUAL: order(placed_at=ago(days=30)),
    Reason.FULFILLMENT_CANCELLED: order(fulfillments=(shipment(status="CANCELLED"),)),
    Reason.NOTHING_TO_SEND: order(lines=(line(requires_shipping=False),)),
    Reason.NO_SCAN_YET: of_parcel("LABEL_PRINTED"),
    Reason.LABEL_VOIDED: of_parcel("LABEL_VOIDED"),
    Reason.NO_TRACKING: of_parcel("FULFILLED", tracking=()),
    Reason.SEE_CARRIER: of_parcel("FULFILLED"),
    Reason.STALLED: of_parcel("IN_TRANSIT", created_at=ago(days=8)),
    Reason.ESTIMATE_PASSED: of_parcel("IN_TRANSIT", created_at=ago(days=4), estimated_at=ago(days=2)),
    Reason.DELAYED: of_parcel("DELAYED"),
    Reason.BUYER_ACTION: of_parcel("BUYER_ACTION_REQUIRED"),
    Reason.ATTEMPT_FAILED: of_parcel("ATTEMPTED_DELIVERY"),
    Reason.AT_PICKUP_POINT: of_parcel("READY_FOR_PICKUP"),
    Reason.NOT_DELIVERED: of_parcel("NOT_DELIVERED"),
    Reason.TRACKING_FAILED: of_parcel("FAILURE"),
    Reason.RETURNING: of_parcel("RETURNING_TO_SENDER"),
    Reason.UNKNOWN_STATUS: of_parcel("NEWS_OF_2030"),
    Reason.PARTLY_DELIVERED: of_parcel("DELIVERED", tracking=(numbered("one"), numbered("two"))),
    Reason.SHOULD_HAVE_ARRIVED: of_parcel("FULFILLED", created_at=ago(days=15)),
    Reason.MAYBE_LOST: of_parcel("IN_TRANSIT", created_at=ago(days=15)),
    Reason.PICKUP_OVER: of_parcel("READY_FOR_PICKUP", events=(event("READY_FOR_PICKUP", ago(days=15)),)),
    Reason.RETURN_REQUESTED: sent(returns=(order_return(status="REQUESTED"),)),
    Reason.RETURN_DECLINED: sent(returns=(order_return(status="DECLINED"),)),
    Reason.RETURN_APPROVED: sent(returns=(order_return(),)),
    Reason.RETURN_ON_ITS_WAY: sent(returns=(order_return(tracking=shipment().tracking),)),
    Reason.RETURN_RECEIVED: sent(returns=(order_return(reverse_statuses=("CLOSED",)),)),
    Reason.RETURN_INSPECTED: sent(returns=(order_return(),), return_status="INSPECTION_COMPLETE"),
    Reason.RETURN_REFUNDED: sent(
        returns=(order_return(reverse_statuses=("CLOSED",)),), refunds=(refund(return_id="return"),)
    ),
    Reason.RETURN_FAILED: sent(returns=(order_return(),), return_status="RETURN_FAILED"),
    Reason.RETURN_MISSING: sent(returns=(order_return(dispositions=(disposition("MISSING"),)),)),
    Reason.RETURN_CANCELLED: sent(returns=(order_return(status="CANCELED"),), return_status="RETURN_FAILED"),
    Reason.RETURN_LATE: sent(returns=(order_return(approved_at=ago(days=31), tracking=shipment().tracking),)),
    Reason.EXCHANGED: sent(
        returns=(order_return(status="CLOSED", reverse_statuses=("CLOSED",), exchanges=(exchange_item(),)),)
    ),
    Reason.EXCHANGE: sent(returns=(order_return(exchanges=(exchange_item(),)),)),
    Reason.CANCELLED_CUSTOMER: order(cancelled_at=NOW, cancel_reason="CUSTOMER"),
    Reason.CANCELLED_PAYMENT: order(cancelled_at=NOW, cancel_reason="DECLINED"),
    Reason.CANCELLED_STOCK: order(cancelled_at=NOW, cancel_reason="INVENTORY"),
    Reason.CANCELLED_OTHER: order(cancelled_at=NOW),
}


def row_of(reason: Reason) -> ReasonText:
    assert reason in REASONS, f"{reason} has no words: add a row to REASONS in tracking/order/reasons.py"
    return REASONS[reason]


def order_of(reason: Reason) -> Order:
    assert reason in REACHED, f"{reason} has no order: add one to REACHED in tests/order/test_reasons.py"
    return REACHED[reason]


def test_every_reason_has_a_row() -> None:
    assert missing(REASONS, Reason, content="words", module="tracking/order/reasons.py") == []


def test_every_reason_has_an_order_here() -> None:
    assert missing(REACHED, Reason, content="order", module="tests/order/test_reasons.py") == []


@each_row("reason", Reason)
def test_every_reason_is_reached(reason: Reason) -> None:
    status = status_of(order_of(reason))
    reached = {status.headline.reason, status.payment.reason, status.money.reason}
    reached |= {parcel.reason for parcel in status.parcels} | {return_.reason for return_ in status.returns}
    assert reason in reached


def test_every_sentence_of_a_row_is_plain() -> None:
    for reason in Reason:
        for sentence in sentences(row_of(reason)):
            assert not re.search(r"!|fulfil|fraud|_|  ", sentence, re.IGNORECASE), reason
            assert sentence[0].isupper(), reason


def test_no_customer_text_mentions_a_risk() -> None:
    for reason in Reason:
        row = row_of(reason)
        for phrase in (row.title, row.text, row.dated, row.past, row.placed):
            assert phrase is None or not re.search(r"risk|suspicio", phrase.message, re.IGNORECASE), reason


def test_a_title_is_a_headline_and_a_text_whole_sentences() -> None:
    for reason in Reason:
        row = row_of(reason)
        assert not row.title.message.endswith("."), reason
        assert row.text.message.endswith("."), reason


def test_day_and_place_are_only_in_the_texts_that_need_them() -> None:
    for reason in Reason:
        row = row_of(reason)
        assert "%(day)s" not in row.text.message, reason
        assert "%(place)s" not in row.text.message, reason
        assert row.dated is None or "%(day)s" in row.dated.message, reason
        assert row.placed is None or "%(place)s" in row.placed.message, reason


def test_actor_of_paying_and_pickup_is_the_customer() -> None:
    for reason in Reason:
        row = row_of(reason)
        if row.step in (NextStep.PAY, NextStep.PICK_UP, NextStep.CHECK_ADDRESS, NextStep.ARRANGE_DELIVERY):
            assert row.actor is Actor.CUSTOMER, reason


def sentences(row: ReasonText) -> list[str]:
    phrases = [getattr(row, name) for name in WORDS_OF_A_ROW]
    return [phrase.message % VALUES for phrase in phrases if phrase]


def test_texts_of_a_risk_hold_are_neutral() -> None:
    hold = status_of(REACHED[Reason.HOLD_REVIEW]).headline
    assert english(hold.title) == "We’re checking your order"
