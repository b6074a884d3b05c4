from typing import Any

from tests.demo.asking import NOW
from tracking.demo.building import build
from tracking.demo.orders import SALES


def groups(slug: str) -> list[dict[str, Any]]:
    order: Any = next(build(sale, NOW) for sale in SALES if sale.slug == slug)
    found: list[dict[str, Any]] = order["fulfillmentOrders"]
    return found


def test_what_was_sent_leaves_a_closed_group_behind() -> None:
    [group] = groups("pickup-picked-up")
    assert group["status"] == "CLOSED"
    assert group["deliveryMethod"]["methodType"] == "PICK_UP"
    assert group["assignedLocation"]["name"] == "Harbor Goods shop"
    assert [row["remainingQuantity"] for row in group["lineItems"]] == [0]
    assert group["supportedActions"] == []


def test_a_partly_sent_group_holds_both_its_parcel_and_what_is_left() -> None:
    [group] = groups("partial")
    rows = {row["lineItem"]["title"]: (row["totalQuantity"], row["remainingQuantity"]) for row in group["lineItems"]}
    assert rows == {"Tide mug": (3, 1), "Salt and sage soap": (2, 1)}
    assert len(group["fulfillments"]) == 1


def test_a_group_whose_parcel_was_called_off_waits_whole() -> None:
    [group] = groups("fulfillment-cancelled")
    assert group["status"] == "OPEN"
    assert [parcel["status"] for parcel in group["fulfillments"]] == ["CANCELLED"]
    assert [row["remainingQuantity"] for row in group["lineItems"]] == [1]


def test_two_places_are_two_groups() -> None:
    assert [group["assignedLocation"]["city"] for group in groups("two-locations")] == ["Plymouth", "Bristol"]


def test_a_supplier_who_was_not_asked_may_still_be_asked() -> None:
    assert groups("waiting-for-supplier")[0]["supportedActions"][0]["action"] == "REQUEST_FULFILLMENT"
    assert groups("just-ordered")[0]["supportedActions"][0]["action"] == "CREATE_FULFILLMENT"


def test_holds_and_dates_are_told() -> None:
    assert groups("hold-other")[0]["fulfillmentHolds"][0]["reason"] == "OTHER"
    assert groups("scheduled")[0]["fulfillAt"] == "2026-12-04T09:00:00Z"
    promised = groups("local-preparing")[0]["deliveryMethod"]
    assert promised["minDeliveryDateTime"] < promised["maxDeliveryDateTime"]


def test_a_cancelled_order_has_no_groups() -> None:
    assert groups("cancelled-customer") == []
