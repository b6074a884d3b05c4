"""Invariants of the present tense: a table of sentences, with the age of the news beyond which none may stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.judge.case import POLICY, Case, Complaints
from tracking.order.status_types import Parcel, ReturnStatus
from tracking.order.vocabulary import Condition

_STALLED = POLICY.stalled_days
_WEEKEND = 2  # days that are no working days, and may lie between


@dataclass(frozen=True, slots=True)
class _Tense:
    """Words of the present, and the days for which news keeps them true."""

    words: str
    days: int


OUT_FOR_DELIVERY = _Tense(r"with the driver|\b(?:is|are) out for delivery|[Oo]ur driver has", 1 + _WEEKEND + 1)
"""In a sentence: the history has its day beside it."""

TENSES = (
    OUT_FOR_DELIVERY,
    _Tense(r"^Out for delivery", OUT_FOR_DELIVERY.days),
    _Tense(r"try again", 3 + _WEEKEND + 1),
    _Tense(r"reports a delay", _STALLED + 1),
    _Tense(r"often takes a day or two", _STALLED + 1),
    _Tense(r"waiting for you\b", 31),  # no carrier keeps a parcel for longer
    _Tense(
        r"(?<!should have been )\bon (?:its|their) way\b(?! back)|The carrier has it|where it is right now",
        38,
    ),
    _Tense(r"no updates until it arrives", 38),
)
"""Of a parcel: the age counts from its last scan or step, or from the day on which it is expected."""

RETURN_TENSES = (_Tense(r"(?:on its|on their) way (?:back )?to us", 31),)
_QUIET_AFTER = timedelta(days=31)
_ALARMS = frozenset({Condition.LATE, Condition.PROBLEM, Condition.ACTION_NEEDED})
_FINE_WAIT = timedelta(days=14)  # the handling time of three working days, holidays and all


def the_present_tense_ends(case: Case) -> Complaints:
    """ "Out for delivery" is not said of last week."""
    rows = case.page["parcels"]
    assert isinstance(rows, list)
    for parcel, row in zip(case.status.parcels, rows, strict=True):
        assert isinstance(row, dict)
        age = case.now - _newest(parcel, case)
        if parcel.condition is Condition.PROBLEM and "may be lost" in str(row["title"]):
            continue
        for said in _sentences(str(row["title"]), str(row["text"])):
            yield from (f"{said!r} after more than {t.days} days" for t in _expired(TENSES, said, age))
    returns = case.page["returns"]
    assert isinstance(returns, list)
    for back, row in zip(case.status.returns, returns, strict=True):
        assert isinstance(row, dict)
        if back.condition is Condition.FINE:
            age = case.now - _newest_of_return(back, case)
            yield from (f"{row['text']!r} after {t.days} days" for t in _expired(RETURN_TENSES, str(row["text"]), age))


def no_unsent_parcel_is_fine_for_weeks(case: Case) -> Complaints:
    """A parcel that should have been sent weeks ago is not "being prepared"."""
    for parcel in case.status.parcels:
        waits = not parcel.sent and parcel.condition is Condition.FINE and not parcel.is_quiet and not parcel.expected
        if waits and parcel.scans == () and case.now - _latest_change(case) > _FINE_WAIT:
            yield f"a parcel is {parcel.stage}, fine / {parcel.reason} after weeks"


def an_archived_order_raises_no_alarm(case: Case) -> Complaints:
    """Of what the shop put away long ago, nothing is late and nothing waits for me."""
    archived_at = case.order.closed_at
    if archived_at is None or case.now - max(archived_at, _latest_change(case)) < _QUIET_AFTER:
        return
    for condition, reason in _states(case):
        if condition in _ALARMS:
            yield f"archived long ago, and {condition} / {reason}"


def _expired(tenses: tuple[_Tense, ...], said: str, age: timedelta) -> Iterator[_Tense]:
    return (tense for tense in tenses if re.search(tense.words, said) and age > timedelta(days=tense.days))


def _sentences(title: str, text: str) -> list[str]:
    return [title, *re.split(r"(?<=[.!?]) ", text)]


def _newest(parcel: Parcel, case: Case) -> datetime:
    """The last report of a parcel, or the end of the day on which it is expected."""
    moments = [step.at for step in parcel.steps if step.at] + [scan.at for scan in parcel.scans]
    moments.append(case.status.placed_at)
    zone = ZoneInfo(case.status.zone)
    if parcel.estimate:
        moments.append(datetime.combine(parcel.estimate.last, time(23, 59), zone))
    return max(moments)


def _newest_of_return(back: ReturnStatus, case: Case) -> datetime:
    return max((step.at for step in back.steps if step.at), default=case.status.placed_at)


def _latest_change(case: Case) -> datetime:
    """The newest moment of the order's data, promises included."""
    order = case.order
    moments = [order.placed_at, order.updated_at, *(entry.at for entry in case.status.timeline)]
    for group in order.fulfillment_orders:
        promised = (group.delivery.earliest_at, group.delivery.latest_at) if group.delivery else ()
        moments += filter(None, (group.fulfill_at, group.fulfill_by, group.created_at, *promised))
    for parcel in order.fulfillments:
        moments += filter(None, (parcel.estimated_at, *(event.estimated_at for event in parcel.events)))
        moments += (event.happened_at for event in parcel.events)
    return max(moments)


def _states(case: Case) -> Iterator[tuple[Condition, object]]:
    status = case.status
    yield status.headline.condition, status.headline.reason
    yield from ((parcel.condition, parcel.reason) for parcel in status.parcels)
    yield from ((back.condition, back.reason) for back in status.returns)
