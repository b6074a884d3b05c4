"""Groups that one place sends one way: a demo order's fulfillment orders as Shopify says them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracking.demo.building.fulfillments import Lines, Node
from tracking.demo.building.ids import gid
from tracking.demo.building.quantities import LIVE, Ledger
from tracking.demo.building.relative_time import Clock
from tracking.demo.building.specs import Sale, Site, Waiting

WORKSHOP = Site("Harbor Goods, Bristol", "12 Quay Street", "BS1 4DJ", "Bristol", "GB")

ACTIONS = {"OPEN": "CREATE_FULFILLMENT", "ON_HOLD": "RELEASE_HOLD", "SCHEDULED": "MARK_AS_OPEN"}


@dataclass(frozen=True, slots=True)
class _Group:
    """What waits (if anything does) and the parcels that were sent, of one place and way."""

    waiting: Waiting
    left: Counter[str]
    parcels: tuple[int, ...]


def fulfillment_orders(
    sale: Sale, number: int, ledger: Ledger, lines: Lines, sent: Sequence[Node], clock: Clock
) -> list[Node]:
    """One for each waiting group, and one for the parcels of each place that belong to none of them."""
    return [
        _state(sale, group.waiting, (number, nth), clock)
        | {
            "fulfillments": [sent[index] for index in group.parcels],
            "lineItems": _items(group, ledger, (number, nth), lines),
        }
        for nth, group in enumerate(_groups(sale, ledger))
    ]


def _groups(sale: Sale, ledger: Ledger) -> Iterator[_Group]:
    claimed: set[int] = set()
    for waiting, left in zip(sale.waiting, ledger.waiting, strict=True):
        here = _parcels_at(sale, waiting.method, waiting.site) if waiting.holds_sent else ()
        claimed.update(here)
        yield _Group(waiting, left, here)
    rest = {
        (parcel.method, parcel.site)
        for nth, parcel in enumerate(sale.parcels)
        if nth not in claimed and parcel.state == LIVE
    }
    for method, site in sorted(rest, key=repr):
        done = Waiting(status="CLOSED", request="CLOSED", method=method, site=site)
        yield _Group(done, Counter(), _parcels_at(sale, method, site))


def _parcels_at(sale: Sale, method: str, site: Site | None) -> tuple[int, ...]:
    return tuple(nth for nth, parcel in enumerate(sale.parcels) if (parcel.method, parcel.site) == (method, site))


def _state(sale: Sale, waiting: Waiting, where: tuple[int, int], clock: Clock) -> Node:
    placed = clock.stated(sale.placed)
    return {
        "id": gid("FulfillmentOrder", *where),
        "orderId": gid("Order", where[0]),
        "orderName": sale.name,
        "orderProcessedAt": placed,
        "createdAt": placed,
        "updatedAt": placed,
        "status": waiting.status,
        "requestStatus": waiting.request,
        "fulfillAt": clock.said(waiting.fulfill_at) or placed,
        "fulfillBy": None,
        "deliveryMethod": _method(sale, waiting, where, clock),
        "fulfillmentHolds": _holds(waiting, where),
        "assignedLocation": _location(waiting.site or WORKSHOP),
        "supportedActions": _actions(waiting),
    }


def _method(sale: Sale, waiting: Waiting, where: tuple[int, int], clock: Clock) -> Node:
    earliest, latest = waiting.promised or (None, None)
    return {
        "id": gid("DeliveryMethod", *where),
        "methodType": waiting.method,
        "presentedName": sale.shipping,
        "minDeliveryDateTime": clock.said(earliest),
        "maxDeliveryDateTime": clock.said(latest),
    }


def _holds(waiting: Waiting, where: tuple[int, int]) -> list[Node]:
    return [
        {"id": gid("FulfillmentHold", *where, nth), "reason": reason, "heldByRequestingApp": False}
        for nth, reason in enumerate(waiting.holds)
    ]


def _location(site: Site) -> Node:
    return {
        "name": site.name,
        "address1": site.address,
        "zip": site.postcode,
        "city": site.city,
        "countryCode": site.country,
    }


def _actions(waiting: Waiting) -> list[Node]:
    must_ask = waiting.site is not None and waiting.site.is_supplier and waiting.request == "UNSUBMITTED"
    action = "REQUEST_FULFILLMENT" if must_ask else ACTIONS.get(waiting.status)
    return [{"action": action, "externalUrl": None}] if action else []


def _items(group: _Group, ledger: Ledger, where: tuple[int, int], lines: Lines) -> list[Node]:
    total = group.left.copy()
    for index in group.parcels:
        total.update(ledger.parcels[index])
    return [
        {
            "id": gid("FulfillmentOrderLineItem", *where, nth),
            "lineItem": lines[key],
            "totalQuantity": count,
            "remainingQuantity": group.left[key],
            "requiresShipping": lines[key]["requiresShipping"],
        }
        for nth, (key, count) in enumerate(total.items())
    ]
