"""Hypothesis strategies of lives: plausible orders, from the first click to long after the last parcel."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.judge.after_sales import archived, cancelled, refunded, returned
from tests.judge.basic_strategies import gaps, long_gaps, often, rarely, sometimes, starts
from tests.judge.life import (
    Life,
    MoneyBack,
    OrderedLine,
    TakenOut,
)
from tests.judge.payments import WAYS, PaymentWay
from tests.judge.sending import groups
from tracking.demo.building import DemoLine, Product
from tracking.demo.building.destinations import DUBLIN, HALIFAX, LEEDS, LONDON
from tracking.demo.orders import products

_GOODS = (products.MUG, products.LAMP, products.CHAIR, products.BOOK)
_NOT_GOODS = (products.PATTERN, products.GIFT_CARD, products.INSURANCE, products.WORKSHOP, products.TIP)
_ADDED_LATER = products.CANDLE


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
    life = replace(life, groups=draw(groups(life)))
    life = draw(cancelled(life))
    life = draw(returned(life))
    life = draw(refunded(life))
    return draw(archived(life))


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
    is_refunded = draw(st.booleans()) and life.is_paid_at(at)
    taken = TakenOut(at=at, units=units, is_refunded=is_refunded)
    back = MoneyBack(at=at, units=units, moved_at=at, restock="CANCEL")
    return replace(life, taken_out=(taken,), money_back=(back,) if is_refunded else ())
