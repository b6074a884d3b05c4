"""Prepares a fetched order for the rules: what cannot be is left out, each box stands once, a date is a day."""

from datetime import datetime

from tracking.order.boxes import with_distinct_boxes
from tracking.order.model import Order
from tracking.order.planned_days import with_planned_days
from tracking.order.policy import Policy
from tracking.order.possible_scans import with_possible_scans


def prepare(order: Order, now: datetime, policy: Policy) -> Order:
    """The order as every rule reads it at ``now``."""
    return with_distinct_boxes(with_planned_days(with_possible_scans(order, now)), policy.carriers)
