"""Leaves out the scans of an order that cannot be of its parcels: those before the order, and those in the future.

A carrier uses its numbers again, and people mistype them: a scan from before the order is of an earlier parcel. A scan
in the future counts from its time on. The rules for the status see neither, nor an aggregate status that follows from
such a scan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracking.order.model import Event, Fulfillment, Order
from tracking.order.statuses import BEFORE_CARRIER, CALLED_OFF

# A time that was sent in the wrong zone is wrong by at most the largest offset from UTC, which is that of
# Pacific/Kiritimati. The scans of an earlier parcel with the same number are days older at least.
LARGEST_OFFSET = timedelta(hours=14)

# The aggregate status where no scan remains: packed, whatever the carrier said of the number before.
_WITHOUT_SCAN = "MARKED_AS_FULFILLED"


@dataclass(frozen=True, slots=True)
class _Span:
    """The time from the order to now."""

    start: datetime
    end: datetime

    def includes(self, at: datetime | None) -> bool:
        """Whether the time is possible as it was sent; no time is."""
        return at is None or self.start <= at <= self.end

    def is_before(self, at: datetime | None) -> bool:
        """Whether it is of an earlier parcel: older than the order even if it was sent in the wrong zone."""
        return at is not None and at < self.start - LARGEST_OFFSET

    def possible(self, at: datetime | None) -> datetime | None:
        """The time, at the earliest that of the order; None where it is not possible."""
        if at is None or self.is_before(at) or self.end < max(at, self.start):
            return None
        return max(at, self.start)


def with_possible_scans(order: Order, now: datetime) -> Order:
    """The order with the scans that may have happened by ``now``; no scan is dated before the order."""
    span = _Span(order.placed_at, now)
    parcels = tuple(_with_possible_scans(parcel, span) for parcel in order.fulfillments)
    is_unchanged = all(new is old for new, old in zip(parcels, order.fulfillments, strict=True))
    return order if is_unchanged else replace(order, fulfillments=parcels)


def scan_times(order: Order) -> Iterator[datetime]:
    """The time of every scan as it was sent: with a future one, the status changes."""
    for parcel in order.fulfillments:
        yield from filter(None, _times(parcel))


def _times(parcel: Fulfillment) -> list[datetime | None]:
    return [*(event.happened_at for event in parcel.events), parcel.in_transit_at, parcel.delivered_at]


def _with_possible_scans(parcel: Fulfillment, span: _Span) -> Fulfillment:
    if parcel.created_at >= span.start and all(map(span.includes, _times(parcel))):
        return parcel
    possible = replace(
        parcel,
        created_at=max(parcel.created_at, span.start),
        in_transit_at=span.possible(parcel.in_transit_at),
        delivered_at=span.possible(parcel.delivered_at),
        events=tuple(_dated(event, at) for event in parcel.events if (at := span.possible(event.happened_at))),
    )
    return replace(possible, display_status=_aggregate(parcel, possible, span))


def _dated(event: Event, at: datetime) -> Event:
    return event if event.happened_at == at else replace(event, happened_at=at)


def _aggregate(parcel: Fulfillment, possible: Fulfillment, span: _Span) -> str | None:
    """The aggregate status; where it follows from an impossible scan, that of the newest possible one."""
    status = parcel.display_status
    if status is None or status in _reported(possible) or not _follows(status, parcel, possible, span):
        return status
    if possible.events:
        return possible.events[-1].status
    return "IN_TRANSIT" if possible.in_transit_at else _WITHOUT_SCAN


def _follows(status: str, parcel: Fulfillment, possible: Fulfillment, span: _Span) -> bool:
    """Whether the aggregate status follows from an impossible scan, which is known of one that was left out.

    One without a scan of its own, such as NOT_DELIVERED, is of the earlier parcel where only that one was scanned.
    """
    if status in _reported(parcel):
        return True
    is_carriers = status not in BEFORE_CARRIER | CALLED_OFF  # the shop calls a shipment off, no carrier does
    return is_carriers and any(map(span.is_before, _times(parcel))) and not _reported(possible) - BEFORE_CARRIER


def _reported(parcel: Fulfillment) -> set[str]:
    """The statuses that have a time."""
    statuses = {event.status for event in parcel.events}
    if parcel.in_transit_at:
        statuses.add("IN_TRANSIT")
    if parcel.delivered_at:
        statuses.add("DELIVERED")
    return statuses
