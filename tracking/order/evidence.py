"""How far a shipment has come, by evidence only.

The newest event by the time it happened beats the parcel's aggregate status, which may be wrong or old; what the shop
did before a carrier had the parcel is no news against the carrier's own. A stage that was reached stays reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracking.order.codes import Condition, Reason, Stage
from tracking.order.model import Fulfillment
from tracking.order.statuses import (
    BEFORE_CARRIER,
    ONLY_AGGREGATE,
    SHIPMENTS,
    UNKNOWN,
    Meaning,
    report_unknown,
)

# How far each stage is, across routes: the bar of the route decides which of them it shows.
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
ARRIVED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """``reached`` says when each stage was first reached, ``newest_at`` when there was news last.

    ``is_followed`` says that a carrier reported something, ``is_for_pickup`` that it waits or waited to be fetched.
    """

    stage: Stage
    condition: Condition
    reason: Reason | None
    reached: Mapping[Stage, datetime]
    newest_at: datetime
    is_followed: bool
    is_for_pickup: bool


@dataclass(frozen=True, slots=True)
class _Fact:
    at: datetime
    word: str


def has_tracking(parcel: Fulfillment) -> bool:
    """Whether there is anything to follow it by."""
    return any(tracking.number or tracking.url for tracking in parcel.tracking)


def evidence(parcel: Fulfillment) -> Evidence:
    """Weigh what is known about a shipment."""
    facts = _facts(parcel)
    word = _deciding_word(parcel, facts)
    meaning = _meaning(word)
    reached = _reached(parcel, facts, word)
    stage = max(reached, key=lambda stage: (RANK[stage], reached[stage]))
    carrier_words = {fact.word for fact in facts} - BEFORE_CARRIER
    followed = bool(carrier_words - {"FULFILLED"}) or word not in BEFORE_CARRIER
    condition, reason = _how_it_goes(parcel, stage, meaning, is_followed=bool(_carrier_events(parcel)))
    return Evidence(
        stage=stage,
        condition=condition,
        reason=reason,
        reached=reached,
        newest_at=max([parcel.created_at, *(fact.at for fact in facts)]),
        is_followed=followed,
        is_for_pickup=any(s in reached for s in (Stage.READY_FOR_PICKUP, Stage.PICKED_UP)),
    )


def _carrier_events(parcel: Fulfillment) -> list[_Fact]:
    return [_Fact(e.happened_at, e.status) for e in parcel.events if e.status not in BEFORE_CARRIER]


def _facts(parcel: Fulfillment) -> list[_Fact]:
    """Everything with a time, oldest first. The aggregate's own times count where no newer event belies them."""
    events = [_Fact(event.happened_at, event.status) for event in parcel.events]
    newest = max((fact.at for fact in events), default=None)
    if parcel.in_transit_at:
        events.append(_Fact(parcel.in_transit_at, "IN_TRANSIT"))
    if parcel.delivered_at and (newest is None or parcel.delivered_at >= newest):
        events.append(_Fact(parcel.delivered_at, "DELIVERED"))
    return sorted(events, key=lambda fact: fact.at)


def _deciding_word(parcel: Fulfillment, facts: list[_Fact]) -> str:
    """The word that says how it goes now: the newest event's, unless only the aggregate can know."""
    aggregate = parcel.display_status or "FULFILLED"
    if aggregate == "MARKED_AS_FULFILLED" and not has_tracking(parcel):
        aggregate = "FULFILLED"
    if aggregate in ONLY_AGGREGATE or not parcel.events:
        return aggregate
    if aggregate not in BEFORE_CARRIER and not _carrier_events(parcel):
        return aggregate
    return facts[-1].word


def _meaning(word: str) -> Meaning:
    if word not in SHIPMENTS:
        report_unknown("a parcel", word)
    return SHIPMENTS.get(word, UNKNOWN)


def _reached(parcel: Fulfillment, facts: list[_Fact], word: str) -> dict[Stage, datetime]:
    """When each stage was first reached. What only a carrier can say means that a carrier has it."""
    reached = {Stage.PREPARING: parcel.created_at}
    newest = max([parcel.created_at, *(fact.at for fact in facts)])
    for fact in [*facts, _Fact(newest, word)]:
        stage = _meaning(fact.word).stage or Stage.SHIPPED
        reached.setdefault(stage, fact.at)
    return reached


def _how_it_goes(
    parcel: Fulfillment, stage: Stage, meaning: Meaning, *, is_followed: bool
) -> tuple[Condition, Reason | None]:
    """What arrived is done, whatever comes in later, unless it comes back."""
    if RANK[stage] == ARRIVED and meaning.condition is not Condition.PROBLEM:
        return Condition.DONE, None
    if stage is Stage.SHIPPED and not has_tracking(parcel) and not is_followed and meaning.condition is Condition.FINE:
        return Condition.WAITING, Reason.NO_TRACKING
    if meaning.condition is Condition.WAITING and meaning.stage is not None and RANK[stage] > RANK[meaning.stage]:
        return Condition.FINE, None
    return meaning.condition, meaning.reason
