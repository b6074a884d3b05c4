"""Drafts the parcel of a shipment: route, stage, condition, estimate, links and events."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracking.carriers import Link
from tracking.i18n.text import text
from tracking.order.aged_texts import aged_text
from tracking.order.ages import clock_of
from tracking.order.allocation import Quantities
from tracking.order.archived import are_parcels_archived
from tracking.order.box_texts import box_text
from tracking.order.boxes import box_count
from tracking.order.estimates import shipment_estimate
from tracking.order.missing import row_or_fallback
from tracking.order.model import Event, Fulfillment, FulfillmentOrder, Order, Tracking
from tracking.order.online import is_online, is_quiet
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.partly_delivered import state_of_boxes
from tracking.order.places import counter_of, place_of
from tracking.order.policy import Policy
from tracking.order.promises import of_shipment
from tracking.order.public_ids import waiting_id
from tracking.order.shipment_ages import ShipmentFacts, aged, dated, is_abroad
from tracking.order.shipment_state import ShipmentState, has_tracking, rank, shipment_state
from tracking.order.shipment_usual import ShipmentUsual
from tracking.order.stages import STAGE_EQUIVALENTS, steps_of
from tracking.order.status_types import Item, TrackingEvent
from tracking.order.statuses import EVENTS, ROUTES, UNKNOWN_EVENT, report_unknown
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Route, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shipment:
    """The fulfillment order of a shipment, its state and its route."""

    source: FulfillmentOrder | None
    state: ShipmentState
    route: Route


def shipment(
    order: Order,
    parcel: Fulfillment,
    units: Quantities,
    items: tuple[Item, ...],
    now: datetime,
    policy: Policy,
) -> ParcelDraft:
    """Drafts the parcel of a fulfillment."""
    its = _shipment(order, parcel, units, now, policy)
    source, route = its.source, its.route
    links = tuple(_link(order, tracking, policy) for tracking in parcel.tracking)
    draft = replace(
        _decide(order, parcel, its, now, policy, links),
        items=items,
        scans=tuple(_scan(event) for event in reversed(parcel.events)),
        place=place_of(route, source.location if source else None, policy.location_names),
        counter=counter_of(route, source.location if source else None, policy.location_names),
        is_shipment=True,
        waited_as=waiting_id(source) if source or not order.fulfillment_orders else None,
    )
    words = draft.title_and_text or aged_text(draft, box_count(parcel), policy) or box_text(draft, parcel)
    return replace(draft, title_and_text=words)


def is_done(order: Order, parcel: Fulfillment, units: Quantities, now: datetime, policy: Policy) -> bool:
    """Whether a shipment is done: from its condition alone, without links, reports and texts."""
    its = _shipment(order, parcel, units, now, policy)
    return _decide(order, parcel, its, now, policy).condition is Condition.DONE


def _decide(
    order: Order, parcel: Fulfillment, its: _Shipment, now: datetime, policy: Policy, links: tuple[Link, ...] = ()
) -> ParcelDraft:
    """The draft on its route, at its age, without texts."""
    clock = clock_of(order, now, policy)
    method = its.source.delivery if its.source else None
    draft = replace(
        _on_route(order, its.route, its.state),
        links=links,
        estimate=shipment_estimate(parcel, method, order.zone),
        promises=of_shipment(order, parcel, method),
        since_last_event=max(now - its.state.last_event_at, timedelta()),
        since=clock.day_of(its.state.last_event_at),
    )
    facts = ShipmentFacts(
        parcel=parcel,
        state=its.state,
        is_abroad=is_abroad(order, its.source),
        is_archived=are_parcels_archived(order, now),
    )
    draft = dated(aged(draft, facts, clock, policy), clock)
    return ShipmentUsual(order=order, parcel=parcel, source=its.source, clock=clock, policy=policy).added_to(draft)


def route_of_shipment(order: Order, parcel: Fulfillment, units: Quantities, policy: Policy) -> Route:
    """The route of a shipment."""
    return _route(order, parcel, _source(order, parcel), shipment_state(parcel), units, policy)


# Routes on which each tracking number is a box; the shop's own counter hands over what its number brought there.
_IN_BOXES = frozenset({Route.SHIP, Route.PICKUP_POINT, Route.LOCAL_DELIVERY})


def _shipment(order: Order, parcel: Fulfillment, units: Quantities, now: datetime, policy: Policy) -> _Shipment:
    source, state = _source(order, parcel), shipment_state(parcel)
    route = _route(order, parcel, source, state, units, policy)
    if route in _IN_BOXES:
        state = state_of_boxes(parcel, state, now)
    return _Shipment(source=source, state=state, route=route)


def quiet_in_shipment(order: Order, parcel: Fulfillment, units: Quantities, policy: Policy) -> Quantities:
    """The units of a shipment for which nothing is delivered: they were marked as fulfilled, alone or with goods."""
    quiet = {line.id: units[line.id] for line in order.lines if line.id in units and is_quiet(line, policy)}
    if not quiet or (quiet == units and has_tracking(parcel)):
        return {}  # with a number, the products lack the mark of goods
    return {} if route_of_shipment(order, parcel, units, policy) is Route.IN_STORE else quiet


def _source(order: Order, parcel: Fulfillment) -> FulfillmentOrder | None:
    """The fulfillment order of the shipment; the only one where none lists it."""
    named = (fo for fo in order.fulfillment_orders if parcel.id in fo.fulfillment_ids)
    only = order.fulfillment_orders[0] if len(order.fulfillment_orders) == 1 else None
    return next(named, only)


def _route(
    order: Order,
    parcel: Fulfillment,
    source: FulfillmentOrder | None,
    state: ShipmentState,
    units: Quantities,
    policy: Policy,
) -> Route:
    method = source.delivery.method if source and source.delivery else None
    if method is None and _was_bought_at_the_counter(order, parcel):
        return Route.IN_STORE
    if method is not None and method not in ROUTES:
        report_unknown("a delivery method", method)
    route = ROUTES.get(method or "", Route.SHIP)
    if route is Route.IN_STORE:
        return route
    if not _ships(order, parcel, units, policy):
        return Route.DIGITAL
    if route not in (Route.SHIP, Route.DIGITAL):
        return route
    return Route.PICKUP_POINT if state.is_for_pickup else Route.SHIP


def _was_bought_at_the_counter(order: Order, parcel: Fulfillment) -> bool:
    return order.source == "pos" and order.shipping_title is None and not has_tracking(parcel)


def _ships(order: Order, parcel: Fulfillment, units: Quantities, policy: Policy) -> bool:
    """Whether the shipment holds goods to ship; the delivery method of the rest of the order does not count."""
    lines = [line for line in order.lines if line.id in units]
    if any(line.requires_shipping for line in lines):
        return True
    if lines:  # with a number, the products lack the mark of goods
        return has_tracking(parcel) and not any(is_online(line, policy) for line in lines)
    return parcel.requires_shipping or has_tracking(parcel)


def _on_route(order: Order, route: Route, state: ShipmentState) -> ParcelDraft:
    """Maps the state to the steps of the route."""
    if route in (Route.DIGITAL, Route.IN_STORE):
        last = steps_of(route)[-1]
        reached = {Stage.ORDERED: order.placed_at, last: state.reached[Stage.PREPARING]}
        return ParcelDraft(route=route, stage=last, condition=Condition.DONE, reason=None, reached=reached, items=())
    if route is Route.PICKUP and state.stage is Stage.SHIPPED and not state.is_followed:
        return _handed_over(order, state)
    reached = {Stage.ORDERED: order.placed_at}
    for stage, at in state.reached.items():
        step = _step_on_route(route, stage)
        reached[step] = min(at, reached.get(step, at))
    stage = max((_step_on_route(route, stage) for stage in (state.stage, *state.reached)), key=steps_of(route).index)
    condition, reason = _condition_on_route(route, stage, state)
    news = None if stage in ARRIVED else _step_on_route(route, state.reported_stage)
    return ParcelDraft(
        route=route, stage=stage, condition=condition, reason=reason, reached=reached, items=(), reported_stage=news
    )


def _handed_over(order: Order, state: ShipmentState) -> ParcelDraft:
    """A pickup order marked as fulfilled without a report: it may be ready for pickup or picked up."""
    ready = state.reached.get(Stage.SHIPPED, state.reached[Stage.PREPARING])
    return ParcelDraft(
        route=Route.PICKUP,
        stage=Stage.READY_FOR_PICKUP,
        condition=Condition.FINE,
        reason=None,
        reached={Stage.ORDERED: order.placed_at, Stage.READY_FOR_PICKUP: ready},
        items=(),
        title_and_text=(
            text("Ready or already picked up"),
            text("The shop has completed this. If you haven’t picked it up yet, it’s waiting for you."),
        ),
    )


def _step_on_route(route: Route, stage: Stage) -> Stage:
    """The step of the route for a stage; without a row, the last step that is no further."""
    steps = steps_of(route)
    if stage in steps:
        return stage
    earlier = [step for step in steps if rank(step) <= rank(stage)]
    nearest = earlier[-1] if earlier else steps[0]
    step = row_or_fallback(
        STAGE_EQUIVALENTS, (route, stage), nearest, content="equivalent", module="tracking/order/stages.py"
    )
    return step if step in steps else nearest


_WITHOUT_CARRIER = frozenset({Route.LOCAL_DELIVERY, Route.PICKUP})


def _condition_on_route(route: Route, stage: Stage, state: ShipmentState) -> tuple[Condition, Reason | None]:
    if state.condition in (Condition.PROBLEM, Condition.LATE):
        return state.condition, state.reason
    if route is Route.PICKUP and stage is Stage.READY_FOR_PICKUP:
        return Condition.ACTION_NEEDED, Reason.AT_PICKUP_POINT
    if route in _WITHOUT_CARRIER and state.reason in (Reason.NO_TRACKING, Reason.SEE_CARRIER):
        return Condition.FINE, None  # the shop's own driver has it, or the shop
    return state.condition, state.reason


def _link(order: Order, tracking: Tracking, policy: Policy) -> Link:
    to = order.destination
    return policy.carriers.resolve(
        tracking.number,
        company=tracking.company,
        url=tracking.url,
        country=to.country if to else None,
        postcode=to.postcode if to else None,
        language=policy.language,
    )


def _scan(event: Event) -> TrackingEvent:
    known = event.status in EVENTS
    return TrackingEvent(
        status=event.status.lower() if known else "unknown",
        at=event.happened_at,
        town=event.city or event.province,
        country=event.country,
        text=EVENTS.get(event.status, UNKNOWN_EVENT),
    )
