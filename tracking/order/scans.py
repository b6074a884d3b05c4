"""The hours of the day in which carriers scanned an order's parcels."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from tracking.durations.scan_hours import ScanHours
from tracking.order.model import Fulfillment, Order
from tracking.order.policy import Policy

# On the way from one place to the next: an arrival, or a parcel on its last way, is a matter of the day.
_ON_THE_WAY = frozenset({"CARRIER_PICKED_UP", "IN_TRANSIT"})


def scan_hours(its_orders: Iterable[Order], policy: Policy) -> dict[str, ScanHours]:
    """By the code of the carrier; at the destination, where a carrier reports them."""
    found: dict[str, ScanHours] = {}
    for order in its_orders:
        if order.is_test:
            continue
        zone = ZoneInfo(order.zone)
        for parcel in order.fulfillments:
            hours = {
                event.happened_at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
                for event in parcel.events
                if event.status in _ON_THE_WAY
            }
            carrier = _carrier(order, parcel, policy) if hours else None
            if carrier is None:
                continue
            its = found.setdefault(carrier, ScanHours())
            its.parcels += 1
            for at in hours:
                its.scans[at.hour] = its.scans.get(at.hour, 0) + 1
    return found


def _carrier(order: Order, parcel: Fulfillment, policy: Policy) -> str | None:
    country = order.destination.country if order.destination else None
    links = (
        policy.carriers.resolve(each.number, company=each.company, url=each.url, country=country)
        for each in parcel.tracking
    )
    return next((link.carrier for link in links if link.carrier), None)
