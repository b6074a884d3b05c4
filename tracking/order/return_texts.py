"""The title and text of a return: those of its reason, or those of a rarer situation, one row each."""

from collections.abc import Callable
from dataclasses import dataclass

from tracking.i18n.text import Days, Phrase, counted, text
from tracking.order.ages import Clock, State
from tracking.order.calendar import day
from tracking.order.gateways import GatewayKind, goes_through_a_bank, only_kind
from tracking.order.model import Order, Return
from tracking.order.reasons import reason_text
from tracking.order.refunds import RefundState
from tracking.order.return_ages import agreed_at
from tracking.order.return_refunds import moved, refunds_of
from tracking.order.return_state import ReturnState
from tracking.order.statuses import DECLINES, NO_DECLINE_REASON
from tracking.order.vocabulary import Condition, Reason, Stage


@dataclass(frozen=True, slots=True)
class _Situation:
    """A situation: ``applies`` decides, ``title`` None keeps that of the reason."""

    applies: Callable[[Return, ReturnState], bool]
    title: Phrase | None
    text: Phrase


def return_text(order: Order, return_: Return, state: ReturnState, clock: Clock) -> tuple[Phrase, Phrase]:
    """The title and text of a return."""
    reason = reason_text(state.reason)
    if state.reason is Reason.RETURN_DECLINED:
        why = DECLINES.get(return_.decline_reason or "", NO_DECLINE_REASON)
        return reason.title, text("We couldn’t accept this return. %(why)s", why=why)
    if state.reason is Reason.RETURN_REFUNDED:
        return reason.title, _refunded(order, return_, clock)
    if state.reason is Reason.RETURN_MISSING and state.missing < sum(units.quantity for units in return_.units):
        return reason.title, _some_missing(state.missing)
    if state.awaited and state.reason is Reason.RETURN_INSPECTED:
        return reason.title, _some_awaited(state.awaited)
    row = next((row for row in _ROWS if row.applies(return_, state)), None)
    title, body = (row.title or reason.title, row.text) if row else (reason.title, reason.text)
    agreed_on = day(agreed_at(return_), order.zone)
    return title, Phrase(body.message, values={**body.values, "day": Days(agreed_on, agreed_on)})


# Where the money is, if it went to one of these alone.
_REFUNDED_TO = {
    GatewayKind.GIFT_CARD: text("The amount is on a gift card."),
    GatewayKind.STORE_CREDIT: text("The amount is store credit in your account with the shop."),
}
_REFUNDED = text("The refund was made.")
_REFUNDED_BY_BANK = text("The money often takes 3 to 10 days to show in your account.")


def _refunded(order: Order, return_: Return, clock: Clock) -> Phrase:
    refunds = list(moved(refunds_of(order, return_)))
    transactions = [each for refund in refunds for each in refund.transactions]
    if goes_through_a_bank(transactions, order):
        last = max((refund.processed_at for refund in refunds), default=clock.now)
        return _REFUNDED if clock.is_over(State.REFUNDED, last) else _REFUNDED_BY_BANK
    kind = only_kind(transactions, order)
    return _REFUNDED_TO.get(kind, _REFUNDED) if kind else _REFUNDED


def _some_missing(quantity: int) -> Phrase:
    return counted(
        "Your parcel arrived, but we couldn’t find %(count)s of the items in it. Please contact us.",
        "Your parcel arrived, but we couldn’t find %(count)s of the items in it. Please contact us.",
        quantity,
    )


def _some_awaited(quantity: int) -> Phrase:
    return counted(
        "We have part of your return, and %(count)s item hasn’t arrived yet.",
        "We have part of your return, and %(count)s items haven’t arrived yet.",
        quantity,
    )


def _has_refund(state: ReturnState, refund: RefundState) -> bool:
    return refund in state.refunds and (state.is_back or state.is_closed)


def _is_refunded_early(state: ReturnState, reason: Reason) -> bool:
    return RefundState.MADE in state.refunds and state.reason is reason and not (state.is_back or state.is_closed)


def _waits_for_items(state: ReturnState) -> bool:
    return state.reason in (Reason.RETURN_APPROVED, Reason.EXCHANGE) and state.condition is Condition.ACTION_NEEDED


_NOT_REFUNDED = frozenset({Reason.RETURN_RECEIVED, Reason.RETURN_INSPECTED, Reason.RETURN_APPROVED})


def _is_aged(state: ReturnState, aged: State, *, is_refunded: bool = False) -> bool:
    return state.aged is aged and (RefundState.MADE in state.refunds) is is_refunded


# The first row that applies.
_ROWS = (
    _Situation(
        lambda _, state: state.aged is State.ARCHIVED,
        text("No news of your return"),
        text(
            "The return was started on %(day)s, and we have no record of how it ended. If you’re still waiting for something, please contact us."
        ),
    ),
    _Situation(
        lambda _, state: _is_aged(state, State.RETURN_ON_ITS_WAY, is_refunded=True),
        None,
        text("You’ve already been refunded. There’s been no update since you sent the items back."),
    ),
    _Situation(
        lambda _, state: _is_aged(state, State.RETURN_APPROVED) and not state.is_replaced,
        text("Please send your return"),
        text(
            "The return was approved on %(day)s, and we haven’t seen the items yet. Please send them back, or contact us if you already have or if you’ve changed your mind."
        ),
    ),
    _Situation(
        lambda _, state: state.reason in _NOT_REFUNDED and _has_refund(state, RefundState.FAILED),
        text("The refund didn’t go through"),
        text("We tried to refund this return, but it didn’t go through. Please contact us."),
    ),
    _Situation(
        lambda _, state: state.reason in _NOT_REFUNDED and _has_refund(state, RefundState.UNDER_WAY),
        text("Your refund is on its way"),
        text("The refund for this return has been started, but it isn’t confirmed yet."),
    ),
    _Situation(
        lambda _, state: state.reason in _NOT_REFUNDED and _has_refund(state, RefundState.MADE),
        None,
        text("We have your items, and part of the amount has been refunded."),
    ),
    _Situation(
        lambda _, state: _is_refunded_early(state, Reason.RETURN_APPROVED),
        None,
        text("You’ve already been refunded. Please still send the items back."),
    ),
    _Situation(
        lambda _, state: _is_refunded_early(state, Reason.RETURN_ON_ITS_WAY),
        None,
        text("You’ve already been refunded, and the items are on their way back."),
    ),
    _Situation(
        lambda _, state: state.is_closed and state.reason is Reason.RETURN_FAILED,
        text("Your return was closed"),
        text("We have no record of the items or of a refund. If you sent something back, please contact us."),
    ),
    _Situation(
        lambda _, state: state.is_closed and state.reason is Reason.RETURN_RECEIVED,
        None,
        text("We have your items, and the return is closed."),
    ),
    _Situation(
        lambda _, state: state.is_replaced and _waits_for_items(state),
        None,
        text("The new items have been sent. Please still send the old ones back."),
    ),
    _Situation(
        lambda _, state: state.reason is Reason.EXCHANGED and not state.is_back,
        None,
        text("The new items have been sent, and the exchange is closed."),
    ),
    _Situation(
        lambda return_, state: return_.label_url is not None and _waits_for_items(state),
        None,
        text("Please print the return label and send the items back."),
    ),
    _Situation(
        lambda _, state: state.reason is Reason.EXCHANGE and state.stage is Stage.RECEIVED,
        None,
        text("We have your items. The new ones haven’t been sent yet."),
    ),
    _Situation(
        lambda _, state: state.reason is Reason.EXCHANGE and state.stage is Stage.ON_ITS_WAY_BACK,
        None,
        text("Your items are on their way back to us."),
    ),
)
