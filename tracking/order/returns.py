"""The returns of an order: the stage of each one by inspection and refund."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tracking.carriers import Link
from tracking.carriers.urls import safe_url
from tracking.i18n.text import Phrase, text
from tracking.order.allocation import Quantities
from tracking.order.model import Order, Return
from tracking.order.parcels import items
from tracking.order.policy import Policy
from tracking.order.progress import progress
from tracking.order.public_ids import return_id, unique
from tracking.order.reasons import reason_text
from tracking.order.status_types import Item, ReturnStatus
from tracking.order.statuses import (
    CAME_BACK,
    DECLINES,
    INSPECTED,
    NO_DECLINE_REASON,
    ORDER_RETURNS,
    RETURNS,
    UNKNOWN,
    Meaning,
    report_unknown,
)
from tracking.order.vocabulary import Condition, Reason, Route, Stage

# Reasons that are more specific than an exchange.
_MORE_THAN_AN_EXCHANGE = frozenset(
    {Reason.RETURN_REQUESTED, Reason.RETURN_DECLINED, Reason.RETURN_FAILED, Reason.UNKNOWN_STATUS}
)

_CONDITIONS = {
    Reason.RETURN_ON_ITS_WAY: Condition.FINE,
    Reason.RETURN_RECEIVED: Condition.FINE,
    Reason.RETURN_INSPECTED: Condition.WAITING,
    Reason.RETURN_REFUNDED: Condition.DONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    stage: Stage | None
    condition: Condition
    reason: Reason


def returns(order: Order, policy: Policy) -> tuple[ReturnStatus, ...]:
    """Builds every return; one that was called off only where Shopify reports that it failed."""
    visible = [replace(return_, label_url=safe_url(return_.label_url)) for return_ in _visible(order)]
    ids = unique(map(return_id, visible))
    return tuple(
        _return_status(public_id, order, return_, policy) for public_id, return_ in zip(ids, visible, strict=True)
    )


def are_done(order: Order) -> bool:
    """Whether every return is done: from the conditions alone, without building the returns."""
    return all(_state(order, return_).condition is Condition.DONE for return_ in _visible(order))


def _visible(order: Order) -> Iterator[Return]:
    failed = order.return_status == "RETURN_FAILED"
    return (return_ for return_ in order.returns if failed or return_.status != "CANCELED")


def _return_status(public_id: str, order: Order, return_: Return, policy: Policy) -> ReturnStatus:
    state = _state(order, return_)
    row = reason_text(state.reason)
    return ReturnStatus(
        id=public_id,
        stage=state.stage,
        condition=state.condition,
        reason=state.reason,
        title=row.title,
        text=_text(return_, state, row.text),
        steps=progress(Route.RETURN, state.stage, _reached(order, return_, state)) if state.stage else (),
        items=items(order, _quantities(return_)),
        exchange_items=_exchange_items(return_),
        tracking=_links(order, return_, policy),
        label_url=return_.label_url,
    )


def _state(order: Order, return_: Return) -> _State:
    """The state: refunded, else inspected or received, else on its way, else by Shopify's status."""
    if return_.status not in RETURNS:
        report_unknown("a return", return_.status)
    meaning = RETURNS.get(return_.status, UNKNOWN)
    stage, condition, reason = meaning.stage, meaning.condition, meaning.reason or Reason.UNKNOWN_STATUS
    if return_.status in ("OPEN", "CLOSED"):
        stage, reason = _evidence(order, return_, stage or Stage.APPROVED, reason)
        condition = Condition.DONE if return_.status == "CLOSED" else _CONDITIONS.get(reason, condition)
    elif meaning is UNKNOWN:
        earlier = Stage.APPROVED if return_.approved_at else Stage.REQUESTED
        stage, _ = _evidence(order, return_, earlier, reason)
    if return_.status == "OPEN" and (_aggregate(order) or UNKNOWN).reason is Reason.RETURN_FAILED:
        condition, reason = Condition.PROBLEM, Reason.RETURN_FAILED
    if return_.exchanges and reason not in _MORE_THAN_AN_EXCHANGE:
        reason = Reason.EXCHANGE
    return _State(stage=stage, condition=condition, reason=reason)


def _evidence(order: Order, return_: Return, stage: Stage, reason: Reason) -> tuple[Stage, Reason]:
    if _is_refunded(order, return_):
        return Stage.REFUNDED, Reason.RETURN_REFUNDED
    if any(INSPECTED.get(disposition.type, False) for disposition in return_.dispositions):
        return Stage.RECEIVED, Reason.RETURN_INSPECTED
    aggregate = _aggregate(order)
    if aggregate and aggregate.stage and aggregate.reason and len(order.returns) == 1:
        return aggregate.stage, aggregate.reason
    if not return_.dispositions and any(CAME_BACK.get(status, False) for status in return_.reverse_statuses):
        return Stage.RECEIVED, Reason.RETURN_RECEIVED
    if stage is Stage.APPROVED and any(tracking.number for tracking in return_.tracking) and not return_.label_url:
        return Stage.ON_ITS_WAY_BACK, Reason.RETURN_ON_ITS_WAY  # a label alone moves nothing
    return stage, reason


def _aggregate(order: Order) -> Meaning | None:
    if order.return_status not in ORDER_RETURNS:
        report_unknown("an order's returns", order.return_status)
    return ORDER_RETURNS.get(order.return_status)


def _is_refunded(order: Order, return_: Return) -> bool:
    if any(refund.return_id == return_.id for refund in order.refunds):
        return True
    return bool(return_.units) and all(units.refunded_quantity >= units.quantity for units in return_.units)


def _reached(order: Order, return_: Return, state: _State) -> dict[Stage, datetime]:
    inspected = [disposition.at for disposition in return_.dispositions if disposition.at]
    refunded = [refund.processed_at for refund in order.refunds if refund.return_id == return_.id]
    reached = {Stage.REQUESTED: return_.created_at}
    if return_.approved_at:
        reached[Stage.APPROVED] = return_.approved_at
    if inspected:
        reached[Stage.RECEIVED] = min(inspected)
    if refunded:
        reached[Stage.REFUNDED] = min(refunded)
    elif return_.closed_at and state.stage:
        reached.setdefault(state.stage, return_.closed_at)
    return reached


def _text(return_: Return, state: _State, default: Phrase) -> Phrase:
    if state.reason is Reason.RETURN_DECLINED:
        return text(
            "We could not accept this return. %(why)s",
            why=DECLINES.get(return_.decline_reason or "", NO_DECLINE_REASON),
        )
    if state.reason is Reason.EXCHANGE and state.stage in (Stage.RECEIVED, Stage.REFUNDED):
        return text("Your items are back with us, and the new ones are yours.")
    if state.reason is Reason.RETURN_APPROVED and return_.label_url:
        return text("Please print the return label and send the items back. We check them and refund you.")
    return default


def _quantities(return_: Return) -> Quantities:
    quantities: Quantities = {}
    for units in return_.units:
        if units.line_id:
            quantities[units.line_id] = quantities.get(units.line_id, 0) + units.quantity
    return quantities


def _exchange_items(return_: Return) -> tuple[Item, ...]:
    return tuple(
        Item(title=new.title, variant=new.variant, quantity=new.quantity, image=None)
        for new in return_.exchanges
        if new.quantity
    )


def _links(order: Order, return_: Return, policy: Policy) -> tuple[Link, ...]:
    country = order.destination.country if order.destination else None
    return tuple(
        policy.carriers.resolve(
            tracking.number,
            company=tracking.company,
            url=tracking.url,
            country=country,
            language=policy.language,
        )
        for tracking in return_.tracking
    )
