"""Reads the planned times of an order: a date is that day in every zone, and no estimate is older than what it is for.

Some apps and carriers send a date as midnight UTC. Every other time of day is a moment.
https://shopify.dev/docs/api/admin-graphql/latest/scalars/DateTime
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tracking.order.calendar import day
from tracking.order.model import DeliveryMethod, Event, Fulfillment, FulfillmentOrder, Order


def with_planned_days(order: Order) -> Order:
    """The order with the beginning of the day in its zone in place of each date, without impossible estimates."""
    zone = order.zone
    due_at = planned(order.payment_due_at, zone)
    parcels = tuple(_shipment(parcel, zone) for parcel in order.fulfillments)
    groups = tuple(_fulfillment_order(fo, order) for fo in order.fulfillment_orders)
    if due_at is order.payment_due_at and parcels == order.fulfillments and groups == order.fulfillment_orders:
        return order
    return replace(order, payment_due_at=due_at, fulfillments=parcels, fulfillment_orders=groups)


def planned(moment: datetime | None, zone: str) -> datetime | None:
    """The moment; of a date the beginning of that day in the zone."""
    if moment is None or moment.astimezone(UTC).time() != time():
        return moment
    midnight = datetime.combine(moment.astimezone(UTC).date(), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC)  # where midnight is skipped, the first moment after it


def _shipment(parcel: Fulfillment, zone: str) -> Fulfillment:
    """A shipment whose estimates are not before its first report: the shop may have recorded it afterwards."""
    if not parcel.estimated_at and not any(event.estimated_at for event in parcel.events):
        return parcel
    reports = (event.happened_at for event in parcel.events)
    started = day(min(filter(None, (parcel.created_at, parcel.in_transit_at, *reports))), zone)
    estimated_at = _possible(parcel.estimated_at, zone, started)
    events = tuple(_event(event, zone, started) for event in parcel.events)
    if estimated_at is parcel.estimated_at and events == parcel.events:
        return parcel
    return replace(parcel, estimated_at=estimated_at, events=events)


def _event(event: Event, zone: str, started: date) -> Event:
    estimated_at = _possible(event.estimated_at, zone, started)
    return event if estimated_at is event.estimated_at else replace(event, estimated_at=estimated_at)


def _fulfillment_order(fo: FulfillmentOrder, order: Order) -> FulfillmentOrder:
    fulfill_at = _possible(fo.fulfill_at, order.zone, day(order.placed_at, order.zone)) if fo.fulfill_at else None
    fulfill_by = planned(fo.fulfill_by, order.zone)
    delivery = _delivery(fo.delivery, order, fulfill_at) if fo.delivery else None
    if fulfill_at is fo.fulfill_at and fulfill_by is fo.fulfill_by and delivery is fo.delivery:
        return fo
    return replace(fo, fulfill_at=fulfill_at, fulfill_by=fulfill_by, delivery=delivery)


def _delivery(method: DeliveryMethod, order: Order, leaves_at: datetime | None) -> DeliveryMethod:
    """The promise of the checkout, which the parcel may miss, is older than the shipment and not than the order.

    One that ends before the day on which the shop plans to send it is none: it was planned anew since.
    """
    if not method.earliest_at and not method.latest_at:
        return method
    ordered = day(order.placed_at, order.zone)
    promise = [planned(at, order.zone) or at for at in (method.earliest_at, method.latest_at) if at]
    if leaves_at and day(max(promise), order.zone) < day(leaves_at, order.zone):
        return replace(method, earliest_at=None, latest_at=None)
    earliest_at = _possible(method.earliest_at, order.zone, ordered)
    latest_at = _possible(method.latest_at, order.zone, ordered)
    if earliest_at is method.earliest_at and latest_at is method.latest_at:
        return method
    return replace(method, earliest_at=earliest_at, latest_at=latest_at)


def _possible(moment: datetime | None, zone: str, first: date) -> datetime | None:
    """A planned time, None where its day is before the first one."""
    at = planned(moment, zone)
    return at if at and day(at, zone) >= first else None
