"""Tells whether an archived order is over: shops archive as soon as an order is paid and sent, so it takes a while."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tracking.order.ages import Clock, State
from tracking.order.model import Fulfillment, Order


def is_archived(order: Order, now: datetime) -> bool:
    """Whether nothing more is expected of it: so long after the newest of its dates."""
    if order.closed_at is None:
        return False
    clock = Clock(now=now, zone=order.zone)
    return clock.is_over(State.ARCHIVED, order.closed_at) and all(
        clock.is_over(State.ARCHIVED, at) for at in _dates(order) if at
    )


def are_parcels_archived(order: Order, now: datetime) -> bool:
    """Whether nothing more is expected of its parcels: a return that came later makes none of them late again."""
    return order.closed_at is not None and is_archived(replace(order, returns=()), now)


def _dates(order: Order) -> Iterator[datetime | None]:
    """When something last happened, was expected or was planned: also a return that came after the archiving."""
    for parcel in order.fulfillments:
        yield from _dates_of(parcel)
    for group in order.fulfillment_orders:
        yield group.fulfill_at
        if group.delivery:
            yield group.delivery.earliest_at
            yield group.delivery.latest_at
    for return_ in order.returns:
        yield return_.created_at
        yield return_.approved_at


def _dates_of(parcel: Fulfillment) -> Iterator[datetime | None]:
    yield parcel.created_at
    yield parcel.in_transit_at
    yield parcel.delivered_at
    yield parcel.estimated_at
    for event in parcel.events:
        yield event.happened_at
        yield event.estimated_at
