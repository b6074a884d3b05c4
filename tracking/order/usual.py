"""How long a step that has begun usually takes in this shop, and the last day before somebody looks into it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tracking.carriers import Link
from tracking.durations.promises import PromisedStep
from tracking.durations.steps import IN_WORKING_DAYS, TimedStep
from tracking.durations.usual_times import UsualTime
from tracking.durations.working_days import add_days, add_working_days
from tracking.order.ages import Clock
from tracking.order.allocation import is_active
from tracking.order.model import Fulfillment, FulfillmentOrder, Order
from tracking.order.named_days import named_for_shipment, named_for_waiting
from tracking.order.policy import Policy
from tracking.order.product_types import product_types
from tracking.order.statuses import ROUTES
from tracking.order.step_moments import first_scan_at, paid_at, sent_from
from tracking.order.vocabulary import Route

GRACE = 1
"""Working days beyond the usual time: one of ten takes longer, and nobody in the shop looks into each of these."""

CARRIED = frozenset({Route.SHIP, Route.PICKUP_POINT})
"""The routes whose steps are measured."""

_HALVES = 2
_MOST_DAYS, _MOST_WORKING_DAYS = 21, 15  # three weeks
_WIDEST = 4  # times the median


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A step that began on ``since``, a day at the destination.

    Half of its kind take no longer than ``median``, nine of ten no longer than ``most``: half days, of working days
    for what the shop does. ``carrier`` is the name of the one, and ``country`` the one, that all of them had.
    ``region`` is the shop's, whose holidays count in neither. ``named`` is the last day that was named before, when
    other facts told another figure: it does not move to an earlier one.
    """

    step: TimedStep
    median: int
    most: int
    since: date
    carrier: str | None = None
    country: str | None = None
    region: str | None = None
    named: date | None = None

    @property
    def days(self) -> tuple[int, int]:
        """From and to how many whole days, at least one; of a carrier's with the holidays that lie between."""
        first, last = _whole_days(self.median, self.most)
        if self.step in IN_WORKING_DAYS:
            return first, last
        return (self._after(first) - self.since).days, (self._after(last) - self.since).days

    @property
    def looked_into_after(self) -> date:
        """The last day on which it may still come by itself."""
        return max(self._grace_ends_on, self.named or self._grace_ends_on)

    @property
    def _grace_ends_on(self) -> date:
        _, last = _whole_days(self.median, self.most)
        if self.step in IN_WORKING_DAYS:
            return add_working_days(self.since, last + GRACE, self.region)
        return add_working_days(self._after(last), GRACE, self.region)

    def _after(self, days: int) -> date:
        return add_days(self.since, days, self.region)

    def is_over(self, today: date) -> bool:
        """Whether it is to be looked into."""
        return today > self.looked_into_after


def usual_sending(order: Order, fo: FulfillmentOrder | None, clock: Clock, policy: Policy) -> Usual | None:
    """How long it usually takes until units that wait are sent.

    Of the first shipment alone: later ones may be exchanges, or what was out of stock.
    """
    began_at = paid_at(order)
    if began_at is None or not _is_first_shipment(order) or not _is_carried(fo):
        return None
    if fo:  # split off, moved to another location, or released from a hold since
        began_at = max(filter(None, (began_at, fo.created_at, fo.released_at)))
    place, since = fo.location.name if fo and fo.location else None, clock.day_of(began_at)
    time = _telling(TimedStep.SENT, _sending_time(order, since, policy, place))
    if _is_sent_by_a_partner(fo) and not _is_of_location(time):  # the figure is of the shop's own shipments, too
        time = _time(TimedStep.SENT, since, order, policy, location=place)
        time = time if _is_of_location(time) else None
    usual = _usual(TimedStep.SENT, time, since, order.shop_region) if time else None
    return replace(usual, named=named_for_waiting(order, fo)) if usual else None


def named_sending(order: Order, fo: FulfillmentOrder | None) -> date | None:
    """The day that was named for units that wait, also where nothing is known to be usual of them any more."""
    return named_for_waiting(order, fo) if _is_carried(fo) else None


def usual_first_scan(
    order: Order, parcel: Fulfillment, links: Iterable[Link], clock: Clock, policy: Policy
) -> Usual | None:
    """How long the carrier usually takes to scan a parcel."""
    link = _carrier(links)
    if link is None:
        return None
    since, place = clock.day_of(parcel.created_at), sent_from(order, parcel)
    time = _time(TimedStep.FIRST_SCAN, since, order, policy, carrier=link.carrier, location=place)
    usual = _usual(TimedStep.FIRST_SCAN, time, since, order.shop_region, link) if time else None
    return replace(usual, named=named_for_shipment(order, parcel, PromisedStep.SEND)) if usual else None


def usual_arrival(
    order: Order, parcel: Fulfillment, links: Iterable[Link], clock: Clock, policy: Policy, *, origin: str | None
) -> Usual | None:
    """How long it usually takes from the first scan to the customer; ``origin`` is the country that it was sent from.

    The customer's own country is not named.
    """
    link, began_at = _carrier(links), first_scan_at(parcel)
    if began_at is None or order.destination is None:
        return None
    code, since = link.carrier if link else None, clock.day_of(began_at)
    time = _time(TimedStep.ARRIVED, since, order, policy, carrier=code, location=sent_from(order, parcel))
    country = order.destination.country if order.destination.country != origin else None
    usual = _usual(TimedStep.ARRIVED, time, since, order.shop_region, link, country) if time else None
    return replace(usual, named=named_for_shipment(order, parcel, PromisedStep.ARRIVE)) if usual else None


def usual_refund(order: Order, policy: Policy, inspected_on: date) -> Usual | None:
    """How long it usually takes until what came back, and was inspected on that day, is refunded."""
    time = _telling(TimedStep.REFUNDED, policy.usual.current.of(TimedStep.REFUNDED, inspected_on))
    return _usual(TimedStep.REFUNDED, time, inspected_on, order.shop_region) if time else None


def _sending_time(order: Order, since: date, policy: Policy, place: str | None) -> UsualTime | None:
    """Of what takes the longest of several types: the order is packed once that is ready."""
    types = product_types(order) or (None,)
    times = (_figure(TimedStep.SENT, since, order, policy, location=place, product_type=each) for each in types)
    return max(filter(None, times), key=lambda time: (time.most, time.median), default=None)


def _is_first_shipment(order: Order) -> bool:
    is_changed = order.is_edited or any(back.exchanges for back in order.returns)
    return not is_changed and not any(map(is_active, order.fulfillments))


def _is_carried(fo: FulfillmentOrder | None) -> bool:
    return fo is None or fo.delivery is None or ROUTES.get(fo.delivery.method or "") in CARRIED


def _is_sent_by_a_partner(fo: FulfillmentOrder | None) -> bool:
    return fo is not None and (fo.can_request or fo.request_status != "UNSUBMITTED")


def _is_of_location(time: UsualTime | None) -> bool:
    return time is not None and "location" in time.names


def _time(step: TimedStep, since: date, order: Order, policy: Policy, **values: str | None) -> UsualTime | None:
    return _telling(step, _figure(step, since, order, policy, **values))


def _figure(step: TimedStep, since: date, order: Order, policy: Policy, **values: str | None) -> UsualTime | None:
    """By the figures that held when the step began: the day that the page has named does not move with them.

    None of a test order: nothing is sent.
    """
    if order.is_test:
        return None
    country = order.destination.country if order.destination else None
    return policy.usual.current.of(step, since, shipping_method=order.shipping_title, country=country, **values)


def _telling(step: TimedStep, time: UsualTime | None) -> UsualTime | None:
    """None where the range is too long, or too wide, to help anybody who waits."""
    if time is None:
        return None
    first, last = _whole_days(time.median, time.most)
    longest = _MOST_WORKING_DAYS if step in IN_WORKING_DAYS else _MOST_DAYS
    return time if last <= min(longest, _WIDEST * first) else None


def _whole_days(median: int, most: int) -> tuple[int, int]:
    """From and to how many whole days, at least one; of half days."""
    last = max(1, -(-most // _HALVES))
    return max(1, min(last, -(-median // _HALVES))), last


def _carrier(links: Iterable[Link]) -> Link | None:
    return next((link for link in links if link.carrier), None)


def _usual(
    step: TimedStep,
    time: UsualTime,
    since: date,
    region: str | None,
    link: Link | None = None,
    country: str | None = None,
) -> Usual:
    """The figure names a carrier or a country only where its group has it in common."""
    return Usual(
        step=step,
        median=time.median,
        most=time.most,
        since=since,
        carrier=link.name if link and "carrier" in time.names else None,
        country=country if "country" in time.names else None,
        region=region,
    )
