from typing import Any

from tests.demo.demo_client import NOW
from tracking.demo.building import build_order
from tracking.demo.orders import ORDERS


def groups(slug: str) -> list[dict[str, Any]]:
    order: Any = next(build_order(order, NOW) for order in ORDERS if order.slug == slug)
    found: list[dict[str, Any]] = order["fulfillmentOrders"]
    return found


def test_sent_parcel_has_a_closed_fulfillment_order() -> None:
    [group] = groups("pickup-picked-up")
    assert group["status"] == "CLOSED"
    assert group["deliveryMethod"]["methodType"] == "PICK_UP"
    assert group["assignedLocation"]["name"] == "Harbor Goods shop"
    assert [row["remainingQuantity"] for row in group["lineItems"]] == [0]
    assert group["supportedActions"] == []


def test_partly_sent_group_has_its_parcel_and_the_remaining_units() -> None:
    [group] = groups("partial")
    rows = {row["lineItem"]["title"]: (row["totalQuantity"], row["remainingQuantity"]) for row in group["lineItems"]}
    assert rows == {"Tide mug": (3, 1), "Salt and sage soap": (2, 1)}
    assert len(group["fulfillments"]) == 1


def test_canceled_parcel_leaves_its_group_unsent() -> None:
    [group] = groups("fulfillment-cancelled")
    assert group["status"] == "OPEN"
    assert [parcel["status"] for parcel in group["fulfillments"]] == ["CANCELLED"]
    assert [row["remainingQuantity"] for row in group["lineItems"]] == [1]


def test_two_places_are_two_groups() -> None:
    assert [group["assignedLocation"]["city"] for group in groups("two-locations")] == ["Plymouth", "Bristol"]


def test_unrequested_supplier_has_the_request_action() -> None:
    assert groups("waiting-for-supplier")[0]["supportedActions"][0]["action"] == "REQUEST_FULFILLMENT"
    assert groups("just-ordered")[0]["supportedActions"][0]["action"] == "CREATE_FULFILLMENT"


def test_holds_and_dates_are_included() -> None:
    assert groups("hold-other")[0]["fulfillmentHolds"][0]["reason"] == "OTHER"
    assert groups("scheduled")[0]["fulfillAt"] == "2026-12-04T09:00:00Z"
    promised = groups("local-preparing")[0]["deliveryMethod"]
    assert promised["minDeliveryDateTime"] < promised["maxDeliveryDateTime"]


def test_a_cancelled_order_has_no_groups() -> None:
    assert groups("cancelled-customer") == []
