from datetime import UTC, datetime

import pytest

from tests.shopify.store_rows import AT, gid, group, parcel
from tracking.order.model import DeliveryMethod, Location, Tracking, Units
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.parsing.node import MissingValue, Node
from tracking.shopify.parsing.shipments import read_fulfillment, read_fulfillment_order, read_tracking

WHEN = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)


def event(status: str, at: str, **more: Json) -> JsonObject:
    return {"status": status, "happenedAt": at, **more}


def test_fulfillment_has_tracking_numbers_and_units() -> None:
    sent = read_fulfillment(Node({**parcel(1, range(2)), "deliveredAt": AT}))

    assert (sent.id, sent.status, sent.display_status) == (gid("Fulfillment", 1), "SUCCESS", "IN_TRANSIT")
    assert (sent.created_at, sent.delivered_at, sent.estimated_at) == (WHEN, WHEN, None)
    assert sent.tracking == (Tracking(company="PostNord", number="TRACK1-0", url=None),)
    assert sent.units == (
        Units(line_id=gid("LineItem", 0), quantity=1),
        Units(line_id=gid("LineItem", 1), quantity=1),
    )


def test_events_are_sorted_by_time_without_malformed_ones() -> None:
    events: list[Json] = [
        event("OUT_FOR_DELIVERY", "2026-11-22T06:00:00Z", city="Malmö", country="Sweden"),
        event("BRAND_NEW_STATUS", "2026-11-21T06:00:00+01:00", estimatedDeliveryAt=AT),
        event("IN_TRANSIT", "yesterday"),
        {"happenedAt": AT},
        None,
        event("CONFIRMED", "2026-11-20T06:00:00Z"),
    ]
    sent = read_fulfillment(Node({**parcel(1, range(1)), "events": {"nodes": events}}))

    assert [event.status for event in sent.events] == ["CONFIRMED", "BRAND_NEW_STATUS", "OUT_FOR_DELIVERY"]
    assert (sent.events[1].happened_at.hour, sent.events[1].estimated_at) == (5, WHEN)
    assert (sent.events[2].city, sent.events[2].province, sent.events[2].country) == ("Malmö", None, "Sweden")


def test_of_two_events_at_one_moment_the_later_one_is_listed_first() -> None:
    events: list[Json] = [event("DELIVERED", AT), event("OUT_FOR_DELIVERY", AT)]
    sent = read_fulfillment(Node({**parcel(1, range(1)), "events": {"nodes": events}}))
    assert [event.status for event in sent.events] == ["OUT_FOR_DELIVERY", "DELIVERED"]


def test_planned_dates_are_read_as_dates() -> None:
    date = "2026-11-24T00:00:00+09:00"
    delivery: JsonObject = {"methodType": "SHIPPING", "minDeliveryDateTime": date, "maxDeliveryDateTime": date}
    fo = read_fulfillment_order(
        Node({**group(1, range(1)), "fulfillAt": date, "fulfillBy": date, "deliveryMethod": delivery})
    )
    sent = read_fulfillment(Node({**parcel(1, range(1)), "estimatedDeliveryAt": date}))
    assert fo.delivery
    planned = {fo.fulfill_at, fo.fulfill_by, fo.delivery.earliest_at, fo.delivery.latest_at, sent.estimated_at}
    assert planned == {datetime(2026, 11, 24, tzinfo=UTC)}


@pytest.mark.parametrize("field", ["id", "status", "createdAt"])
def test_fulfillment_without_required_fields_is_left_out(field: str) -> None:
    with pytest.raises(MissingValue):
        read_fulfillment(Node({**parcel(1, range(1)), field: None}))


def test_fulfillment_without_update_has_its_creation_time() -> None:
    assert read_fulfillment(Node({**parcel(1, range(1)), "updatedAt": None})).updated_at == WHEN


@pytest.mark.parametrize("row", [{}, {"company": None, "number": "", "url": 5}])
def test_empty_tracking_is_left_out(row: JsonObject) -> None:
    with pytest.raises(MissingValue):
        read_tracking(Node(row))


def test_tracking_of_a_return_reads_carrier_name() -> None:
    assert read_tracking(Node({"carrierName": "DHL"})) == Tracking(company="DHL", number=None, url=None)


def test_fulfillment_order_has_its_remaining_units() -> None:
    row = group(1, range(1), range(2)) | {
        "fulfillAt": AT,
        "fulfillmentHolds": [{"reason": "INVENTORY_OUT_OF_STOCK"}, {"reason": None}, {"reason": "NEW_REASON"}],
        "deliveryMethod": {"methodType": "PICK_UP", "presentedName": "Pick up", "maxDeliveryDateTime": AT},
        "assignedLocation": {"name": "Counter", "address1": "Main 1", "zip": "1", "city": "Malmö", "countryCode": "SE"},
        "supportedActions": [{"action": "HOLD"}, {"action": "REQUEST_FULFILLMENT"}],
    }
    found = read_fulfillment_order(Node(row))

    assert found.holds == ("INVENTORY_OUT_OF_STOCK", "NEW_REASON")
    assert found.delivery == DeliveryMethod(method="PICK_UP", name="Pick up", earliest_at=None, latest_at=WHEN)
    assert found.location == Location(name="Counter", address="Main 1", postcode="1", city="Malmö", country="SE")
    assert (found.can_request, found.fulfill_at, found.fulfill_by) == (True, WHEN, None)
    assert found.units == (Units(line_id=gid("LineItem", 0), quantity=1),)
    assert found.fulfillment_ids == (gid("Fulfillment", 0), gid("Fulfillment", 1))


def test_fulfillment_order_with_few_fields_takes_defaults() -> None:
    found = read_fulfillment_order(Node({"id": "1", "status": "OPEN"}))

    assert (found.request_status, found.delivery, found.location) == ("UNSUBMITTED", None, None)
    assert (found.holds, found.can_request, found.units) == ((), False, ())
