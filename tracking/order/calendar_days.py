"""The days of an order's parcels for the customer's calendar: of the expected arrival, or of the pickup."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tracking.durations.promises import planned
from tracking.order.calendar import day
from tracking.order.model import Order
from tracking.order.promises import Histories
from tracking.order.status_types import OrderStatus, Parcel
from tracking.order.vocabulary import ARRIVED, Condition, Route, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDays:
    """The days of a parcel, both included. They may have changed last at ``revised_at``."""

    parcel: Parcel
    first: date
    last: date
    revised_at: datetime


def calendar_days(
    order: Order, status: OrderStatus, now: datetime, histories: Histories | None = None
) -> tuple[CalendarDays, ...]:
    """The parcels that have a day; a planned day of sending is none, and neither is a day that has passed.

    ``histories`` say what was promised of each parcel before.
    """
    today = day(now, order.zone)
    revised_at = max((moment for moment in _reports(order) if moment <= now), default=order.placed_at)
    return tuple(
        CalendarDays(
            parcel=parcel,
            first=days[0],
            last=days[1],
            revised_at=max([revised_at, _since(parcel, today, order), *_said_at(parcel, histories or {}, now)]),
        )
        for parcel in status.parcels
        if (days := _days(parcel, today))
    )


def _days(parcel: Parcel, today: date) -> tuple[date, date] | None:
    if parcel.condition is Condition.DONE or parcel.stage in ARRIVED:
        return None
    if parcel.stage is Stage.READY_FOR_PICKUP:
        return _pickup_days(parcel, today)
    if parcel.estimate:
        return (parcel.estimate.first, parcel.estimate.last) if parcel.estimate.last >= today else None
    if parcel.route is Route.PICKUP and parcel.expected and parcel.expected >= today:
        return parcel.expected, parcel.expected  # it is not sent: that is the day on which it is ready
    return None


def _pickup_days(parcel: Parcel, today: date) -> tuple[date, date] | None:
    """From when it is ready until when it is kept; until today where that is unknown, so that it is not missed."""
    if parcel.pickup is None or parcel.pickup.ready_on is None:
        return None
    return parcel.pickup.ready_on, parcel.pickup.until or max(today, parcel.pickup.ready_on)


def _since(parcel: Parcel, today: date, order: Order) -> datetime:
    """The beginning of today for a pickup that lasts until today, else of the first day of all."""
    if parcel.pickup and parcel.pickup.ready_on and not parcel.pickup.until:
        return datetime.combine(today, time(), ZoneInfo(order.zone)).astimezone(UTC)
    return order.placed_at


def _said_at(parcel: Parcel, histories: Histories, now: datetime) -> Iterator[datetime]:
    return (each.said_at for each in planned(histories.get(parcel.id, ())) if each.said_at <= now)


def _reports(order: Order) -> Iterator[datetime]:
    """Every moment at which Shopify may have changed a day."""
    yield order.updated_at
    for parcel in order.fulfillments:
        yield parcel.updated_at
        yield parcel.created_at
        yield from (event.happened_at for event in parcel.events)
