"""Fits an order's story to the hour at which it is opened: what happens later today has not happened yet."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracking.demo.building.relative_time import When
from tracking.demo.building.specs import DemoOrder, DemoParcel

# These may lie in the future.
_PLANNED = frozenset({"estimated_at", "promised", "fulfill_at", "due_at"})
_TODAY = re.compile(r"-?0 (?P<hour>\d\d):(?P<minute>\d\d)")


def so_far(order: DemoOrder, now: datetime) -> DemoOrder:
    """The order without the scans of later today."""
    local = _local(order, now).time()
    return replace(order, parcels=tuple(_parcel_so_far(parcel, local) for parcel in order.parcels))


def story_day(order: DemoOrder, now: datetime) -> date:
    """The day that is today in the story: yesterday where something of later today cannot be left out."""
    local = _local(order, now)
    is_ahead = any(_is_later(at, local.time()) for at in _moments(order))
    return local.date() - timedelta(days=is_ahead)


def _local(order: DemoOrder, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(order.destination.zone))


def _parcel_so_far(parcel: DemoParcel, local: time) -> DemoParcel:
    scans = tuple(scan for scan in parcel.scans if not _is_later(scan.at, local))
    if scans == parcel.scans or not scans or _is_later(parcel.sent_at, local):
        return parcel
    return replace(parcel, scans=scans, status=scans[-1].status)


def _is_later(at: When, local: time) -> bool:
    found = _TODAY.fullmatch(at) if isinstance(at, str) else None
    return found is not None and time(int(found["hour"]), int(found["minute"])) > local


def _moments(part: object) -> Iterator[str]:
    """Every text in the story that may be a moment at which something happened."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _moments(one)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            if field.name not in _PLANNED:
                yield from _moments(getattr(part, field.name))
