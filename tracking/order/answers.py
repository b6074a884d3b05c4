"""The answers of customers about their order: a row for each kind, with when it is offered and by when it is due."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracking.i18n.text import Phrase, text
from tracking.order.calendar import add_working_days, day
from tracking.order.model import Order
from tracking.order.rating import may_be_rated
from tracking.order.status_types import OrderStatus, Parcel
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage

MAX_WORDS = 1000
"""Characters that a customer may add."""

ASKED_FOR = timedelta(days=30)
"""So long after the arrival the customer is asked how it went."""


class AnswerKind(StrEnum):
    """The public codes; the first five are those of CHOICES."""

    WAIT = "wait"
    CONTACT = "contact"
    CANCEL = "cancel"
    SEND_REST_FIRST = "send_rest_first"
    SWAP = "swap"
    NOT_RECEIVED = "not_received"
    WENT_WELL = "went_well"
    WENT_BADLY = "went_badly"


class AnswerTopic(StrEnum):
    """The topic of an answer: of each, an order has at most one answer that is not handled."""

    WAITING = "waiting"
    ARRIVAL = "arrival"


QUESTIONS = {
    AnswerTopic.WAITING: text("What would you like us to do?"),
    AnswerTopic.ARRIVAL: text("Did everything go well?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContext:
    """The facts that decide which kinds are offered; how it went is asked until ``asked_for`` after the arrival."""

    order: Order
    status: OrderStatus
    now: datetime
    asked_for: timedelta = ASKED_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRule:
    """A kind: its topic, its words, when it is offered, and within how many working days the shop looks at it.

    ``is_replied``: the customer hears from the shop until then.
    """

    kind: AnswerKind
    topic: AnswerTopic
    label: Phrase
    is_offered: Callable[[AnswerContext], bool]
    days: int = 2
    is_replied: bool = True


# Reasons for which the shop keeps an order back; not those that wait for the customer.
_HELD = frozenset({Reason.HOLD_REVIEW, Reason.HOLD_STOCK, Reason.HOLD_DATE_UNKNOWN, Reason.HOLD_OTHER})
# Something is to be done first.
_OPEN = frozenset({NextStep.PAY, NextStep.CONTACT})

MISSED = frozenset({"delivered_not_here", "should_be_here"})
"""The questions of ``faq`` under which a parcel is reported as missing."""


def _is_late_or_held(parcel: Parcel) -> bool:
    is_held = parcel.condition is Condition.WAITING and parcel.reason in _HELD
    return not parcel.is_quiet and (parcel.condition is Condition.LATE or is_held)


def _owes(context: AnswerContext) -> bool:
    """Whether the order waits for the customer's payment, and so not for the shop."""
    return context.status.advice.code is NextStep.PAY


def _waits(context: AnswerContext) -> bool:
    return not _owes(context) and any(map(_is_late_or_held, context.status.parcels))


def _waits_to_be_sent(context: AnswerContext) -> bool:
    return not _owes(context) and any(_is_late_or_held(parcel) and not parcel.sent for parcel in context.status.parcels)


def _waits_with_others(context: AnswerContext) -> bool:
    """Whether something that has not left could go without what keeps it back."""
    unsent = [parcel for parcel in context.status.parcels if parcel.is_carried and not (parcel.sent or parcel.is_quiet)]
    return _waits_to_be_sent(context) and sum(len(parcel.items) for parcel in unsent) > 1


def _may_be_missed(context: AnswerContext) -> bool:
    return any(entry.code in MISSED for entry in context.status.faq)


def _has_just_arrived(context: AnswerContext) -> bool:
    """Whether all of it has arrived, nothing is open about it, and it was not long ago."""
    status = context.status
    carried = [parcel for parcel in status.parcels if parcel.is_carried and not parcel.is_quiet]
    is_done = status.headline.condition is Condition.DONE and status.money.text is None
    if not is_done or status.advice.code in _OPEN or not all(parcel.has_arrived for parcel in carried):
        return False
    # Of what was picked up, the last moment that is known.
    last = max((step.at for parcel in carried for step in parcel.steps if step.at), default=None)
    is_recent = last is not None and context.now - last <= context.asked_for
    return is_recent and may_be_rated(context.order, status.parcels)


_K, _WAITING, _ARRIVAL = AnswerKind, AnswerTopic.WAITING, AnswerTopic.ARRIVAL

_ROWS = (
    AnswerRule(kind=_K.WAIT, topic=_WAITING, label=text("I’ll wait"), is_offered=_waits, is_replied=False),
    AnswerRule(kind=_K.CONTACT, topic=_WAITING, label=text("Please contact me"), is_offered=_waits),
    AnswerRule(
        kind=_K.SEND_REST_FIRST,
        topic=_WAITING,
        label=text("Send what you have first"),
        is_offered=_waits_with_others,
        days=1,
    ),
    AnswerRule(
        kind=_K.SWAP,
        topic=_WAITING,
        label=text("I’d like something else instead"),
        is_offered=_waits_to_be_sent,
    ),
    # Soon: it may leave meanwhile.
    AnswerRule(kind=_K.CANCEL, topic=_WAITING, label=text("I’d like to cancel"), is_offered=_waits_to_be_sent, days=1),
    AnswerRule(kind=_K.NOT_RECEIVED, topic=_ARRIVAL, label=text("I still don’t have it"), is_offered=_may_be_missed),
    AnswerRule(
        kind=_K.WENT_WELL,
        topic=_ARRIVAL,
        label=text("Yes, everything went well"),
        is_offered=_has_just_arrived,
        is_replied=False,
    ),
    AnswerRule(
        kind=_K.WENT_BADLY, topic=_ARRIVAL, label=text("No, something went wrong"), is_offered=_has_just_arrived
    ),
)

ROWS = {row.kind: row for row in _ROWS}
FEEDBACK = (AnswerKind.WENT_WELL, AnswerKind.WENT_BADLY)


def offered(context: AnswerContext, allowed: Collection[str]) -> tuple[AnswerKind, ...]:
    """The kinds that the customer may answer with now; ``allowed`` are those of CHOICES."""
    if context.status.is_test:
        return ()
    rows = (row for row in _ROWS if row.topic is AnswerTopic.ARRIVAL or row.kind in allowed)
    return tuple(row.kind for row in rows if row.is_offered(context))


def deadline(kind: AnswerKind, now: datetime, zone: str, region: str | None) -> date:
    """The last day on which the shop looks at an answer given now; ``zone`` and ``region`` are the shop's."""
    return add_working_days(day(now, zone), ROWS[kind].days, region)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A parcel that the customer may miss: when it was delivered, and until when it may still turn up."""

    parcel: Parcel
    delivered_on: date | None
    until: date | None


def missed_deliveries(status: OrderStatus) -> tuple[Delivery, ...]:
    """The parcels that count as delivered, or should have arrived: what a report that one is missing is about."""
    missed = (
        parcel
        for parcel in status.parcels
        if parcel.is_carried and (parcel.stage is Stage.DELIVERED or parcel.reason is Reason.SHOULD_HAVE_ARRIVED)
    )
    return tuple(_delivery(parcel, status.zone) for parcel in missed)


def _delivery(parcel: Parcel, zone: str) -> Delivery:
    at = parcel.steps[-1].at if parcel.stage is Stage.DELIVERED and parcel.steps else None
    on = day(at, zone) if at else None
    return Delivery(parcel, on, add_working_days(on, 1) if on else None)
