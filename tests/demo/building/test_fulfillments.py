from typing import Any

from tests.demo.asking import NOW
from tracking.demo.building import build
from tracking.demo.orders import SALES


def parcels(slug: str) -> list[dict[str, Any]]:
    order: Any = next(build(sale, NOW) for sale in SALES if sale.slug == slug)
    found: list[dict[str, Any]] = order["fulfillments"]
    return found


def test_a_parcel_moves_from_its_first_scan_and_arrives_with_the_scan_that_says_so() -> None:
    [parcel] = parcels("delivered")
    assert parcel["inTransitAt"] == "2026-11-18T18:40:00Z"
    assert parcel["deliveredAt"] == "2026-11-21T11:26:00Z"
    assert parcel["updatedAt"] == parcel["deliveredAt"]


def test_a_parcel_without_scans_has_not_moved() -> None:
    [parcel] = parcels("no-tracking")
    assert (parcel["inTransitAt"], parcel["deliveredAt"], parcel["events"], parcel["trackingInfo"]) == (
        None,
        None,
        [],
        [],
    )


def test_a_parcel_may_be_called_delivered_before_it_stops_moving() -> None:
    [parcel] = parcels("delivered-then-moving")
    assert parcel["deliveredAt"] < max(event["happenedAt"] for event in parcel["events"])


def test_a_changed_estimate_stands_in_the_scans() -> None:
    [parcel] = parcels("estimate-changed")
    said = [event["estimatedDeliveryAt"] for event in parcel["events"] if event["estimatedDeliveryAt"]]
    assert said == ["2026-11-23T18:00:00Z", "2026-11-25T18:00:00Z"]
    assert parcel["estimatedDeliveryAt"] == said[-1]


def test_a_parcel_counts_its_units() -> None:
    assert [parcel["totalQuantity"] for parcel in parcels("split-in-three")] == [4, 2, 1]
