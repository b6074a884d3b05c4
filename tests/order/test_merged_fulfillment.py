from tests.order.builders import ago, ahead, event, shipment, units
from tracking.order.merged_fulfillment import merged


def test_one_fulfillment_is_itself() -> None:
    only = shipment()
    assert merged([only]) is only


def test_times_and_units_of_all_parts() -> None:
    first = shipment(id="1", created_at=ago(days=3), updated_at=ago(days=1), in_transit_at=ago(days=2))
    second = shipment(id="2", updated_at=ago(hours=1), units=(units(2), units(1, "lamp")), estimated_at=ahead(days=1))
    its = merged([first, second])
    assert (its.id, its.created_at, its.updated_at) == ("1", ago(days=3), ago(hours=1))
    assert (its.in_transit_at, its.estimated_at) == (ago(days=2), ahead(days=1))
    assert its.units == (units(3), units(1, "lamp"))


def test_aggregate_of_the_newest_report() -> None:
    moving = shipment(id="1", display_status="IN_TRANSIT", events=(event("IN_TRANSIT", ago(days=2)),))
    out = shipment(id="2", display_status="OUT_FOR_DELIVERY", events=(event("OUT_FOR_DELIVERY", ago(hours=2)),))
    assert merged([moving, out]).display_status == merged([out, moving]).display_status == "OUT_FOR_DELIVERY"
    label = shipment(id="3", display_status="LABEL_PRINTED", updated_at=ago(hours=0))
    assert merged([label, moving]).display_status == "IN_TRANSIT"


def test_delivered_aggregate_without_a_time_counts_from_its_last_change() -> None:
    moving = shipment(id="1", display_status="IN_TRANSIT", events=(event("IN_TRANSIT", ago(days=2)),))
    delivered = shipment(id="2", display_status="DELIVERED", updated_at=ago(hours=3))
    assert merged([moving, delivered]).delivered_at == ago(hours=3)


def test_a_scan_that_both_parts_have_is_one() -> None:
    scan, known = event("IN_TRANSIT", ago(days=1)), event("IN_TRANSIT", ago(days=1), city="Lund")
    other = event("CARRIER_PICKED_UP", ago(days=2))
    its = merged([shipment(id="1", events=(scan,)), shipment(id="2", events=(other, known))])
    assert its.events == (other, known)
