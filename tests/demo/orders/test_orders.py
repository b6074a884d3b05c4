import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.demo.asking import Asking
from tracking.demo.building import Sale, build
from tracking.demo.orders import SALES

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
MAY_LIE_AHEAD = {"estimatedDeliveryAt", "dueAt", "fulfillAt", "minDeliveryDateTime", "maxDeliveryDateTime"}
ALL_FIELDS = """
  query($id: ID!) { order(id: $id) {
    id legacyResourceId name number confirmationNumber email phone createdAt processedAt updatedAt cancelledAt
    cancelReason closed closedAt confirmed edited test sourceName requiresShipping customerLocale currencyCode
    presentmentCurrencyCode displayFinancialStatus displayFulfillmentStatus returnStatus fullyPaid unpaid fulfillable
    currentTotalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
    totalPriceSet { presentmentMoney { amount } } totalRefundedSet { presentmentMoney { amount } }
    totalOutstandingSet { presentmentMoney { amount } }
    paymentTerms { id overdue dueInDays paymentTermsName paymentTermsType translatedName
      paymentSchedules(first: 3) { nodes { id dueAt completedAt due issuedAt } } }
    shippingAddress { id city province provinceCode zip country countryCodeV2 timeZone }
    shippingLine { id title custom isRemoved code source }
    fulfillmentsCount { count precision }
    lineItems(first: 20) { nodes { id title name variantTitle vendor sku quantity currentQuantity unfulfilledQuantity
      refundableQuantity nonFulfillableQuantity requiresShipping isGiftCard sellingPlan { name sellingPlanId }
      image { url altText width height } } }
    fulfillments(first: 5) { id legacyResourceId name status displayStatus createdAt updatedAt inTransitAt deliveredAt
      estimatedDeliveryAt requiresShipping totalQuantity trackingInfo(first: 3) { company number url }
      events(first: 10) { nodes { id status happenedAt createdAt city country province zip message
        estimatedDeliveryAt } }
      fulfillmentLineItems(first: 10) { nodes { id quantity lineItem { id } } } }
    fulfillmentOrders(first: 5) { nodes { id status requestStatus createdAt updatedAt fulfillAt fulfillBy orderId
      orderName orderProcessedAt
      deliveryMethod { id methodType presentedName minDeliveryDateTime maxDeliveryDateTime serviceCode }
      fulfillmentHolds { id reason heldByRequestingApp }
      assignedLocation { name address1 address2 zip city province countryCode }
      supportedActions { action externalUrl }
      lineItems(first: 10) { nodes { id totalQuantity remainingQuantity requiresShipping lineItem { id } } }
      fulfillments(first: 3) { nodes { id } } } }
    returns(first: 2) { nodes { id name status createdAt requestApprovedAt closedAt totalQuantity decline { reason }
      returnLineItems(first: 3) { nodes { id quantity refundedQuantity refundableQuantity
        ... on ReturnLineItem { fulfillmentLineItem { id quantity lineItem { id } } } } }
      exchangeLineItems(first: 2) { nodes { id quantity title variantTitle lineItems { id } } }
      reverseFulfillmentOrders(first: 1) { nodes { id status
        lineItems(first: 2) { nodes { id totalQuantity dispositions { id type quantity createdAt } } }
        reverseDeliveries(first: 2) { nodes { id deliverable { ... on ReverseDeliveryShippingDeliverable {
          tracking { carrierName number url } label { createdAt updatedAt publicFileUrl } } } } } } } } }
    refunds(first: 2) { id legacyResourceId createdAt updatedAt processedAt return { id }
      totalRefundedSet { presentmentMoney { amount } }
      refundLineItems(first: 3) { nodes { id quantity restockType restocked lineItem { id } } } }
  } }
"""


@pytest.fixture(scope="module")
def asking() -> Asking:
    return Asking()


def moments(node: object, key: str = "") -> Iterator[tuple[str, datetime]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from moments(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from moments(value, key)
    elif isinstance(node, str) and MOMENT.fullmatch(node):
        yield key, datetime.fromisoformat(node)


def slug(sale: Sale) -> str:
    return sale.slug


@pytest.mark.parametrize("sale", SALES, ids=slug)
def test_every_order_can_be_asked_for_every_field(asking: Asking, sale: Sale) -> None:
    order_id = asking.order(sale.name, "id")["id"]
    answer = asking.ask(ALL_FIELDS, id=order_id)
    assert "errors" not in answer
    assert answer["data"]["order"]["name"] == sale.name


@pytest.mark.parametrize("hour", [0, 3, 8, 9, 15, 23])
def test_nothing_has_happened_in_the_future_whatever_the_hour(hour: int) -> None:
    now = datetime(2026, 11, 22, hour, 30, tzinfo=UTC)
    ahead = [
        (sale.name, key)
        for sale in SALES
        for key, moment in moments(build(sale, now))
        if moment > now and key not in MAY_LIE_AHEAD
    ]
    assert ahead == []


@pytest.mark.parametrize("hour", [0, 8, 15])
def test_every_scan_comes_after_the_order_was_placed(hour: int) -> None:
    now = datetime(2026, 11, 22, hour, 30, tzinfo=UTC)
    for sale in SALES:
        order: Any = build(sale, now)
        scans = [event["happenedAt"] for parcel in order["fulfillments"] for event in parcel["events"]]
        assert all(moment >= order["processedAt"] for moment in scans), sale.name


@pytest.mark.parametrize("sale", SALES, ids=slug)
def test_every_unit_stands_in_exactly_one_place(sale: Sale) -> None:
    order: Any = build(sale, datetime(2026, 11, 22, 12, tzinfo=UTC))
    sent = [
        (row["lineItem"]["id"], row["quantity"])
        for parcel in order["fulfillments"]
        if parcel["status"] == "SUCCESS"
        for row in parcel["fulfillmentLineItems"]
    ]
    left = [
        (row["lineItem"]["id"], row["remainingQuantity"])
        for group in order["fulfillmentOrders"]
        for row in group["lineItems"]
    ]
    cancelled = [
        (row["lineItem"]["id"], row["quantity"])
        for refund in order["refunds"]
        for row in refund["refundLineItems"]
        if row["restockType"] == "CANCEL"
    ]
    for line in order["lineItems"]:
        at = {
            where: sum(count for key, count in rows if key == line["id"]) for where, rows in (("s", sent), ("l", left))
        }
        assert at["l"] == line["unfulfilledQuantity"]
        assert at["s"] + at["l"] <= line["quantity"]
        gone = line["quantity"] - at["s"] - at["l"] - line["nonFulfillableQuantity"]
        assert gone == 0 or sale.cancelled or sale.removed or cancelled
        assert 0 <= line["currentQuantity"] <= line["quantity"]


def test_a_large_order_is_large() -> None:
    order: Any = build(next(sale for sale in SALES if sale.slug == "large"), datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert (len(order["lineItems"]), len(order["fulfillments"]), len(order["fulfillmentOrders"])) == (250, 20, 7)


def test_look_alikes_are_found_before_the_order_that_was_meant(asking: Asking) -> None:
    assert asking.find('name:"#1001"') == ["#21001", "#11001", "#1001-A", "#1001"]


def test_the_customers_speak_the_six_languages_and_more() -> None:
    spoken = {sale.place.locale.split("-")[0] for sale in SALES}
    assert {"en", "nb", "sv", "nl", "pl", "zh", "de", "da", "fi", "fr", "ar", "he"} == spoken


def test_pictures_are_of_the_twelve_that_are_drawn() -> None:
    drawn = {
        *["mug", "lamp", "blanket", "candle", "poster", "chair", "book", "shirt", "bag", "plant", "soap", "giftcard"],
        "",
    }
    assert {line.good.picture for sale in SALES for line in sale.lines} == drawn


def test_the_posts_numbers_carry_their_check_digit() -> None:
    numbers = {track.number or "" for sale in SALES for parcel in sale.parcels for track in parcel.tracks}
    posted = {number for number in numbers if re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number)}
    assert len(posted) > 50
    for number in posted:
        digits = [int(digit) for digit in number[2:10]]
        rest = 11 - sum(a * b for a, b in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
        assert int(number[10]) == {10: 0, 11: 5}.get(rest, rest), number
