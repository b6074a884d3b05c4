"""Measures the steps of an order that have ended: how long each of them took, and what it depends on.

Left out is what does not tell how long a step usually takes: test orders, cancelled ones, preorders, orders on hold or
scheduled for later, parcels for which the carrier had to wait for the customer, and pickups at the shop's own counter.
Of parcels that are alike only the first counts: 20 steps are those of 20 orders, not of one in 20 parcels.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.durations.steps import BY_PRODUCT_TYPE, TimedStep
from tracking.order.model import Fulfillment, Order, Return
from tracking.order.policy import Policy
from tracking.order.possible_scans import with_possible_scans
from tracking.order.product_types import product_type
from tracking.order.selling_plans import is_preorder
from tracking.order.shipments import route_of_shipment
from tracking.order.statuses import ACTIVE, CALLED_OFF, INSPECTED, READY
from tracking.order.step_moments import first_scan_at, paid_at, report_times, sent_from
from tracking.order.vocabulary import Route

_LONGEST = timedelta(days=365)  # a longer one is a mistyped date
_ROUTES = frozenset({Route.SHIP, Route.PICKUP_POINT})
_SCHEDULED = timedelta(days=1)  # from the order on: a later day was chosen by the customer, or by a preorder

# The customer's turn: how long the parcel waited then is not the carrier's doing.
_WAITED = frozenset({"ATTEMPTED_DELIVERY", "BUYER_ACTION_REQUIRED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDuration:
    """A step that has ended, and what it depends on.

    ``carrier`` is a code, ``service`` the fulfillment service, ``location`` the shop's that sent it.
    ``product_type`` is what all products have in common, None for the steps that do not depend on it.
    """

    step: TimedStep
    started_at: datetime
    ended_at: datetime
    carrier: str | None
    shipping_method: str | None
    service: str | None
    country: str
    location: str | None
    product_type: str | None = None


def step_durations(order: Order, now: datetime, policy: Policy) -> tuple[StepDuration, ...]:
    """The steps of the order that have ended by ``now``, of each step one by carrier and location."""
    country = order.destination.country if order.destination else None
    if order.is_test or order.cancelled_at or not country:
        return ()
    order = with_possible_scans(order, now)
    parcels = [parcel for parcel in order.fulfillments if _is_sent(order, parcel, policy)]
    spans = [*_sent(order, parcels), *_moved(_one_of_alike(order, parcels, country, policy)), *_refunded(order)]
    return tuple(
        StepDuration(
            step=step,
            started_at=started_at,
            ended_at=ended_at,
            carrier=_carrier(parcel, country, policy) if parcel else None,
            shipping_method=order.shipping_title,
            service=parcel.service if parcel else None,
            country=country,
            location=sent_from(order, parcel) if parcel else None,
            product_type=product_type(order) if step in BY_PRODUCT_TYPE else None,
        )
        for step, started_at, ended_at, parcel in spans
        if timedelta() <= ended_at - started_at <= _LONGEST and ended_at <= now
    )


_Span = tuple[TimedStep, datetime, datetime, Fulfillment | None]


def _is_sent(order: Order, parcel: Fulfillment, policy: Policy) -> bool:
    if not ACTIVE.get(parcel.status, True) or parcel.display_status in CALLED_OFF:
        return False
    units = {each.line_id: each.quantity for each in parcel.units}
    return route_of_shipment(order, parcel, units, policy) in _ROUTES


def _sent(order: Order, parcels: list[Fulfillment]) -> Iterator[_Span]:
    """The first shipment only: later ones may be exchanges, or what was out of stock."""
    first = min(parcels, key=lambda parcel: parcel.created_at, default=None)
    began_at = paid_at(order)
    if first and began_at and not _waits_on_purpose(order):
        yield TimedStep.SENT, began_at, first.created_at, first


def _waits_on_purpose(order: Order) -> bool:
    latest = order.placed_at + _SCHEDULED
    groups = order.fulfillment_orders
    is_held = any(group.holds or group.released_at for group in groups)
    is_later = any(group.fulfill_at and group.fulfill_at > latest for group in groups)
    return is_held or is_later or any(is_preorder(line) for line in order.lines)


def _one_of_alike(order: Order, parcels: list[Fulfillment], country: str, policy: Policy) -> Iterable[Fulfillment]:
    """Of the parcels by one carrier and from one location the first, which need be neither the fastest nor the slowest.

    Whichever ended first, or last, would be one of the two.
    """
    if len(parcels) <= 1:  # nearly always: no link has to be made
        return parcels
    found: dict[tuple[str | None, str | None], Fulfillment] = {}
    for parcel in sorted(parcels, key=lambda parcel: parcel.created_at):
        found.setdefault((_carrier(parcel, country, policy), sent_from(order, parcel)), parcel)
    return found.values()


def _moved(parcels: Iterable[Fulfillment]) -> Iterator[_Span]:
    for parcel in parcels:
        scanned_at = first_scan_at(parcel)
        if scanned_at is None:
            continue
        yield TimedStep.FIRST_SCAN, parcel.created_at, scanned_at, parcel
        arrived = [parcel.delivered_at, *report_times(parcel, READY | {"DELIVERED"})]
        arrived_at = min(filter(None, arrived), default=None)
        if arrived_at and not any(at <= arrived_at for at in report_times(parcel, _WAITED)):
            yield TimedStep.ARRIVED, scanned_at, arrived_at, parcel


def _refunded(order: Order) -> Iterator[_Span]:
    """Of one return only: the first of the list that was refunded."""
    for each in order.returns:
        inspected_at = min(_inspections(each), default=None)
        refunds = (refund.processed_at for refund in order.refunds if refund.return_id == each.id)
        refunded_at = min(refunds, default=None)
        if inspected_at and refunded_at:
            yield TimedStep.REFUNDED, inspected_at, refunded_at, None
            return


def _inspections(order_return: Return) -> list[datetime]:
    return [each.at for each in order_return.dispositions if each.at and INSPECTED.get(each.type, False)]


def _carrier(parcel: Fulfillment, country: str, policy: Policy) -> str | None:
    links = (
        policy.carriers.resolve(each.number, company=each.company, url=each.url, country=country)
        for each in parcel.tracking
    )
    return next((link.carrier for link in links if link.carrier), None)
