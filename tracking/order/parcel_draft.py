"""Builds a parcel of the status from a draft: adds the texts, the progress bar and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tracking.carriers import Link
from tracking.durations.promises import Promise
from tracking.i18n.text import Days, Phrase, Value, counted, text
from tracking.order.advice import advice
from tracking.order.ages import State
from tracking.order.pickup import at_counter, at_pickup_point
from tracking.order.pickup_texts import AT_THE_COUNTER, pickup_text
from tracking.order.places import Counter, place_in_sentence
from tracking.order.policy import Policy
from tracking.order.policy_texts import with_mail
from tracking.order.progress import progress
from tracking.order.reasons import ReasonText, reason_text
from tracking.order.stages import stage_text
from tracking.order.status_types import Advice, Estimate, Item, Parcel, Pickup, TrackingEvent
from tracking.order.usual import Usual
from tracking.order.vocabulary import ARRIVED, Condition, NextStep, Reason, Route, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDraft:
    """A parcel as decided by the rules, without texts.

    ``place`` is where to pick it up or where it leaves from, ``counter`` the shop's own one in its parts.
    ``expected`` is the day of sending, ``estimate`` the days of delivery, and ``is_overdue`` means that these have
    passed. ``is_shipment`` is false for units that wait. ``until`` is the last day of the usual wait, where it is to
    be told. ``aged`` is the state that is past its age, ``since`` the day of its last report (of units that wait: the
    planned day, once it has passed), ``is_last_call`` that a pickup ends soon, ``held_until`` the day until which it
    is held, where that is known. ``reported_stage`` is the carrier's latest, which may be before ``stage``.
    ``promises`` are the days that its data promise, the oldest first, ``waited_as`` is the public id that its units had
    before they were sent.
    ``usual`` is how long its present step usually takes, where that is known and no day is. ``was_planned``: the
    customer was told a day, which may have passed; of a shipment its promises say so, or a delay that was reported.
    ``title_and_text`` replaces the texts of the reason or stage, ``advice`` the next step that follows from them.
    """

    route: Route
    stage: Stage
    condition: Condition
    reason: Reason | None
    reached: Mapping[Stage, datetime]
    items: tuple[Item, ...]
    links: tuple[Link, ...] = ()
    scans: tuple[TrackingEvent, ...] = ()
    place: str | None = None
    counter: Counter | None = None
    expected: date | None = None
    estimate: Estimate | None = None
    is_overdue: bool = False
    until: date | None = None
    since_last_event: timedelta = timedelta()
    since: date | None = None
    aged: State | None = None
    is_last_call: bool = False
    held_until: date | None = None
    is_shipment: bool = False
    promises: tuple[Promise, ...] = ()
    waited_as: str | None = None
    reported_stage: Stage | None = None
    usual: Usual | None = None
    was_planned: bool = False
    title_and_text: tuple[Phrase, Phrase] | None = None
    advice: Advice | None = None


def build_parcel(public_id: str, draft: ParcelDraft, policy: Policy) -> Parcel:
    """Adds the texts, the progress bar and the next step to a draft."""
    title, body = draft.title_and_text or _title_and_text(draft, policy)
    pickup = _pickup(draft, policy)
    return Parcel(
        id=public_id,
        route=draft.route,
        stage=draft.stage,
        condition=draft.condition,
        reason=draft.reason,
        title=title,
        text=body,
        advice=draft.advice or _advice(draft, pickup, policy),
        sent=draft.is_shipment and draft.stage is not Stage.PREPARING,  # a label alone has sent nothing
        steps=progress(draft.route, draft.stage, draft.reached),
        items=draft.items,
        tracking=draft.links,
        scans=draft.scans,
        location=draft.place,
        expected=draft.expected,
        until=draft.until,
        usual=draft.usual,
        estimate=draft.estimate,
        pickup=pickup,
        promises=draft.promises,
        waited_as=draft.waited_as,
        was_planned=draft.was_planned or bool(draft.promises) or draft.reason is Reason.DELAYED,
    )


def _pickup(draft: ParcelDraft, policy: Policy) -> Pickup | None:
    """The pass; it has the way there and what to bring while it is ready, and the days while these hold."""
    is_over = draft.condition is Condition.DONE and draft.reason is not Reason.SHOULD_HAVE_ARRIVED
    if draft.stage in ARRIVED or is_over:
        return None
    is_ready = draft.stage is Stage.READY_FOR_PICKUP and draft.condition is not Condition.DONE
    if draft.route is Route.PICKUP and draft.counter:
        pickup = at_counter(draft.counter, policy, is_ready=is_ready)
    elif draft.route is Route.PICKUP_POINT and is_ready:
        pickup = at_pickup_point(draft.links, policy)
    else:
        return None
    if draft.reason is not Reason.AT_PICKUP_POINT:
        return pickup
    return replace(pickup, ready_on=draft.since, until=draft.held_until)


def _advice(draft: ParcelDraft, pickup: Pickup | None, policy: Policy) -> Advice:
    its_advice = advice(draft.stage, draft.condition, draft.reason, draft.links, policy)
    if _may_wait_at_the_shop(draft):
        return replace(its_advice, text=AT_THE_COUNTER)
    if its_advice.code is not NextStep.PICK_UP or pickup is None:
        return its_advice
    return replace(its_advice, text=pickup.needs or its_advice.text, url=pickup.url, label=pickup.label)


def _may_wait_at_the_shop(draft: ParcelDraft) -> bool:
    """Whether it is ready, or was picked up already: the shop has not said which."""
    return draft.route is Route.PICKUP and draft.stage is Stage.READY_FOR_PICKUP and draft.condition is Condition.FINE


def _title_and_text(draft: ParcelDraft, policy: Policy) -> tuple[Phrase, Phrase]:
    if draft.reason is None or (draft.reason is Reason.NO_SCAN_YET and draft.route in _WITHOUT_CARRIER):
        stage = draft.reported_stage or draft.stage
        title, body = stage_text(draft.route, stage)
        return title, with_mail(body, draft.route, stage, policy)
    row = pickup_text(draft.reason) if draft.route is Route.PICKUP else reason_text(draft.reason)
    if draft.route is Route.PICKUP:
        return row.title, with_values(_variant(row, draft), draft, day=_day(draft))
    if draft.route is Route.DIGITAL and draft.reason is Reason.OLDER_THAN_USUAL:
        return row.title, _LATE_DOWNLOAD
    return row.title, with_values(_variant(row, draft), draft, day=_day(draft))


# Routes without scans by a carrier.
_WITHOUT_CARRIER = frozenset({Route.PICKUP, Route.LOCAL_DELIVERY})

_LATE_DOWNLOAD = text(
    "It should be with you by now. Check your spam folder first. If it isn’t there, please contact us."
)


def _variant(row: ReasonText, draft: ParcelDraft) -> Phrase:
    if row.past and _is_past(draft):
        return row.past
    if row.dated and _day(draft):
        return row.dated
    if row.placed and draft.place:
        return row.placed
    if row.unlinked and not any(link.url for link in draft.links):
        return row.unlinked
    return row.text


def _is_past(draft: ParcelDraft) -> bool:
    """Whether units wait whose planned day has passed."""
    return not draft.is_shipment and draft.since is not None


def with_values(phrase: Phrase, draft: ParcelDraft, **days: date | None) -> Phrase:
    """The phrase with the values that its row may contain; ``days`` are those that it may name."""
    carrier_name = next((link.name for link in draft.links if link.name), None)
    values: dict[str, Value] = {
        "carrier": carrier_name or text("The carrier"),
        "silence": counted("%(count)s day", "%(count)s days", draft.since_last_event.days),
    }
    if draft.place:
        values["place"] = place_in_sentence(draft.place, draft.counter)
    values.update({name: Days(day, day) for name, day in days.items() if day})
    return Phrase(phrase.message, values=values)


def _day(draft: ParcelDraft) -> date | None:
    """The day in the reason's sentence: of sending for units that wait. That of a shipment stands in its estimate."""
    return None if draft.is_shipment else draft.since or draft.expected
