"""Ages a shipment: what its state becomes when nothing has been reported for too long (see ``ages``)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracking.carriers import Link
from tracking.order.ages import AGES, Clock, State, last_call_on, pickup_ends_on
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.policy import Policy
from tracking.order.policy_texts import counts_as_lost
from tracking.order.shipment_state import ShipmentState, rank
from tracking.order.statuses import READY
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Route, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentFacts:
    """The facts that the age of a shipment depends on, besides its draft.

    ``is_abroad``: it leaves the country that it was sent from. ``is_archived``: its parcels are (see ``archived``).
    """

    parcel: Fulfillment
    state: ShipmentState
    is_abroad: bool
    is_archived: bool


def aged(draft: ParcelDraft, facts: ShipmentFacts, clock: Clock, policy: Policy) -> ParcelDraft:
    """The draft, or what becomes of it where its state is past its age; ``aged`` names the state then."""
    if draft.condition is Condition.DONE or draft.reason is Reason.PARTLY_DELIVERED:  # which settles by itself
        return draft
    if facts.is_archived:
        return _archived(draft)
    if draft.reason is Reason.AT_PICKUP_POINT:
        return _at_pickup_point(draft, facts, clock, policy)
    for state, since in _ages(draft, facts):
        if clock.is_over(state, since) or (state in _LOST and counts_as_lost(draft.since_last_event, policy)):
            return becomes(draft, state)
        if state in _UNREPORTED:
            draft = replace(draft, until=clock.last_day(state, clock.day_of(since)))
    return draft


def becomes(draft: ParcelDraft, state: State) -> ParcelDraft:
    """The draft once a state is past its age."""
    age = AGES[state]
    return replace(
        draft,
        condition=age.condition or draft.condition,
        reason=age.reason or draft.reason,
        title_and_text=None,
        aged=state,
    )


def _archived(draft: ParcelDraft) -> ParcelDraft:
    """A parcel of an order that is over: a problem stays its reason, everything else should have arrived."""
    is_known = draft.condition is Condition.PROBLEM or draft.stage in ARRIVED
    aged_draft = becomes(draft, State.ARCHIVED)
    return aged_draft if is_known else replace(aged_draft, reason=Reason.SHOULD_HAVE_ARRIVED)


def _at_pickup_point(draft: ParcelDraft, facts: ShipmentFacts, clock: Clock, policy: Policy) -> ParcelDraft:
    ready_on = clock.day_of(_ready_at(facts))
    held_days = None if draft.route is Route.PICKUP else pickup_days(draft.links, policy)
    if clock.today > pickup_ends_on(ready_on, held_days):
        return replace(becomes(draft, State.WAITS_FOR_PICKUP), since=ready_on)
    return replace(
        draft,
        since=ready_on,
        is_last_call=clock.today >= last_call_on(ready_on, held_days),
        held_until=pickup_ends_on(ready_on, held_days) if held_days else None,
    )


def pickup_days(links: Sequence[Link], policy: Policy) -> int | None:
    """How many days the carrier keeps a parcel at its pickup points; None where that is not known."""
    rows = filter(None, (policy.carriers.row(link.carrier) for link in links))
    return min((row.pickup_days for row in rows if row.pickup_days), default=None)


def _ready_at(facts: ShipmentFacts) -> datetime:
    """Since when it has been waiting: the first of the last reports that say so, which a carrier may repeat."""
    ready_at = None
    for event in reversed(facts.parcel.events):
        if event.status not in READY:
            break
        ready_at = event.happened_at
    return ready_at or max(facts.state.last_event_at, facts.parcel.updated_at)


def is_abroad(order: Order, source: FulfillmentOrder | None) -> bool:
    """Whether a shipment leaves the country that it was sent from, as far as both are known."""
    origin = source.location.country if source and source.location else None
    destination = order.destination.country if order.destination else None
    return origin is not None and destination is not None and origin != destination


def dated(draft: ParcelDraft, clock: Clock) -> ParcelDraft:
    """Marks a parcel that is past its estimate, and leaves out an estimate that no longer holds."""
    is_overdue = draft.estimate is not None and draft.estimate.last < clock.today
    if draft.reason is Reason.PARTLY_DELIVERED:  # the others have as long as SETTLES_AFTER
        return replace(draft, estimate=None if is_overdue else draft.estimate)
    is_ready = draft.route is Route.PICKUP and draft.stage is Stage.READY_FOR_PICKUP
    if draft.stage in ARRIVED or is_ready or draft.condition in (Condition.PROBLEM, Condition.DONE):
        return replace(draft, estimate=None)  # it is there, or the date is no longer valid
    draft = replace(draft, is_overdue=is_overdue)
    is_usual = draft.condition in (Condition.FINE, Condition.WAITING)
    if not is_overdue or not is_usual:
        return draft
    if is_own_driver(draft):  # who has it later than planned: the planned day is no news any more
        return replace(draft, estimate=None)
    return replace(draft, condition=Condition.LATE, reason=Reason.ESTIMATE_PASSED, aged=None)


_UNREPORTED = frozenset({State.UNREPORTED, State.UNREPORTED_ABROAD, State.UNREPORTED_AFTER_ESTIMATE})

_LOST = frozenset({State.LONG_SILENT, State.LONG_SILENT_ABROAD})

# Problems that the carrier reports of a moment.
_PROBLEMS = {Reason.RETURNING: State.RETURNING, Reason.TRACKING_FAILED: State.FAILED}


def _ages(draft: ParcelDraft, facts: ShipmentFacts) -> Iterator[tuple[State, datetime | date]]:
    """The ages that apply, and since when; the last to come first."""
    since = facts.state.last_event_at
    if draft.condition is Condition.PROBLEM:
        if draft.reason in _PROBLEMS:
            yield _PROBLEMS[draft.reason], since
    elif draft.reason is Reason.NO_SCAN_YET:
        yield State.LABEL, since
    elif draft.route is Route.PICKUP and draft.stage is Stage.READY_FOR_PICKUP:
        yield State.READY_OR_PICKED_UP, since
    elif is_own_driver(draft):
        expected = max(draft.since or date.min, draft.estimate.last if draft.estimate else date.min)
        yield State.OWN_DRIVER, expected
        yield State.DRIVER_TODAY, expected
    elif facts.state.is_followed:
        yield from _ages_of_reported(draft, facts, since)
    elif draft.estimate:
        yield State.UNREPORTED_AFTER_ESTIMATE, draft.estimate.last
    else:
        yield State.UNREPORTED_ABROAD if facts.is_abroad else State.UNREPORTED, since


def is_own_driver(draft: ParcelDraft) -> bool:
    """Whether the shop's own driver has it, who has reported nothing unusual."""
    is_usual = draft.condition in (Condition.FINE, Condition.WAITING)
    return draft.route is Route.LOCAL_DELIVERY and draft.stage is Stage.OUT_FOR_DELIVERY and is_usual


def _ages_of_reported(draft: ParcelDraft, facts: ShipmentFacts, since: datetime) -> Iterator[tuple[State, datetime]]:
    if _may_be_lost(draft, facts.state):
        # The customer gets the time that carriers keep a parcel for an answer.
        is_slow = facts.is_abroad or draft.reason is Reason.BUYER_ACTION
        yield State.LONG_SILENT_ABROAD if is_slow else State.LONG_SILENT, since
    if draft.reason is Reason.ATTEMPT_FAILED:
        yield State.ATTEMPT_FAILED, since
    elif draft.reason is Reason.BUYER_ACTION:
        yield State.BUYER_ACTION, since
    else:
        yield State.SILENT, since
    if draft.reason is None and facts.state.reported_stage is Stage.OUT_FOR_DELIVERY:
        yield State.OUT_FOR_DELIVERY, since
        yield State.OUT_TODAY, since


def _may_be_lost(draft: ParcelDraft, state: ShipmentState) -> bool:
    """Whether it was on its way: the shop's own driver loses nothing, and an unknown report may be an arrival."""
    is_on_its_way = rank(state.stage) >= rank(Stage.SHIPPED) and draft.route is not Route.LOCAL_DELIVERY
    return is_on_its_way and draft.reason is not Reason.UNKNOWN_STATUS
