"""A row of the list in words: its condition, its stage and how far that is, its route, the answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.i18n.text import Phrase, text
from tracking.merchant.code_texts import CONDITION_TEXTS, ROUTE_TEXTS
from tracking.merchant.needs import NeedCode
from tracking.merchant.order_row import MerchantRow, RowAnswer
from tracking.merchant.row_causes import ANSWERED, WRITE_FIRST
from tracking.order.answers import ROWS, AnswerKind
from tracking.order.reasons import NOTHING_TO_DO, REASONS
from tracking.order.stages import LABELS
from tracking.order.vocabulary import STAGES, Condition, Reason, Route, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    """The condition as ``tone`` (a color), icon and word."""

    tone: str
    icon: str
    word: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProgress:
    """The steps of the route that are reached, of all."""

    at: int
    of: int


_ICONS = {
    Condition.FINE: "arrow",
    Condition.WAITING: "pause",
    Condition.LATE: "clock",
    Condition.ACTION_NEEDED: "person",
    Condition.PROBLEM: "alert",
    Condition.DONE: "check",
}
_CANCELED = RowState(tone=Condition.WAITING, icon="cross", word=text("Canceled"))
_NEEDS_YOU = text("Needs you now")
_PROBLEM = RowState(tone=Condition.PROBLEM, icon="alert", word=_NEEDS_YOU)
_NEEDED = RowState(tone=Condition.ACTION_NEEDED, icon="alert", word=_NEEDS_YOU)
# Nothing that a merchant has to think of: most orders take it.
_USUAL = Route.SHIP
# Another release of the site may have written a code that this one does not know.
_UNKNOWN = text("Being updated")
_UNKNOWN_STATE = RowState(tone=Condition.WAITING, icon="pause", word=_UNKNOWN)

# By the code as it is written.
_STATES: Mapping[str, RowState] = {
    each: RowState(tone=each, icon=icon, word=CONDITION_TEXTS[each]) for each, icon in _ICONS.items()
}
_STAGES: Mapping[str, Phrase] = {stage: words for stage, words in LABELS.items()}  # noqa: C416 - keys that are plain text to mypy
_ROUTES: Mapping[str | None, Phrase] = {
    route: words for route, words in ROUTE_TEXTS.items() if route not in {_USUAL, Route.CANCELLED}
}
_PROGRESS: Mapping[tuple[str | None, str], RowProgress] = {
    (route, step): RowProgress(at=place, of=len(steps))
    for route, steps in STAGES.items()
    for place, step in enumerate(steps, start=1)
    if len(steps) > 1 and step is not Stage.CANCELLED
}


def state(row: MerchantRow) -> RowState:
    """The condition; what is done and needs somebody all the same says so, and what was called off is neither."""
    if row.needs and row.condition == Condition.DONE:
        return _PROBLEM if row.needs.why is NeedCode.PROBLEM else _NEEDED
    if row.stage == Stage.CANCELLED:
        return _CANCELED
    return _STATES.get(row.condition, _UNKNOWN_STATE)


def stage(row: MerchantRow) -> Phrase:
    """The step that the order has reached."""
    return _STAGES.get(row.stage, _UNKNOWN)


def progress(row: MerchantRow) -> RowProgress | None:
    """How far that is on its route; None where it has none, or left it."""
    return _PROGRESS.get((row.route, row.stage))


def route(row: MerchantRow) -> Phrase | None:
    """The route, where it is not the usual one."""
    return _ROUTES.get(row.route)


def answer(given: RowAnswer) -> Phrase:
    """The customer's answer, in the words of the page."""
    return ROWS[AnswerKind(given.kind)].label if given.kind in set(AnswerKind) else _UNKNOWN


def has_step(row: MerchantRow) -> bool:
    """Whether the remedy is something to do."""
    return row.remedy is not None and row.remedy != NOTHING_TO_DO


# Steps that begin somewhere else than in Shopify's admin.
_HERE = (ANSWERED.remedy, WRITE_FIRST)
_AT_THE_CARRIER = (REASONS[Reason.ESTIMATE_PASSED].merchant_fix, REASONS[Reason.STALLED].merchant_fix)


def is_done_here(row: MerchantRow) -> bool:
    """Whether the step is done on the order's page of this site."""
    return row.remedy in _HERE


def step_url(row: MerchantRow) -> str:
    """Where a step begins that is not done here: on the carrier's page, else in Shopify's admin."""
    if row.remedy in _AT_THE_CARRIER and row.tracking and row.tracking.url:
        return row.tracking.url
    return row.admin_url
