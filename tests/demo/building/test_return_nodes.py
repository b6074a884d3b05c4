from typing import Any

from tests.demo.demo_client import NOW
from tracking.demo.building import build_order
from tracking.demo.orders import ORDERS


def order(slug: str) -> dict[str, Any]:
    return dict(next(build_order(order, NOW) for order in ORDERS if order.slug == slug))


def reverse(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = order(slug)["returns"][0]["reverseFulfillmentOrders"][0]
    return found


def test_requested_return_has_no_reverse_fulfillment_order() -> None:
    [back] = order("return-requested")["returns"]
    assert (back["status"], back["reverseFulfillmentOrders"], back["decline"]) == ("REQUESTED", [], None)


def test_an_approved_return_has_a_label_without_a_number() -> None:
    [delivery] = reverse("return-approved")["reverseDeliveries"]
    assert delivery["deliverable"]["label"]["publicFileUrl"].endswith(".pdf")
    assert delivery["deliverable"]["tracking"] is None


def test_return_in_transit_has_a_number() -> None:
    [delivery] = reverse("return-on-its-way")["reverseDeliveries"]
    assert delivery["deliverable"]["tracking"]["carrierName"] == "Royal Mail"


def test_a_return_without_a_parcel_has_no_deliveries() -> None:
    assert reverse("return-called-off")["reverseDeliveries"] == []


def test_inspected_return_has_dispositions() -> None:
    [row] = reverse("return-to-be-processed")["lineItems"]
    assert [found["type"] for found in row["dispositions"]] == ["PROCESSING_REQUIRED", "NOT_RESTOCKED"]


def test_a_refund_belongs_to_its_return_and_counts_the_units() -> None:
    refunded = order("return-refunded")
    [refund], [back] = refunded["refunds"], refunded["returns"]
    assert refund["return"]["id"] == back["id"]
    assert refund["refundLineItems"][0]["restockType"] == "RETURN"
    assert back["returnLineItems"][0]["refundedQuantity"] == 1


def test_a_refund_before_sending_takes_units_out_of_the_order() -> None:
    [refund] = order("item-refunded-before-sending")["refunds"]
    assert refund["return"] is None
    assert [row["restockType"] for row in refund["refundLineItems"]] == ["CANCEL"]


def test_declined_return_has_its_reason() -> None:
    assert order("return-declined-final-sale")["returns"][0]["decline"] == {"reason": "FINAL_SALE"}


def test_exchange_names_its_product_with_and_without_a_line() -> None:
    [accepted] = order("exchange")["returns"][0]["exchangeLineItems"]
    [asked] = order("exchange-requested")["returns"][0]["exchangeLineItems"]
    assert accepted["lineItems"][0]["variantTitle"] == "Navy / L"
    assert (asked["lineItems"], asked["variantTitle"]) == (None, "Navy / L")
