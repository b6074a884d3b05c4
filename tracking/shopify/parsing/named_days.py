"""Parses the days that pages have named of an order, which are added to Shopify's answer."""

from datetime import date

from tracking.durations.promises import PromisedStep
from tracking.order.model import NamedDay
from tracking.shopify.parsing.node import MissingValue, Node, need


def read_named_day(row: Node) -> NamedDay:
    """Raises MissingValue where a part of it is missing, or not known."""
    try:
        step, last = PromisedStep(need(row.text("step"))), date.fromisoformat(need(row.text("last")))
    except ValueError as error:
        raise MissingValue from error
    return NamedDay(part=need(row.text("part")), step=step, last=last, said_at=need(row.moment("at")))
