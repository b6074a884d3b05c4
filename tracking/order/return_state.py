"""Decides the state of a return: its goods and its money are two things, and neither stands for the other."""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from tracking.order.ages import State
from tracking.order.allocation import is_active
from tracking.order.model import ExchangeItem, Order, Refund, Return
from tracking.order.refunds import RefundState
from tracking.order.return_refunds import UNSETTLED, moved, refunds_of, states_of
from tracking.order.shipment_state import rank, shipment_state
from tracking.order.statuses import (
    CAME_BACK,
    INSPECTED,
    ORDER_RETURNS,
    RETURNS,
    UNKNOWN,
    Meaning,
    report_unknown,
)
from tracking.order.vocabulary import Condition, Reason, Stage

_CLOSED = "CLOSED"
_MISSING = "MISSING"

# The condition of an open return by the last thing that happened to its goods.
_OPEN_CONDITIONS = {
    Reason.RETURN_APPROVED: Condition.ACTION_NEEDED,
    Reason.RETURN_ON_ITS_WAY: Condition.FINE,
    Reason.RETURN_RECEIVED: Condition.FINE,
    Reason.RETURN_INSPECTED: Condition.WAITING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnState:
    """The state of a return, and the facts that its sentences depend on.

    ``is_back``: goods came back. ``is_closed``: the shop expects nothing more. ``missing`` counts the units that were
    not in the parcel, ``awaited`` those of a part that has not come back yet. ``refunds`` are what happened to its
    money, ``is_replaced``: the new items of an exchange have been sent, ``aged``: the state that is past its age.
    """

    stage: Stage | None
    condition: Condition
    reason: Reason
    is_back: bool = False
    is_closed: bool = False
    missing: int = 0
    awaited: int = 0
    refunds: frozenset[RefundState] = frozenset()
    is_replaced: bool = False
    aged: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """The evidence of a return's goods and money."""

    stage: Stage
    reason: Reason
    is_closed: bool
    missing: int
    refunds: frozenset[RefundState]
    is_refunded: bool
    is_exchange: bool
    is_replaced: bool

    @property
    def is_back(self) -> bool:
        return self.stage is Stage.RECEIVED


def return_state(order: Order, return_: Return) -> ReturnState:
    """The state by Shopify's status; that of an open or closed return by its goods and its money."""
    if return_.status not in RETURNS:
        report_unknown("a return", return_.status)
    meaning = RETURNS.get(return_.status, UNKNOWN)
    reason = meaning.reason or Reason.UNKNOWN_STATUS
    if meaning is UNKNOWN:
        earlier = Stage.APPROVED if return_.approved_at else Stage.REQUESTED
        stage, _ = _goods(order, return_, earlier)
        return ReturnState(stage=stage, condition=meaning.condition, reason=reason)
    if return_.status not in ("OPEN", _CLOSED):
        return ReturnState(stage=meaning.stage, condition=meaning.condition, reason=reason)
    facts = _facts(order, return_)
    stage, condition, reason = _decide(order, facts)
    return ReturnState(
        stage=stage,
        condition=condition,
        reason=reason,
        is_back=facts.is_back,
        is_closed=facts.is_closed,
        missing=facts.missing,
        awaited=0 if facts.is_closed else _awaited_units(return_),
        refunds=facts.refunds,
        is_replaced=facts.is_replaced,
    )


def _facts(order: Order, return_: Return) -> _Facts:
    refunds = refunds_of(order, return_)
    stage, reason = _goods(order, return_, Stage.APPROVED)
    return _Facts(
        stage=stage,
        reason=reason,
        is_closed=return_.status == _CLOSED,
        missing=missing_units(return_),
        refunds=states_of(refunds) or _unlisted_refund(order, return_),
        is_refunded=_is_refunded(order, return_, refunds),
        is_exchange=bool(return_.exchanges),
        is_replaced=_is_replaced(order, return_, is_back=stage is Stage.RECEIVED),
    )


def _decide(order: Order, facts: _Facts) -> tuple[Stage, Condition, Reason]:
    if facts.is_refunded and not facts.is_exchange and (facts.is_back or facts.is_closed):
        return (Stage.REFUNDED if facts.is_back else facts.stage), Condition.DONE, Reason.RETURN_REFUNDED
    if facts.missing:
        return Stage.RECEIVED, Condition.ACTION_NEEDED, Reason.RETURN_MISSING
    if not facts.is_closed and (_aggregate(order) or UNKNOWN).reason is Reason.RETURN_FAILED:
        return facts.stage, Condition.PROBLEM, Reason.RETURN_FAILED
    if facts.is_closed and not facts.is_back and not facts.is_replaced and not facts.refunds - {RefundState.NOTHING}:
        return facts.stage, Condition.DONE, Reason.RETURN_FAILED
    if facts.is_exchange:
        return _exchange(facts)
    is_finished = facts.is_closed and facts.is_back
    return facts.stage, _condition(facts), Reason.RETURN_RECEIVED if is_finished else facts.reason


def _exchange(facts: _Facts) -> tuple[Stage, Condition, Reason]:
    """The state of an exchange, whose bar ends at received: it is over when the new items are sent."""
    if facts.is_replaced and (facts.is_back or facts.is_closed):
        return facts.stage, Condition.DONE, Reason.EXCHANGED
    if facts.is_back or facts.is_closed:
        return facts.stage, Condition.FINE, Reason.EXCHANGE
    return facts.stage, _OPEN_CONDITIONS[facts.reason], Reason.EXCHANGE


def _condition(facts: _Facts) -> Condition:
    """The condition of a return that has not been refunded in full."""
    if facts.is_back or facts.is_closed:
        if RefundState.FAILED in facts.refunds:
            return Condition.PROBLEM
        if RefundState.UNDER_WAY in facts.refunds:
            return Condition.WAITING
    return Condition.DONE if facts.is_closed else _OPEN_CONDITIONS[facts.reason]


def _goods(order: Order, return_: Return, earlier: Stage) -> tuple[Stage, Reason]:
    """The last stage that the goods reached, by evidence of goods only; ``earlier`` where there is none."""
    if any(INSPECTED.get(disposition.type, False) for disposition in return_.dispositions):
        return Stage.RECEIVED, Reason.RETURN_INSPECTED
    if missing_units(return_):
        return Stage.RECEIVED, Reason.RETURN_RECEIVED  # the parcel came, without the goods
    aggregate = _aggregate(order)
    if aggregate and aggregate.stage and aggregate.reason and len(order.returns) == 1:
        return aggregate.stage, aggregate.reason
    if any(CAME_BACK.get(status, False) for status in return_.reverse_statuses):
        return Stage.RECEIVED, Reason.RETURN_RECEIVED
    has_label = return_.has_label or return_.label_url is not None
    if earlier is Stage.APPROVED and any(tracking.number for tracking in return_.tracking) and not has_label:
        return Stage.ON_ITS_WAY_BACK, Reason.RETURN_ON_ITS_WAY  # a label alone moves nothing
    return earlier, Reason.RETURN_APPROVED


def missing_units(return_: Return) -> int:
    """The number of units that were not in the parcel, and were not found since."""
    reported = sum(each.quantity for each in return_.dispositions if each.type == _MISSING)
    found = sum(each.quantity for each in return_.dispositions if INSPECTED.get(each.type, False))
    expected = sum(units.quantity for units in return_.units)
    return min(reported, max(0, expected - found)) if expected else reported


def _awaited_units(return_: Return) -> int:
    """The number of units that are still out once some have come back; 0 where nothing is known of them."""
    if "OPEN" not in return_.reverse_statuses or not return_.dispositions:
        return 0
    looked_at = sum(each.quantity for each in return_.dispositions)
    return max(0, sum(units.quantity for units in return_.units) - looked_at)


def _aggregate(order: Order) -> Meaning | None:
    if order.return_status not in ORDER_RETURNS:
        report_unknown("an order's returns", order.return_status)
    return ORDER_RETURNS.get(order.return_status)


def _is_refunded(order: Order, return_: Return, refunds: tuple[Refund, ...]) -> bool:
    """Whether the money for all of the return has moved."""
    paid = moved(refunds)
    if not refunds:
        return bool(_unlisted_refund(order, return_))
    if not paid:
        return False
    if return_.status == _CLOSED:
        return states_of(refunds).isdisjoint(UNSETTLED)
    return any(not refund.units for refund in paid) or _covers_all_units(return_, paid)


def _covers_all_units(return_: Return, paid: tuple[Refund, ...]) -> bool:
    expected: Counter[str | None] = Counter()
    counted: Counter[str | None] = Counter()
    for units in return_.units:
        expected[units.line_id] += units.quantity
        counted[units.line_id] += units.refunded_quantity
    repaid: Counter[str | None] = Counter()
    for refund in paid:
        for refunded in refund.units:
            repaid[refunded.line_id] += refunded.quantity
    return all(max(counted[line], repaid[line]) >= quantity for line, quantity in expected.items())


def _unlisted_refund(order: Order, return_: Return) -> frozenset[RefundState]:
    """The refund of a return whose units Shopify counts as refunded, though none of the refunds names them.

    Money has moved where the order's total says so and no other refund explains it.
    """
    counted = bool(return_.units) and all(units.refunded_quantity >= units.quantity for units in return_.units)
    has_amount = order.refunded is not None and order.refunded.amount > 0
    explained = any(refund.return_id or refund.units for refund in order.refunds)
    return frozenset({RefundState.MADE}) if counted and has_amount and not explained else frozenset()


def exchanged_at(order: Order, line_ids: AbstractSet[str]) -> datetime | None:
    """When the old items came back for which these lines are the new ones; None where none of them did."""
    moments = (
        disposition.at
        for return_ in order.returns
        if any(new.line_id in line_ids for new in return_.exchanges)
        for disposition in return_.dispositions
        if disposition.at
    )
    return max(moments, default=None)


def replaced_at(order: Order, return_: Return) -> datetime | None:
    """When the last of the new items was sent; None where that is unknown."""
    moments = [_sent(order, return_, new)[1] for new in return_.exchanges]
    return max((moment for moment in moments if moment), default=None)


def _is_replaced(order: Order, return_: Return, *, is_back: bool) -> bool:
    """Whether all new items were sent; where their lines are unknown, whether the shop closed the received return."""
    if not return_.exchanges:
        return False
    known = [new for new in return_.exchanges if new.line_id]
    if not known:
        return is_back and return_.status == _CLOSED
    return all(_sent(order, return_, new)[0] >= new.quantity for new in known)


def _sent(order: Order, return_: Return, new: ExchangeItem) -> tuple[int, datetime | None]:
    """How many units of a new item have been sent, and when the last one was: at times before the return is recorded.

    Only where the line is the returned one too does the time tell its new units from the old ones.
    """
    is_returned = any(units.line_id == new.line_id for units in return_.units)
    parcels = [
        parcel
        for parcel in order.fulfillments
        if is_active(parcel)
        and (parcel.created_at >= return_.created_at or not is_returned)
        and rank(shipment_state(parcel).stage) >= rank(Stage.SHIPPED)
        and any(units.line_id == new.line_id for units in parcel.units)
    ]
    quantity = sum(units.quantity for parcel in parcels for units in parcel.units if units.line_id == new.line_id)
    if not is_returned:
        quantity = max(0, quantity - _sent_first(order, return_, new))
    return quantity, max((parcel.created_at for parcel in parcels), default=None) if quantity else None


def _sent_first(order: Order, return_: Return, new: ExchangeItem) -> int:
    """The units of a new item's line that are not this exchange's: bought before it, or of an earlier exchange."""
    ordered = sum(line.quantity for line in order.lines if line.id == new.line_id)
    exchanged = sum(
        each.quantity
        for other in order.returns
        if other.created_at >= return_.created_at
        for each in other.exchanges
        if each.line_id == new.line_id
    )
    return max(0, ordered - exchanged)
