"""Finds what is out of step before sending: each rule gives the evidence, or None.

Limits are days of the order's zone; working days where people mean working days.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tracking.i18n.text import Phrase, text
from tracking.merchant.rule_facts import RuleFacts
from tracking.order.model import FulfillmentOrder, Order
from tracking.order.payment import payment_state
from tracking.order.refunds import last_refunded_at
from tracking.order.vocabulary import Condition, Reason, RemovedReason, Route

UNANSWERED_DAYS = 2
"""Working days in which a fulfillment service answers."""

UNNOTICED_DAYS = 1
"""Working days in which the shop asks for what it has to ask for, or packs what was sold at the till."""

AUTHORIZATION_DAYS = 7
"""How long most authorizations hold; Shopify tells their end to shops on Plus alone."""

LAPSING_DAYS = 2
"""Working days before the end of an authorization, in which it is about to lapse."""

CANCELLATION_REQUESTED = "CANCELLATION_REQUESTED"
"""The FulfillmentOrderRequestStatus of a request to stop that is not answered."""


def refunded_still_open(facts: RuleFacts) -> Phrase | None:
    """Units that were canceled, refunded or removed, and stand in a fulfillment order that nobody asked to stop."""
    still_open: defaultdict[str, int] = defaultdict(int)
    for group in facts.open_groups:
        if group.request_status != CANCELLATION_REQUESTED:
            for units in group.units:
                still_open[units.line_id] += units.quantity
    for removed in facts.allocation.removed:
        if still_open[removed.line_id] > facts.allocation.waiting.get(removed.line_id, 0):
            return _removed(facts, removed.reason)
    return None


def _removed(facts: RuleFacts, reason: RemovedReason) -> Phrase:
    refunded_at = last_refunded_at(facts.order)
    if facts.order.cancelled_at:
        day = facts.day_of(facts.order.cancelled_at)
        return text("Canceled on %(day)s, and Shopify still has items to send.", day=day)
    if reason is RemovedReason.REFUNDED and refunded_at:
        day = facts.day_of(refunded_at)
        return text("Refunded on %(day)s, and Shopify still has items to send.", day=day)
    return text("Taken off the order, and Shopify still has items to send.")


def archived_unsent(facts: RuleFacts) -> Phrase | None:
    """Goods that wait in an archived order."""
    closed_at = facts.order.closed_at
    if closed_at is None or not any(parcel.is_carried for parcel in facts.unsent_parcels):
        return None
    return text("Archived on %(day)s, and not everything is sent.", day=facts.day_of(closed_at))


def request_unanswered(facts: RuleFacts) -> Phrase | None:
    """A request to a fulfillment service, to send or to stop, that it has not answered in time.

    Shopify tells when a request was made, but what is kept does not: items to send count from when they could be
    requested, a request to stop from the last change of the order.
    """
    for group in facts.open_groups:
        if group.request_status == CANCELLATION_REQUESTED:
            day = facts.day_of(facts.order.updated_at)
            sentence = text("The service was asked to stop, and has not answered since %(day)s.", day=day)
        elif group.request_status == "SUBMITTED" and group in facts.waiting_groups:
            day = facts.day_of(_ready_at(facts.order, group))
            sentence = text("The service was asked for items of %(day)s, and has not answered.", day=day)
        else:
            continue
        if _is_over(facts, day, UNANSWERED_DAYS):
            return sentence
    return None


def nobody_asked(facts: RuleFacts) -> Phrase | None:
    """Items that are free to be sent by a fulfillment service, which nobody has asked to."""
    if payment_state(facts.order, facts.clock.now).max_stage is not None:
        return None
    for group in facts.waiting_groups:
        day = facts.day_of(max([_ready_at(facts.order, group), *_paid_at(facts.order)]))
        is_unasked = group.can_request and group.request_status == "UNSUBMITTED" and group.status == "OPEN"
        if is_unasked and _is_over(facts, day, UNNOTICED_DAYS):
            return text("Paid and ready since %(day)s, and nobody has asked the service to send it.", day=day)
    return None


def download_stuck(facts: RuleFacts) -> Phrase | None:
    """A download or gift card that should have been sent within the hour."""
    for parcel in facts.unsent_parcels:
        if parcel.route is Route.DIGITAL and parcel.condition is Condition.LATE:
            day = facts.day_of(facts.order.placed_at)
            return text("Ordered on %(day)s, and the download is not marked as sent.", day=day)
    return None


def authorization_lapsing(facts: RuleFacts) -> Phrase | None:
    """Money that is reserved, and soon is no longer."""
    order = facts.order
    if order.cancelled_at or order.capturable is None or order.capturable.amount <= 0:
        return None
    authorized_on = facts.day_of(max(_authorized_at(order), default=order.placed_at))
    lapses_on = authorized_on + timedelta(days=AUTHORIZATION_DAYS)
    if facts.clock.add_working_days(facts.clock.today, LAPSING_DAYS) < lapses_on:
        return None
    return text("Authorized on %(day)s, and not captured.", day=authorized_on)


def till_order_unsent(facts: RuleFacts) -> Phrase | None:
    """Goods that were sold at the till, are to be sent, and wait for nothing."""
    day = facts.day_of(facts.order.placed_at)
    if facts.order.source != "pos" or not _is_over(facts, day, UNNOTICED_DAYS):
        return None
    if not any(parcel.route in _SENT_TO and parcel.reason in _FREE for parcel in facts.unsent_parcels):
        return None
    return text("Sold in the shop on %(day)s to be sent, and not sent yet.", day=day)


_SENT_TO = frozenset({Route.SHIP, Route.PICKUP_POINT, Route.LOCAL_DELIVERY})
_FREE = frozenset({None, Reason.OLDER_THAN_USUAL})


def service_warns(facts: RuleFacts) -> Phrase | None:
    """A refusal of a fulfillment service for items that the customer still expects."""
    for group in facts.waiting_groups:
        if sentence := _REFUSALS.get(group.request_status):
            return sentence
        if group.status == "INCOMPLETE":
            return _LEFT
    return None


_LEFT = text("The service closed the request before everything was sent.")

# FulfillmentOrderRequestStatus.
_REFUSALS = {
    "REJECTED": text("The service rejected the request to send the items."),
    "CANCELLATION_REJECTED": text("The service was asked to stop, and answered that it sends the items."),
    "CLOSED": _LEFT,
}


def _is_over(facts: RuleFacts, since: date, working_days: int) -> bool:
    return facts.clock.today > facts.clock.add_working_days(since, working_days)


def _ready_at(order: Order, group: FulfillmentOrder) -> datetime:
    """Since when the items could be sent."""
    return max(filter(None, (order.placed_at, group.created_at, group.fulfill_at, group.released_at)))


def _paid_at(order: Order) -> Iterator[datetime]:
    for each in order.transactions:
        if each.kind in ("SALE", "CAPTURE") and each.status == "SUCCESS" and each.processed_at:
            yield each.processed_at


def _authorized_at(order: Order) -> Iterator[datetime]:
    for each in order.transactions:
        if each.kind == "AUTHORIZATION" and each.status == "SUCCESS" and each.processed_at:
            yield each.processed_at
