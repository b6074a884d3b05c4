import logging
from collections.abc import Collection
from pathlib import Path

import pytest
from graphql import EnumTypeDefinitionNode, parse

from tests.order.builders import (
    ago,
    event,
    going_back,
    group,
    method,
    order,
    parcel_of,
    parcel_saying,
    phrases,
    return_of,
    say,
    sent,
    shipment,
    shown,
)
from tracking.order import statuses
from tracking.order.statuses import report_unknown
from tracking.order.vocabulary import Condition, Reason, Stage

SCHEMA = Path(__file__).parents[2] / "tracking" / "demo" / "schema.graphql"

ENUMS = {
    node.name.value: frozenset(value.name.value for value in node.values or ())
    for node in parse(SCHEMA.read_text(encoding="utf-8"), no_location=True).definitions
    if isinstance(node, EnumTypeDefinitionNode)
}

TABLES: dict[str, Collection[str]] = {
    "OrderDisplayFinancialStatus": statuses.PAYMENTS,
    "OrderDisplayFulfillmentStatus": statuses.UNSENT,
    "OrderReturnStatus": statuses.ORDER_RETURNS,
    "ReturnStatus": statuses.RETURNS,
    "FulfillmentDisplayStatus": statuses.SHIPMENTS,
    "FulfillmentStatus": statuses.ACTIVE,
    "FulfillmentEventStatus": statuses.SHIPMENTS,
    "FulfillmentOrderStatus": statuses.FULFILLMENT_ORDERS,
    "FulfillmentOrderRequestStatus": statuses.REQUESTS,
    "FulfillmentHoldReason": statuses.HOLDS,
    "OrderCancelReason": statuses.CANCELLATIONS,
    "DeliveryMethodType": statuses.ROUTES,
    "ReverseFulfillmentOrderStatus": statuses.CAME_BACK,
    "ReverseFulfillmentOrderDispositionType": statuses.INSPECTED,
    "RefundLineItemRestockType": statuses.NEVER_SENT,
    "ReturnDeclineReason": statuses.DECLINES,
}

KNOWN_FOR_2027 = {"BUYER_ACTION_REQUIRED", "READY_FOR_RECIPIENT_PICKUP", "RETURNING_TO_SENDER", "PICKED_UP"}


@pytest.mark.parametrize("enum", TABLES)
def test_every_word_of_the_schema_has_a_row(enum: str) -> None:
    assert ENUMS[enum]
    lacking = [
        f"{enum}.{word} has no row: add it to tracking/order/statuses.py" for word in ENUMS[enum] - set(TABLES[enum])
    ]
    assert lacking == []


@pytest.mark.parametrize("enum", TABLES)
def test_no_row_is_left_of_a_word_that_shopify_never_says(enum: str) -> None:
    shared = ENUMS["FulfillmentDisplayStatus"] | ENUMS["FulfillmentEventStatus"] | KNOWN_FOR_2027
    assert set(TABLES[enum]) <= (shared if TABLES[enum] is statuses.SHIPMENTS else ENUMS[enum])


def test_the_words_of_2027_have_rows_already() -> None:
    assert statuses.SHIPMENTS.keys() >= KNOWN_FOR_2027


def test_every_word_of_a_shipment_has_a_name_in_its_history() -> None:
    nameless = statuses.SHIPMENTS.keys() - statuses.EVENTS.keys()
    assert [f"{word} has no name: add its row to EVENTS in tracking/order/statuses.py" for word in nameless] == []
    assert statuses.EVENTS.keys() == statuses.SHIPMENTS.keys()


def test_every_set_of_words_is_made_of_words_that_have_rows() -> None:
    sets = statuses.CALLED_OFF | statuses.ONLY_AGGREGATE | statuses.BEFORE_CARRIER | statuses.WITH_CARRIER
    assert sets <= statuses.SHIPMENTS.keys()


def test_no_sentence_of_the_tables_uses_a_word_of_shopifys() -> None:
    for phrase in phrases((*statuses.EVENTS.values(), *statuses.DECLINES.values(), statuses.UNKNOWN_EVENT)):
        assert "fulfil" not in say(phrase).lower()
        assert "fraud" not in say(phrase).lower()


SHIPMENTS = [
    ("SUBMITTED", Stage.PREPARING, Condition.WAITING, Reason.NO_SCAN_YET),
    ("CONFIRMED", Stage.PREPARING, Condition.WAITING, Reason.NO_SCAN_YET),
    ("MARKED_AS_FULFILLED", Stage.PREPARING, Condition.WAITING, Reason.NO_SCAN_YET),
    ("LABEL_PURCHASED", Stage.PREPARING, Condition.WAITING, Reason.NO_SCAN_YET),
    ("LABEL_PRINTED", Stage.PREPARING, Condition.WAITING, Reason.NO_SCAN_YET),
    ("FULFILLED", Stage.SHIPPED, Condition.FINE, Reason.SEE_CARRIER),
    ("CARRIER_PICKED_UP", Stage.SHIPPED, Condition.FINE, None),
    ("IN_TRANSIT", Stage.SHIPPED, Condition.FINE, None),
    ("DELAYED", Stage.SHIPPED, Condition.LATE, Reason.DELAYED),
    ("OUT_FOR_DELIVERY", Stage.OUT_FOR_DELIVERY, Condition.FINE, None),
    ("ATTEMPTED_DELIVERY", Stage.OUT_FOR_DELIVERY, Condition.ACTION_NEEDED, Reason.ATTEMPT_FAILED),
    ("READY_FOR_PICKUP", Stage.READY_FOR_PICKUP, Condition.ACTION_NEEDED, Reason.AT_PICKUP_POINT),
    ("READY_FOR_RECIPIENT_PICKUP", Stage.READY_FOR_PICKUP, Condition.ACTION_NEEDED, Reason.AT_PICKUP_POINT),
    ("DELIVERED", Stage.DELIVERED, Condition.DONE, None),
    ("PICKED_UP", Stage.PICKED_UP, Condition.DONE, None),
    ("BUYER_ACTION_REQUIRED", Stage.SHIPPED, Condition.ACTION_NEEDED, Reason.BUYER_ACTION),
    ("NOT_DELIVERED", Stage.SHIPPED, Condition.PROBLEM, Reason.NOT_DELIVERED),
    ("FAILURE", Stage.PREPARING, Condition.PROBLEM, Reason.TRACKING_FAILED),
    ("RETURNING_TO_SENDER", Stage.SHIPPED, Condition.PROBLEM, Reason.RETURNING),
    ("LABEL_VOIDED", Stage.PREPARING, Condition.WAITING, Reason.LABEL_VOIDED),
    ("CANCELED", Stage.PREPARING, Condition.WAITING, Reason.FULFILLMENT_CANCELLED),
]


def test_the_cases_below_leave_out_no_word_of_a_shipment() -> None:
    assert {word for word, *_ in SHIPMENTS} == statuses.SHIPMENTS.keys()


@pytest.mark.parametrize(("word", "stage", "condition", "reason"), SHIPMENTS)
def test_what_shopify_says_of_a_parcel_becomes_what_the_page_says(
    word: str, stage: Stage, condition: Condition, reason: Reason | None
) -> None:
    parcel = parcel_saying(word)
    assert (parcel.stage, parcel.condition, parcel.reason) == (stage, condition, reason)


@pytest.mark.parametrize(
    "word", ["DELAYED", "BUYER_ACTION_REQUIRED", "NOT_DELIVERED", "FAILURE", "RETURNING_TO_SENDER"]
)
def test_trouble_keeps_the_stage_that_was_reached(word: str) -> None:
    parcel = parcel_saying(word, event("OUT_FOR_DELIVERY", ago(hours=3)), event(word, ago(hours=1)))
    assert parcel.stage is Stage.OUT_FOR_DELIVERY


UNSENT = [
    ("UNFULFILLED", Condition.FINE, None),
    ("OPEN", Condition.FINE, None),
    ("RESTOCKED", Condition.FINE, None),
    ("PARTIALLY_FULFILLED", Condition.FINE, None),
    ("FULFILLED", Condition.FINE, None),
    ("IN_PROGRESS", Condition.FINE, Reason.AT_WAREHOUSE),
    ("PENDING_FULFILLMENT", Condition.FINE, Reason.AT_WAREHOUSE),
    ("ON_HOLD", Condition.WAITING, Reason.HOLD_OTHER),
    ("SCHEDULED", Condition.WAITING, Reason.SCHEDULED),
    ("REQUEST_DECLINED", Condition.LATE, Reason.REQUEST_DECLINED),
]


def test_the_cases_below_leave_out_no_word_of_an_unsent_order() -> None:
    assert {word for word, *_ in UNSENT} | {"FULFILLMENT_NOT_REQUIRED"} == statuses.UNSENT.keys()


def test_an_order_with_nothing_left_to_send_is_done() -> None:
    parcel = parcel_of(order(fulfillment_status="FULFILLMENT_NOT_REQUIRED"))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.SENT, Condition.DONE, None)
    assert say(parcel.title) == "Nothing to send"


@pytest.mark.parametrize(("word", "condition", "reason"), UNSENT)
def test_without_groups_the_orders_own_word_says_why_it_waits(
    word: str, condition: Condition, reason: Reason | None
) -> None:
    parcel = parcel_of(order(fulfillment_status=word))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.PREPARING, condition, reason)


GROUPS = [
    ("OPEN", Condition.FINE, None),
    ("IN_PROGRESS", Condition.FINE, Reason.AT_WAREHOUSE),
    ("SCHEDULED", Condition.WAITING, Reason.SCHEDULED),
    ("ON_HOLD", Condition.WAITING, Reason.HOLD_OTHER),
    ("INCOMPLETE", Condition.FINE, None),
]


@pytest.mark.parametrize(("word", "condition", "reason"), GROUPS)
def test_the_word_of_a_group_says_why_it_waits(word: str, condition: Condition, reason: Reason | None) -> None:
    parcel = parcel_of(order(fulfillment_orders=(group(status=word),)))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.PREPARING, condition, reason)


@pytest.mark.parametrize("word", ["CLOSED", "CANCELLED"])
def test_a_group_that_is_closed_is_not_asked(word: str) -> None:
    parcel = parcel_of(order(fulfillment_status="ON_HOLD", fulfillment_orders=(group(status=word),)))
    assert parcel.reason is Reason.HOLD_OTHER


REQUESTS = [
    ("UNSUBMITTED", Condition.FINE, None),
    ("SUBMITTED", Condition.FINE, Reason.AT_WAREHOUSE),
    ("ACCEPTED", Condition.FINE, Reason.AT_WAREHOUSE),
    ("REJECTED", Condition.LATE, Reason.REQUEST_DECLINED),
    ("CANCELLATION_REQUESTED", Condition.FINE, Reason.AT_WAREHOUSE),
    ("CANCELLATION_ACCEPTED", Condition.FINE, None),
    ("CANCELLATION_REJECTED", Condition.FINE, Reason.AT_WAREHOUSE),
    ("CLOSED", Condition.FINE, None),
]


def test_the_cases_below_leave_out_no_answer_of_a_warehouse() -> None:
    assert {word for word, *_ in REQUESTS} == statuses.REQUESTS.keys()


@pytest.mark.parametrize(("word", "condition", "reason"), REQUESTS)
def test_what_the_warehouse_answered_says_why_it_waits(word: str, condition: Condition, reason: Reason | None) -> None:
    parcel = parcel_of(order(fulfillment_orders=(group(request_status=word),)))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.PREPARING, condition, reason)


HOLDS = [
    ("AWAITING_PAYMENT", Reason.HOLD_PAYMENT),
    ("AWAITING_RETURN_ITEMS", Reason.HOLD_RETURN_ITEMS),
    ("HIGH_RISK_OF_FRAUD", Reason.HOLD_REVIEW),
    ("INCORRECT_ADDRESS", Reason.HOLD_ADDRESS),
    ("INVENTORY_OUT_OF_STOCK", Reason.HOLD_STOCK),
    ("UNKNOWN_DELIVERY_DATE", Reason.HOLD_DATE_UNKNOWN),
    ("OTHER", Reason.HOLD_OTHER),
    ("ONLINE_STORE_POST_PURCHASE_CROSS_SELL", None),
]


def test_the_cases_below_leave_out_no_hold() -> None:
    assert {word for word, _ in HOLDS} == statuses.HOLDS.keys()


@pytest.mark.parametrize(("word", "reason"), HOLDS)
def test_a_hold_says_why_it_waits(word: str, reason: Reason | None) -> None:
    parcel = parcel_of(order(fulfillment_orders=(group(status="ON_HOLD", holds=(word,)),)))
    assert (parcel.stage, parcel.reason) == (Stage.PREPARING, reason)
    assert parcel.condition is (Condition.WAITING if reason else Condition.FINE)


@pytest.mark.parametrize("word", ["SUCCESS", "OPEN", "PENDING"])
def test_a_shipment_that_stands_is_a_parcel(word: str) -> None:
    assert parcel_of(sent(fulfillments=(shipment(status=word),))).sent


@pytest.mark.parametrize("word", ["CANCELLED", "ERROR", "FAILURE"])
def test_a_shipment_that_does_not_stand_is_none(word: str) -> None:
    parcel = parcel_of(order(fulfillments=(shipment(status=word),)))
    assert not parcel.sent
    assert parcel.reason is Reason.FULFILLMENT_CANCELLED


CANCELLATIONS = [
    ("CUSTOMER", Reason.CANCELLED_CUSTOMER),
    ("DECLINED", Reason.CANCELLED_PAYMENT),
    ("INVENTORY", Reason.CANCELLED_STOCK),
    ("FRAUD", Reason.CANCELLED_OTHER),
    ("STAFF", Reason.CANCELLED_OTHER),
    ("OTHER", Reason.CANCELLED_OTHER),
    (None, Reason.CANCELLED_OTHER),
]


@pytest.mark.parametrize(("word", "reason"), CANCELLATIONS)
def test_a_cancelled_order_says_why_in_neutral_words(word: str | None, reason: Reason) -> None:
    status = shown(order(cancelled_at=ago(hours=1), cancel_reason=word))
    assert (status.headline.stage, status.headline.reason) == (Stage.CANCELLED, reason)
    assert not any("fraud" in say(phrase).lower() for phrase in phrases(status))


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("FINAL_SALE", "It was a final sale, which the shop does not take back."),
        ("RETURN_PERIOD_ENDED", "The time in which it could be returned had ended."),
        ("OTHER", "The shop can tell you why."),
        ("TIDE_TABLE", "The shop can tell you why."),
        (None, "The shop can tell you why."),
    ],
)
def test_a_declined_return_says_why(word: str | None, why: str) -> None:
    back = return_of(sent(returns=(going_back(status="DECLINED", decline_reason=word),)))
    assert say(back.text) == f"We could not accept this return. {why}"
    assert back.reason is Reason.RETURN_DECLINED


def test_a_word_that_nobody_knows_keeps_the_last_stage() -> None:
    parcel = parcel_saying("NEWS_OF_2030", event("IN_TRANSIT", ago(hours=2)), event("NEWS_OF_2030", ago(hours=1)))
    assert (parcel.stage, parcel.condition, parcel.reason) == (
        Stage.SHIPPED,
        Condition.WAITING,
        Reason.UNKNOWN_STATUS,
    )
    assert parcel.scans[0].status == "unknown"


def test_a_word_that_nobody_knows_is_no_evidence_that_it_left() -> None:
    parcel = parcel_saying("NEWS_OF_2030")
    assert (parcel.stage, parcel.reason) == (Stage.PREPARING, Reason.UNKNOWN_STATUS)


def test_an_event_that_nobody_knows_keeps_what_the_parcel_itself_says() -> None:
    parcel = parcel_saying("IN_TRANSIT", event("NEWS_OF_2030", ago(hours=1)))
    assert (parcel.stage, parcel.reason) == (Stage.SHIPPED, Reason.UNKNOWN_STATUS)


def test_an_unsent_group_with_a_word_that_nobody_knows_stays_in_preparation() -> None:
    for unknown in (
        order(fulfillment_status="NEWS_OF_2030"),
        order(fulfillment_orders=(group(status="NEWS_OF_2030"),)),
        order(fulfillment_orders=(group(request_status="NEWS_OF_2030"),)),
    ):
        parcel = parcel_of(unknown)
        assert (parcel.stage, parcel.reason) == (Stage.PREPARING, Reason.UNKNOWN_STATUS)


def test_a_hold_that_nobody_knows_is_a_pause() -> None:
    parcel = parcel_of(order(fulfillment_orders=(group(status="ON_HOLD", holds=("NEWS_OF_2030",)),)))
    assert parcel.reason is Reason.HOLD_OTHER


def test_a_payment_that_nobody_knows_holds_nothing_back() -> None:
    status = shown(order(financial_status="PAID_IN_SEASHELLS"))
    assert status.payment.reason is Reason.UNKNOWN_STATUS
    assert status.headline.stage is Stage.PREPARING


UNKNOWN = [
    order(financial_status="A_PAYMENT"),
    order(fulfillment_status="AN_ORDER"),
    order(fulfillment_orders=(group(status="A_GROUP"),)),
    order(fulfillment_orders=(group(request_status="A_REQUEST"),)),
    order(fulfillment_orders=(group(status="ON_HOLD", holds=("A_HOLD",)),)),
    order(fulfillment_orders=(group(delivery=method(method="A_METHOD")),)),
    sent(fulfillment_orders=(group(delivery=method(method="A_METHOD")),)),
    sent(fulfillments=(shipment(status="A_SHIPMENT"),)),
    sent(fulfillments=(shipment(display_status="A_PARCEL"),)),
    sent(fulfillments=(shipment(display_status="A_PARCEL", events=(event("IN_TRANSIT", ago(hours=1)),)),)),
    sent(fulfillments=(shipment(events=(event("AN_EVENT", ago(hours=1)),)),)),
    sent(returns=(going_back(status="A_RETURN"),)),
    sent(return_status="A_RETURN_STATUS", returns=(going_back(),)),
    order(cancelled_at=ago(hours=1), cancel_reason="A_REASON"),
]


@pytest.mark.parametrize("number", range(len(UNKNOWN)))
def test_a_word_that_nobody_knows_is_logged_once_and_never_shown(number: int, caplog: pytest.LogCaptureFixture) -> None:
    report_unknown.cache_clear()
    with caplog.at_level(logging.WARNING, logger="tracking.order"):
        statuses = [shown(UNKNOWN[number]), shown(UNKNOWN[number])]
    (record,) = caplog.records
    word = str(record.args[1] if isinstance(record.args, tuple) else "")
    assert word in repr(UNKNOWN[number])
    assert not any(word in say(phrase) for phrase in phrases(statuses[0]))


def test_a_payment_that_shopify_does_not_name_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert shown(order(financial_status=None)).payment.reason is Reason.UNKNOWN_STATUS
    assert not caplog.records
