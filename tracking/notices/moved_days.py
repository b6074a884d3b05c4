"""Promised days that moved: of arriving, and of leaving."""

from collections.abc import Iterator
from datetime import date, datetime

from tracking.notices.codes import NoticeCode
from tracking.notices.facts import BAD, Fact
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory
from tracking.notices.situation import Kind, Part, Situation
from tracking.order.public_ids import is_or_extends
from tracking.order.vocabulary import Condition, Reason

_NO_DAY = frozenset({Condition.DONE, Condition.PROBLEM})
PLANNED = frozenset({Reason.SCHEDULED, Reason.PREORDER})

Move = tuple[Fact, date | None]
"""The fact that can be told, and the day that was promised before."""


def moved_days(history: NoticeHistory, true: Situation, *, includes_earlier: bool) -> Iterator[Move]:
    """The days that were moved since the order was last looked at: to later ones, and to earlier ones if told."""
    if true.is_silent or true.cancelled:
        return
    for part in true.parts:
        for fact, earlier in (*_arrival(history, part), *_departure(history, part)):
            day = date.fromisoformat(fact.about)
            if day >= true.today and (earlier is None or day > earlier or includes_earlier):
                yield fact, earlier


def is_promised(piece: News, true: Situation) -> bool:
    """Whether the day that the news tells is still the promised one, and not over."""
    part, day = true.part(piece.part), _day(piece)
    if part is None or day is None or day < true.today:
        return False
    is_leaving = part.leaves == day and part.reason in PLANNED
    is_arriving = part.arrives == day and part.condition not in _NO_DAY
    return is_leaving if piece.code is NoticeCode.NOT_SENT_YET else is_leaving or is_arriving


def is_about_a_day(piece: News) -> bool:
    """Whether the news is about a promised day."""
    return _day(piece) is not None


def _arrival(history: NoticeHistory, part: Part) -> Iterator[Move]:
    if part.arrives is None or part.condition in _NO_DAY:
        return
    old = _former(history.before, part)
    if (old and old.arrives == part.arrives) or (history.before is None and part.arrives_since is None):
        return
    baseline = _last_notified(history, part.id, {NoticeCode.NEW_DATE}) or (old and old.arrives) or part.arrived_before
    if baseline and baseline != part.arrives:
        yield _fact(NoticeCode.NEW_DATE, part, part.arrives, part.arrives_since), baseline


def _departure(history: NoticeHistory, part: Part) -> Iterator[Move]:
    """Of what waits for a later day the customer reads that it is not sent yet; an earlier one is a new date."""
    old = history.before.part(part.id) if history.before else None
    if part.kind is not Kind.UNSENT or part.reason not in PLANNED or part.leaves is None or old is None:
        return
    if old.leaves == part.leaves:
        return
    codes = {NoticeCode.NOT_SENT_YET, NoticeCode.NEW_DATE}
    baseline = _last_notified(history, part.id, codes) or old.leaves
    if baseline is None and any(piece.code in BAD and piece.part == part.id for piece in history.all):
        yield _fact(NoticeCode.NOT_SENT_YET, part, part.leaves), None  # what was late, or waited, has a day now
    elif baseline and baseline < part.leaves:
        yield _fact(NoticeCode.NOT_SENT_YET, part, part.leaves), baseline
    elif baseline and baseline > part.leaves:
        yield _fact(NoticeCode.NEW_DATE, part, part.leaves), baseline


def _fact(code: NoticeCode, part: Part, day: date, since: datetime | None = None) -> Fact:
    return Fact(code, part.id, day.isoformat(), since, part.route)


def _former(before: Situation | None, part: Part) -> Part | None:
    """The same part before, or the units that it was made of while they waited."""
    if before is None:
        return None
    source = part.source
    waited = (each for each in before.parts if source and is_or_extends(each.id, source))
    return before.part(part.id) or next(waited, None)


def _last_notified(history: NoticeHistory, public_id: str, codes: set[NoticeCode]) -> date | None:
    days = [_day(piece) for piece in history.all if piece.part == public_id and piece.code in codes]
    return next((day for day in reversed(days) if day), None)


def _day(piece: News) -> date | None:
    try:
        return date.fromisoformat(piece.about)
    except ValueError:  # a reason
        return None
