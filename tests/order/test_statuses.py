import logging
from collections.abc import Collection
from pathlib import Path

import pytest
from graphql import EnumTypeDefinitionNode, parse

from tests.order.builders import (
    ago,
    english,
    event,
    group,
    method,
    order,
    order_return,
    parcel_of,
    parcel_reported,
    phrases,
    return_of,
    sent,
    shipment,
    status_of,
)
from tests.sampling import each_row
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


@each_row("enum", TABLES)
def test_every_status_of_the_schema_has_a_row(enum: str) -> None:
    assert ENUMS[enum]
    lacking = [
        f"{enum}.{value} has no row: add it to tracking/order/statuses.py" for value in ENUMS[enum] - set(TABLES[enum])
    ]
    assert lacking == []


@each_row("enum", TABLES)
def test_no_row_has_a_status_outside_the_schema(enum: str) -> None:
    shared = ENUMS["FulfillmentDisplayStatus"] | ENUMS["FulfillmentEventStatus"] | KNOWN_FOR_2027
    assert set(TABLES[enum]) <= (shared if TABLES[enum] is statuses.SHIPMENTS else ENUMS[enum])


def test_statuses_of_2027_have_rows() -> None:
    assert statuses.SHIPMENTS.keys() >= KNOWN_FOR_2027


def test_every_shipment_status_has_an_event_text() -> None:
    nameless = statuses.SHIPMENTS.keys() - statuses.EVENTS.keys()
    assert [f"{value} has no name: add its row to EVENTS in tracking/order/statuses.py" for value in nameless] == []
    assert statuses.EVENTS.keys() == statuses.SHIPMENTS.keys()


def test_every_set_of_statuses_has_only_statuses_with_rows() -> None:
    sets = statuses.CALLED_OFF | statuses.ONLY_AGGREGATE | statuses.BEFORE_CARRIER | statuses.WITH_CARRIER
    assert sets <= statuses.SHIPMENTS.keys()


def test_no_sentence_of_the_tables_contains_a_shopify_status() -> None:
    for phrase in phrases((*statuses.EVENTS.values(), *statuses.DECLINES.values(), statuses.UNKNOWN_EVENT)):
        assert "fulfil" not in english(phrase).lower()
        assert "fraud" not in english(phrase).lower()


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


def test_cases_cover_every_shipment_status() -> None:
    assert {value for value, *_ in SHIPMENTS} == statuses.SHIPMENTS.keys()


@each_row(("value", "stage", "condition", "reason"), SHIPMENTS)
def test_shipment_status_decides_stage_condition_and_reason(
    value: str, stage: Stage, condition: Condition, reason: Reason | None
) -> None:
    parcel = parcel_reported(value)
    assert (parcel.stage, parcel.condition, parcel.reason) == (stage, condition, reason)


@each_row("value", ["DELAYED", "BUYER_ACTION_REQUIRED", "NOT_DELIVERED", "FAILURE", "RETURNING_TO_SENDER"])
def test_problem_keeps_the_stage_reached(value: str) -> None:
    parcel = parcel_reported(value, event("OUT_FOR_DELIVERY", ago(hours=3)), event(value, ago(hours=1)))
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


def test_cases_cover_every_status_of_an_unsent_order() -> None:
    assert {value for value, *_ in UNSENT} | {"FULFILLMENT_NOT_REQUIRED"} == statuses.UNSENT.keys()


def test_an_order_with_nothing_left_to_send_is_done() -> None:
    parcel = parcel_of(order(fulfillment_status="FULFILLMENT_NOT_REQUIRED"))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.SENT, Condition.DONE, None)
    assert english(parcel.title) == "Nothing to send"


@each_row(("value", "condition", "reason"), UNSENT)
def test_status_of_the_order_is_the_reason_without_fulfillment_orders(
    value: str, condition: Condition, reason: Reason | None
) -> None:
    parcel = parcel_of(order(fulfillment_status=value))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.PREPARING, condition, reason)


GROUPS = [
    ("OPEN", Condition.FINE, None),
    ("IN_PROGRESS", Condition.FINE, Reason.AT_WAREHOUSE),
    ("SCHEDULED", Condition.WAITING, Reason.SCHEDULED),
    ("ON_HOLD", Condition.WAITING, Reason.HOLD_OTHER),
    ("INCOMPLETE", Condition.FINE, None),
]


@each_row(("value", "condition", "reason"), GROUPS)
def test_status_of_a_fulfillment_order_is_the_reason_to_wait(
    value: str, condition: Condition, reason: Reason | None
) -> None:
    parcel = parcel_of(order(fulfillment_orders=(group(status=value),)))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.PREPARING, condition, reason)


@each_row("value", ["CLOSED", "CANCELLED"])
def test_status_of_a_closed_fulfillment_order_does_not_count(value: str) -> None:
    parcel = parcel_of(order(fulfillment_status="ON_HOLD", fulfillment_orders=(group(status=value),)))
    assert parcel.reason is Reason.HOLD_OTHER


REQUESTS = [
    ("UNSUBMITTED", Condition.FINE, None),
    ("SUBMITTED", Condition.FINE, Reason.REQUEST_SENT),
    ("ACCEPTED", Condition.FINE, Reason.AT_WAREHOUSE),
    ("REJECTED", Condition.LATE, Reason.REQUEST_DECLINED),
    ("CANCELLATION_REQUESTED", Condition.WAITING, Reason.REQUEST_STOPPING),
    ("CANCELLATION_ACCEPTED", Condition.FINE, None),
    ("CANCELLATION_REJECTED", Condition.FINE, Reason.AT_WAREHOUSE),
    ("CLOSED", Condition.FINE, None),
]


def test_cases_cover_every_request_status() -> None:
    assert {value for value, *_ in REQUESTS} == statuses.REQUESTS.keys()


@each_row(("value", "condition", "reason"), REQUESTS)
def test_request_status_is_the_reason_to_wait(value: str, condition: Condition, reason: Reason | None) -> None:
    parcel = parcel_of(order(fulfillment_orders=(group(request_status=value),)))
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


_CONDITIONS = {
    Reason.HOLD_PAYMENT: Condition.ACTION_NEEDED,
    Reason.HOLD_ADDRESS: Condition.ACTION_NEEDED,
    None: Condition.FINE,
}


def test_cases_cover_every_hold() -> None:
    assert {value for value, _ in HOLDS} == statuses.HOLDS.keys()


@each_row(("value", "reason"), HOLDS)
def test_hold_is_the_reason_to_wait(value: str, reason: Reason | None) -> None:
    unpaid = {"financial_status": "PENDING"} if reason is Reason.HOLD_PAYMENT else {}
    parcel = parcel_of(order(fulfillment_orders=(group(status="ON_HOLD", holds=(value,)),), **unpaid))
    assert (parcel.stage, parcel.reason) == (Stage.ORDERED if unpaid else Stage.PREPARING, reason)
    assert parcel.condition is _CONDITIONS.get(reason, Condition.WAITING)


@each_row("value", ["SUCCESS", "OPEN", "PENDING"])
def test_active_shipment_is_a_parcel(value: str) -> None:
    assert parcel_of(sent(fulfillments=(shipment(status=value),))).sent


@each_row("value", ["CANCELLED", "ERROR", "FAILURE"])
def test_called_off_shipment_is_no_parcel(value: str) -> None:
    parcel = parcel_of(order(fulfillments=(shipment(status=value),)))
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


@each_row(("value", "reason"), CANCELLATIONS)
def test_cancelled_order_has_a_neutral_reason(value: str | None, reason: Reason) -> None:
    status = status_of(order(cancelled_at=ago(hours=1), cancel_reason=value))
    assert (status.headline.stage, status.headline.reason) == (Stage.CANCELLED, reason)
    assert not any("fraud" in english(phrase).lower() for phrase in phrases(status))


@each_row(
    ("value", "why"),
    [
        ("FINAL_SALE", "It was a final sale, which the shop doesn’t take back."),
        ("RETURN_PERIOD_ENDED", "The return window had closed."),
        ("OTHER", "The shop can tell you why."),
        ("TIDE_TABLE", "The shop can tell you why."),
        (None, "The shop can tell you why."),
    ],
)
def test_declined_return_has_its_reason(value: str | None, why: str) -> None:
    return_ = return_of(sent(returns=(order_return(status="DECLINED", decline_reason=value),)))
    assert english(return_.text) == f"We couldn’t accept this return. {why}"
    assert return_.reason is Reason.RETURN_DECLINED


def test_unknown_status_keeps_the_last_stage() -> None:
    parcel = parcel_reported("NEWS_OF_2030", event("IN_TRANSIT", ago(hours=2)), event("NEWS_OF_2030", ago(hours=1)))
    assert (parcel.stage, parcel.condition, parcel.reason) == (
        Stage.SHIPPED,
        Condition.WAITING,
        Reason.UNKNOWN_STATUS,
    )
    assert parcel.scans[0].status == "unknown"


def test_unknown_status_is_no_evidence_of_sending() -> None:
    parcel = parcel_reported("NEWS_OF_2030")
    assert (parcel.stage, parcel.reason) == (Stage.PREPARING, Reason.UNKNOWN_STATUS)


def test_unknown_event_keeps_the_aggregate_status() -> None:
    parcel = parcel_reported("IN_TRANSIT", event("NEWS_OF_2030", ago(hours=1)))
    assert (parcel.stage, parcel.reason) == (Stage.SHIPPED, Reason.UNKNOWN_STATUS)


def test_pending_units_with_an_unknown_status_stay_in_preparation() -> None:
    for unknown in (
        order(fulfillment_status="NEWS_OF_2030"),
        order(fulfillment_orders=(group(status="NEWS_OF_2030"),)),
        order(fulfillment_orders=(group(request_status="NEWS_OF_2030"),)),
    ):
        parcel = parcel_of(unknown)
        assert (parcel.stage, parcel.reason) == (Stage.PREPARING, Reason.UNKNOWN_STATUS)


def test_unknown_hold_is_a_pause() -> None:
    parcel = parcel_of(order(fulfillment_orders=(group(status="ON_HOLD", holds=("NEWS_OF_2030",)),)))
    assert parcel.reason is Reason.HOLD_OTHER


def test_unknown_financial_status_does_not_block() -> None:
    status = status_of(order(financial_status="PAID_IN_SEASHELLS"))
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
    sent(returns=(order_return(status="A_RETURN"),)),
    sent(return_status="A_RETURN_STATUS", returns=(order_return(),)),
    order(cancelled_at=ago(hours=1), cancel_reason="A_REASON"),
]


@pytest.mark.parametrize("number", range(len(UNKNOWN)))
def test_unknown_status_is_logged_once_and_never_shown(number: int, caplog: pytest.LogCaptureFixture) -> None:
    report_unknown.cache_clear()
    with caplog.at_level(logging.WARNING, logger="tracking.order"):
        statuses = [status_of(UNKNOWN[number]), status_of(UNKNOWN[number])]
    (record,) = caplog.records
    value = str(record.args[1] if isinstance(record.args, tuple) else "")
    assert value in repr(UNKNOWN[number])
    assert not any(value in english(phrase) for phrase in phrases(statuses[0]))


def test_missing_financial_status_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert status_of(order(financial_status=None)).payment.reason is Reason.UNKNOWN_STATUS
    assert not caplog.records
