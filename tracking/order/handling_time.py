"""Tells by when units that wait should leave: on the day that was planned, else within the shop's handling time.

A shop that has set none is measured by itself: by how long its orders usually wait, where that is known.
"""

from datetime import date, datetime, timedelta

from tracking.order.ages import Clock, State
from tracking.order.calendar import day
from tracking.order.estimates import promised
from tracking.order.model import FulfillmentOrder, Order
from tracking.order.policy import Policy
from tracking.order.return_state import exchanged_at
from tracking.order.usual import Usual, named_sending, usual_sending
from tracking.order.vocabulary import Route

# A paid download is sent at once, or something went wrong.
DIGITAL_LIMIT = timedelta(hours=1)


def planned_day(order: Order, fo: FulfillmentOrder | None) -> date | None:
    """The day on which it was planned to be sent; None where that is only the moment from which it may be."""
    if fo is None or fo.fulfill_at is None:
        return None
    planned = day(fo.fulfill_at, order.zone)
    is_planned = fo.status == "SCHEDULED" or planned > day(order.placed_at, order.zone)
    return planned if is_planned else None


def is_past_handling_time(
    order: Order, fo: FulfillmentOrder | None, clock: Clock, policy: Policy, route: Route
) -> bool:
    """Whether the planned day or the shop's handling time has passed: working days for goods, an hour for downloads."""
    if route is Route.DIGITAL:
        return clock.now - _ready_at(order, fo) > DIGITAL_LIMIT
    return clock.today > leaves_by(order, fo, clock, policy)


def leaves_by(order: Order, fo: FulfillmentOrder | None, clock: Clock, policy: Policy) -> date:
    """The last day on which goods may leave before they are late."""
    start, planned = _start(order, fo), planned_day(order, fo)
    if planned and planned >= clock.day_of(start):
        deadline = clock.last_day(State.PLANNED_DAY, planned)
        return max(deadline, clock.day_of(fo.fulfill_by) if fo and fo.fulfill_by else deadline)
    if usual := usual_wait(order, fo, clock, policy):
        return usual.looked_into_after
    deadline = clock.add_working_days(clock.day_of(_ready_at(order, fo)), policy.handling_days)
    if fo and fo.fulfill_by:
        deadline = clock.day_of(fo.fulfill_by)
    estimate = promised(fo.delivery, order.zone) if fo else None
    if estimate:
        return min(deadline, estimate.last)
    named = None if policy.has_handling_days or _has_day(order, fo) else named_sending(order, fo)
    return max(deadline, named) if named else deadline


def usual_wait(order: Order, fo: FulfillmentOrder | None, clock: Clock, policy: Policy) -> Usual | None:
    """How long units like these usually wait; None where the shop, the checkout or a plan says when they leave."""
    return None if policy.has_handling_days or _has_day(order, fo) else usual_sending(order, fo, clock, policy)


def _has_day(order: Order, fo: FulfillmentOrder | None) -> bool:
    return fo is not None and bool(fo.fulfill_by or promised(fo.delivery, order.zone) or planned_day(order, fo))


def _ready_at(order: Order, fo: FulfillmentOrder | None) -> datetime:
    start = _start(order, fo)
    return max(start, fo.fulfill_at) if fo and fo.fulfill_at else start


def _start(order: Order, fo: FulfillmentOrder | None) -> datetime:
    """Since when the units could be sent, apart from a planned day."""
    start = order.placed_at
    if fo and fo.created_at and (order.is_edited or any(return_.exchanges for return_ in order.returns)):
        start = max(start, fo.created_at)  # items added later could not be sent earlier
    if fo and fo.released_at:
        start = max(start, fo.released_at)  # what was on hold could not be sent before
    if fo and (back_at := exchanged_at(order, {units.line_id for units in fo.units})):
        start = max(start, back_at)  # the new items of an exchange wait for the old ones
    return start
