"""Makes the rows of an order's steps that have ended: the days and hours, and nothing by which the order is found."""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from tracking.database.step_durations import StepDurationRow
from tracking.durations.steps import MAX_NAME
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.product_types import product_type
from tracking.order.step_durations import StepDuration, step_durations

STEP_RETENTION = timedelta(days=90)
"""Steps that ended earlier say little of how long they take now."""

MIN_ROWS = 20
"""A shipping method or product type with fewer rows of each step loses its name: no figure can be made of them.

A method may be typed by hand, and a product be sold once."""

_HOUR = timedelta(hours=1)


def step_rows(
    order: Order, policy: Policy, *, since: datetime, until: datetime, zone: ZoneInfo
) -> list[StepDurationRow]:
    """The steps of the order that ended from ``since`` on and before ``until``, by the days of the shop's ``zone``."""
    durations = step_durations(order, until, policy)
    return [step_row(each, zone) for each in durations if since <= each.ended_at < until]


def step_row(duration: StepDuration, zone: tzinfo) -> StepDurationRow:
    """The row of a step, by the days of the shop's ``zone``."""
    return StepDurationRow(
        step=duration.step.value,
        started_on=duration.started_at.astimezone(zone).date(),
        ended_on=duration.ended_at.astimezone(zone).date(),
        hours=round((duration.ended_at - duration.started_at) / _HOUR),
        carrier=duration.carrier,
        shipping_method=_name(duration.shipping_method),
        service=_name(duration.service),
        country=duration.country,
        location=_name(duration.location),
        product_type=_name(duration.product_type),
    )


def typed_names(order: Order) -> tuple[str | None, str | None]:
    """The shipping method and product type of the order as its rows have them: texts of the shop's own."""
    return _name(order.shipping_title), _name(product_type(order))


def _name(name: str | None) -> str | None:
    return name[:MAX_NAME] if name else None
