"""The situation of an order at a moment, small and serializable: the rules of notices compare two of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from tracking.notices.condition_times import ConditionTimes
from tracking.order.calendar import day
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status_types import OrderStatus, Parcel, ReturnStatus
from tracking.order.vocabulary import Condition, Reason, Route, Stage

Json = dict[str, Any]


class Kind(StrEnum):
    """The kind of a part of an order."""

    UNSENT = "unsent"
    SENT = "sent"
    RETURN = "return"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A parcel, units that wait, a return, or the payment (whose ``id`` is empty: it is about the order).

    ``stage`` is the one that was reported last, which may be before one that was reached. ``since`` is when its
    condition and reason became true, ``stage_since`` when it reached its stage, ``sent_at`` when it left the shop,
    ``reported_at`` when anything was last reported of a shipment, all as the order's data says; None where it does
    not. ``leaves`` is the planned day of sending, ``arrives`` the last day of the estimate, reported at
    ``arrives_since``; ``arrived_before`` is that of the estimate before it. ``source`` is the id that its units had
    while they waited, without what tells lines apart.
    """

    id: str
    kind: Kind
    route: Route | None = None
    stage: Stage | None = None
    condition: Condition
    reason: Reason | None = None
    since: datetime | None = None
    stage_since: datetime | None = None
    sent_at: datetime | None = None
    reported_at: datetime | None = None
    leaves: date | None = None
    arrives: date | None = None
    arrives_since: datetime | None = None
    arrived_before: date | None = None
    source: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it is units that wait, for which no shipment has been made."""
        return self.kind is Kind.UNSENT and self.reported_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An order at the moment ``at``. Its parcels stand in the order of the page, then returns, then the payment.

    ``is_taken_along``: sold at the till, and nothing of it is sent. ``is_partial``: Shopify's response lacks a part;
    such a situation makes no news (see ``NoticeHistory.before``). ``cancelled`` is the reason of an order that ended
    before everything was sent, ``cancelled_at`` when that was. ``today`` is the day at the destination then, which its
    JSON does not have.
    """

    order_id: str
    at: datetime
    placed_on: date
    is_test: bool
    is_taken_along: bool
    is_partial: bool
    cancelled: Reason | None
    cancelled_at: datetime | None
    parts: tuple[Part, ...]
    today: date = field(default=date.min, compare=False)

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all is told of such an order."""
        return self.is_test or self.is_taken_along

    def part(self, public_id: str) -> Part | None:
        """The part with this id."""
        return next((each for each in self.parts if each.id == public_id), None)

    def to_json(self) -> Json:
        """As JSON, without what is None."""
        mine = {name: _plain(getattr(self, name)) for name in _OWN}
        parts = [
            {name: _plain(value) for name in _PARTS if (value := getattr(each, name)) is not None}
            for each in self.parts
        ]
        return {**mine, "parts": parts}

    @classmethod
    def from_json(cls, found: Json) -> Self:
        """The situation from its JSON. Raises ValueError, KeyError and TypeError for what ``to_json`` did not make."""
        mine = {name: _read(name, found[name]) for name in _OWN}
        parts = ({name: _read(name, value) for name, value in each.items()} for each in found["parts"])
        return cls(**mine, parts=tuple(Part(**each) for each in parts))


_OWN = [each.name for each in fields(Situation) if each.name not in ("parts", "today")]
_PARTS = [each.name for each in fields(Part)]

# How a value is read that is more than text or a truth value.
_READERS: dict[str, Any] = {
    "kind": Kind,
    "route": Route,
    "stage": Stage,
    "condition": Condition,
    "reason": Reason,
    "cancelled": Reason,
    **dict.fromkeys(
        ("at", "cancelled_at", "since", "stage_since", "sent_at", "reported_at", "arrives_since"),
        datetime.fromisoformat,
    ),
    **dict.fromkeys(("placed_on", "leaves", "arrives", "arrived_before"), date.fromisoformat),
}


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - of each field its own type
    reader = _READERS.get(name)
    return value if reader is None or value is None else reader(value)


def situation(status: OrderStatus, order: Order, now: datetime, policy: Policy) -> Situation:
    """The situation of an order whose status at ``now``, under this policy, is this one."""
    times = ConditionTimes(order=order, now=now, policy=policy)
    ended = status.headline.stage is Stage.CANCELLED
    return Situation(
        order_id=order.id,
        at=now,
        placed_on=day(order.placed_at, order.zone),
        is_test=order.is_test,
        is_taken_along=all(parcel.route is Route.IN_STORE or parcel.is_quiet for parcel in status.parcels),
        is_partial=order.is_partial,
        cancelled=status.headline.reason if ended else None,
        cancelled_at=order.cancelled_at if ended else None,
        parts=tuple(_parts(status, times)),
        today=times.clock.today,
    )


# The routes of parcels that are never delivered, or no longer.
_NOT_TOLD = frozenset({Route.IN_STORE, Route.CANCELLED})


def _parts(status: OrderStatus, times: ConditionTimes) -> Iterator[Part]:
    for parcel in status.parcels:
        if parcel.route not in _NOT_TOLD and not parcel.is_quiet:
            yield _of_parcel(parcel, times)
    for its_return in status.returns:
        yield _of_return(its_return, times)
    payment = status.payment
    yield Part(
        id="",
        kind=Kind.PAYMENT,
        condition=payment.condition,
        reason=payment.reason,
        since=times.of_payment(payment.reason) if payment.condition is Condition.ACTION_NEEDED else None,
    )


def _of_parcel(parcel: Parcel, times: ConditionTimes) -> Part:
    estimate = parcel.estimate
    return Part(
        id=parcel.id,
        kind=Kind.SENT if parcel.sent else Kind.UNSENT,
        route=parcel.route,
        stage=_reported_stage(parcel),
        condition=parcel.condition,
        reason=parcel.reason,
        since=times.of_parcel(parcel),
        stage_since=next((step.at for step in parcel.steps if step.code is parcel.stage), None),
        sent_at=_sent_at(parcel) if parcel.sent else None,
        reported_at=times.of_last_report(parcel),
        leaves=parcel.leaves_on or times.of_planned_day(parcel),
        arrives=estimate.last if estimate else None,
        arrives_since=times.of_new_estimate(parcel) if estimate else None,
        arrived_before=estimate.previous.last if estimate and estimate.previous else None,
        source=times.source_of(parcel),
    )


_WITH_THE_DRIVER = frozenset({"out_for_delivery", "attempted_delivery"})


def _reported_stage(parcel: Parcel) -> Stage:
    """The stage; one that was out for delivery, and travels again, is on its way."""
    if parcel.stage is Stage.OUT_FOR_DELIVERY and parcel.scans and parcel.scans[0].status not in _WITH_THE_DRIVER:
        return Stage.SHIPPED
    return parcel.stage


_BEFORE_SENDING = frozenset({Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING})


def _sent_at(parcel: Parcel) -> datetime | None:
    return min((step.at for step in parcel.steps if step.at and step.code not in _BEFORE_SENDING), default=None)


def _of_return(its_return: ReturnStatus, times: ConditionTimes) -> Part:
    return Part(
        id=its_return.id,
        kind=Kind.RETURN,
        route=Route.RETURN,
        stage=its_return.stage,
        condition=its_return.condition,
        reason=its_return.reason,
        since=times.of_return(its_return),
    )
