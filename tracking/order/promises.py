"""The days that an order's own data promise of a parcel, by whom and when, the oldest first; the last one holds.

Beside them stands the day from which the page says that somebody looks into it: it is said by the usual times.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from tracking.durations.promises import Promise, PromisedStep, SaidBy, history, of_step, planned
from tracking.durations.steps import TimedStep
from tracking.order.calendar import day
from tracking.order.estimates import promised
from tracking.order.model import DeliveryMethod, Fulfillment, Order
from tracking.order.public_ids import is_or_extends
from tracking.order.status_types import Estimate, OrderStatus, Parcel
from tracking.order.vocabulary import Route, Stage

StoredPromises = Mapping[str, Sequence[Promise]]
"""By the public id of the parcel, in the order in which they were kept."""


Histories = Mapping[str, tuple[Promise, ...]]
"""By the public id of the parcel: what was promised of it, by steps, the oldest first. Of the usual times and of all
others the last one holds."""


def of_shipment(order: Order, parcel: Fulfillment, method: DeliveryMethod | None) -> tuple[Promise, ...]:
    """The promises of the checkout, the carrier's reports, and the shipment, which may have changed since."""
    checkout = promised(method, order.zone)
    reported = tuple(
        _arrives(day(event.estimated_at, order.zone), event.happened_at)
        for event in parcel.events
        if event.estimated_at
    )
    own: tuple[Promise, ...] = ()
    if parcel.estimated_at and not (parcel.events and parcel.events[-1].estimated_at):
        own = (_arrives(day(parcel.estimated_at, order.zone), parcel.updated_at),)
    return *_of_checkout(checkout, order), *reported, *own


def of_pending(
    order: Order, route: Route, *, estimate: Estimate | None, expected: date | None, until: date | None
) -> tuple[Promise, ...]:
    """The checkout's promise of the arrival, and the shop's of the day on which it leaves, or can be picked up.

    ``until`` is the last day of the handling time, where it is told. Shopify does not say when such a day was set: at
    the latest when the order was changed last.
    """
    leaves = expected or until
    step = PromisedStep.ARRIVE if route is Route.PICKUP else PromisedStep.SEND
    by_shop = (
        Promise(step=step, first=leaves, last=leaves, said_by=SaidBy.SHOP, said_at=order.updated_at) if leaves else None
    )
    return *_of_checkout(estimate, order), *([by_shop] if by_shop else [])


def _of_checkout(estimate: Estimate | None, order: Order) -> Iterator[Promise]:
    if estimate:
        yield Promise(
            step=PromisedStep.ARRIVE,
            first=estimate.first,
            last=estimate.last,
            said_by=SaidBy.SHOP,
            said_at=order.placed_at,
        )


def _arrives(on: date, said_at: datetime) -> Promise:
    return Promise(step=PromisedStep.ARRIVE, first=on, last=on, said_by=SaidBy.CARRIER, said_at=said_at)


def promise_histories(status: OrderStatus, kept: StoredPromises, now: datetime) -> Histories:
    """The promises about each parcel: from those that were kept, and those that the order states now."""
    return {
        parcel.id: tuple(said)
        for parcel in status.parcels
        if (said := [*_of_parcel(parcel, _known(parcel, kept), _usual(parcel, status, now), now)])
    }


def _of_parcel(parcel: Parcel, known: Sequence[Promise], usual: Sequence[Promise], now: datetime) -> Iterator[Promise]:
    worried = [each for each in known if each.said_by is SaidBy.USUAL]
    for step in PromisedStep:
        said = [
            *history(of_step(planned(known), step), of_step(parcel.promises, step), now),
            *history(of_step(worried, step), of_step(usual, step), now),
        ]
        yield from sorted(said, key=lambda each: each.said_at)


_USUAL_STEPS = {
    TimedStep.SENT: PromisedStep.SEND,
    TimedStep.FIRST_SCAN: PromisedStep.SEND,
    TimedStep.ARRIVED: PromisedStep.ARRIVE,
}


def _usual(parcel: Parcel, status: OrderStatus, now: datetime) -> tuple[Promise, ...]:
    """The day that the headline names of this parcel, where it waits without another one; none once that has passed."""
    usual = parcel.usual
    if usual is None or usual != status.usual or parcel.is_past_usual:
        return ()
    step, last = _USUAL_STEPS[usual.step], usual.looked_into_after
    return (Promise(step=step, first=last, last=last, said_by=SaidBy.USUAL, said_at=now),)


def _known(parcel: Parcel, kept: StoredPromises) -> list[Promise]:
    return [*_while_it_waited(parcel, kept), *kept.get(parcel.id, ())]


def _while_it_waited(parcel: Parcel, kept: StoredPromises) -> Iterator[Promise]:
    """The promises about the units of a shipment from before it was made of them."""
    made_at = packed_at(parcel)
    if parcel.waited_as is None or made_at is None:
        return
    for part, said in kept.items():
        if is_or_extends(part, parcel.waited_as):
            yield from (each for each in said if each.said_at <= made_at)


def packed_at(parcel: Parcel) -> datetime | None:
    """When a shipment was made of its units; None while they wait."""
    return next((step.at for step in parcel.steps if step.code is Stage.PREPARING), None) or left_at(parcel)


def left_at(parcel: Parcel) -> datetime | None:
    """When it left the shop; None also where that is not known."""
    return _reached(parcel, _GONE) if parcel.sent else None


def arrived_at(parcel: Parcel) -> datetime | None:
    """When it was there, also to be picked up; None also where that is not known."""
    return _reached(parcel, _THERE)


_THERE = frozenset({Stage.READY_FOR_PICKUP, Stage.DELIVERED, Stage.PICKED_UP})
_GONE = _THERE | {Stage.SHIPPED, Stage.OUT_FOR_DELIVERY}


def _reached(parcel: Parcel, stages: frozenset[Stage]) -> datetime | None:
    return min((step.at for step in parcel.steps if step.at and step.code in stages), default=None)
