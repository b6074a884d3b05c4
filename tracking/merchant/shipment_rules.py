"""Finds what is out of step after sending: each rule gives the evidence, or None."""

from datetime import datetime, timedelta

from tracking.i18n.text import Phrase, joined, text
from tracking.merchant.rule_facts import RuleFacts
from tracking.order.ages import State
from tracking.order.boxes import box_count
from tracking.order.model import Event, Fulfillment
from tracking.order.partly_delivered import ARRIVALS
from tracking.order.status_types import Parcel
from tracking.order.statuses import BEFORE_CARRIER, EVENTS, SHIPMENTS
from tracking.order.vocabulary import Condition, Reason

# Reports of a carrier that goes on with the parcel. One that comes back is a problem of its own, and one that is ready
# to be picked up has often been reported as delivered there.
MOVING = frozenset(
    {
        "CARRIER_PICKED_UP",
        "IN_TRANSIT",
        "DELAYED",
        "OUT_FOR_DELIVERY",
        "ATTEMPTED_DELIVERY",
    }
)


def no_tracking_number(facts: RuleFacts) -> Phrase | None:
    """A parcel that was marked as fulfilled without a number, until it should have arrived."""
    for fulfillment, parcel in facts.shipments:
        if parcel.reason is Reason.NO_TRACKING:
            day = facts.day_of(fulfillment.created_at)
            return text("Marked as fulfilled on %(day)s, without a tracking number.", day=day)
    return None


def unknown_number(facts: RuleFacts) -> Phrase | None:
    """A number that the carrier could not track, or that nobody has scanned in STALLED_DAYS."""
    for fulfillment, parcel in facts.shipments:
        if not (number := _number(fulfillment)) or _was_scanned(fulfillment):
            continue
        if parcel.reason is Reason.TRACKING_FAILED and parcel.condition is Condition.PROBLEM:
            return text("The carrier reports a failure for %(number)s, and has never scanned it.", number=number)
        if _is_unscanned(facts, fulfillment, parcel):
            day = facts.day_of(fulfillment.created_at)
            return text(
                "%(number)s was entered on %(day)s, and the carrier has not scanned it.", number=number, day=day
            )
    return None


def _number(fulfillment: Fulfillment) -> str | None:
    return ", ".join(each.number for each in fulfillment.tracking if each.number) or None


def _is_unscanned(facts: RuleFacts, fulfillment: Fulfillment, parcel: Parcel) -> bool:
    """Whether its first scan is late: also of what is only marked as sent, by a carrier whose scans Shopify gets."""
    if parcel.reason is Reason.NO_SCAN_YET:
        return parcel.condition is Condition.LATE
    if parcel.reason is not Reason.SEE_CARRIER:
        return False
    rows = [facts.policy.carriers.row(link.carrier) for link in parcel.tracking]
    return all(row and row.reports for row in rows) and facts.clock.is_over(State.LABEL, fulfillment.created_at)


def _was_scanned(fulfillment: Fulfillment) -> bool:
    """Whether a carrier had it: FAILURE is what Shopify says where the carrier does not know the number."""
    statuses = {event.status for event in fulfillment.events}
    return fulfillment.in_transit_at is not None or bool((statuses & SHIPMENTS.keys()) - BEFORE_CARRIER - {"FAILURE"})


def delivered_but_moving(facts: RuleFacts) -> Phrase | None:
    """A parcel in one box that was scanned on its way after its delivery, not longer than STALLED_DAYS ago."""
    limit = facts.clock.now - timedelta(days=facts.policy.stalled_days)
    for fulfillment, _ in facts.shipments:
        if box_count(fulfillment) > 1 or not fulfillment.events:
            continue
        last, delivered_at = fulfillment.events[-1], _delivered_at(fulfillment)
        says_delivered = delivered_at is not None or fulfillment.display_status == "DELIVERED"
        is_later = delivered_at is None or last.happened_at > delivered_at
        if says_delivered and is_later and last.status in MOVING and last.happened_at >= limit:
            return joined(_delivered(facts, delivered_at), _scanned(facts, last))
    return None


def _delivered_at(fulfillment: Fulfillment) -> datetime | None:
    arrivals = [event.happened_at for event in fulfillment.events if event.status in ARRIVALS]
    return max([*arrivals, *filter(None, [fulfillment.delivered_at])], default=None)


def _delivered(facts: RuleFacts, at: datetime | None) -> Phrase:
    if at is None:
        return text("Shopify says delivered.")
    return text("Shopify says delivered on %(day)s.", day=facts.day_of(at))


def _scanned(facts: RuleFacts, scan: Event) -> Phrase:
    day, said = facts.day_of(scan.happened_at), EVENTS[scan.status]
    if scan.city is None:
        return text("A scan of %(day)s says: %(scan)s.", day=day, scan=said)
    return text("A scan of %(day)s in %(city)s says: %(scan)s.", day=day, city=scan.city, scan=said)
