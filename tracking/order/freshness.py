"""How long an answer may be shown before it is asked for again: by what the order is doing."""

from datetime import datetime, timedelta

from tracking.order.journey import journey
from tracking.order.model import Order
from tracking.order.policy import Policy

MOVING = timedelta(seconds=30)
DONE = timedelta(hours=1)


def fresh_for(order: Order, now: datetime, policy: Policy) -> timedelta:
    """Half a minute while something may still change, an hour when it is done."""
    return MOVING if journey(order, now, policy).is_moving else DONE
