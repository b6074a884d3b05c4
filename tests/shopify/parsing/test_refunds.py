from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.shopify.store_rows import AT, gid, refund, returned
from tracking.i18n.text import Money
from tracking.order.model import Disposition, ExchangeItem, RefundUnits, ReturnUnits, Tracking
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.parsing.node import MissingValue, Node
from tracking.shopify.parsing.refunds import read_refund, read_return

WHEN = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)


def way_back(label: str = "https://labels.example.com/1.pdf") -> JsonObject:
    tracking: JsonObject = {"carrierName": "DHL", "number": "R1", "url": None}
    deliverable: JsonObject = {"tracking": tracking, "label": {"publicFileUrl": label}}
    handled: list[Json] = [{"type": "RESTOCKED", "quantity": 1, "createdAt": AT}, {"type": None, "quantity": 1}]
    return {
        "status": "OPEN",
        "lineItems": {"nodes": [{"dispositions": handled}]},
        "reverseDeliveries": {"nodes": [{"deliverable": deliverable}, {"deliverable": None}]},
    }


def test_return_has_its_reverse_deliveries() -> None:
    row = returned(1, range(1)) | {
        "requestApprovedAt": AT,
        "exchangeLineItems": [
            {"quantity": 1, "lineItems": [{"id": gid("LineItem", 7), "title": "Bowl", "variantTitle": "Blue"}]}
        ],
        "reverseFulfillmentOrders": [way_back()],
    }
    found = read_return(Node(row))

    assert (found.id, found.status, found.created_at) == (gid("Return", 1), "OPEN", WHEN)
    assert (found.approved_at, found.closed_at, found.decline_reason) == (WHEN, None, None)
    assert found.units == (ReturnUnits(line_id=gid("LineItem", 0), quantity=1, refunded_quantity=0),)
    assert found.exchanges == (ExchangeItem(line_id=gid("LineItem", 7), title="Bowl", variant="Blue", quantity=1),)
    assert found.tracking == (Tracking(company="DHL", number="R1", url=None),)
    assert found.dispositions == (Disposition(type="RESTOCKED", quantity=1, at=WHEN),)
    assert (found.label_url, found.reverse_statuses) == ("https://labels.example.com/1.pdf", ("OPEN",))


def test_declined_return_has_its_reason() -> None:
    assert read_return(Node({**returned(1, range(1)), "decline": {"reason": "FINAL_SALE"}})).decline_reason == (
        "FINAL_SALE"
    )


@pytest.mark.parametrize("label", ["http://labels.example.com/1.pdf", "javascript:alert(1)", ""])
def test_label_url_must_be_https(label: str) -> None:
    row: JsonObject = {**returned(1, range(1)), "reverseFulfillmentOrders": [way_back(label)]}

    assert read_return(Node(row)).label_url is None


def test_unverified_return_item_has_no_line() -> None:
    row: JsonObject = {**returned(1, range(0)), "returnLineItems": [{"quantity": 2, "refundedQuantity": 1}]}

    assert read_return(Node(row)).units == (ReturnUnits(line_id=None, quantity=2, refunded_quantity=1),)


def test_exchange_item_without_product_is_kept() -> None:
    row: JsonObject = {**returned(1, range(1)), "exchangeLineItems": [{"quantity": 1, "lineItems": None}]}

    assert read_return(Node(row)).exchanges == (ExchangeItem(line_id=None, title=None, variant=None, quantity=1),)


@pytest.mark.parametrize("field", ["id", "status", "createdAt"])
def test_return_without_required_fields_is_left_out(field: str) -> None:
    with pytest.raises(MissingValue):
        read_return(Node({**returned(1, range(1)), field: None}))


def test_refund_has_its_units() -> None:
    found = read_refund(Node({**refund(1, range(1)), "return": {"id": gid("Return", 7)}}))

    assert (found.processed_at, found.total) == (WHEN, Money(amount=Decimal("49.00"), currency="SEK"))
    assert found.return_id == gid("Return", 7)
    assert found.units == (RefundUnits(line_id=gid("LineItem", 0), quantity=1, restock="CANCEL"),)


def test_refund_without_date_is_left_out() -> None:
    with pytest.raises(MissingValue):
        read_refund(Node({**refund(1, range(1)), "processedAt": None}))


def test_refund_units_without_restock_type_count_as_not_restocked() -> None:
    units: list[Json] = [{"quantity": 1, "lineItem": {"id": "1"}}, {"quantity": -1, "lineItem": {"id": "2"}}]

    assert read_refund(Node({**refund(1, range(0)), "refundLineItems": units})).units == (
        RefundUnits(line_id="1", quantity=1, restock="NO_RESTOCK"),
    )
