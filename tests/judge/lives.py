"""Hypothesis strategies of lives: plausible orders, from the first click to long after the last parcel."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tests.judge.journeys import JOURNEYS, UNSCANNED, Journey
from tests.judge.life import (
    Box,
    BoxScan,
    Group,
    Life,
    MoneyBack,
    OrderedLine,
    Phase,
    Quantities,
    ReturnStory,
    Shipment,
    TakenOut,
)
from tests.judge.payments import WAYS, PaymentWay
from tracking.demo.building import DemoLine, DemoLocation, DemoTracking, Product
from tracking.demo.building.destinations import DUBLIN, HALIFAX, LEEDS, LONDON
from tracking.demo.orders import products
from tracking.demo.orders.locations import COUNTER, OSLO_COUNTER, POTTERY, ROTTERDAM, SHENZHEN_HUB
from tracking.order.statuses import CANCELLATIONS, DECLINES, HOLDS, REQUESTS

_GOODS = (products.MUG, products.LAMP, products.CHAIR, products.BOOK)
_NOT_GOODS = (products.PATTERN, products.GIFT_CARD, products.INSURANCE, products.WORKSHOP, products.TIP)
_ADDED_LATER = products.CANDLE
_INSTEAD = products.BLANKET

_MINUTES = (3, 40, 130, 5 * 60, 17 * 60, 24 * 60 + 7, 2 * 24 * 60, 3 * 24 * 60 + 90, 6 * 24 * 60)
_LONG = (8, 12, 20, 35, 70)  # days

_FIRST = datetime(2025, 11, 3, tzinfo=UTC)
starts = st.integers(0, 364 * 24 * 4).map(lambda quarters: _FIRST + timedelta(minutes=15 * quarters))
gaps = st.sampled_from(_MINUTES).map(lambda minutes: timedelta(minutes=minutes))
long_gaps = gaps | st.sampled_from(_LONG).map(lambda days: timedelta(days=days, minutes=11))
rarely = st.integers(0, 9).map(lambda number: number == 9)
sometimes = st.integers(0, 9).map(lambda number: number >= 6)
often = st.integers(0, 9).map(lambda number: number < 8)

_CARRIERS = st.sampled_from([("Royal Mail", "JV{:09}GB"), ("DPD UK", "155{:011}"), ("Hermod & Sons", "HS-{:06}")])


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """The life of one order."""
    placed_at = draw(starts)
    way = draw(st.sampled_from(WAYS))
    lines = draw(_baskets(placed_at))
    life = Life(
        placed_at=placed_at,
        destination=draw(st.sampled_from([LONDON, LEEDS, DUBLIN, HALIFAX])),
        lines=lines,
        way=way,
        groups=(),
        paid_at=draw(_payments(way, placed_at)),
        due_at=placed_at + timedelta(days=way.terms_days) if way.terms_days else None,
        has_fulfillment_orders=draw(often),
    )
    life = draw(_edited(life))
    life = replace(life, groups=draw(_groups(life)))
    life = draw(_cancelled(life))
    life = draw(_returned(life))
    life = draw(_refunded(life))
    return draw(_archived(life))


@st.composite
def _baskets(draw: st.DrawFn, placed_at: datetime) -> tuple[OrderedLine, ...]:
    chosen = draw(
        st.lists(st.sampled_from(_GOODS), min_size=draw(st.sampled_from([1, 1, 1, 0])), max_size=3, unique=True)
    )
    others = draw(st.lists(st.sampled_from(_NOT_GOODS), max_size=2, unique=True)) if draw(rarely) or not chosen else []
    chosen = [*chosen, *others] or [products.MUG]
    return tuple(OrderedLine(line=draw(_line(product)), added_at=placed_at) for product in chosen)


@st.composite
def _line(draw: st.DrawFn, product: Product) -> DemoLine:
    plan = draw(st.sampled_from([None] * 8 + ["Pre-order", "Delivered monthly"])) if product.is_shipped else None
    is_subscription = plan == "Delivered monthly"
    return DemoLine(product, draw(st.sampled_from([1, 1, 2, 3])), selling_plan=plan, is_subscription=is_subscription)


@st.composite
def _payments(draw: st.DrawFn, way: PaymentWay, placed_at: datetime) -> datetime | None:
    if way.unpaid == "PAID":
        return placed_at
    return placed_at + draw(long_gaps) if draw(often) else None


@st.composite
def _edited(draw: st.DrawFn, life: Life) -> Life:
    if not draw(sometimes) or draw(st.booleans()):
        return life
    at = life.placed_at + draw(gaps)
    if draw(st.booleans()):
        return replace(life, lines=(*life.lines, OrderedLine(line=DemoLine(_ADDED_LATER), added_at=at)))
    its_line = draw(st.sampled_from(life.lines)).line
    units = {its_line.line_key: draw(st.integers(1, its_line.quantity))}
    is_refunded = draw(st.booleans()) and _was_paid(life, at)
    taken = TakenOut(at=at, units=units, is_refunded=is_refunded)
    back = MoneyBack(at=at, units=units, moved_at=at, restock="CANCEL")
    return replace(life, taken_out=(taken,), money_back=(back,) if is_refunded else ())


def _was_paid(life: Life, at: datetime) -> bool:
    return life.paid_at is not None and life.paid_at <= at


# --- sending ----------------------------------------------------------------------------------------------------------


@st.composite
def _groups(draw: st.DrawFn, life: Life) -> tuple[Group, ...]:
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
        shipment = draw(_shipment(part, method, at))
        if not shipments and draw(rarely) and method == "SHIPPING":
            called_off = replace(
                shipment, boxes=(Box(tracking=draw(_numbers(at, 9))),), called_off_at=at + timedelta(hours=5)
            )
            called_off = replace(called_off, first_status="CONFIRMED", last_status=None, ends_at=None)
            shipments.append(replace(called_off, is_voided=draw(st.booleans())))
            shipment = draw(_shipment(part, method, at + timedelta(days=1)))
        shipments.append(shipment)
        at += draw(gaps)
    return tuple(shipments) if draw(often) else tuple(shipments[:1])


@st.composite
def _numbers(draw: st.DrawFn, at: datetime, box: int = 0) -> DemoTracking:
    """A number of its own for each box."""
    company, pattern = draw(_CARRIERS)
    return DemoTracking(company, pattern.format(int((at - _FIRST).total_seconds()) // 60 * 10 + box))


@st.composite
def _shipment(draw: st.DrawFn, units: Quantities, method: str, at: datetime) -> Shipment:
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
        at += draw(long_gaps) if draw(rarely) else timedelta(minutes=draw(st.sampled_from(_MINUTES[:7])))
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


# --- afterwards -------------------------------------------------------------------------------------------------------


@st.composite
def _cancelled(draw: st.DrawFn, life: Life) -> Life:
    if not draw(rarely):
        return life
    at = life.placed_at + draw(long_gaps)
    life = replace(life, cancelled_at=at, cancel_reason=draw(st.sampled_from(sorted(CANCELLATIONS))), taken_out=())
    if not _was_paid(life, at) or not draw(often):
        return replace(life, money_back=())
    refund = MoneyBack(at=at, units=life.ordered(at), moved_at=at, restock="CANCEL")
    sent = sum((Counter(each.units) for each in life.shipments if not each.called_off_at), Counter[str]())
    return replace(life, money_back=(replace(refund, units=life.ordered(at) - sent),))


@st.composite
def _returned(draw: st.DrawFn, life: Life) -> Life:
    """Some of what was delivered goes back."""
    delivered = [each for each in life.shipments if _delivered_at(each) and not each.called_off_at]
    if life.cancelled_at or not delivered or draw(sometimes):
        return life
    shipment = draw(st.sampled_from(delivered))
    key, count = draw(st.sampled_from(sorted(shipment.units.items())))
    asked = (_delivered_at(shipment) or shipment.created_at) + draw(long_gaps)
    story = draw(_return_story(asked, {key: draw(st.integers(1, count))}))
    if story.exchange:
        life = _with_new_item(life, story, draw)
    return replace(life, returns=(story,))


def _delivered_at(shipment: Shipment) -> datetime | None:
    arrivals = [scan.at for box in shipment.boxes for scan in box.scans if scan.status == "DELIVERED"]
    return max(arrivals, default=None)


@st.composite
def _return_story(draw: st.DrawFn, asked: datetime, units: Quantities) -> ReturnStory:
    story = ReturnStory(requested_at=asked, units=units, exchange=_INSTEAD.key if draw(sometimes) else None)
    ending = draw(st.integers(0, 9))
    decided = asked if draw(st.booleans()) else asked + draw(gaps)
    if ending == 0:
        return replace(
            story,
            exchange=None,
            ended_at=decided + timedelta(hours=1),
            ends_as="DECLINED",
            decline_reason=draw(st.sampled_from(sorted(DECLINES))),
        )
    story = replace(
        story, approved_at=decided, label_url="https://example.com/label.pdf" if draw(st.booleans()) else None
    )
    if ending == 1:
        return replace(story, exchange=None, ended_at=decided + draw(long_gaps), ends_as="CANCELED")
    if ending <= 3:
        return story
    sent = decided + draw(long_gaps)
    story = replace(story, sent_at=sent)
    if ending <= 4:
        return story
    looked = sent + draw(long_gaps)
    found = draw(st.sampled_from(["RESTOCKED"] * 4 + ["NOT_RESTOCKED", "PROCESSING_REQUIRED", "MISSING"]))
    story = replace(story, looked_at=looked, found=found)
    return replace(story, ended_at=looked + draw(gaps)) if draw(often) else story


def _with_new_item(life: Life, story: ReturnStory, draw: st.DrawFn) -> Life:
    """The new item of an exchange waits for the old one, or is sent before it."""
    at = story.approved_at or story.requested_at
    line = OrderedLine(line=DemoLine(_INSTEAD), added_at=at)
    waiting = Phase(at=at, status="ON_HOLD", hold="AWAITING_RETURN_ITEMS")
    phases = (waiting,) if story.looked_at is None else (waiting, Phase(at=story.looked_at))
    shipments: tuple[Shipment, ...] = ()
    if story.looked_at and story.found != "MISSING" and draw(often):
        shipments = (draw(_shipment({_INSTEAD.key: 1}, "SHIPPING", story.looked_at + draw(gaps))),)
    group = Group(units={_INSTEAD.key: 1}, method="SHIPPING", location=SHENZHEN_HUB, phases=phases, shipments=shipments)
    return replace(life, lines=(*life.lines, line), groups=(*life.groups, group))


@st.composite
def _refunded(draw: st.DrawFn, life: Life) -> Life:
    """The money of a return, a goodwill, or what was lost."""
    paid_at = life.paid_at
    if life.cancelled_at or paid_at is None:
        return life
    for number, story in enumerate(life.returns):
        if story.ends_as != "CLOSED" or story.approved_at is None or not draw(often):
            continue
        at = max(paid_at, (story.looked_at or story.approved_at) + draw(gaps))
        amount = 0 if story.exchange else None
        life = _with_refund(
            life, MoneyBack(at=at, units=story.units, moved_at=at, of_return=number, amount=amount), draw
        )
    if draw(rarely):
        at = paid_at + draw(long_gaps)
        life = _with_refund(life, MoneyBack(at=at, units={}, moved_at=at, amount=5), draw)
    lost = [each for each in life.shipments if not _delivered_at(each) and not each.called_off_at]
    if lost and not life.returns and draw(sometimes):
        shipment = draw(st.sampled_from(lost))
        at = max(paid_at, shipment.created_at) + draw(long_gaps)
        life = _with_refund(life, MoneyBack(at=at, units=shipment.units, moved_at=at, restock="NO_RESTOCK"), draw)
    return life


def _with_refund(life: Life, refund: MoneyBack, draw: st.DrawFn) -> Life:
    """Its money moves at once, later, or not at all; nothing moves of a refund of nothing."""
    if not life.amount_of(refund):
        refund = replace(refund, moved_at=None)
    elif draw(rarely):
        refund = replace(refund, moved_at=refund.at + timedelta(days=2))
    elif draw(rarely):
        refund = replace(refund, moved_at=None, ends_as="FAILURE")
    return replace(life, money_back=(*life.money_back, refund))


@st.composite
def _archived(draw: st.DrawFn, life: Life) -> Life:
    """Shops archive once all is paid and sent; some never do."""
    if not draw(st.booleans()):
        return life
    sent_at = [each.created_at for each in life.shipments]
    at = max([life.placed_at, *sent_at, *filter(None, [life.paid_at, life.cancelled_at])])
    is_over = life.cancelled_at or (life.paid_at and sent_at)
    return replace(life, archived_at=at + draw(gaps)) if is_over else life
