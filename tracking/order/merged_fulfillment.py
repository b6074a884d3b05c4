"""Merges the fulfillments of one parcel into one: units added, events in time order, the newest evidence."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tracking.order.model import Event, Fulfillment, Units
from tracking.order.statuses import BEFORE_CARRIER


def merged(parts: Sequence[Fulfillment]) -> Fulfillment:
    """The parcel of these fulfillments, the oldest first: it has the id of the oldest, so that the id is stable."""
    oldest, *others = parts
    if not others:
        return oldest
    newest = max(parts, key=_evidence)
    return replace(
        oldest,
        display_status=newest.display_status,
        updated_at=max(part.updated_at for part in parts),
        in_transit_at=min((part.in_transit_at for part in parts if part.in_transit_at), default=None),
        delivered_at=max(filter(None, map(_delivered_at, parts)), default=None),
        estimated_at=newest.estimated_at or next((part.estimated_at for part in parts if part.estimated_at), None),
        requires_shipping=any(part.requires_shipping for part in parts),
        events=_events(parts),
        units=_units(parts),
    )


def _evidence(part: Fulfillment) -> tuple[bool, datetime]:
    """Orders aggregate statuses: one from a carrier before one of the shop, then by the newest report."""
    is_carriers = (part.display_status or "FULFILLED") not in BEFORE_CARRIER
    reports = [event.happened_at for event in part.events] + [
        at for at in (part.delivered_at, part.in_transit_at) if at
    ]
    return is_carriers, max(reports, default=part.updated_at)


def _delivered_at(part: Fulfillment) -> datetime | None:
    """When it was delivered; beside the events of other fulfillments, an aggregate without a time needs one."""
    if part.display_status == "DELIVERED" and not part.events:
        return part.delivered_at or part.updated_at
    return part.delivered_at


def _events(parts: Sequence[Fulfillment]) -> tuple[Event, ...]:
    """Every event once: one status at one moment is one scan, told with the most details."""
    scans: dict[tuple[datetime, str], Event] = {}
    for event in (event for part in parts for event in part.events):
        key = event.happened_at, event.status
        scans[key] = max(scans.get(key, event), event, key=_details)
    return tuple(sorted(scans.values(), key=lambda event: event.happened_at))


def _details(event: Event) -> int:
    return sum(value is not None for value in (event.city, event.province, event.country, event.estimated_at))


def _units(parts: Sequence[Fulfillment]) -> tuple[Units, ...]:
    quantities: defaultdict[str, int] = defaultdict(int)
    for units in (units for part in parts for units in part.units):
        quantities[units.line_id] += units.quantity
    return tuple(Units(line_id=line_id, quantity=quantity) for line_id, quantity in quantities.items())
