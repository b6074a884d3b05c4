"""The page as JSON: the public shape, in which every key is always there."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

from babel.numbers import get_currency_precision

from tracking.carriers import Link
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Money, Phrase
from tracking.order.status_types import (
    Estimate,
    Headline,
    Item,
    OrderStatus,
    Parcel,
    RemovedItem,
    ReturnStatus,
    Step,
    TimelineEntry,
    TrackingEvent,
)

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Say: TypeAlias = Callable[[Phrase], str]


def as_json(
    status: OrderStatus, *, as_of: datetime, stale: bool, language: str, localizer: Localizer
) -> dict[str, Json]:
    """Times are RFC 3339 in UTC, days ISO 8601, amounts strings in the currency's major unit."""
    say = localizer.translate
    return {
        "order": status.order,
        "placed_at": _time(status.placed_at),
        "as_of": _time(as_of),
        "stale": stale,
        "language": language,
        "headline": _headline(status.headline, say),
        "estimate": _estimate(status.estimate),
        "payment": {
            "reason": status.payment.reason,
            "condition": status.payment.condition,
            "text": say(status.payment.text),
        },
        "next_step": {
            "code": status.advice.code,
            "text": say(status.advice.text),
            "url": status.advice.url,
        },
        "parcels": [_parcel(parcel, say) for parcel in status.parcels],
        "removed": [_removed(item) for item in status.removed],
        "returns": [_return(each, say) for each in status.returns],
        "money": {
            "refunded": _money(status.money.refunded),
            "text": say(status.money.text) if status.money.text else None,
        },
        "timeline": [_entry(entry, say) for entry in status.timeline],
    }


def _headline(headline: Headline, say: Say) -> Json:
    return {
        "stage": headline.stage,
        "condition": headline.condition,
        "reason": headline.reason,
        "title": say(headline.title),
        "text": say(headline.text),
    }


def _estimate(estimate: Estimate | None) -> Json:
    if estimate is None:
        return None
    previous = estimate.previous
    return {
        "from": _day(estimate.first),
        "to": _day(estimate.last),
        "previous": {"from": _day(previous.first), "to": _day(previous.last)} if previous else None,
    }


def _parcel(parcel: Parcel, say: Say) -> Json:
    return {
        "route": parcel.route,
        "stage": parcel.stage,
        "condition": parcel.condition,
        "reason": parcel.reason,
        "text": say(parcel.text),
        "stages": [_step(step) for step in parcel.steps],
        "items": [_item(item) for item in parcel.items],
        "tracking": [_link(link) for link in parcel.tracking],
        "events": [_scan(scan, say) for scan in parcel.scans],
        "location": parcel.location,
        "expected": _day(parcel.expected) if parcel.expected else None,
    }


def _step(step: Step) -> Json:
    return {"code": step.code, "state": step.state, "at": _time(step.at) if step.at else None}


def _item(item: Item) -> Json:
    return {
        "title": item.title,
        "variant": item.variant,
        "quantity": item.quantity,
        "image": item.image.url if item.image else None,
    }


def _link(link: Link) -> Json:
    return {"carrier": link.carrier, "name": link.name, "number": link.number, "url": link.url}


def _scan(scan: TrackingEvent, say: Say) -> Json:
    return {"status": scan.status, "at": _time(scan.at), "place": scan.place, "text": say(scan.text)}


def _removed(item: RemovedItem) -> Json:
    return {"title": item.title, "variant": item.variant, "quantity": item.quantity, "reason": item.reason}


def _return(each: ReturnStatus, say: Say) -> Json:
    return {
        "stage": each.stage,
        "reason": each.reason,
        "stages": [_step(step) for step in each.steps],
        "items": [_item(item) for item in each.items],
        "tracking": [_link(link) for link in each.tracking],
        "text": say(each.text),
    }


def _money(money: Money | None) -> Json:
    return {"amount": _amount(money), "currency": money.currency} if money else None


def _amount(money: Money) -> str:
    """With as many decimals as the currency has, "49.00", or more where Shopify has more."""
    decimals = get_currency_precision(money.currency)
    rounded = round(money.amount, decimals)
    return f"{rounded if rounded == money.amount else money.amount:f}"


def _entry(entry: TimelineEntry, say: Say) -> Json:
    return {"at": _time(entry.at), "text": say(entry.text), "kind": entry.kind}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(day: date) -> str:
    return day.isoformat()
