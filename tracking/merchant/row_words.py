"""What a row of the list says in words: its condition, its stage and how far that is, its route, the answer."""

from dataclasses import dataclass

from tracking.i18n.text import Phrase, text
from tracking.merchant.code_texts import CONDITION_TEXTS, ROUTE_TEXTS
from tracking.merchant.needs import NeedCode
from tracking.merchant.order_row import MerchantRow, RowAnswer
from tracking.merchant.row_causes import ANSWERED, WRITE_FIRST
from tracking.order.answers import ROWS, AnswerKind
from tracking.order.reasons import NOTHING_TO_DO, REASONS
from tracking.order.stages import label
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
# Nothing that a merchant has to think of: most orders take it.
_USUAL = Route.SHIP
# Another release of the site may have written a code that this one does not know.
_UNKNOWN = text("Being updated")


def state(row: MerchantRow) -> RowState:
    """The condition; what is done and needs somebody all the same says so, and what was called off is neither."""
    if row.needs and row.condition == Condition.DONE:
        is_problem = row.needs.why is NeedCode.PROBLEM
        return RowState(
            tone=Condition.PROBLEM if is_problem else Condition.ACTION_NEEDED,
            icon=_ICONS[Condition.PROBLEM],
            word=_NEEDS_YOU,
        )
    if row.stage == Stage.CANCELLED:
        return _CANCELED
    if row.condition not in set(Condition):
        return RowState(tone=Condition.WAITING, icon="pause", word=_UNKNOWN)
    condition = Condition(row.condition)
    return RowState(tone=condition, icon=_ICONS[condition], word=CONDITION_TEXTS[condition])


def stage(row: MerchantRow) -> Phrase:
    """The step that the order has reached."""
    return label(Stage(row.stage)) if row.stage in set(Stage) else _UNKNOWN


def progress(row: MerchantRow) -> RowProgress | None:
    """How far that is on its route; None where it has none, or left it."""
    steps = STAGES[Route(row.route)] if row.route in set(Route) else ()
    if row.stage not in steps or len(steps) == 1 or row.stage == Stage.CANCELLED:
        return None
    return RowProgress(at=steps.index(Stage(row.stage)) + 1, of=len(steps))


def route(row: MerchantRow) -> Phrase | None:
    """The route, where it is not the usual one."""
    if row.route not in set(Route) or row.route in {_USUAL, Route.CANCELLED}:
        return None
    return ROUTE_TEXTS[Route(row.route)]


def answer(given: RowAnswer) -> Phrase:
    """What the customer has chosen, in the words of the page."""
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
