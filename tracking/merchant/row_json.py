"""A row of the list for programs: public keys, which change only on purpose."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from tracking.durations.promises import Promise
from tracking.i18n.text import Days, Phrase
from tracking.merchant.needs import Need
from tracking.merchant.order_row import LetterCounts, MerchantRow, RowAnswer

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def row_json(row: MerchantRow, translate: Callable[[Phrase], str]) -> dict[str, Json]:
    """Every key, whatever is known. Times are RFC 3339 in UTC, days ISO 8601; a missing sentence is empty."""
    return {
        "id": row.id,
        "order": row.name,
        "placed_at": json_time(row.placed_at),
        "route": row.route,
        "stage": row.stage,
        "condition": row.condition,
        "reason": row.reason,
        "actor": row.actor,
        "cause": translate(row.cause) if row.cause else "",
        "remedy": translate(row.remedy) if row.remedy else "",
        "admin_url": row.admin_url,
        "page_url": row.page_url(),
        "carrier": row.carrier,
        "number": row.tracking.number if row.tracking else None,
        "tracking_url": row.tracking.url if row.tracking else None,
        "parcels": row.parcels,
        "last_scan_at": json_time(row.last_scan_at) if row.last_scan_at else None,
        "estimate": _days(row.estimate) if row.estimate else None,
        "promised": [_promise(each) for each in row.promised],
        "country": row.country,
        "location": row.location,
        "tags": [*row.tags],
        "items_sent": row.items_sent,
        "items_total": row.items_total,
        "letters": _letters(row.letters),
        "answer": _answer(row.answer) if row.answer else None,
        "set_aside_until": row.set_aside_until.isoformat() if row.set_aside_until else None,
        "needs": _need(row.needs) if row.needs else None,
        "out_of_step": [each.code.value for each in row.out_of_step],
    }


def json_time(moment: datetime) -> str:
    """As in 2026-11-29T08:30:00Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _days(days: Days) -> dict[str, Json]:
    return {"from": days.first.isoformat(), "to": days.last.isoformat()}


def _promise(promise: Promise) -> Json:
    return {**_days(Days(*promise.days)), "said_at": json_time(promise.said_at)}


def _letters(letters: LetterCounts) -> Json:
    return {"sent": letters.sent, "waiting": letters.waiting, "failed": letters.failed}


def _answer(answer: RowAnswer) -> Json:
    return {"kind": answer.kind, "at": json_time(answer.at), "handled": answer.handled}


def _need(need: Need) -> Json:
    return {"rank": need.rank, "why": need.why.value}
