"""Strategies of after-sales: cancellations, returns, refunds and the archive."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.judge.basic_strategies import gaps, long_gaps, often, rarely, sometimes
from tests.judge.life import (
    Group,
    Life,
    MoneyBack,
    OrderedLine,
    Phase,
    Quantities,
    ReturnStory,
    Shipment,
)
from tests.judge.sending import shipment_of
from tracking.demo.building import DemoLine
from tracking.demo.orders import products
from tracking.demo.orders.locations import SHENZHEN_HUB
from tracking.order.statuses import CANCELLATIONS, DECLINES

_INSTEAD = products.BLANKET


@st.composite
def cancelled(draw: st.DrawFn, life: Life) -> Life:
    if not draw(rarely):
        return life
    at = life.placed_at + draw(long_gaps)
    life = replace(life, cancelled_at=at, cancel_reason=draw(st.sampled_from(sorted(CANCELLATIONS))), taken_out=())
    if not life.is_paid_at(at) or not draw(often):
        return replace(life, money_back=())
    refund = MoneyBack(at=at, units=life.ordered(at), moved_at=at, restock="CANCEL")
    sent = sum((Counter(each.units) for each in life.shipments if not each.called_off_at), Counter[str]())
    return replace(life, money_back=(replace(refund, units=life.ordered(at) - sent),))


@st.composite
def returned(draw: st.DrawFn, life: Life) -> Life:
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
        shipments = (draw(shipment_of({_INSTEAD.key: 1}, "SHIPPING", story.looked_at + draw(gaps))),)
    group = Group(units={_INSTEAD.key: 1}, method="SHIPPING", location=SHENZHEN_HUB, phases=phases, shipments=shipments)
    return replace(life, lines=(*life.lines, line), groups=(*life.groups, group))


@st.composite
def refunded(draw: st.DrawFn, life: Life) -> Life:
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
def archived(draw: st.DrawFn, life: Life) -> Life:
    """Shops archive once all is paid and sent; some never do."""
    if not draw(st.booleans()):
        return life
    sent_at = [each.created_at for each in life.shipments]
    at = max([life.placed_at, *sent_at, *filter(None, [life.paid_at, life.cancelled_at])])
    is_over = life.cancelled_at or (life.paid_at and sent_at)
    return replace(life, archived_at=at + draw(gaps)) if is_over else life
