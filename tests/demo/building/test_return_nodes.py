from typing import Any

from tests.demo.asking import NOW
from tracking.demo.building import build
from tracking.demo.orders import SALES


def order(slug: str) -> dict[str, Any]:
    return dict(next(build(sale, NOW) for sale in SALES if sale.slug == slug))


def reverse(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = order(slug)["returns"][0]["reverseFulfillmentOrders"][0]
    return found


def test_a_return_that_was_only_asked_for_has_no_way_back_yet() -> None:
    [back] = order("return-requested")["returns"]
    assert (back["status"], back["reverseFulfillmentOrders"], back["decline"]) == ("REQUESTED", [], None)


def test_an_approved_return_has_a_label_without_a_number() -> None:
    [delivery] = reverse("return-approved")["reverseDeliveries"]
    assert delivery["deliverable"]["label"]["publicFileUrl"].endswith(".pdf")
    assert delivery["deliverable"]["tracking"] is None


def test_a_return_on_its_way_has_a_number() -> None:
    [delivery] = reverse("return-on-its-way")["reverseDeliveries"]
    assert delivery["deliverable"]["tracking"]["carrierName"] == "Royal Mail"


def test_a_return_without_a_parcel_has_no_deliveries() -> None:
    assert reverse("return-called-off")["reverseDeliveries"] == []


def test_an_inspected_return_says_what_became_of_it() -> None:
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


def test_a_declined_return_says_why() -> None:
    assert order("return-declined-final-sale")["returns"][0]["decline"] == {"reason": "FINAL_SALE"}


def test_an_exchange_names_what_comes_instead_whether_it_has_a_line_yet_or_not() -> None:
    [accepted] = order("exchange")["returns"][0]["exchangeLineItems"]
    [asked] = order("exchange-requested")["returns"][0]["exchangeLineItems"]
    assert accepted["lineItems"][0]["variantTitle"] == "Navy / L"
    assert (asked["lineItems"], asked["variantTitle"]) == (None, "Navy / L")
