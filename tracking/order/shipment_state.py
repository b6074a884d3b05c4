"""The state of a shipment, from its events and its aggregate status.

The newest event, by the time it happened, overrides the aggregate status, which may be wrong or old; statuses from
before a carrier had the parcel never override a carrier's. A stage that was reached stays reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracking.order.missing import row_or_fallback
from tracking.order.model import Fulfillment
from tracking.order.statuses import (
    BEFORE_CARRIER,
    ONLY_AGGREGATE,
    SHIPMENTS,
    UNKNOWN,
    WITH_CARRIER,
    Meaning,
    report_unknown,
)
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Stage

# The progress of each stage across routes; a route shows some of the stages.
RANK = {
    Stage.ORDERED: 0,
    Stage.CONFIRMED: 1,
    Stage.PREPARING: 2,
    Stage.SHIPPED: 3,
    Stage.OUT_FOR_DELIVERY: 4,
    Stage.READY_FOR_PICKUP: 4,
    Stage.DELIVERED: 5,
    Stage.PICKED_UP: 5,
    Stage.SENT: 5,
    Stage.COMPLETED: 5,
}

_PACKED = RANK[Stage.PREPARING]


def rank(stage: Stage) -> int:
    """The rank of a stage; that of packed for a stage without a row."""
    return row_or_fallback(RANK, stage, _PACKED, content="rank", module="tracking/order/shipment_state.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentState:
    """``stage`` is the furthest stage reached, ``reported_stage`` the one reported last.

    They differ after a failed delivery attempt: the parcel travels again, but its progress bar does not move back.
    ``reached`` has the time of the first report of each stage, without stages that were skipped or have no time;
    ``last_event_at`` that of the latest report. ``is_followed`` means that a carrier reported a status,
    ``is_for_pickup`` that the parcel waits or waited to be picked up.
    """

    stage: Stage
    reported_stage: Stage
    condition: Condition
    reason: Reason | None
    reached: Mapping[Stage, datetime]
    last_event_at: datetime
    is_followed: bool
    is_for_pickup: bool


@dataclass(frozen=True, slots=True)
class _Fact:
    at: datetime
    status: str


def has_tracking(parcel: Fulfillment) -> bool:
    """Whether the shipment has a tracking number or a link."""
    return any(tracking.number or tracking.url for tracking in parcel.tracking)


def shipment_state(parcel: Fulfillment) -> ShipmentState:
    """Derives the state from events and aggregate status."""
    facts = _facts(parcel)
    statuses = _statuses(parcel, facts)
    stages = [Stage.PREPARING, *filter(None, map(_stage, statuses))]
    stage = max(stages, key=rank)
    condition, reason = _condition_and_reason(parcel, stage, _meaning(statuses[-1]))
    return ShipmentState(
        stage=stage,
        reported_stage=next((stage for stage in reversed(stages) if stage is not Stage.PREPARING), Stage.PREPARING),
        condition=condition,
        reason=reason,
        reached=_reached(parcel, facts, statuses[-1]),
        last_event_at=max([parcel.created_at, *(fact.at for fact in facts)]),
        is_followed=any(status not in BEFORE_CARRIER for status in statuses),
        is_for_pickup=_is_for_pickup(stages),
    )


def _is_for_pickup(stages: list[Stage]) -> bool:
    """Whether it waits or waited to be picked up, and has not gone out for delivery since."""
    last_leg = [stage for stage in stages if stage in (Stage.OUT_FOR_DELIVERY, Stage.READY_FOR_PICKUP)]
    return Stage.PICKED_UP in stages or last_leg[-1:] == [Stage.READY_FOR_PICKUP]


def _facts(parcel: Fulfillment) -> list[_Fact]:
    """Every status with a time, oldest first. The aggregate's times count where no newer event contradicts them."""
    events = [_Fact(event.happened_at, event.status) for event in parcel.events]
    newest = max((fact.at for fact in events), default=None)
    if parcel.in_transit_at:
        events.append(_Fact(parcel.in_transit_at, "IN_TRANSIT"))
    if parcel.delivered_at and (newest is None or parcel.delivered_at >= newest):
        events.append(_Fact(parcel.delivered_at, "DELIVERED"))
    return sorted(events, key=lambda fact: fact.at)


def _statuses(parcel: Fulfillment, facts: list[_Fact]) -> list[str]:
    """Every status that counts; the last one is current: the newest event's, or one that no event can have."""
    reported = [fact.status for fact in facts]
    aggregate = _aggregate(parcel)
    if not parcel.events or (aggregate in ONLY_AGGREGATE and reported[-1] != "DELIVERED"):
        return [*reported, aggregate]
    known = {event.status for event in parcel.events} & SHIPMENTS.keys()
    if known - BEFORE_CARRIER or (known and aggregate in BEFORE_CARRIER):
        return reported
    return [*reported, aggregate, *(status for status in reported[-1:] if status not in SHIPMENTS)]


def _aggregate(parcel: Fulfillment) -> str:
    status = parcel.display_status or "FULFILLED"
    _meaning(status)  # logs an unknown status, also where an event overrides it
    return "FULFILLED" if status == "MARKED_AS_FULFILLED" and not has_tracking(parcel) else status


def _meaning(status: str) -> Meaning:
    if status not in SHIPMENTS:
        report_unknown("a parcel", status)
    return SHIPMENTS.get(status, UNKNOWN)


def _stage(status: str) -> Stage | None:
    """The stage that a status proves. One that only a carrier with the parcel can report proves that it was sent."""
    return Stage.SHIPPED if status in WITH_CARRIER else _meaning(status).stage


def _reached(parcel: Fulfillment, facts: list[_Fact], latest_status: str) -> dict[Stage, datetime]:
    """When each stage was first reached; the aggregate status itself has no time."""
    reached = {Stage.PREPARING: parcel.created_at}
    if latest_status == "FULFILLED":
        reached[Stage.SHIPPED] = parcel.created_at  # handed over when the fulfillment was created
    for fact in facts:
        stage = _stage(fact.status)
        if stage:
            reached.setdefault(stage, fact.at)
    return reached


def _condition_and_reason(parcel: Fulfillment, stage: Stage, meaning: Meaning) -> tuple[Condition, Reason | None]:
    """The condition and its reason; a parcel that arrived is done, unless a later report is a problem."""
    if stage in ARRIVED and meaning.condition is not Condition.PROBLEM:
        return Condition.DONE, None
    is_silent = not has_tracking(parcel) and all(event.status in BEFORE_CARRIER for event in parcel.events)
    if stage is Stage.SHIPPED and is_silent and meaning.condition is Condition.FINE:
        return Condition.WAITING, Reason.NO_TRACKING
    if meaning.condition is Condition.WAITING and meaning.stage is not None and rank(stage) > rank(meaning.stage):
        return Condition.FINE, None
    return meaning.condition, meaning.reason
