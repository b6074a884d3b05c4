from tests.order.builders import NOW, TRACKED, ago, event, policy, sent, shipment
from tracking.order.preparation import prepare


def test_impossible_scans_are_left_out_before_parcels_are_merged() -> None:
    """The aggregate status of the merged parcel is not that of the earlier parcel with its number."""
    old = shipment(id="old", tracking=(TRACKED,), display_status="DELIVERED", delivered_at=ago(days=40))
    new = shipment(id="new", tracking=(TRACKED,), events=(event("IN_TRANSIT", ago(hours=1)),))
    (parcel,) = prepare(sent(placed_at=ago(days=2), fulfillments=(old, new)), NOW, policy()).fulfillments
    assert (parcel.delivered_at, [each.status for each in parcel.events]) == (None, ["IN_TRANSIT"])
    assert parcel.display_status != "DELIVERED"
