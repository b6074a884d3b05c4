"""The facts of an order that can be told now: one row for each state of a part, and three for the whole order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.notices.codes import NoticeCode
from tracking.notices.situation import Kind, Part, Situation
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Route, Stage

Mark = tuple[str, str]
"""A part's id, and what it is that is true of it."""

REMINDER = timedelta(days=3)
"""So long a parcel may wait at a pickup point before its customer is reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """The states of a part that a code tells of; None: any. ``about`` replaces the reason as what the news is about.

    ``after``: only once the state has lasted so long.
    """

    code: NoticeCode
    kinds: frozenset[Kind]
    conditions: frozenset[Condition] | None = None
    reasons: frozenset[Reason | None] | None = None
    stages: frozenset[Stage] | None = None
    routes: frozenset[Route] | None = None
    about: str | None = None
    after: timedelta = timedelta()

    def matches(self, part: Part) -> bool:
        """Whether the part is in one of these states, however long."""
        return (
            part.kind in self.kinds
            and (self.conditions is None or part.condition in self.conditions)
            and (self.reasons is None or part.reason in self.reasons)
            and (self.stages is None or part.stage in self.stages)
            and (self.routes is None or part.route in self.routes)
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is true and can be told. ``since`` is None where the data does not say since when."""

    code: NoticeCode
    part: str
    about: str
    since: datetime | None
    route: Route | None = None

    @property
    def mark(self) -> Mark:
        """The mark of the same fact later; see ``mark``."""
        return mark(self.code, self.part, self.about)


_UNSENT, _SENT = frozenset({Kind.UNSENT}), frozenset({Kind.SENT})
_PARCEL = _UNSENT | _SENT
_RETURN, _PAYMENT = frozenset({Kind.RETURN}), frozenset({Kind.PAYMENT})
_FINE, _LATE = frozenset({Condition.FINE}), frozenset({Condition.LATE})
_ACTION, _PROBLEM = frozenset({Condition.ACTION_NEEDED}), frozenset({Condition.PROBLEM})
_NO_REASON: frozenset[Reason | None] = frozenset({None})

# Reasons for which units wait, and which their customer can feel.
FELT = frozenset({Reason.HOLD_STOCK, Reason.HOLD_DATE_UNKNOWN})
_HELPED = frozenset({Reason.HOLD_ADDRESS, Reason.HOLD_PAYMENT, Reason.BUYER_ACTION, Reason.ATTEMPT_FAILED})
_OWED = frozenset({Reason.PAY_BALANCE_DUE, Reason.PAY_OVERDUE, Reason.PAY_EXPIRED})
_RETURNED = frozenset(
    {
        Reason.RETURN_RECEIVED,
        Reason.RETURN_INSPECTED,
        Reason.RETURN_MISSING,
        Reason.RETURN_FAILED,
        Reason.RETURN_REFUNDED,
    }
)
_EXCHANGE = frozenset({Reason.EXCHANGE, Reason.EXCHANGED})

_N = NoticeCode
ROWS = (
    FactRule(code=_N.NOT_SENT_YET, kinds=_UNSENT, conditions=_LATE),
    FactRule(code=_N.NOT_SENT_YET, kinds=_UNSENT, conditions=frozenset({Condition.WAITING}), reasons=FELT),
    FactRule(code=_N.YOU_CAN_HELP, kinds=_PARCEL, conditions=_ACTION, reasons=_HELPED),
    FactRule(
        code=_N.YOU_CAN_HELP,
        kinds=_SENT,
        conditions=_ACTION,
        reasons=frozenset({Reason.AT_PICKUP_POINT}),
        after=REMINDER,
    ),
    FactRule(code=_N.YOU_CAN_HELP, kinds=_PAYMENT, conditions=_ACTION, reasons=_OWED),
    FactRule(code=_N.DELAYED, kinds=_SENT, conditions=_LATE),
    FactRule(code=_N.PROBLEM, kinds=_PARCEL, conditions=_PROBLEM),
    FactRule(code=_N.RETURN_NEWS, kinds=_RETURN, reasons=_RETURNED),
    FactRule(
        code=_N.RETURN_NEWS,
        kinds=_RETURN,
        reasons=_EXCHANGE,
        stages=frozenset({Stage.RECEIVED}),
        about=Reason.RETURN_RECEIVED.value,
    ),
    FactRule(
        code=_N.SENT,
        kinds=_SENT,
        stages=frozenset({Stage.SHIPPED}),
        conditions=_FINE | {Condition.WAITING},
        routes=frozenset({Route.SHIP, Route.PICKUP_POINT}),
        about="",
    ),
    FactRule(
        code=_N.OUT_FOR_DELIVERY,
        kinds=_SENT,
        stages=frozenset({Stage.OUT_FOR_DELIVERY}),
        conditions=_FINE,
        reasons=_NO_REASON,
        about="",
    ),
    FactRule(
        code=_N.READY,
        kinds=_SENT,
        stages=frozenset({Stage.READY_FOR_PICKUP}),
        conditions=_FINE | _ACTION,
        reasons=_NO_REASON | {Reason.AT_PICKUP_POINT},
        about="",
    ),
    FactRule(
        code=_N.DELIVERED,
        kinds=_SENT,
        stages=frozenset({Stage.DELIVERED}),
        conditions=frozenset({Condition.DONE}),
        reasons=_NO_REASON,
        about="",
    ),
)

# Told of the stage that a parcel has reached, not of its condition.
_OF_STAGES = frozenset({_N.OUT_FOR_DELIVERY, _N.READY, _N.DELIVERED})
_LEFT = frozenset({_N.SENT, _N.PARTLY_SENT})


def facts(true: Situation, now: datetime, feedback_days: int | None = None) -> Iterator[Fact]:
    """Everything that can be told of an order, whether it is news or not."""
    if true.is_silent:
        return
    if true.cancelled:
        yield Fact(NoticeCode.CANCELLED, "", true.cancelled.value, true.cancelled_at)
        return
    for part in true.parts:
        for rule in ROWS:
            if rule.matches(part):
                yield from _fact(rule, part, true, now)
    asked_at = None if feedback_days is None else feedback_at(true, feedback_days)
    if asked_at and now >= asked_at:
        yield Fact(NoticeCode.HOW_WAS_IT, "", "", asked_at)


def bad_facts(part: Part, now: datetime) -> bool:
    """Whether something is wrong with a part, or its customer has to act, so that a letter would say so."""
    return any(rule.code in BAD and rule.matches(part) and _is_over(rule, part.since, now) for rule in ROWS)


BAD = frozenset({_N.NOT_SENT_YET, _N.YOU_CAN_HELP, _N.DELAYED, _N.PROBLEM})


def mark(code: NoticeCode, part: str, about: str) -> Mark:
    """The mark of the same fact although its reason changed: late stays late, and sent stays sent."""
    if code in _LEFT:
        return part, "sent"
    return part, f"{code}/late" if is_late(code, about) else f"{code}/{about}"


def is_late(code: NoticeCode, about: str) -> bool:
    """Whether it is told that something is late, not why it waits."""
    return code is NoticeCode.DELAYED or (code is NoticeCode.NOT_SENT_YET and about in _LATE_ABOUT)


# A reason, or the condition of what has none; not a day.
_LATE_ABOUT = frozenset({*map(str, Reason), str(Condition.LATE)}) - FELT


def has_arrived(part: Part) -> bool:
    """Whether the customer has it, as was reported: not that it should have arrived by now."""
    return part.condition is Condition.DONE and part.stage in ARRIVED and part.reason is None


def all_has_arrived(true: Situation) -> bool:
    """Whether the customer has everything, and sends nothing back."""
    parcels = [part for part in true.parts if part.kind in _PARCEL]
    is_returned = any(part.kind is Kind.RETURN for part in true.parts)
    is_carried = any(part.route is not Route.DIGITAL for part in parcels)
    return is_carried and not is_returned and all(map(has_arrived, parcels)) and not true.cancelled


def _fact(rule: FactRule, part: Part, true: Situation, now: datetime) -> Iterator[Fact]:
    since = _since(rule, part)
    if not _is_over(rule, since, now):
        return
    code = NoticeCode.PARTLY_SENT if rule.code is NoticeCode.SENT and _waits_for_more(true) else rule.code
    about = rule.about if rule.about is not None else (part.reason or part.condition).value
    yield Fact(code, part.id, about, since + rule.after if since else None, part.route)


def _is_over(rule: FactRule, since: datetime | None, now: datetime) -> bool:
    """Whether the state has lasted as long as the rule asks for."""
    return not rule.after or (since is not None and now >= since + rule.after)


def _since(rule: FactRule, part: Part) -> datetime | None:
    if rule.code is NoticeCode.SENT:
        return part.sent_at
    return part.stage_since if rule.code in _OF_STAGES else part.since


def _waits_for_more(true: Situation) -> bool:
    return any(
        part.kind is Kind.UNSENT and part.route is not Route.DIGITAL and part.condition is not Condition.DONE
        for part in true.parts
    )


def feedback_at(true: Situation, feedback_days: int) -> datetime | None:
    """When the customer may be asked how it was; None where not all has arrived, or it is not known when."""
    if true.is_silent or not all_has_arrived(true):
        return None
    arrivals = [part.stage_since for part in true.parts if part.kind in _PARCEL]
    known = [at for at in arrivals if at]
    return max(known) + timedelta(days=feedback_days) if len(known) == len(arrivals) else None
