from functools import cache
from typing import Any

import pytest

from tests.demo.demo_client import NOW
from tests.sampling import each_row
from tracking.demo.building import build_order
from tracking.demo.orders import ORDERS


@cache
def nodes() -> dict[str, Any]:
    """Every order by its slug."""
    return {order.slug: build_order(order, NOW) for order in ORDERS}


@each_row(
    ("slug", "status"),
    [
        ("in-transit", "FULFILLED"),
        ("partial", "PARTIALLY_FULFILLED"),
        ("just-ordered", "UNFULFILLED"),
        ("in-progress", "IN_PROGRESS"),
        ("at-warehouse", "IN_PROGRESS"),
        ("scheduled", "SCHEDULED"),
        ("hold-other", "ON_HOLD"),
        ("request-declined", "REQUEST_DECLINED"),
        ("cancelled-customer", "FULFILLMENT_NOT_REQUIRED"),
        ("refunded-before-sending", "FULFILLMENT_NOT_REQUIRED"),
        ("pending-at-service", "PENDING_FULFILLMENT"),
        ("open", "OPEN"),
        ("restocked", "RESTOCKED"),
        ("unknown-order-status", "WAITING_FOR_THE_TIDE"),
    ],
)
def test_the_orders_status_follows_from_its_parts(slug: str, status: str) -> None:
    assert nodes()[slug]["displayFulfillmentStatus"] == status


@pytest.mark.parametrize(
    ("slug", "status"),
    [
        ("in-transit", "NO_RETURN"),
        ("return-requested", "RETURN_REQUESTED"),
        ("return-approved", "IN_PROGRESS"),
        ("return-inspected", "INSPECTION_COMPLETE"),
        ("return-refunded", "RETURNED"),
        ("return-declined-other", "NO_RETURN"),
        ("return-failed", "RETURN_FAILED"),
    ],
)
def test_the_return_status_follows_from_the_returns(slug: str, status: str) -> None:
    assert nodes()[slug]["returnStatus"] == status


def test_money_is_in_both_currencies() -> None:
    total = nodes()["swedish-older-than-usual"]["currentTotalPriceSet"]
    assert total["shopMoney"] == {"amount": "480.00", "currencyCode": "GBP"}
    assert total["presentmentMoney"] == {"amount": "6240.00", "currencyCode": "SEK"}


def test_a_balance_is_the_part_that_is_not_paid() -> None:
    assert nodes()["pay-balance-due"]["totalOutstandingSet"]["presentmentMoney"]["amount"] == "240.00"
    assert nodes()["in-transit"]["totalOutstandingSet"]["presentmentMoney"]["amount"] == "0.00"
    assert nodes()["digital-free-late"]["currentTotalPriceSet"]["presentmentMoney"]["amount"] == "0.00"


def test_refunds_count_together() -> None:
    assert nodes()["goodwill-refund"]["totalRefundedSet"]["presentmentMoney"]["amount"] == "15.00"
    assert nodes()["item-refunded-before-sending"]["totalRefundedSet"]["presentmentMoney"]["amount"] == "12.00"


def test_removed_units_leave_the_current_quantity() -> None:
    lines = {line["title"]: line for line in nodes()["item-removed"]["lineItems"]}
    candle = lines["Driftwood candle"]
    assert (candle["quantity"], candle["currentQuantity"], candle["unfulfilledQuantity"]) == (3, 2, 0)
    assert nodes()["item-removed"]["edited"]


def test_payment_terms_have_the_due_date() -> None:
    terms = nodes()["net-30-overdue"]["paymentTerms"]
    assert terms["overdue"]
    assert terms["paymentSchedules"][0]["dueAt"] == "2026-11-12T15:15:00Z"


def test_download_has_no_shipping_address() -> None:
    order = nodes()["digital-sent"]
    assert (order["shippingAddress"], order["shippingLine"], order["requiresShipping"]) == (None, None, False)


def test_pictures_are_those_of_the_site_and_a_tip_has_none() -> None:
    mug, tip = nodes()["with-tip"]["lineItems"]
    assert mug["image"]["url"] == "/static/img/demo/mug.svg"
    assert tip["image"] is None


def test_updated_at_is_the_last_event() -> None:
    assert nodes()["out-for-delivery"]["updatedAt"] == "2026-11-22T07:42:00Z"
    assert nodes()["goodwill-refund"]["updatedAt"] == nodes()["goodwill-refund"]["refunds"][0]["processedAt"]
