"""Situations of the demo's orders, and of orders that tests build."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from tests.demo_orders import orders
from tests.fakes import NOW as DEMO_NOW
from tests.order.builders import NOW, policy, sent
from tests.tracing import untraced
from tracking.notices.codes import NoticeCode, NoticeLevel, wanted
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory
from tracking.notices.rules import Terms, news
from tracking.notices.situation import Part, Situation, situation
from tracking.order.model import Fulfillment, Order
from tracking.order.public_ids import shipment_id
from tracking.order.status import order_status
from tracking.order.vocabulary import Reason

ALL = Terms(wanted=wanted((), (), NoticeLevel.ALL), feedback_days=7)
POLICY = policy()
BEFORE = NOW - timedelta(hours=1)


def situation_of(its: Order, now: datetime = NOW) -> Situation:
    """The situation of an order."""
    return situation(order_status(its, now, POLICY), its, now, POLICY)


def part_of(parcel: Fulfillment, now: datetime = NOW) -> Part:
    """The only shipment of an order."""
    part = situation_of(sent(fulfillments=(parcel,)), now).part(shipment_id(parcel))
    assert part
    return part


@cache
def demo_situations() -> dict[str, Situation]:
    """The situation of every order of the demo, by slug."""
    with untraced():
        return {slug: situation_of(its, DEMO_NOW) for slug, its in orders().items()}


def as_one_order(true: Situation) -> Situation:
    """The same with ids that do not tell one order from another: the parts of a kind are numbered."""
    numbered: dict[str, int] = {}
    parts = []
    for part in true.parts:
        number = numbered[part.kind] = numbered.get(part.kind, 0) + 1
        parts.append(replace(part, id=f"{part.kind}-{number}" if part.id else "", source=None))
    return replace(true, order_id="1", parts=tuple(parts))


def told_of(*changes: Order, terms: Terms = ALL) -> tuple[News, ...]:
    """The news of an order that changes so, every hour until now, each told at once; the last change's."""
    history = NoticeHistory()
    found: tuple[News, ...] = ()
    for number, its in enumerate(changes):
        now = NOW - timedelta(hours=len(changes) - 1 - number)
        true = situation_of(its, now)
        found = news(history, true, now, terms, is_from_webhook=True)
        history = NoticeHistory(before=true, left=(*history.left, *found))
    return found


def bad_news(code: NoticeCode, part: str, reason: Reason, since: datetime = BEFORE - timedelta(hours=1)) -> News:
    """News that was told of a part."""
    return News(code, part, reason.value, since)
