"""The news for the customer of an order, from what was told, what is true now, the clock and what is wanted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracking.notices.codes import NoticeCode, WantedNotices
from tracking.notices.facts import BAD, Fact, Mark, all_has_arrived, facts, feedback_at, is_late, mark
from tracking.notices.moved_days import Move, is_about_a_day, is_promised, moved_days
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory, is_clock_behind
from tracking.notices.recoveries import is_on_track, recoveries
from tracking.notices.situation import Situation
from tracking.order.public_ids import is_or_extends
from tracking.order.vocabulary import Reason

__all__ = ["NoticeHistory", "Terms", "asks_at", "in_letter_order", "news", "priority", "still_true"]

TOO_OLD = timedelta(hours=48)
"""A fact that began so long before it is known is told no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The settings on which the rules depend, and what the customer wants.

    ``since`` is NOTICES_FROM, ``feedback_days`` FEEDBACK_DAYS; both None where unset.
    """

    wanted: WantedNotices
    since: date | None = None
    feedback_days: int | None = None


# The codes of one letter: the first of them leads. Letters that are due leave in this order, too.
_ORDER = (
    NoticeCode.PROBLEM,
    NoticeCode.YOU_CAN_HELP,
    NoticeCode.CANCELLED,
    NoticeCode.NEW_DATE,
    NoticeCode.DELAYED,
    NoticeCode.NOT_SENT_YET,
    NoticeCode.OUT_FOR_DELIVERY,
    NoticeCode.READY,
    NoticeCode.RETURN_NEWS,
    NoticeCode.BACK_ON_TRACK,
    NoticeCode.DELIVERED,
    NoticeCode.PARTLY_SENT,
    NoticeCode.SENT,
    NoticeCode.HOW_WAS_IT,
)
_ON_TIME_OR_NOT = BAD | {NoticeCode.BACK_ON_TRACK}
_PRIORITY = {code: place for place, code in enumerate(_ORDER)}


def news(
    history: NoticeHistory, true: Situation, now: datetime, terms: Terms, *, is_from_webhook: bool = False
) -> tuple[News, ...]:
    """The news, in the order of a letter that tells it.

    ``is_from_webhook``: Shopify has just reported a change of the order. Of an order that was not known, only that
    makes news: the first fill is silent. The caller writes
    ``next_before(history.before, true)`` in the same transaction.
    """
    if not _may_tell(history, true, terms, is_from_webhook=is_from_webhook):
        return ()
    known = {piece.key for piece in history.all}
    found = [
        News(fact.code, fact.part, fact.about, since or now, earlier)
        for fact, earlier in _new(history, true, now, terms)
        if _is_wanted(fact, terms.wanted) and ((since := _since(fact, history)) is None or now - since <= TOO_OLD)
    ]
    return in_letter_order(piece for piece in found if piece.key not in known)


def asks_at(true: Situation, terms: Terms) -> datetime | None:
    """When the order makes news although nothing of it changes any more; None: never."""
    if terms.feedback_days is None or not terms.wanted.includes(NoticeCode.HOW_WAS_IT):
        return None
    return feedback_at(true, terms.feedback_days)


def still_true(piece: News, true: Situation, now: datetime) -> bool:
    """Whether a piece of news still holds when its letter leaves, and may be told of such an order."""
    if true.is_silent or (true.cancelled and piece.code is not NoticeCode.CANCELLED):
        return False
    if is_about_a_day(piece) and piece.code is not NoticeCode.BACK_ON_TRACK:
        return is_promised(piece, true)
    if piece.code is NoticeCode.BACK_ON_TRACK:
        part = true.part(piece.part)
        return part is not None and is_on_track(part, now, after=piece.about)
    if piece.code is NoticeCode.HOW_WAS_IT:
        return all_has_arrived(true)
    its_mark = mark(piece.code, piece.part, piece.about)
    return any(fact.mark == its_mark for fact in facts(true, now))


def in_letter_order(pieces: Iterable[News]) -> tuple[News, ...]:
    """The news of one letter, each once: the first one leads, and gives the subject."""
    return tuple(sorted({piece.key: piece for piece in pieces}.values(), key=lambda piece: priority(piece.code)))


def priority(code: NoticeCode) -> int:
    """The priority of a code among those that wait: the smallest is sent first."""
    return _PRIORITY[code]


def _may_tell(history: NoticeHistory, true: Situation, terms: Terms, *, is_from_webhook: bool) -> bool:
    """Whether anything may be told of this order now."""
    if true.is_partial or true.is_silent or (terms.since and true.placed_on < terms.since):
        return False
    if history.before is None:
        return is_from_webhook
    return not is_clock_behind(history.before, true)


def _new(history: NoticeHistory, true: Situation, now: datetime, terms: Terms) -> Iterator[Move]:
    """The facts that became true since the situation before, and the day that was promised then."""
    yield from moved_days(history, true, includes_earlier=terms.wanted.includes_earlier)
    for fact in recoveries(history, true, now):
        yield fact, None
    known = _known_marks(history, true, terms)
    for fact in facts(true, now, terms.feedback_days):
        went_wrong = fact.code is NoticeCode.HOW_WAS_IT and any(piece.code in BAD for piece in history.all)
        if fact.mark not in known and not went_wrong and not _was_notified_late(history, true, fact):
            yield fact, None


def _was_notified_late(history: NoticeHistory, true: Situation, fact: Fact) -> bool:
    """Whether the last letter about a parcel that is late on its way said that it, or its units, were late to leave."""
    part = true.part(fact.part)
    if fact.code is not NoticeCode.DELAYED or part is None:
        return False
    ids = {piece.part for piece in history.left if part.source and is_or_extends(piece.part, part.source)} | {part.id}
    letters = [piece for piece in history.left if piece.part in ids and piece.code in _ON_TIME_OR_NOT]
    return (
        bool(letters) and letters[-1].code is NoticeCode.NOT_SENT_YET and is_late(letters[-1].code, letters[-1].about)
    )


def _since(fact: Fact, history: NoticeHistory) -> datetime | None:
    """Since when it is true; None where that is not known.

    A part late by the calendar turned late after it was last found not to be, whatever had been its reason instead.
    """
    if (
        history.before is None
        or fact.since is None
        or not is_late(fact.code, fact.about)
        or fact.about == Reason.DELAYED
    ):
        return fact.since
    return max(fact.since, history.before.at)


def _known_marks(history: NoticeHistory, true: Situation, terms: Terms) -> set[tuple[str, str]]:
    """The marks of what was true before, unless it was withheld since, and of what was told of parcels that left."""
    sent = _marks(piece for piece in history.all if piece.code in (NoticeCode.SENT, NoticeCode.PARTLY_SENT))
    if history.before is None:
        return sent
    old = {fact.mark for fact in facts(history.before, history.before.at, terms.feedback_days)}
    inherited = _inherited(old - _marks(history.waiting), history.before, true)
    return sent.union(old - _marks(history.withheld), inherited)


def _inherited(old: set[Mark], before: Situation, true: Situation) -> Iterator[Mark]:
    """The marks of units that wait under their new ids.

    They are one part while they wait alike: those that leave it, or that others leave, have another id. A fact
    of them all is no news of them alone, unless its letter still waits, which is about the old id.
    """
    known = {part.id for part in before.parts}
    waited = {part.id for part in before.parts if part.is_waiting}
    for part in true.parts:
        if part.id in known or not (part.is_waiting or part.source):
            continue
        for old_id, what in old:
            if old_id in waited and (part.source is None or is_or_extends(old_id, part.source)):
                yield part.id, what


def _marks(pieces: Iterable[News]) -> set[Mark]:
    return {mark(piece.code, piece.part, piece.about) for piece in pieces}


def _is_wanted(fact: Fact, wanted: WantedNotices) -> bool:
    if fact.code is NoticeCode.RETURN_NEWS and fact.about == Reason.RETURN_REFUNDED and not wanted.includes_refunds:
        return False
    return wanted.includes(fact.code, fact.route)
