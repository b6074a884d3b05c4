"""Computes when an order is fetched from Shopify again, by its state.

Webhooks report most changes within seconds; these times are for what no webhook reports, or none that arrived.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.directory.views import HELD
from tracking.order.archived import is_archived
from tracking.order.model import Order
from tracking.order.status_types import Headline, OrderStatus, Parcel, ReturnStatus
from tracking.order.vocabulary import NEEDS_SOMEONE, Condition, Reason, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class RefetchRule:
    """How often an order with a part in this state is fetched, and why; an empty set is any."""

    stages: Collection[Stage] = ()
    reasons: Collection[Reason] = ()
    every: timedelta
    why: str

    def matches(self, part: Parcel | ReturnStatus | Headline) -> bool:
        """Whether the part is in this state."""
        return (not self.stages or part.stage in self.stages) and (not self.reasons or part.reason in self.reasons)


# The first matching rule counts.
REFETCH_RULES: tuple[RefetchRule, ...] = (
    RefetchRule(
        reasons=HELD | {Reason.SCHEDULED, Reason.PREORDER, Reason.WAITING_FOR_SUPPLIER},
        every=timedelta(hours=12),
        why="It waits on purpose, for days or weeks.",
    ),
    RefetchRule(
        reasons={Reason.STALLED, Reason.MAYBE_LOST, Reason.SEE_CARRIER, Reason.NO_TRACKING, Reason.UNKNOWN_STATUS},
        every=timedelta(hours=12),
        why="Nobody reports on it to Shopify.",
    ),
    RefetchRule(
        stages={Stage.OUT_FOR_DELIVERY},
        every=timedelta(minutes=15),
        why="It arrives today, and its customer is looking out for it.",
    ),
    RefetchRule(
        stages={Stage.READY_FOR_PICKUP},
        reasons={Reason.PICKUP_OVER},
        every=timedelta(hours=12),
        why="Nobody is likely to come for it any more.",
    ),
    RefetchRule(
        stages={Stage.READY_FOR_PICKUP},
        every=timedelta(hours=1),
        why="It may be picked up at any hour of the day.",
    ),
    RefetchRule(
        reasons={Reason.ATTEMPT_FAILED, Reason.BUYER_ACTION, Reason.DELAYED, Reason.ESTIMATE_PASSED},
        every=timedelta(hours=1),
        why="Its customer is worried, and what happens next is new to them.",
    ),
    RefetchRule(
        stages={Stage.SHIPPED},
        every=timedelta(hours=2),
        why="A carrier scans a parcel a few times a day.",
    ),
    RefetchRule(
        reasons={Reason.PAY_PENDING, Reason.PAY_BALANCE_DUE, Reason.PAY_EXPIRED},
        every=timedelta(hours=3),
        why="A payment may arrive on any working day.",
    ),
    RefetchRule(
        reasons={Reason.PAY_OVERDUE},
        every=timedelta(hours=12),
        why="What is overdue is rarely paid within the hour.",
    ),
    RefetchRule(
        stages={Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING},
        every=timedelta(hours=3),
        why="The shop packs within working hours, and a webhook says so.",
    ),
    RefetchRule(
        stages={Stage.ON_ITS_WAY_BACK},
        every=timedelta(hours=6),
        why="A return takes days, and nobody waits at the door.",
    ),
    RefetchRule(
        every=timedelta(hours=12),
        why="A return before its parcel leaves or after it is back, and whatever else may still change.",
    ),
)

# The rest of an order that was not fetched whole may be there soon.
PARTIAL = timedelta(minutes=15)
# An order that Shopify has not changed for so long is not fetched more often than this.
QUIET_AFTER, QUIET = timedelta(days=14), timedelta(hours=12)

LONGEST = max(QUIET, PARTIAL, *(rule.every for rule in REFETCH_RULES))
"""No fetch lies further ahead, unless by a clock that has been set back since."""


def is_finished(order: Order, status: OrderStatus, now: datetime) -> bool:
    """Whether nothing more is expected, so that the time for which the order is kept runs."""
    if order.is_partial:
        return False
    is_settled = status.headline.condition not in (*NEEDS_SOMEONE, Condition.WAITING)
    return (is_settled and not status.is_moving) or is_archived(order, now)


def refetch_at(order: Order, status: OrderStatus, fetched_at: datetime) -> datetime:
    """When to fetch an order again that is not finished, and was fetched at ``fetched_at``."""
    if order.is_partial:
        return fetched_at + PARTIAL
    every = min(map(_interval, _open_parts(status)))
    return fetched_at + (max(every, QUIET) if fetched_at - order.updated_at >= QUIET_AFTER else every)


def _open_parts(status: OrderStatus) -> Iterator[Parcel | ReturnStatus | Headline]:
    """The parts that may change; the headline, too, which may be about the payment."""
    yield status.headline
    yield from (parcel for parcel in status.parcels if parcel.condition is not Condition.DONE)
    yield from (each for each in status.returns if each.condition is not Condition.DONE)


def _interval(part: Parcel | ReturnStatus | Headline) -> timedelta:
    return next(rule.every for rule in REFETCH_RULES if rule.matches(part))
