import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.demo.demo_client import DemoClient
from tests.sampling import spread
from tracking.carriers import Carriers
from tracking.demo.building import DemoOrder, build_order
from tracking.demo.orders import ORDERS
from tracking.order.status import Policy, order_status
from tracking.order.status_types import Parcel
from tracking.shopify.parsing.order import read_order

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
MAY_LIE_AHEAD = {"estimatedDeliveryAt", "dueAt", "fulfillAt", "minDeliveryDateTime", "maxDeliveryDateTime"}
IMPOSSIBLE = {"number-used-before", "scan-of-tomorrow", "scan-in-the-wrong-zone"}  # their scans are
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
def demo_client() -> DemoClient:
    return DemoClient()


def moments(node: object, key: str = "") -> Iterator[tuple[str, datetime]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from moments(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from moments(value, key)
    elif isinstance(node, str) and MOMENT.fullmatch(node):
        yield key, datetime.fromisoformat(node)


def slug(order: DemoOrder) -> str:
    return order.slug


EACH_HOUR = ["of the order's own", *(pytest.param(hour, marks=pytest.mark.audit) for hour in range(24))]
each_hour = pytest.mark.parametrize("hour", EACH_HOUR)


def hour_of(order: DemoOrder, hour: int | str) -> int:
    """That hour; else one after the other, so that each hour has its orders."""
    return hour if isinstance(hour, int) else ORDERS.index(order) % 24


@pytest.mark.parametrize("order", spread(4, ORDERS), ids=slug)
def test_every_order_resolves_every_field(demo_client: DemoClient, order: DemoOrder) -> None:
    order_id = demo_client.order(order.name, "id")["id"]
    answer = demo_client.query(ALL_FIELDS, id=order_id)
    assert "errors" not in answer
    assert answer["data"]["order"]["name"] == order.name


@each_hour
def test_no_event_is_in_the_future_at_any_hour(hour: int | str) -> None:
    ahead = [
        (order.name, key)
        for order in ORDERS
        if order.slug not in IMPOSSIBLE
        for now in [datetime(2026, 11, 22, hour_of(order, hour), 30, tzinfo=UTC)]
        for key, moment in moments(build_order(order, now))
        if moment > now and key not in MAY_LIE_AHEAD
    ]
    assert ahead == []


@cache
def at_hour(hour: int | str) -> list[tuple[DemoOrder, datetime, dict[str, Any]]]:
    """Every order as it is opened in this hour of its own day, with that moment and its node."""
    opened = [
        datetime(2026, 11, 25, hour_of(order, hour), 30, tzinfo=ZoneInfo(order.destination.zone)) for order in ORDERS
    ]
    return [(order, now, build_order(order, now)) for order, now in zip(ORDERS, opened, strict=True)]


# A person does these: at the counter, at the door, in the warehouse.
BY_HAND = {
    "LABEL_PURCHASED",
    "LABEL_PRINTED",
    "CARRIER_PICKED_UP",
    "OUT_FOR_DELIVERY",
    "ATTEMPTED_DELIVERY",
    "READY_FOR_PICKUP",
    "PICKED_UP",
    "DELIVERED",
}


@each_hour
def test_no_order_is_handled_at_night(hour: int | str) -> None:
    at_night = [
        (order.name, event["status"], event["happenedAt"])
        for order, now, node in at_hour(hour)
        for parcel in node["fulfillments"]
        for event in parcel["events"]
        if event["status"] in BY_HAND
        if not 6 <= datetime.fromisoformat(event["happenedAt"]).astimezone(now.tzinfo).hour < 22
    ]
    assert at_night == []


@each_hour
def test_page_fits_the_hour(hour: int | str) -> None:
    policy = Policy(carriers=Carriers.built_in())
    for order, now, node in at_hour(hour):
        status = order_status(
            read_order({"order": node, "zone": order.destination.zone, "partial": False}), now, policy
        )
        assert status.placed_at <= now, order.name
        assert all(entry.at <= now for entry in status.timeline), order.name
        for parcel in status.parcels:
            assert all(scan.at <= now for scan in parcel.scans), order.name
            assert not contradicts(parcel, now), (order.name, parcel.estimate)


def contradicts(parcel: Parcel, now: datetime) -> bool:
    """Whether it is to arrive today although it arrived, or was out for delivery, on an earlier day."""
    is_today = parcel.estimate is not None and parcel.estimate.first <= now.date() <= parcel.estimate.last
    newest = parcel.scans[0] if parcel.scans else None
    if newest is None or not is_today:
        return False
    was_out = newest.status == "out_for_delivery" and newest.at.astimezone(now.tzinfo).date() < now.date()
    return was_out or newest.status == "delivered"


@each_hour
def test_every_scan_comes_after_the_order_was_placed(hour: int | str) -> None:
    for order in (order for order in ORDERS if order.slug not in IMPOSSIBLE):
        node: Any = build_order(order, datetime(2026, 11, 22, hour_of(order, hour), 30, tzinfo=UTC))
        scans = [event["happenedAt"] for parcel in node["fulfillments"] for event in parcel["events"]]
        assert all(moment >= node["processedAt"] for moment in scans), order.name


def check_units(order: DemoOrder) -> None:
    node: Any = build_order(order, datetime(2026, 11, 22, 12, tzinfo=UTC))
    sent = [
        (row["lineItem"]["id"], row["quantity"])
        for parcel in node["fulfillments"]
        if parcel["status"] == "SUCCESS"
        for row in parcel["fulfillmentLineItems"]
    ]
    left = [
        (row["lineItem"]["id"], row["remainingQuantity"])
        for group in node["fulfillmentOrders"]
        for row in group["lineItems"]
    ]
    cancelled = [
        (row["lineItem"]["id"], row["quantity"])
        for refund in node["refunds"]
        for row in refund["refundLineItems"]
        if row["restockType"] == "CANCEL"
    ]
    for line in node["lineItems"]:
        at = {
            where: sum(count for key, count in rows if key == line["id"]) for where, rows in (("s", sent), ("l", left))
        }
        assert at["l"] == line["unfulfilledQuantity"], order.slug
        assert at["s"] + at["l"] <= line["quantity"], order.slug
        gone = line["quantity"] - at["s"] - at["l"] - line["nonFulfillableQuantity"]
        assert gone == 0 or order.cancellation or order.removed or cancelled, order.slug
        assert 0 <= line["currentQuantity"] <= line["quantity"], order.slug


def test_every_unit_is_counted_exactly_once() -> None:
    for order in ORDERS:
        check_units(order)


def test_a_large_order_is_large() -> None:
    order: Any = build_order(
        next(order for order in ORDERS if order.slug == "large"), datetime(2026, 11, 22, 12, tzinfo=UTC)
    )
    assert (len(order["lineItems"]), len(order["fulfillments"]), len(order["fulfillmentOrders"])) == (250, 20, 7)


def test_search_returns_look_alikes_before_the_exact_order(demo_client: DemoClient) -> None:
    assert demo_client.search('name:"#1001"') == ["#21001", "#11001", "#1001-A", "#1001"]


def test_customers_cover_the_languages() -> None:
    spoken = {order.destination.locale.split("-")[0] for order in ORDERS}
    assert {"en", "nb", "sv", "nl", "pl", "zh", "de", "da", "fi", "fr", "ar", "he"} == spoken


def test_pictures_are_of_the_twelve_that_are_drawn() -> None:
    drawn = {
        *["mug", "lamp", "blanket", "candle", "poster", "chair", "book", "shirt", "bag", "plant", "soap", "giftcard"],
        "",
    }
    assert {line.product.picture for order in ORDERS for line in order.lines} == drawn


def test_postal_numbers_have_valid_check_digits() -> None:
    numbers = {track.number or "" for order in ORDERS for parcel in order.parcels for track in parcel.trackings}
    posted = {number for number in numbers if re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number)}
    assert len(posted) > 50
    for number in posted:
        digits = [int(digit) for digit in number[2:10]]
        rest = 11 - sum(a * b for a, b in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
        assert int(number[10]) == {10: 0, 11: 5}.get(rest, rest), number


def test_new_item_of_an_approved_exchange_is_a_line_of_its_order() -> None:
    for demo_order in ORDERS:
        lines = {line.product.key for line in demo_order.lines}
        approved = (back for back in demo_order.returns if back.approved_at)
        new = {exchange.product.key for back in approved for exchange in back.exchanges}
        assert new <= lines, demo_order.name
