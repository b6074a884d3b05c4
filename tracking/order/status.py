"""Decides the status of an order for page, widget, JSON and notices."""

from dataclasses import replace
from datetime import datetime

from tracking.i18n.text import Country, Phrase, text
from tracking.order.allocation import allocate
from tracking.order.boxes import with_distinct_boxes
from tracking.order.faq import FaqContext, faq
from tracking.order.headline import HeadlineChoice, choose_headline
from tracking.order.model import Order
from tracking.order.parcels import parcels, removed_items
from tracking.order.payment import money_line, payment, payment_state
from tracking.order.policy import Policy
from tracking.order.rating import may_be_rated
from tracking.order.returns import returns
from tracking.order.status_types import Advice, Estimate, OrderStatus, Parcel, ReturnStatus
from tracking.order.timeline import timeline
from tracking.order.vocabulary import Condition, NextStep

__all__ = ["Policy", "order_status"]


def order_status(order: Order, now: datetime, policy: Policy) -> OrderStatus:
    """Builds the status of an order at ``now``."""
    order = with_distinct_boxes(order, policy.carriers)
    allocation = allocate(order)
    its_parcels = parcels(order, allocation, now, policy)
    if policy.review_url and not may_be_rated(order, its_parcels):
        policy = replace(policy, review_url=None)
        its_parcels = parcels(order, allocation, now, policy)
    its_returns = returns(order, policy)
    choice = choose_headline(
        order, its_parcels, payment_state(order, now), policy, is_incomplete=allocation.is_incomplete
    )
    its_payment = payment(order, now)
    money = money_line(order)
    context = FaqContext(
        order=order,
        parcels=its_parcels,
        returns=its_returns,
        money=money,
        payment=its_payment.reason,
        policy=policy,
    )
    return OrderStatus(
        order=order.name,
        placed_at=order.placed_at,
        zone=order.zone,
        is_test=order.is_test,
        is_moving=_is_moving(its_parcels, its_returns),
        replaced_by=order.replaced_by,
        destination=_destination(order),
        headline=choice.headline,
        estimate=_estimate(choice, its_parcels),
        payment=its_payment,
        advice=_advice_with_returns(choice.advice, its_returns),
        parcels=its_parcels,
        removed=removed_items(order, allocation),
        returns=its_returns,
        money=money,
        timeline=timeline(order, allocation),
        faq=faq(context),
    )


def _advice_with_returns(advice: Advice, its_returns: tuple[ReturnStatus, ...]) -> Advice:
    """The advice on the delivery, or on a return where only that waits for the customer."""
    awaits_items = any(back.condition is Condition.ACTION_NEEDED for back in its_returns)
    if advice.code is NextStep.WAIT and awaits_items:
        return replace(advice, text=text("Send the items back if you have not done so yet."))
    return advice


def _is_moving(its_parcels: tuple[Parcel, ...], its_returns: tuple[ReturnStatus, ...]) -> bool:
    conditions = [parcel.condition for parcel in its_parcels] + [back.condition for back in its_returns]
    return any(condition is not Condition.DONE for condition in conditions)


def _estimate(choice: HeadlineChoice, its_parcels: tuple[Parcel, ...]) -> Estimate | None:
    """The estimate of the headline's parcel, else the earliest one."""
    if choice.parcel and choice.parcel.estimate:
        return choice.parcel.estimate
    return min(
        (parcel.estimate for parcel in its_parcels if parcel.estimate),
        key=lambda estimate: (estimate.first, estimate.last),
        default=None,
    )


def _destination(order: Order) -> Phrase | None:
    """City and country."""
    place = order.destination
    if place is None or not (place.city or place.country):
        return None
    if place.city and place.country:
        return text("%(city)s, %(country)s", city=place.city, country=Country(place.country))
    return text("%(place)s", place=place.city or Country(place.country or ""))
