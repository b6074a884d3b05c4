"""How long each state holds without news, and what it becomes: one row each.

A parcel, return or order whose state is past its age is not told in the present tense any more. The time is counted
from the last report of the state, in working days where people mean working days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from tracking.durations.working_days import add_working_days, holidays_until
from tracking.order.calendar import day
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.vocabulary import Condition, Reason


class Unit(Enum):
    """The unit of an age. Days are the destination's: a state holds until the last of them has ended there."""

    DAYS = auto()
    WORKING_DAYS = auto()
    STALLED_DAYS = auto()  # the shop's setting: days of 24 hours since the last report


class State(Enum):
    """A state that ends by itself."""

    OUT_TODAY = auto()
    OUT_FOR_DELIVERY = auto()
    ATTEMPT_FAILED = auto()
    BUYER_ACTION = auto()
    WAITS_FOR_PICKUP = auto()
    READY_OR_PICKED_UP = auto()  # at the shop's own counter, without a report
    DRIVER_TODAY = auto()
    OWN_DRIVER = auto()
    UNREPORTED_AFTER_ESTIMATE = auto()
    UNREPORTED = auto()
    UNREPORTED_ABROAD = auto()
    SILENT = auto()
    LONG_SILENT = auto()
    LONG_SILENT_ABROAD = auto()
    LABEL = auto()
    RETURNING = auto()
    FAILED = auto()
    PLANNED_DAY = auto()
    RETURN_APPROVED = auto()
    RETURN_ON_ITS_WAY = auto()
    REFUNDED = auto()  # the bank may not show it yet
    ARCHIVED = auto()


@dataclass(frozen=True, slots=True)
class Age:
    """A row: ``condition`` and ``reason`` after the time; None keeps them, and only the sentences change."""

    time: int
    unit: Unit
    condition: Condition | None = None
    reason: Reason | None = None


_LATE, _DONE, _PROBLEM = Condition.LATE, Condition.DONE, Condition.PROBLEM

AGES: dict[State, Age] = {
    State.OUT_TODAY: Age(0, Unit.DAYS),
    State.OUT_FOR_DELIVERY: Age(1, Unit.WORKING_DAYS, _LATE, Reason.ESTIMATE_PASSED),
    State.ATTEMPT_FAILED: Age(3, Unit.WORKING_DAYS, _LATE, Reason.STALLED),
    State.BUYER_ACTION: Age(14, Unit.DAYS, _LATE, Reason.STALLED),
    State.WAITS_FOR_PICKUP: Age(14, Unit.DAYS, _PROBLEM, Reason.PICKUP_OVER),  # the carrier's own time comes first
    State.READY_OR_PICKED_UP: Age(14, Unit.DAYS, _DONE, Reason.SHOULD_HAVE_ARRIVED),
    State.DRIVER_TODAY: Age(0, Unit.DAYS),
    State.OWN_DRIVER: Age(1, Unit.DAYS, _DONE, Reason.SHOULD_HAVE_ARRIVED),
    State.UNREPORTED_AFTER_ESTIMATE: Age(7, Unit.DAYS, _DONE, Reason.SHOULD_HAVE_ARRIVED),
    State.UNREPORTED: Age(14, Unit.DAYS, _DONE, Reason.SHOULD_HAVE_ARRIVED),
    State.UNREPORTED_ABROAD: Age(30, Unit.DAYS, _DONE, Reason.SHOULD_HAVE_ARRIVED),
    State.SILENT: Age(1, Unit.STALLED_DAYS, _LATE, Reason.STALLED),
    State.LONG_SILENT: Age(2, Unit.STALLED_DAYS, _PROBLEM, Reason.MAYBE_LOST),
    State.LONG_SILENT_ABROAD: Age(3, Unit.STALLED_DAYS, _PROBLEM, Reason.MAYBE_LOST),
    State.LABEL: Age(1, Unit.STALLED_DAYS, _LATE, Reason.NO_SCAN_YET),
    State.RETURNING: Age(1, Unit.STALLED_DAYS),
    State.FAILED: Age(1, Unit.STALLED_DAYS),
    State.PLANNED_DAY: Age(1, Unit.WORKING_DAYS, _LATE, Reason.OLDER_THAN_USUAL),
    State.RETURN_APPROVED: Age(14, Unit.DAYS, Condition.ACTION_NEEDED),
    State.RETURN_ON_ITS_WAY: Age(30, Unit.DAYS, _LATE, Reason.RETURN_LATE),
    State.REFUNDED: Age(21, Unit.DAYS),
    State.ARCHIVED: Age(30, Unit.DAYS, _DONE),
}

# So long before its end a pickup is called for the last time; at most half of the time that it is kept.
LAST_CALL_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Now, in the destination's time zone, and the setting that the ages in STALLED_DAYS are counted in.

    ``region`` is the shop's, whose holidays are no working days; in silence, too, they do not count.
    """

    now: datetime
    zone: str
    stalled_days: int = 0
    region: str | None = None

    @property
    def today(self) -> date:
        """The day at the destination."""
        return day(self.now, self.zone)

    def is_over(self, state: State, since: datetime | date) -> bool:
        """Whether a state that was last reported at ``since`` holds no longer."""
        age = AGES[state]
        if age.unit is Unit.STALLED_DAYS:
            return isinstance(since, datetime) and self.now > self.end_of_silence(state, since)
        return self.today > self.last_day(state, self.day_of(since))

    def end_of_silence(self, state: State, since: datetime) -> datetime:
        """When a state ends that is counted in STALLED_DAYS; of the holidays those until today are left out."""
        days = AGES[state].time * self.stalled_days + holidays_until(self.day_of(since), self.today, self.region)
        return since + timedelta(days=days)

    def last_day(self, state: State, since: date) -> date:
        """The last day on which a state holds that was last reported on ``since``."""
        age = AGES[state]
        if age.unit is Unit.WORKING_DAYS:
            return self.add_working_days(since, age.time)
        return since + timedelta(days=age.time)

    def add_working_days(self, start: date, days: int) -> date:
        """The day that many working days of the shop later."""
        return add_working_days(start, days, self.region)

    def day_of(self, moment: datetime | date) -> date:
        """The day of a moment at the destination."""
        return day(moment, self.zone) if isinstance(moment, datetime) else moment


def clock_of(order: Order, now: datetime, policy: Policy) -> Clock:
    """The clock by which the order is told."""
    return Clock(now=now, zone=order.zone, stalled_days=policy.stalled_days, region=order.shop_region)


def pickup_ends_on(ready_on: date, held_days: int | None) -> date:
    """The last day on which a parcel waits to be picked up: by the carrier's own time, else by the table's."""
    return ready_on + timedelta(days=held_days or AGES[State.WAITS_FOR_PICKUP].time)


def last_call_on(ready_on: date, held_days: int | None) -> date:
    """The first day on which a pickup is called for the last time."""
    kept = held_days or AGES[State.WAITS_FOR_PICKUP].time
    return ready_on + timedelta(days=kept - min(LAST_CALL_DAYS, kept // 2))
