"""The parts that are back on track: they move again, or have arrived, after a letter said that something was wrong."""

from collections.abc import Iterator
from datetime import datetime

from tracking.notices.codes import NoticeCode
from tracking.notices.facts import BAD, FELT, Fact, bad_facts, has_arrived
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory
from tracking.notices.situation import Kind, Part, Situation
from tracking.order.public_ids import is_or_extends
from tracking.order.vocabulary import Condition, Reason, Stage

_PAID = frozenset({Reason.PAY_PAID, Reason.PAY_RESERVED})

# Reasons without which units that wait are being prepared again.
_LIFTED = FELT | {Reason.HOLD_ADDRESS, Reason.HOLD_PAYMENT, Reason.REQUEST_DECLINED}


def recoveries(history: NoticeHistory, true: Situation, now: datetime) -> Iterator[Fact]:
    """Parts that are back on track: each about what the last letter said of it."""
    if true.is_silent or true.cancelled:
        return
    for public_id, bad in _open(history, true).items():
        part = true.part(public_id) or _successor(history, true, bad)
        if part is None or now <= bad.since or not is_on_track(part, now, after=bad.about):
            continue
        if part.id == public_id and part.kind is Kind.SENT and not _has_moved(history, part, bad):
            continue
        known = part.stage_since if has_arrived(part) else part.sent_at if part.id != public_id else None
        yield Fact(NoticeCode.BACK_ON_TRACK, part.id, bad.about, known, part.route)


def is_on_track(part: Part, now: datetime, *, after: str) -> bool:
    """Whether a part moves or has arrived, after the reason that was told.

    A parcel that was picked up needs no letter. A pickup point is an arrival after what went wrong before, but not
    after having waited there. Units that wait are late until they leave: only a hold can be lifted.
    """
    if bad_facts(part, now):
        return False
    if part.kind is Kind.PAYMENT:
        return part.reason in _PAID
    if has_arrived(part):
        return part.stage is not Stage.PICKED_UP
    if part.reason is Reason.AT_PICKUP_POINT:
        return after != Reason.AT_PICKUP_POINT
    if part.kind is Kind.UNSENT:
        return part.condition is Condition.FINE and after in _LIFTED
    return part.condition is Condition.FINE or part.reason is Reason.NO_TRACKING


def _open(history: NoticeHistory, true: Situation) -> dict[str, News]:
    """The last bad news of each part that no letter has taken back."""
    found: dict[str, News] = {}
    for piece in history.left:
        if piece.code in BAD:
            found[piece.part] = piece
        elif piece.code is NoticeCode.BACK_ON_TRACK:
            part = true.part(piece.part)
            source = part.source if part else None
            ended = [
                public_id
                for public_id, bad in found.items()
                if public_id == piece.part or bad.about == piece.about or (source and is_or_extends(public_id, source))
            ]
            for public_id in ended:
                del found[public_id]
    return found


def _successor(history: NoticeHistory, true: Situation, bad: News) -> Part | None:
    """The shipment in which units left that waited when the bad news was told; None where none of them is it."""
    shipments = [
        part
        for part in true.parts
        if part.kind is Kind.SENT and part.source and is_or_extends(bad.part, part.source) and _left(history, part, bad)
    ]
    return max(shipments, key=lambda part: part.sent_at or true.at, default=None)


def _left(history: NoticeHistory, part: Part, bad: News) -> bool:
    """Whether it left after the bad news, or since the order was last looked at."""
    old = history.before.part(part.id) if history.before else None
    is_new = history.before is not None and (old is None or old.kind is not Kind.SENT)
    return is_new or (part.sent_at is not None and part.sent_at > bad.since)


def _has_moved(history: NoticeHistory, part: Part, bad: News) -> bool:
    """Whether something was reported after the bad news, or since the order was last looked at.

    Without, a shipment is on time again because a setting was changed, or has a new day.
    """
    old = history.before.part(part.id) if history.before else None
    is_new = old is None or old.reported_at != part.reported_at
    return is_new or part.reported_at is None or part.reported_at > bad.since
