"""The reports of carriers and shops on a box, in order: a row for each way in which a delivery goes."""

from dataclasses import dataclass

UNSCANNED = ("FULFILLED", "SUBMITTED", "CONFIRMED", "MARKED_AS_FULFILLED", "LABEL_PURCHASED", "LABEL_PRINTED")
"""The aggregate before the first scan."""

_LABEL = ("LABEL_PURCHASED", "CONFIRMED", "CARRIER_PICKED_UP")
_ROAD = (*_LABEL, "IN_TRANSIT", "IN_TRANSIT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A row: the scans in order, and the aggregate that no scan has, with which the journey may end."""

    scans: tuple[str, ...]
    last_status: str | None = None
    methods: tuple[str, ...] = ("SHIPPING",)


_BY_POST = ("SHIPPING", "PICKUP_POINT")

JOURNEYS = (
    Journey(scans=(), methods=("SHIPPING", "PICKUP_POINT", "LOCAL", "PICK_UP", "RETAIL")),
    Journey(scans=(*_ROAD, "OUT_FOR_DELIVERY", "DELIVERED")),
    Journey(scans=(*_ROAD, "DELIVERED")),
    Journey(scans=("IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED")),
    Journey(scans=(*_ROAD, "OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY", "OUT_FOR_DELIVERY", "DELIVERED")),
    Journey(scans=(*_ROAD, "OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY", "READY_FOR_PICKUP", "DELIVERED")),
    Journey(scans=(*_ROAD, "READY_FOR_PICKUP", "DELIVERED"), methods=_BY_POST),
    Journey(scans=(*_ROAD, "READY_FOR_PICKUP"), last_status="PICKED_UP", methods=_BY_POST),
    Journey(scans=(*_ROAD, "DELAYED", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"), methods=_BY_POST),
    Journey(scans=(*_ROAD, "OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY", "FAILURE")),
    Journey(scans=(*_ROAD, "OUT_FOR_DELIVERY"), last_status="NOT_DELIVERED"),
    Journey(scans=(*_ROAD, "IN_TRANSIT"), last_status="RETURNING_TO_SENDER"),
    Journey(scans=(*_ROAD,), last_status="BUYER_ACTION_REQUIRED"),
    Journey(scans=("LABEL_PRINTED", "FAILURE")),
    Journey(scans=("OUT_FOR_DELIVERY", "DELIVERED"), methods=("LOCAL",)),
    Journey(scans=("OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY", "OUT_FOR_DELIVERY"), methods=("LOCAL",)),
    Journey(scans=("READY_FOR_PICKUP", "DELIVERED"), methods=("PICK_UP",)),
    Journey(scans=("READY_FOR_PICKUP",), last_status="PICKED_UP", methods=("PICK_UP",)),
)
