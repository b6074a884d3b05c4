"""Finds the steps of an order that have ended since it was last written: each is kept once, without the order."""

from collections import Counter
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from tracking.database import Transaction, orders, progress, step_durations
from tracking.directory.step_rows import STEP_RETENTION, step_row
from tracking.durations.steps import TimedStep
from tracking.i18n.date_formats import time_zone
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.step_durations import StepDuration
from tracking.order.step_durations import step_durations as measured
from tracking.shopify.errors import ShopifyError
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order

HISTORY = "history"
"""The name in ``progress`` under which the import of the history keeps how far it has come."""


class EndedSteps:
    """The steps of an order that have ended by ``now``, beyond those in its known answer.

    Made before that is replaced, in the same transaction; of an order that was not known, only the steps that have
    ended since the history was imported, for they are no part of it.
    """

    def __init__(self, transaction: Transaction, order: Order, policy: Policy, now: datetime) -> None:
        ended = [each for each in measured(order, now, policy) if each.ended_at > now - STEP_RETENTION]
        self._new = _beyond(transaction, order.id, ended, policy, now) if ended else []

    def store(self, transaction: Transaction, answer: Document) -> None:
        """Store them: the order was written with this answer."""
        zone = answer.get("zone")
        days = time_zone(zone if isinstance(zone, str) else "UTC")
        step_durations.add(transaction, [step_row(each, days) for each in self._new], is_imported=False)


def _beyond(
    transaction: Transaction, order_id: str, ended: list[StepDuration], policy: Policy, now: datetime
) -> list[StepDuration]:
    known = orders.document(transaction, order_id)
    if known is None:
        imported_until = _imported_until(progress.get(transaction, HISTORY))
        return [each for each in ended if imported_until and each.ended_at >= imported_until]
    try:
        known_order = read_order(known[0])
        before = Counter(each.step for each in measured(known_order, now, policy))
    except ShopifyError:  # kept by another release: better a step too few
        return []
    if any(group.holds for group in known_order.fulfillment_orders):  # its answer does not say that it was released
        ended = [each for each in ended if each.step is not TimedStep.SENT]
    by_step = groupby(sorted(ended, key=attrgetter("step", "ended_at")), key=attrgetter("step"))
    return [each for step, steps in by_step for each in list(steps)[before[step] :]]


def _imported_until(state: object) -> datetime | None:
    until = state.get("until") if isinstance(state, dict) else None
    return datetime.fromisoformat(until) if until else None
