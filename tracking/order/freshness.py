"""Time to live of a fetched order, and the next moment at which its status changes by itself."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracking.order import parcels, returns
from tracking.order.allocation import allocate
from tracking.order.calendar import day
from tracking.order.faq import MAY_BE_MISSED, SOON_AFTER_THE_ORDER
from tracking.order.handling_time import DIGITAL_LIMIT
from tracking.order.model import Order
from tracking.order.payment_rules import PENDING_LIMIT
from tracking.order.planned_days import with_planned_days
from tracking.order.policy import Policy
from tracking.order.possible_scans import scan_times, with_possible_scans
from tracking.order.preparation import prepare
from tracking.order.shipment_state import shipment_state

MOVING = timedelta(seconds=60)
DONE = timedelta(hours=1)


def time_to_live(order: Order, now: datetime, policy: Policy) -> timedelta:
    """A minute while something may still change or is missing, an hour when it is done."""
    return MOVING if order.is_partial or is_moving(order, now, policy) else DONE


def is_moving(order: Order, now: datetime, policy: Policy) -> bool:
    """The same value as ``OrderStatus.is_moving``, from the conditions alone, without building the status."""
    order = prepare(order, now, policy)
    return not (parcels.are_done(order, allocate(order), now, policy) and returns.are_done(order, now, policy))


def next_change_at(order: Order, now: datetime) -> datetime:
    """When the status of an unchanged order changes next: at midnight in its time zone at the latest."""
    # Some rules compare with >=, others with >: those change a moment later.
    moments = [moment for moment in _change_times(order, now) if moment >= now]
    return min(moments) if now not in moments else now + datetime.resolution


_DAY = timedelta(days=1)


def _change_times(order: Order, now: datetime) -> Iterator[datetime]:
    """Every future moment with which a rule in ``order`` compares now, and some past ones."""
    yield datetime.combine(day(now, order.zone) + _DAY, time(), ZoneInfo(order.zone))
    yield order.placed_at
    yield from scan_times(order)
    order = with_planned_days(with_possible_scans(order, now))
    yield order.placed_at + PENDING_LIMIT
    yield order.placed_at + DIGITAL_LIMIT
    yield order.placed_at + SOON_AFTER_THE_ORDER - datetime.resolution  # over from that moment on
    yield from (transaction.processed_at for transaction in order.transactions if transaction.processed_at)
    if order.payment_due_at:
        yield order.payment_due_at
    for group in order.fulfillment_orders:
        yield from _change_times_from(group.fulfill_at)
        yield from _change_times_from(group.created_at)
        yield from _change_times_from(group.released_at)
    for parcel in order.fulfillments:
        for newest_at in (shipment_state(parcel).last_event_at, parcel.updated_at):
            silence = (now - newest_at) // _DAY  # the page shows whole days, and SETTLES_AFTER is whole days
            yield newest_at + silence * _DAY
            yield newest_at + (silence + 1) * _DAY
        arrivals = (parcel.delivered_at, *(event.happened_at for event in parcel.events))
        yield from (at + MAY_BE_MISSED for at in arrivals if at)


def _change_times_from(start: datetime | None) -> Iterator[datetime]:
    if start:
        yield start
        yield start + DIGITAL_LIMIT
