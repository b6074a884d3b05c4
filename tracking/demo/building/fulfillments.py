"""Builds the fulfillments of a demo order from its parcels."""

from collections.abc import Mapping, Sequence

from tracking.demo.building.ids import gid
from tracking.demo.building.quantities import Quantities
from tracking.demo.building.relative_time import RelativeTime
from tracking.demo.building.specs import DemoOrder, DemoParcel, DemoScan, DemoTracking

Node = dict[str, object]
Lines = Mapping[str, Node]

MOVING = {"CARRIER_PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"}


def fulfillments(
    order: DemoOrder, number: int, quantities: Quantities, lines: Lines, clock: RelativeTime
) -> list[Node]:
    """One for each parcel, in the order of the parcels."""
    return [
        _fulfillment(order, parcel, (number, index), clock)
        | {"fulfillmentLineItems": _items(units, (number, index), lines), "totalQuantity": units.total()}
        for index, (parcel, units) in enumerate(
            zip(order.parcels, quantities.parcels, strict=True), start=order.earlier_parcels
        )
    ]


def _fulfillment(order: DemoOrder, parcel: DemoParcel, where: tuple[int, int], clock: RelativeTime) -> Node:
    number, index = where
    newest = max([parcel.sent_at, *(scan.at for scan in parcel.scans)], key=clock.at)
    return {
        "id": gid("Fulfillment", *where),
        "legacyResourceId": gid("", *where).rpartition("/")[2],
        "orderId": gid("Order", number),
        "name": f"{order.name}-F{index + 1}",
        "status": parcel.fulfillment_status,
        "displayStatus": parcel.status,
        "createdAt": clock.timestamp(parcel.sent_at),
        "updatedAt": clock.timestamp(min(clock.at(newest), clock.now)),
        "inTransitAt": _first(parcel.scans, MOVING, clock),
        "deliveredAt": clock.timestamp_or_none(parcel.delivered_at) or _first(parcel.scans, {"DELIVERED"}, clock),
        "estimatedDeliveryAt": clock.timestamp_or_none(parcel.estimated_at),
        "requiresShipping": parcel.is_shipped,
        "service": {"id": gid("FulfillmentService", 1), "handle": "manual", "serviceName": "Manual"},
        "trackingInfo": [tracking(track) for track in parcel.trackings],
        "events": [_event(scan, (*where, nth), clock) for nth, scan in enumerate(parcel.scans)],
    }


def tracking(track: DemoTracking) -> Node:
    """The tracking info of a parcel."""
    return {"company": track.company, "number": track.number, "url": track.url}


def _first(scans: Sequence[DemoScan], statuses: set[str], clock: RelativeTime) -> str | None:
    return min((clock.timestamp(scan.at) for scan in scans if scan.status in statuses), default=None)


def _event(scan: DemoScan, where: tuple[int, ...], clock: RelativeTime) -> Node:
    happened_at = clock.timestamp(scan.at)
    return {
        "id": gid("FulfillmentEvent", *where),
        "status": scan.status,
        "happenedAt": happened_at,
        "createdAt": happened_at,
        "city": scan.city,
        "country": scan.country,
        "estimatedDeliveryAt": clock.timestamp_or_none(scan.estimated_at),
    }


def _items(units: Mapping[str, int], where: tuple[int, int], lines: Lines) -> list[Node]:
    return [
        {"id": gid("FulfillmentLineItem", *where, nth), "quantity": count, "lineItem": lines[key]}
        for nth, (key, count) in enumerate(units.items())
    ]
