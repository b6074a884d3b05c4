from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.demo_orders import orders
from tests.fakes import NOW as DEMO_NOW
from tests.merchant.rules import found_in
from tests.order.builders import NOW, ago, download, english, event, group, money, order, sent, shipment, transaction
from tests.order.strategies import orders as invented_orders
from tracking.merchant.out_of_step import ROWS, OutOfStepCode
from tracking.order.freshness import next_change_at
from tracking.order.missing import missing
from tracking.order.model import Order

_OLD = {"placed_at": ago(days=6)}
OUT_OF_STEP = {
    OutOfStepCode.REFUNDED_STILL_OPEN: order(
        financial_status="VOIDED", cancelled_at=ago(hours=1), fulfillment_orders=(group(),)
    ),
    OutOfStepCode.REFUND_OWED: order(cancelled_at=ago(hours=1), transactions=(transaction("SALE"),)),
    OutOfStepCode.ARCHIVED_UNSENT: order(closed_at=ago(hours=1)),
    OutOfStepCode.NO_TRACKING_NUMBER: sent(fulfillments=(shipment(tracking=()),)),
    OutOfStepCode.UNKNOWN_NUMBER: sent(fulfillments=(shipment(display_status="FAILURE"),)),
    OutOfStepCode.REQUEST_UNANSWERED: order(
        **_OLD, fulfillment_orders=(group(request_status="SUBMITTED", created_at=ago(days=6)),)
    ),
    OutOfStepCode.NOBODY_ASKED: order(**_OLD, fulfillment_orders=(group(can_request=True, created_at=ago(days=6)),)),
    OutOfStepCode.DOWNLOAD_STUCK: order(lines=(download(),), requires_shipping=False),
    OutOfStepCode.AUTHORIZATION_LAPSING: order(**_OLD, financial_status="AUTHORIZED", capturable=money("49.00")),
    OutOfStepCode.TILL_ORDER_UNSENT: order(**_OLD, source="pos"),
    OutOfStepCode.DELIVERED_BUT_MOVING: sent(
        fulfillments=(shipment(events=(event("DELIVERED", ago(days=2)), event("IN_TRANSIT", ago(days=1)))),)
    ),
    OutOfStepCode.SERVICE_WARNS: order(fulfillment_orders=(group(request_status="REJECTED"),)),
}


def test_every_code_has_a_row_and_an_order() -> None:
    assert missing(ROWS, OutOfStepCode, content="row", module="tracking/merchant/out_of_step.py") == []
    found = {code: [each.code for each in found_in(its_order)] for code, its_order in OUT_OF_STEP.items()}
    assert found == {code: [code] for code in OutOfStepCode}


def test_finding_says_evidence_cause_step_and_place() -> None:
    (found,) = found_in(OUT_OF_STEP[OutOfStepCode.REFUNDED_STILL_OPEN])
    assert [english(each) for each in (found.evidence, found.cause, found.step, found.place)] == [
        "Canceled on 2026-11-18, and Shopify still has items to send.",
        "The money or the order was called off, but not the sending: the warehouse may still pack it.",
        "Cancel what is still to be sent, or ask the service that ships for you to stop.",
        "In the order, at the items that are not fulfilled.",
    ]


def test_findings_stand_in_the_order_of_the_table() -> None:
    its_order = order(**_OLD, source="pos", closed_at=ago(days=1), financial_status="AUTHORIZED", capturable=money("1"))
    assert [found.code for found in found_in(its_order)] == [
        OutOfStepCode.AUTHORIZATION_LAPSING,
        OutOfStepCode.ARCHIVED_UNSENT,
        OutOfStepCode.TILL_ORDER_UNSENT,
    ]


def test_nothing_is_out_of_step_in_most_demo_orders(demo_slugs: list[str]) -> None:
    found = {slug: [each.code for each in found_in(orders()[slug], DEMO_NOW)] for slug in demo_slugs}
    assert 0 < sum(map(bool, found.values())) < len(found) / 5
    assert all(len(codes) <= 1 for codes in found.values())


@given(invented_orders, st.integers(0, 60 * 24 * 3600))
def test_findings_stay_until_next_change_at(invented: Order, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    then = next_change_at(invented, now)
    assert found_in(invented, then - datetime.resolution) == found_in(invented, now)
