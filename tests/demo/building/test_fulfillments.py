from typing import Any

from tests.demo.demo_client import NOW
from tracking.demo.building import build_order
from tracking.demo.orders import ORDERS


def parcels(slug: str) -> list[dict[str, Any]]:
    order: Any = next(build_order(order, NOW) for order in ORDERS if order.slug == slug)
    found: list[dict[str, Any]] = order["fulfillments"]
    return found


def test_parcel_is_in_transit_from_its_first_scan_until_the_delivery_scan() -> None:
    [parcel] = parcels("delivered")
    assert parcel["inTransitAt"] == "2026-11-18T18:40:00Z"
    assert parcel["deliveredAt"] == "2026-11-21T11:26:00Z"
    assert parcel["updatedAt"] == parcel["deliveredAt"]


def test_parcel_without_scans_is_not_in_transit() -> None:
    [parcel] = parcels("no-tracking")
    assert (parcel["inTransitAt"], parcel["deliveredAt"], parcel["events"], parcel["trackingInfo"]) == (
        None,
        None,
        [],
        [],
    )


def test_delivered_at_is_independent_of_the_scans() -> None:
    [parcel] = parcels("delivered-then-moving")
    assert parcel["deliveredAt"] < max(event["happenedAt"] for event in parcel["events"])


def test_changed_estimate_is_in_the_events() -> None:
    [parcel] = parcels("estimate-changed")
    said = [event["estimatedDeliveryAt"] for event in parcel["events"] if event["estimatedDeliveryAt"]]
    assert said == ["2026-11-23T18:00:00Z", "2026-11-25T18:00:00Z"]
    assert parcel["estimatedDeliveryAt"] == said[-1]


def test_parcel_has_its_total_quantity() -> None:
    assert [parcel["totalQuantity"] for parcel in parcels("split-in-three")] == [4, 2, 1]
