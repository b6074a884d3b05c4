"""Pending units and why they have not been sent: the most important reason where there are several."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tracking.order.ages import Clock, clock_of
from tracking.order.allocation import Allocation, Quantities, is_active
from tracking.order.archived import is_archived
from tracking.order.handling_time import is_past_handling_time, leaves_by, planned_day, usual_wait
from tracking.order.missing import row_or_fallback
from tracking.order.model import DeliveryMethod, FulfillmentOrder, Line, Location, Order
from tracking.order.online import is_quiet
from tracking.order.payment import PaymentState
from tracking.order.policy import Policy
from tracking.order.public_ids import first_id, pending_id
from tracking.order.selling_plans import is_preorder, is_subscription
from tracking.order.shipment_state import rank
from tracking.order.statuses import (
    ACTIVE,
    ENDED,
    FULFILLMENT_ORDERS,
    HOLDS,
    REQUESTS,
    ROUTES,
    UNSENT,
    Meaning,
    report_unknown,
)
from tracking.order.usual import Usual
from tracking.order.vocabulary import Condition, Reason, Route, Stage

# The most important reason first.
_REASONS_BY_IMPORTANCE = (
    Reason.PAY_EXPIRED,
    Reason.PAY_BALANCE_DUE,
    Reason.PAY_VOIDED,
    Reason.HOLD_ADDRESS,
    Reason.HOLD_PAYMENT,
    Reason.HOLD_STOCK,
    Reason.HOLD_RETURN_ITEMS,
    Reason.HOLD_DATE_UNKNOWN,
    Reason.HOLD_REVIEW,
    Reason.HOLD_OTHER,
    Reason.PAY_PENDING,
    Reason.PREORDER,
    Reason.SCHEDULED,
    Reason.REQUEST_DECLINED,
    Reason.FULFILLMENT_CANCELLED,
    Reason.LABEL_VOIDED,
    Reason.UNKNOWN_STATUS,
    Reason.OLDER_THAN_USUAL,
    Reason.WAITING_FOR_SUPPLIER,
    Reason.REQUEST_SENT,
    Reason.REQUEST_STOPPING,
    Reason.AT_WAREHOUSE,
    Reason.PAY_RESERVED,
)
IMPORTANCE = {reason: place for place, reason in enumerate(_REASONS_BY_IMPORTANCE)}

# A hold without a reason, or whose reason has no row.
_UNKNOWN_HOLD = Meaning(Stage.PREPARING, Condition.WAITING, Reason.HOLD_OTHER)

# Holds of a preorder that is not in stock yet.
_PREORDER_HOLDS = frozenset({Reason.HOLD_STOCK, Reason.HOLD_DATE_UNKNOWN, Reason.HOLD_OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingGroup:
    """The properties that units of one pending parcel share.

    ``planned`` is a planned day of sending that has passed, ``is_next_delivery``: of a subscription. ``usual`` is how
    long they usually wait, where they wait for nothing else, or for longer than that.
    """

    route: Route
    stage: Stage
    condition: Condition
    reason: Reason | None
    expected: date | None
    planned: date | None
    delivery: DeliveryMethod | None
    location: Location | None
    is_next_delivery: bool
    usual: Usual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingUnits:
    """Units that wait together; ``id`` is the public id of their parcel.

    ``until`` is the last day of the shop's handling time, where the shop has set one.
    """

    id: str
    until: date | None
    group: PendingGroup
    quantities: Quantities


@dataclass(frozen=True, slots=True)
class ReasonCandidate:
    """A reason why units wait, and the condition that follows from it."""

    reason: Reason
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class _Circumstances:
    """The values that all pending units of an order share."""

    now: datetime
    clock: Clock
    policy: Policy
    payment: PaymentState
    is_archived: bool


def pending_units(
    order: Order, allocation: Allocation, payment: PaymentState, now: datetime, policy: Policy
) -> list[PendingUnits]:
    """The units still to be delivered, by location, route and reason."""
    clock = clock_of(order, now, policy)
    circumstances = _Circumstances(
        now=now, clock=clock, policy=policy, payment=payment, is_archived=is_archived(order, now)
    )
    groups: defaultdict[PendingGroup, Quantities] = defaultdict(dict)
    ids: defaultdict[PendingGroup, set[str]] = defaultdict(set)
    deadlines: defaultdict[PendingGroup, set[date]] = defaultdict(set)
    for line, fulfillment_order, quantity in _shares(order, allocation):
        if _is_quiet(line, fulfillment_order, policy):
            continue
        group = _pending_group(order, line, fulfillment_order, circumstances)
        groups[group][line.id] = groups[group].get(line.id, 0) + quantity
        ids[group].add(_public_id(order, line, fulfillment_order))
        if policy.has_handling_days and group.route is not Route.DIGITAL:
            deadlines[group].add(leaves_by(order, fulfillment_order, clock, policy))
    return [
        PendingUnits(
            id=first_id(ids[group]), until=max(deadlines[group], default=None), group=group, quantities=quantities
        )
        for group, quantities in groups.items()
    ]


def quiet_units(order: Order, allocation: Allocation, policy: Policy) -> Quantities:
    """The units for which nothing is delivered, whatever Shopify says of their fulfillment."""
    quiet: defaultdict[str, int] = defaultdict(int, allocation.nothing_to_send)
    for line, fulfillment_order, quantity in _shares(order, allocation):
        if _is_quiet(line, fulfillment_order, policy):
            quiet[line.id] += quantity
    return dict(quiet)


def _is_quiet(line: Line, fo: FulfillmentOrder | None, policy: Policy) -> bool:
    return is_quiet(line, policy) and route_of(line, fo) is not Route.IN_STORE


def _public_id(order: Order, line: Line, fulfillment_order: FulfillmentOrder | None) -> str:
    called_off = _most_important(_called_off_shipments(order, line))
    return pending_id(fulfillment_order, line, called_off.reason if called_off else None)


def _shares(order: Order, allocation: Allocation) -> Iterator[tuple[Line, FulfillmentOrder | None, int]]:
    """Distributes the pending units of each line to the fulfillment orders that list them."""
    open_orders = [fo for fo in order.fulfillment_orders if fo.status not in ENDED]
    # The only fulfillment order takes units whose lines it does not list.
    fallback = open_orders[0] if len(open_orders) == 1 else None
    for line in order.lines:
        left = allocation.waiting.get(line.id, 0)
        for fo in open_orders:
            share = min(left, sum(units.quantity for units in fo.units if units.line_id == line.id))
            if share > 0:
                yield line, fo, share
                left -= share
        if left > 0:
            yield line, fallback, left


def _pending_group(
    order: Order, line: Line, fo: FulfillmentOrder | None, circumstances: _Circumstances
) -> PendingGroup:
    route = route_of(line, fo)
    is_handed_over = route is Route.IN_STORE  # at the counter, even without a fulfillment
    candidate = None if is_handed_over else _candidate(order, line, fo, circumstances, route)
    planned = planned_day(order, fo)
    default = Condition.DONE if is_handed_over else Condition.FINE
    return PendingGroup(
        route=route,
        stage=_stage(route, circumstances.payment),
        condition=candidate.condition if candidate else default,
        reason=candidate.reason if candidate else None,
        expected=_expected(order, fo, circumstances.clock),
        planned=planned if planned and planned < circumstances.clock.today else None,
        delivery=fo.delivery if fo else None,
        location=fo.location if fo else None,
        is_next_delivery=_is_next_delivery(order, line, fo, circumstances.clock),
        usual=_usual_wait(order, fo, candidate, circumstances),
    )


def _usual_wait(
    order: Order, fo: FulfillmentOrder | None, candidate: ReasonCandidate | None, circumstances: _Circumstances
) -> Usual | None:
    is_fine = candidate is None or candidate.condition is Condition.FINE
    is_late = candidate is not None and candidate.reason is Reason.OLDER_THAN_USUAL
    return usual_wait(order, fo, circumstances.clock, circumstances.policy) if is_fine or is_late else None


# Nothing more is expected of an archived order: units that were not sent are an alarm no longer.
_ARCHIVED = ReasonCandidate(Reason.SHOULD_HAVE_ARRIVED, Condition.DONE)


def _candidate(
    order: Order, line: Line, fo: FulfillmentOrder | None, circumstances: _Circumstances, route: Route
) -> ReasonCandidate | None:
    """The reason why the units wait; None where they wait for nothing in particular."""
    candidate = _most_important(_reasons(order, line, fo, circumstances, route))
    is_open = candidate is None or candidate.condition is not Condition.DONE
    return _ARCHIVED if circumstances.is_archived and is_open else candidate


def _is_next_delivery(order: Order, line: Line, fo: FulfillmentOrder | None, clock: Clock) -> bool:
    """Whether these units are the next of a subscription's deliveries that have a day."""
    if not is_subscription(line) or fo is None or _expected(order, fo, clock) is None:
        return False
    planned = (
        other.fulfill_at
        for other in order.fulfillment_orders
        if other.status not in ENDED and any(units.line_id == line.id and units.quantity for units in other.units)
    )
    return fo.fulfill_at == min((at for at in planned if at and clock.day_of(at) >= clock.today), default=fo.fulfill_at)


def route_of(line: Line, fo: FulfillmentOrder | None) -> Route:
    """The route of the chosen delivery method; that of the line where the method is for goods and the line is not."""
    default = Route.SHIP if line.requires_shipping else Route.DIGITAL
    if fo is None or fo.delivery is None:
        return default
    if fo.delivery.method not in ROUTES:
        report_unknown("a delivery method", fo.delivery.method)
    route = ROUTES.get(fo.delivery.method, default)
    if route is Route.IN_STORE:
        return route
    return default if route is Route.DIGITAL or not line.requires_shipping else route


def _most_important(reasons: Iterable[ReasonCandidate]) -> ReasonCandidate | None:
    return min(reasons, key=_importance, default=None)


def _importance(candidate: ReasonCandidate) -> int:
    """Its rank among the reasons; the last for a reason without a row."""
    module = "tracking/order/pending.py"
    return row_or_fallback(IMPORTANCE, candidate.reason, len(IMPORTANCE), content="place", module=module)


def _stage(route: Route, payment: PaymentState) -> Stage:
    """The lower of the payment's stage and the fulfillment's."""
    if route is Route.IN_STORE:
        return Stage.COMPLETED
    stage = Stage.CONFIRMED if route is Route.DIGITAL else Stage.PREPARING
    return min(stage, payment.max_stage, key=rank) if payment.max_stage else stage


def _expected(order: Order, fo: FulfillmentOrder | None, clock: Clock) -> date | None:
    planned = planned_day(order, fo)
    if planned is None and fo and fo.fulfill_at and fo.fulfill_at > clock.now:
        planned = clock.day_of(fo.fulfill_at)
    return planned if planned and planned >= clock.today else None


def _reasons(
    order: Order, line: Line, fo: FulfillmentOrder | None, circumstances: _Circumstances, route: Route
) -> Iterator[ReasonCandidate]:
    now, payment = circumstances.now, circumstances.payment
    is_late = is_past_handling_time(order, fo, circumstances.clock, circumstances.policy, route)
    planned = planned_day(order, fo)
    is_over = is_late and planned is not None and planned < circumstances.clock.today
    yield from _payment_reason(payment)
    for candidate in (*(_holds(fo, line, payment) if fo else ()), *_status_reason(order, fo, line, now)):
        if not (is_over and candidate.reason in _PLANNED):
            yield candidate
    yield from _called_off_shipments(order, line)
    if is_late:
        yield ReasonCandidate(Reason.OLDER_THAN_USUAL, Condition.LATE)


# Reasons that end with the planned day.
_PLANNED = frozenset({Reason.SCHEDULED, Reason.PREORDER})


def _payment_reason(payment: PaymentState) -> Iterator[ReasonCandidate]:
    if payment.max_stage is not None and payment.reason in IMPORTANCE:
        yield ReasonCandidate(payment.reason, payment.condition)


def _holds(fo: FulfillmentOrder, line: Line, payment: PaymentState) -> Iterator[ReasonCandidate]:
    """Reasons from the holds; one for a payment that the customer does not owe is a hold like others."""
    for hold in fo.holds:
        if hold not in HOLDS:
            report_unknown("a hold", hold)
        meaning = HOLDS.get(hold, _UNKNOWN_HOLD)
        if meaning.reason is Reason.HOLD_PAYMENT and not payment.owes:
            if payment.max_stage is not None:
                continue  # the state of the payment is the reason
            meaning = _UNKNOWN_HOLD
        if meaning.reason:
            is_awaited = meaning.reason in _PREORDER_HOLDS and is_preorder(line)
            yield ReasonCandidate(Reason.PREORDER if is_awaited else meaning.reason, meaning.condition)


def _status_reason(order: Order, fo: FulfillmentOrder | None, line: Line, now: datetime) -> Iterator[ReasonCandidate]:
    """Reasons from the fulfillment order's statuses, or the order's where there is no fulfillment order."""
    for meaning in _statuses(order, fo, now):
        reason = meaning.reason
        if reason is Reason.SCHEDULED and is_preorder(line):
            reason = Reason.PREORDER
        if reason:
            yield ReasonCandidate(reason, meaning.condition)
    if fo and fo.can_request and fo.request_status == "UNSUBMITTED" and fo.status != "ON_HOLD":
        yield ReasonCandidate(Reason.WAITING_FOR_SUPPLIER, Condition.FINE)


def _statuses(order: Order, fo: FulfillmentOrder | None, now: datetime) -> Iterator[Meaning]:
    if fo is None:
        yield _meaning(UNSENT, "an order", order.fulfillment_status)
        return
    if fo.status == "ON_HOLD" and fo.holds:
        return  # the holds give the reason
    yield _meaning(FULFILLMENT_ORDERS, "a fulfillment order", fo.status)
    yield _meaning(REQUESTS, "a fulfillment request", fo.request_status)
    if fo.fulfill_at and fo.fulfill_at > now and fo.status == "OPEN":
        yield _meaning(FULFILLMENT_ORDERS, "a fulfillment order", "SCHEDULED")


def _meaning(table: dict[str, Meaning], kind: str, status: str) -> Meaning:
    if status not in table:
        report_unknown(kind, status)
    return table.get(status, Meaning(Stage.PREPARING, Condition.WAITING, Reason.UNKNOWN_STATUS))


def _called_off_shipments(order: Order, line: Line) -> Iterator[ReasonCandidate]:
    """Reasons from shipments of the line that were called off."""
    for parcel in order.fulfillments:
        if is_active(parcel) or all(units.line_id != line.id for units in parcel.units):
            continue
        voided = parcel.display_status == "LABEL_VOIDED" and ACTIVE.get(parcel.status, True)
        yield ReasonCandidate(Reason.LABEL_VOIDED if voided else Reason.FULFILLMENT_CANCELLED, Condition.WAITING)
