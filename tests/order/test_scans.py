from datetime import datetime, timedelta

from tests.order.builders import NOW, event, policy, sent, shipment
from tracking.order.model import Order
from tracking.order.scans import scan_hours

NIGHT = NOW.replace(hour=2, minute=40)  # in UTC: 3:40 in Stockholm


def scanned(*at: datetime, status: str = "IN_TRANSIT", **changes: object) -> Order:
    events = tuple(event(status, each) for each in at)
    order: Order = sent(fulfillments=(shipment(display_status=status, events=events),), **changes)
    return order


def test_each_hour_of_a_parcel_counts_once_by_the_clock_of_the_destination() -> None:
    found = scan_hours([scanned(NIGHT, NIGHT + timedelta(minutes=9), NIGHT + timedelta(days=1))], policy())
    assert {carrier: (its.scans, its.parcels) for carrier, its in found.items()} == {"ups": ({3: 2}, 1)}


def test_only_scans_on_the_way_of_a_known_carrier_count() -> None:
    silent = sent(fulfillments=(shipment(tracking=(), events=(event("IN_TRANSIT", NIGHT),)),))
    others = [scanned(NIGHT, status="DELIVERED"), scanned(NIGHT, is_test=True), silent]
    assert scan_hours(others, policy()) == {}
