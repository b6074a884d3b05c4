"""Strategies of what is sent: the units that wait, why they wait, and what carriers report of their boxes."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.judge.basic_strategies import FIRST, MINUTES, gaps, long_gaps, often, rarely
from tests.judge.journeys import JOURNEYS, UNSCANNED, Journey
from tests.judge.life import (
    Box,
    BoxScan,
    Group,
    Life,
    Phase,
    Quantities,
    Shipment,
)
from tracking.demo.building import DemoLocation, DemoTracking
from tracking.demo.orders.locations import COUNTER, OSLO_COUNTER, POTTERY, ROTTERDAM
from tracking.order.statuses import HOLDS, REQUESTS

_CARRIERS = st.sampled_from([("Royal Mail", "JV{:09}GB"), ("DPD UK", "155{:011}"), ("Hermod & Sons", "HS-{:06}")])


@st.composite
def groups(draw: st.DrawFn, life: Life) -> tuple[Group, ...]:
    goods = Counter({e.line.line_key: e.line.quantity for e in life.lines if e.line.product.is_shipped})
    others = Counter({e.line.line_key: e.line.quantity for e in life.lines if not e.line.product.is_shipped})
    groups = []
    if goods:
        method = draw(st.sampled_from(["SHIPPING"] * 6 + ["PICKUP_POINT", "LOCAL", "PICK_UP", "RETAIL"]))
        if life.way.name == "in the shop":
            method = "PICK_UP"
        sites = draw(st.permutations([None, ROTTERDAM, POTTERY])) if method != "PICK_UP" else [COUNTER, OSLO_COUNTER]
        groups += [
            draw(_group(life, units, method, site)) for units, site in zip(draw(_split(goods)), sites, strict=False)
        ]
    sent_online = Counter({key: n for key, n in others.items() if _is_fulfillable(life, key)})
    if sent_online:
        groups.append(draw(_online(life, sent_online)))
    return tuple(groups)


def _is_fulfillable(life: Life, key: str) -> bool:
    return next(each.line.product.is_sent for each in life.lines if each.line.line_key == key)


@st.composite
def _split(draw: st.DrawFn, units: Counter[str]) -> list[Counter[str]]:
    """The same units in one part or in two."""
    if sum(units.values()) < 2 or draw(often):
        return [units]
    first = Counter({key: draw(st.integers(0, count)) for key, count in units.items()})
    return [part for part in (+first, units - first) if part]


@st.composite
def _group(draw: st.DrawFn, life: Life, units: Counter[str], method: str, location: DemoLocation | None) -> Group:
    start = max([life.placed_at, *(e.added_at for e in life.lines if e.line.line_key in units)])
    phases: tuple[Phase, ...]
    if life.way.waits and not life.paid_at:
        held = Phase(at=life.placed_at, status="ON_HOLD", hold="AWAITING_PAYMENT")
        phases, ready_at = (held if draw(st.booleans()) else Phase(at=life.placed_at),), None
    else:
        start = max(start, life.paid_at) if life.way.waits and life.paid_at else start
        phases, ready_at = draw(_phases(life, start))
    rest = units - sum((Counter(each.units) for each in life.taken_out), Counter[str]())
    shipments = draw(_shipments(rest, method, ready_at)) if ready_at else ()
    days = (start + timedelta(days=3), start + timedelta(days=5))
    return Group(
        units=units,
        method=method,
        location=location,
        phases=phases,
        shipments=shipments,
        promised=days if draw(rarely) else None,
    )


@st.composite
def _phases(draw: st.DrawFn, life: Life, start: datetime) -> tuple[tuple[Phase, ...], datetime | None]:
    """Why the units wait, and when they may be sent."""
    opened = Phase(at=life.placed_at)
    later = start + draw(long_gaps)
    story = draw(st.integers(0, 9))
    if story <= 4:
        return (opened,), later
    if story <= 5:
        return (opened, Phase(at=start, status="IN_PROGRESS")), later
    if story <= 6:
        request = draw(st.sampled_from(sorted(REQUESTS.keys() - {"UNSUBMITTED", "CLOSED"})))
        goes_on = request in ("ACCEPTED", "CANCELLATION_REJECTED", "SUBMITTED")
        status = "IN_PROGRESS" if goes_on and request != "SUBMITTED" else "OPEN"
        return (opened, Phase(at=start, status=status, request=request)), later if goes_on else None
    if story <= 7:
        planned = start + draw(long_gaps)
        return (Phase(at=life.placed_at, status="SCHEDULED", fulfill_at=planned), Phase(at=planned)), planned + draw(
            gaps
        )
    hold = draw(st.sampled_from(sorted(HOLDS.keys() - {"AWAITING_PAYMENT", "AWAITING_RETURN_ITEMS"})))
    held = Phase(at=start, status="ON_HOLD", hold=hold)
    return ((opened, held, Phase(at=later)), later + draw(gaps)) if draw(often) else ((opened, held), None)


@st.composite
def _shipments(draw: st.DrawFn, units: Counter[str], method: str, ready_at: datetime) -> tuple[Shipment, ...]:
    if not units or not draw(often):
        return ()
    shipments: list[Shipment] = []
    at = ready_at
    for part in draw(_split(units)):
        shipment = draw(shipment_of(part, method, at))
        if not shipments and draw(rarely) and method == "SHIPPING":
            called_off = replace(
                shipment, boxes=(Box(tracking=draw(_numbers(at, 9))),), called_off_at=at + timedelta(hours=5)
            )
            called_off = replace(called_off, first_status="CONFIRMED", last_status=None, ends_at=None)
            shipments.append(replace(called_off, is_voided=draw(st.booleans())))
            shipment = draw(shipment_of(part, method, at + timedelta(days=1)))
        shipments.append(shipment)
        at += draw(gaps)
    return tuple(shipments) if draw(often) else tuple(shipments[:1])


@st.composite
def _numbers(draw: st.DrawFn, at: datetime, box: int = 0) -> DemoTracking:
    """A number of its own for each box."""
    company, pattern = draw(_CARRIERS)
    return DemoTracking(company, pattern.format(int((at - FIRST).total_seconds()) // 60 * 10 + box))


@st.composite
def shipment_of(draw: st.DrawFn, units: Quantities, method: str, at: datetime) -> Shipment:
    journey = draw(st.sampled_from([each for each in JOURNEYS if method in each.methods]))
    count = draw(st.sampled_from([1, 1, 1, 2, 3])) if method == "SHIPPING" else 1
    is_followed = bool(journey.scans)
    has_number = method in ("SHIPPING", "PICKUP_POINT") and (is_followed or draw(often))
    boxes = [
        Box(tracking=draw(_numbers(at, box)) if has_number else None, scans=draw(_scans(journey, at)))
        for box in range(count)
    ]
    if not has_number:
        boxes = boxes[:1]
    last = max([scan.at for box in boxes for scan in box.scans], default=at)
    is_alone = len(boxes) == 1 and len(boxes[0].scans) == len(journey.scans)
    return Shipment(
        created_at=at,
        units=units,
        boxes=tuple(boxes),
        first_status=draw(_first_statuses(journey)) if has_number else "FULFILLED",
        last_status=journey.last_status if is_alone else None,
        ends_at=last + timedelta(hours=3) if is_alone and journey.last_status else None,
        strays=draw(_strays(at)) if is_followed and has_number else (),
        estimated_at=at + timedelta(days=draw(st.integers(1, 6))) if draw(st.booleans()) and is_followed else None,
    )


@st.composite
def _strays(draw: st.DrawFn, at: datetime) -> tuple[BoxScan, ...]:
    """Reports that cannot be of this parcel."""
    if not draw(rarely):
        return ()
    long_before = at - timedelta(days=draw(st.sampled_from([150, 400])))
    return (BoxScan(at=long_before, status=draw(st.sampled_from(["DELIVERED", "OUT_FOR_DELIVERY", "DELAYED"]))),)


def _first_statuses(journey: Journey) -> st.SearchStrategy[str]:
    """A label is no parcel that was handed over: FULFILLED does not come before it."""
    is_label_first = journey.scans[:1] and journey.scans[0] in UNSCANNED
    return st.sampled_from([each for each in UNSCANNED if each != "FULFILLED" or not is_label_first])


@st.composite
def _scans(draw: st.DrawFn, journey: Journey, at: datetime) -> tuple[BoxScan, ...]:
    """The reports of a journey, which may fall silent before its end."""
    count = len(journey.scans) if draw(often) else draw(st.integers(0, len(journey.scans)))
    scans = []
    for status in journey.scans[:count]:
        at += draw(long_gaps) if draw(rarely) else timedelta(minutes=draw(st.sampled_from(MINUTES[:7])))
        estimated_at = at + timedelta(days=draw(st.integers(0, 4))) if draw(rarely) else None
        scans.append(BoxScan(at=at, status=status, estimated_at=estimated_at))
    return tuple(scans)


@st.composite
def _online(draw: st.DrawFn, life: Life, units: Counter[str]) -> Group:
    at = max(life.placed_at, life.paid_at or life.placed_at) + draw(gaps)
    is_marked = draw(st.booleans()) and not (life.way.waits and not life.paid_at)
    kept = units - sum((Counter(each.units) for each in life.taken_out), Counter[str]())
    sent = Shipment(created_at=at, units=kept, boxes=(Box(tracking=None),), first_status="FULFILLED")
    return Group(
        units=units,
        method="NONE",
        location=None,
        phases=(Phase(at=life.placed_at),),
        shipments=(sent,) if is_marked and kept else (),
    )
