"""Builds the fulfillment orders of a demo order: one for each location and delivery method."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracking.demo.building.fulfillments import Lines, Node
from tracking.demo.building.ids import gid
from tracking.demo.building.quantities import LIVE, Quantities
from tracking.demo.building.relative_time import RelativeTime
from tracking.demo.building.specs import DemoLocation, DemoOrder, UnsentGroup

WORKSHOP = DemoLocation("Harbor Goods, Bristol", "12 Quay Street", "BS1 4DJ", "Bristol", "GB")

ACTIONS = {"OPEN": "CREATE_FULFILLMENT", "ON_HOLD": "RELEASE_HOLD", "SCHEDULED": "MARK_AS_OPEN"}


@dataclass(frozen=True, slots=True)
class _FulfillmentGroup:
    """The unsent items (if any) and the sent parcels of one location and method."""

    unsent: UnsentGroup
    remaining: Counter[str]
    parcels: tuple[int, ...]


def fulfillment_orders(
    order: DemoOrder, number: int, quantities: Quantities, lines: Lines, sent: Sequence[Node], clock: RelativeTime
) -> list[Node]:
    """One for each unsent group, and one for the parcels of each location that belong to none of them."""
    return [
        _state(order, group.unsent, (number, nth), clock)
        | {
            "fulfillments": [sent[index] for index in group.parcels],
            "lineItems": _items(group, quantities, (number, nth), lines),
        }
        for nth, group in enumerate(_groups(order, quantities))
    ]


def _groups(order: DemoOrder, quantities: Quantities) -> Iterator[_FulfillmentGroup]:
    claimed: set[int] = set()
    for waiting, remaining in zip(order.unsent, quantities.unsent_groups, strict=True):
        parcels = _parcels_at(order, waiting.method, waiting.location) if waiting.includes_sent else ()
        claimed.update(parcels)
        yield _FulfillmentGroup(waiting, remaining, parcels)
    rest = {
        (parcel.method, parcel.location)
        for nth, parcel in enumerate(order.parcels)
        if nth not in claimed and parcel.fulfillment_status == LIVE
    }
    for method, site in sorted(rest, key=repr):
        done = UnsentGroup(status="CLOSED", request_status="CLOSED", method=method, location=site)
        yield _FulfillmentGroup(done, Counter(), _parcels_at(order, method, site))


def _parcels_at(order: DemoOrder, method: str, site: DemoLocation | None) -> tuple[int, ...]:
    return tuple(nth for nth, parcel in enumerate(order.parcels) if (parcel.method, parcel.location) == (method, site))


def _state(order: DemoOrder, waiting: UnsentGroup, where: tuple[int, int], clock: RelativeTime) -> Node:
    placed = clock.timestamp(order.placed_at)
    return {
        "id": gid("FulfillmentOrder", *where),
        "orderId": gid("Order", where[0]),
        "orderName": order.name,
        "orderProcessedAt": placed,
        "createdAt": placed,
        "updatedAt": placed,
        "status": waiting.status,
        "requestStatus": waiting.request_status,
        "fulfillAt": clock.timestamp_or_none(waiting.fulfill_at) or placed,
        "fulfillBy": None,
        "deliveryMethod": _method(order, waiting, where, clock),
        "fulfillmentHolds": _holds(waiting, where),
        "assignedLocation": _location(waiting.location or WORKSHOP),
        "supportedActions": _actions(waiting),
    }


def _method(order: DemoOrder, waiting: UnsentGroup, where: tuple[int, int], clock: RelativeTime) -> Node:
    earliest, latest = waiting.promised or (None, None)
    return {
        "id": gid("DeliveryMethod", *where),
        "methodType": waiting.method,
        "presentedName": order.shipping_method,
        "minDeliveryDateTime": clock.timestamp_or_none(earliest),
        "maxDeliveryDateTime": clock.timestamp_or_none(latest),
    }


def _holds(waiting: UnsentGroup, where: tuple[int, int]) -> list[Node]:
    return [
        {"id": gid("FulfillmentHold", *where, nth), "reason": reason, "heldByRequestingApp": False}
        for nth, reason in enumerate(waiting.holds)
    ]


def _location(site: DemoLocation) -> Node:
    return {
        "name": site.name,
        "address1": site.address,
        "zip": site.postcode,
        "city": site.city,
        "countryCode": site.country,
    }


def _actions(waiting: UnsentGroup) -> list[Node]:
    must_ask = waiting.location is not None and waiting.location.is_supplier and waiting.request_status == "UNSUBMITTED"
    action = "REQUEST_FULFILLMENT" if must_ask else ACTIONS.get(waiting.status)
    return [{"action": action, "externalUrl": None}] if action else []


def _items(group: _FulfillmentGroup, quantities: Quantities, where: tuple[int, int], lines: Lines) -> list[Node]:
    total = group.remaining.copy()
    for index in group.parcels:
        total.update(quantities.parcels[index])
    return [
        {
            "id": gid("FulfillmentOrderLineItem", *where, nth),
            "lineItem": lines[key],
            "totalQuantity": count,
            "remainingQuantity": group.remaining[key],
            "requiresShipping": lines[key]["requiresShipping"],
        }
        for nth, (key, count) in enumerate(total.items())
    ]
