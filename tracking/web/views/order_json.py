"""The order page as JSON: the public format, which always has every key."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

from babel.numbers import get_currency_precision

from tracking.carriers import Link
from tracking.database.answers import AnswerRow
from tracking.durations.promises import Promise, of_order
from tracking.durations.steps import TimedStep
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Money, Phrase
from tracking.notices.codes import NoticeLevel
from tracking.order.promises import Histories
from tracking.order.status_types import (
    UNTITLED,
    Advice,
    Estimate,
    Headline,
    Item,
    OrderStatus,
    Parcel,
    PaymentDue,
    Place,
    RemovedItem,
    ReturnStatus,
    Step,
    TimelineEntry,
    TrackingEvent,
)
from tracking.order.usual import Usual
from tracking.web.order_answers import OrderAnswers

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Translate: TypeAlias = Callable[[Phrase], str]


def as_json(  # noqa: PLR0913 - each is shown
    status: OrderStatus,
    *,
    as_of: datetime,
    stale: bool,
    expires_at: datetime | None,
    language: str,
    localizer: Localizer,
    level: NoticeLevel | None = None,
    answers: OrderAnswers | None = None,
    promises: Histories | None = None,
) -> dict[str, Json]:
    """Times are RFC 3339 in UTC, days ISO 8601, amounts strings in the currency's major unit.

    ``level`` is what the customer wants to be told; None where no letters are sent. ``answers`` are None where nothing
    is asked. ``promises`` are those of each parcel.
    """
    translate, estimate = localizer.translate, status.estimate
    return {
        "order": status.order,
        "placed_at": _time(status.placed_at),
        "as_of": _time(as_of),
        "stale": stale,
        "language": language,
        "headline": _headline(status.headline, translate),
        "estimate": _estimate(status.estimate),
        "payment": {
            "reason": status.payment.reason,
            "condition": status.payment.condition,
            "text": translate(status.payment.text) if status.payment.text else None,
            "due": _due(status.payment.due),
        },
        "next_step": _next_step(status.advice, translate),
        "parcels": [_parcel(parcel, translate) for parcel in status.parcels],
        "removed": [_removed(item, translate) for item in status.removed],
        "returns": [_return(each, translate) for each in status.returns],
        "money": {
            "reason": status.money.reason,
            "refunded": _money(status.money.refunded),
            "text": translate(status.money.text) if status.money.text else None,
        },
        "timeline": [_entry(entry, translate) for entry in status.timeline],
        "destination": _destination(status.destination),
        "test": status.is_test,
        "items_sent": status.items_sent,
        "items_total": status.items_total,
        "replaced_by": {"order": status.replaced_by} if status.replaced_by else None,
        "link_expires_at": _time(expires_at) if expires_at else None,
        "promises": [
            _promise(each) for each in of_order(promises or {}, (estimate.first, estimate.last) if estimate else None)
        ],
        "usual": _usual(status.usual),
        "notices": {"level": level.value} if level else None,
        "choices": [*answers.choices] if answers else [],
        "answers": [_answer(row) for row in answers.given] if answers else [],
    }


def _promise(promise: Promise) -> Json:
    return {"from": _day(promise.first), "to": _day(promise.last), "said_at": _time(promise.said_at)}


def _answer(row: AnswerRow) -> Json:
    return {"kind": row.kind, "at": _time(row.at), "handled": row.is_handled}


def _headline(headline: Headline, translate: Translate) -> Json:
    return {
        "stage": headline.stage,
        "condition": headline.condition,
        "reason": headline.reason,
        "title": translate(headline.title),
        "text": translate(headline.text),
    }


def _next_step(advice: Advice, translate: Translate) -> Json:
    return {"code": advice.code, "text": translate(advice.text), "url": advice.url}


def _destination(place: Place | None) -> Json:
    return {"city": place.city, "country": place.country} if place else None


def _estimate(estimate: Estimate | None) -> Json:
    if estimate is None:
        return None
    previous = estimate.previous
    return {
        "from": _day(estimate.first),
        "to": _day(estimate.last),
        "previous": {"from": _day(previous.first), "to": _day(previous.last)} if previous else None,
    }


# A first scan is no step of its own for the customer: they wait for it to leave, or to arrive.
_USUAL_STEPS = {TimedStep.SENT: "send", TimedStep.FIRST_SCAN: "send", TimedStep.ARRIVED: "arrive"}


def _usual(usual: Usual | None) -> Json:
    if usual is None or usual.step not in _USUAL_STEPS:
        return None
    first, last = usual.days
    return {"step": _USUAL_STEPS[usual.step], "from_days": first, "to_days": last}


def _parcel(parcel: Parcel, translate: Translate) -> Json:
    return {
        "route": parcel.route,
        "stage": parcel.stage,
        "condition": parcel.condition,
        "reason": parcel.reason,
        "title": translate(parcel.title),
        "text": translate(parcel.text),
        "stages": [_step(step) for step in parcel.steps],
        "items": [_item(item, translate) for item in parcel.items],
        "tracking": [_link(link) for link in parcel.tracking],
        "events": [_event(event, translate) for event in parcel.scans],
        "location": parcel.location,
        "expected": _day(parcel.expected) if parcel.expected else None,
        "estimate": _estimate(parcel.estimate),
        "next_step": _next_step(parcel.advice, translate),
    }


def _step(step: Step) -> Json:
    return {"code": step.code, "state": step.state, "at": _time(step.at) if step.at else None}


def _item(item: Item, translate: Translate) -> Json:
    return {
        "title": item.title or translate(UNTITLED),
        "variant": item.variant,
        "quantity": item.quantity,
        "image": item.image.url if item.image else None,
    }


def _link(link: Link) -> Json:
    return {"carrier": link.carrier, "name": link.name, "number": link.number, "url": link.url}


def _event(event: TrackingEvent, translate: Translate) -> Json:
    return {"status": event.status, "at": _time(event.at), "place": event.place, "text": translate(event.text)}


def _removed(item: RemovedItem, translate: Translate) -> Json:
    return {
        "title": item.title or translate(UNTITLED),
        "variant": item.variant,
        "quantity": item.quantity,
        "reason": item.reason,
    }


def _return(each: ReturnStatus, translate: Translate) -> Json:
    return {
        "stage": each.stage,
        "condition": each.condition,
        "reason": each.reason,
        "stages": [_step(step) for step in each.steps],
        "items": [_item(item, translate) for item in each.items],
        "exchange": [_item(item, translate) for item in each.exchange_items],
        "tracking": [_link(link) for link in each.tracking],
        "label_url": each.label_url,
        "text": translate(each.text),
    }


def _due(due: PaymentDue | None) -> Json:
    if due is None:
        return None
    return {"amount": _amount(due.amount), "currency": due.amount.currency, "on": _day(due.on) if due.on else None}


def _money(money: Money | None) -> Json:
    return {"amount": _amount(money), "currency": money.currency} if money else None


def _amount(money: Money) -> str:
    """Formats with as many decimals as the currency has, "49.00", or more where Shopify has more."""
    decimals = get_currency_precision(money.currency)
    rounded = round(money.amount, decimals)
    return f"{rounded if rounded == money.amount else money.amount:f}"


def _entry(entry: TimelineEntry, translate: Translate) -> Json:
    return {"at": _time(entry.at), "text": translate(entry.text), "kind": entry.kind}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(day: date) -> str:
    return day.isoformat()
