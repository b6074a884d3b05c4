"""Decides the status of an order for page, widget, JSON and notices."""

from dataclasses import replace
from datetime import datetime

from tracking.i18n.text import Country, text
from tracking.order.ages import clock_of
from tracking.order.allocation import allocate
from tracking.order.calendar import day
from tracking.order.counts import count_items
from tracking.order.faq import FaqContext, faq
from tracking.order.headline import HeadlineChoice, choose_headline
from tracking.order.model import Order
from tracking.order.outlook import Outlook
from tracking.order.page_order import in_page_order
from tracking.order.parcels import build_parcels, draft_parcels, removed_items
from tracking.order.payment import (
    PaymentState,
    failed_refund_advice,
    money_line,
    needs_customer,
    next_step,
    payment,
    payment_state,
)
from tracking.order.policy import Policy
from tracking.order.preparation import prepare
from tracking.order.rating import may_be_rated
from tracking.order.returns import returns
from tracking.order.status_types import Advice, Estimate, MoneyLine, OrderStatus, Parcel, Place, ReturnStatus
from tracking.order.timeline import timeline
from tracking.order.vocabulary import NEEDS_SOMEONE, Condition, NextStep, Reason

__all__ = ["Policy", "order_status"]


def order_status(order: Order, now: datetime, policy: Policy) -> OrderStatus:
    """Builds the status of an order at ``now``."""
    order = prepare(order, now, policy)
    allocation = allocate(order)
    state = payment_state(order, now)
    drafts = draft_parcels(order, allocation, state, now, policy)
    if policy.review_url and not may_be_rated(order, drafts.values()):
        policy = replace(policy, review_url=None)
    its_parcels = build_parcels(drafts, policy)
    its_returns = returns(order, now, policy)
    clock = clock_of(order, now, policy)
    money = money_line(order, clock)
    choice = choose_headline(order, its_parcels, state, money, policy, is_incomplete=allocation.is_incomplete)
    estimate = _estimate(choice, its_parcels)
    outlook = Outlook(
        estimate=estimate,
        placed_on=day(order.placed_at, order.zone),
        clock=clock,
        policy=policy,
    )
    its_payment = payment(order, state)
    context = FaqContext(
        order=order,
        parcels=its_parcels,
        returns=its_returns,
        money=money,
        payment=its_payment.reason,
        owes=state.owes,
        policy=policy,
        now=now,
    )
    return OrderStatus(
        order=order.name,
        placed_at=order.placed_at,
        zone=order.zone,
        is_test=order.is_test,
        is_moving=_is_moving(its_parcels, its_returns),
        replaced_by=order.replaced_by,
        destination=_destination(order),
        # Of an order that could not be loaded whole, the text says to look again in a few minutes.
        headline=choice.headline if allocation.is_incomplete else outlook.of_headline(choice),
        estimate=estimate,
        usual=outlook.usual(choice),
        payment=its_payment,
        advice=_next_step(choice.advice, its_returns, money, state, policy),
        parcels=in_page_order(its_parcels),
        items_sent=count_items(its_parcels, only_sent=True),
        items_total=count_items(its_parcels),
        removed=removed_items(order, allocation),
        returns=tuple(map(outlook.of_return, its_returns)),
        money=money,
        timeline=timeline(order, allocation, policy, now),
        faq=faq(context),
    )


def _next_step(
    advice: Advice, its_returns: tuple[ReturnStatus, ...], money: MoneyLine, state: PaymentState, policy: Policy
) -> Advice:
    """The one next step of the order, from those of its delivery, returns, refunds and payment."""
    advice = _advice_with_refunds(_advice_with_returns(advice, its_returns), money, policy)
    return _advice_with_payment(advice, state, policy)


# Next steps that can wait where a return, a refund or the payment needs the customer.
_DEFERRABLE = frozenset({NextStep.WAIT, NextStep.TRACK, NextStep.RATE})


def _advice_with_returns(advice: Advice, its_returns: tuple[ReturnStatus, ...]) -> Advice:
    """The advice on the delivery, or on a return where only that waits for the customer."""
    needs = [back.advice for back in its_returns if back.condition in NEEDS_SOMEONE]
    return needs[0] if needs and advice.code in _DEFERRABLE else advice


def _advice_with_refunds(advice: Advice, money: MoneyLine, policy: Policy) -> Advice:
    """The advice on the delivery, or to contact the shop about a refund that failed."""
    if money.reason is Reason.PAY_REFUND_FAILED and advice.code in _DEFERRABLE:
        return failed_refund_advice(policy)
    return advice


def _advice_with_payment(advice: Advice, state: PaymentState, policy: Policy) -> Advice:
    """The advice on the delivery, or to pay what is due where there is nothing else to do."""
    if needs_customer(state) and state.owes and advice.code in _DEFERRABLE:
        return next_step(state, policy)
    return advice


def _is_moving(its_parcels: tuple[Parcel, ...], its_returns: tuple[ReturnStatus, ...]) -> bool:
    conditions = [parcel.condition for parcel in its_parcels if not parcel.is_quiet] + [
        back.condition for back in its_returns
    ]
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


def _destination(order: Order) -> Place | None:
    place = order.destination
    if place is None or not (place.city or place.country):
        return None
    if place.city and place.country:
        both = text("%(city)s, %(country)s", city=place.city, country=Country(place.country))
    else:
        both = text("%(place)s", place=place.city or Country(place.country or ""))
    return Place(city=place.city, country=place.country, text=both)
