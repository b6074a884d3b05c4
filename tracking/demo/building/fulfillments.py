"""Parcels: a demo order's fulfillments as Shopify says them."""

from collections.abc import Mapping, Sequence

from tracking.demo.building.ids import gid
from tracking.demo.building.quantities import Ledger
from tracking.demo.building.relative_time import Clock
from tracking.demo.building.specs import Parcel, Sale, Scan, Track

Node = dict[str, object]
Lines = Mapping[str, Node]

MOVING = {"CARRIER_PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"}


def fulfillments(sale: Sale, number: int, ledger: Ledger, lines: Lines, clock: Clock) -> list[Node]:
    """One for each parcel of the sale, in its order."""
    return [
        _fulfillment(sale, parcel, (number, index), clock)
        | {"fulfillmentLineItems": _items(units, (number, index), lines), "totalQuantity": units.total()}
        for index, (parcel, units) in enumerate(zip(sale.parcels, ledger.parcels, strict=True))
    ]


def _fulfillment(sale: Sale, parcel: Parcel, where: tuple[int, int], clock: Clock) -> Node:
    number, index = where
    newest = max([parcel.sent, *(scan.at for scan in parcel.scans)], key=clock.at)
    return {
        "id": gid("Fulfillment", *where),
        "legacyResourceId": gid("", *where).rpartition("/")[2],
        "orderId": gid("Order", number),
        "name": f"{sale.name}-F{index + 1}",
        "status": parcel.state,
        "displayStatus": parcel.status,
        "createdAt": clock.stated(parcel.sent),
        "updatedAt": clock.stated(newest),
        "inTransitAt": _first(parcel.scans, MOVING, clock),
        "deliveredAt": clock.said(parcel.arrived) or _first(parcel.scans, {"DELIVERED"}, clock),
        "estimatedDeliveryAt": clock.said(parcel.expected),
        "requiresShipping": parcel.is_shipped,
        "trackingInfo": [tracking(track) for track in parcel.tracks],
        "events": [_event(scan, (*where, nth), clock) for nth, scan in enumerate(parcel.scans)],
    }


def tracking(track: Track) -> Node:
    """What stands on a parcel."""
    return {"company": track.company, "number": track.number, "url": track.url}


def _first(scans: Sequence[Scan], statuses: set[str], clock: Clock) -> str | None:
    return min((clock.stated(scan.at) for scan in scans if scan.status in statuses), default=None)


def _event(scan: Scan, where: tuple[int, ...], clock: Clock) -> Node:
    happened_at = clock.stated(scan.at)
    return {
        "id": gid("FulfillmentEvent", *where),
        "status": scan.status,
        "happenedAt": happened_at,
        "createdAt": happened_at,
        "city": scan.city,
        "country": scan.country,
        "estimatedDeliveryAt": clock.said(scan.expected),
    }


def _items(units: Mapping[str, int], where: tuple[int, int], lines: Lines) -> list[Node]:
    return [
        {"id": gid("FulfillmentLineItem", *where, nth), "quantity": count, "lineItem": lines[key]}
        for nth, (key, count) in enumerate(units.items())
    ]
