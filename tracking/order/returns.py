"""Returns, beside the delivery: how far each one is, by inspection and refund."""

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
from tracking.order.reasons import words_of
from tracking.order.status_types import Item, ReturnStatus
from tracking.order.statuses import (
    CAME_BACK,
    DECLINES,
    INSPECTED,
    NO_WHY,
    ORDER_RETURNS,
    RETURNS,
    UNKNOWN,
    Meaning,
    report_unknown,
)
from tracking.order.vocabulary import Condition, Reason, Route, Stage

# Reasons that say more than that something is exchanged.
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
    """Every return that the customer should know of; one that was called off only where Shopify says it failed."""
    return tuple(_journey(order, replace(back, label_url=safe_url(back.label_url)), policy) for back in _told(order))


def have_settled(order: Order) -> bool:
    """Whether every return is done: the conditions of ``returns``, without making them."""
    return all(_state(order, back).condition is Condition.DONE for back in _told(order))


def _told(order: Order) -> Iterator[Return]:
    failed = order.return_status == "RETURN_FAILED"
    return (back for back in order.returns if failed or back.status != "CANCELED")


def _journey(order: Order, back: Return, policy: Policy) -> ReturnStatus:
    state = _state(order, back)
    row = words_of(state.reason)
    return ReturnStatus(
        stage=state.stage,
        condition=state.condition,
        reason=state.reason,
        title=row.title,
        text=_text(back, state, row.text),
        steps=progress(Route.RETURN, state.stage, _reached(order, back, state)) if state.stage else (),
        items=items(order, _quantities(back)),
        exchange_items=_exchange_items(back),
        tracking=_links(order, back, policy),
        label_url=back.label_url,
    )


def _state(order: Order, back: Return) -> _State:
    """How far: refunded, else inspected or back, else on its way, else what Shopify's word says."""
    if back.status not in RETURNS:
        report_unknown("a return", back.status)
    meaning = RETURNS.get(back.status, UNKNOWN)
    stage, condition, reason = meaning.stage, meaning.condition, meaning.reason or Reason.UNKNOWN_STATUS
    if back.status in ("OPEN", "CLOSED"):
        stage, reason = _by_evidence(order, back, stage or Stage.APPROVED, reason)
        condition = Condition.DONE if back.status == "CLOSED" else _CONDITIONS.get(reason, condition)
    elif meaning is UNKNOWN:
        so_far = Stage.APPROVED if back.approved_at else Stage.REQUESTED
        stage, _ = _by_evidence(order, back, so_far, reason)
    if back.status == "OPEN" and (_aggregate(order) or UNKNOWN).reason is Reason.RETURN_FAILED:
        condition, reason = Condition.PROBLEM, Reason.RETURN_FAILED
    if back.exchanges and reason not in _MORE_THAN_AN_EXCHANGE:
        reason = Reason.EXCHANGE
    return _State(stage=stage, condition=condition, reason=reason)


def _by_evidence(order: Order, back: Return, stage: Stage, reason: Reason) -> tuple[Stage, Reason]:
    if _is_refunded(order, back):
        return Stage.REFUNDED, Reason.RETURN_REFUNDED
    if any(INSPECTED.get(disposition.type, False) for disposition in back.dispositions):
        return Stage.RECEIVED, Reason.RETURN_INSPECTED
    aggregate = _aggregate(order)
    if aggregate and aggregate.stage and aggregate.reason and len(order.returns) == 1:
        return aggregate.stage, aggregate.reason
    if not back.dispositions and any(CAME_BACK.get(status, False) for status in back.reverse_statuses):
        return Stage.RECEIVED, Reason.RETURN_RECEIVED
    if stage is Stage.APPROVED and any(tracking.number for tracking in back.tracking) and not back.label_url:
        return Stage.ON_ITS_WAY_BACK, Reason.RETURN_ON_ITS_WAY  # a label alone moves nothing
    return stage, reason


def _aggregate(order: Order) -> Meaning | None:
    if order.return_status not in ORDER_RETURNS:
        report_unknown("an order's returns", order.return_status)
    return ORDER_RETURNS.get(order.return_status)


def _is_refunded(order: Order, back: Return) -> bool:
    if any(refund.return_id == back.id for refund in order.refunds):
        return True
    return bool(back.units) and all(units.refunded_quantity >= units.quantity for units in back.units)


def _reached(order: Order, back: Return, state: _State) -> dict[Stage, datetime]:
    inspected = [disposition.at for disposition in back.dispositions if disposition.at]
    refunded = [refund.processed_at for refund in order.refunds if refund.return_id == back.id]
    reached = {Stage.REQUESTED: back.created_at}
    if back.approved_at:
        reached[Stage.APPROVED] = back.approved_at
    if inspected:
        reached[Stage.RECEIVED] = min(inspected)
    if refunded:
        reached[Stage.REFUNDED] = min(refunded)
    elif back.closed_at and state.stage:
        reached.setdefault(state.stage, back.closed_at)
    return reached


def _text(back: Return, state: _State, usual: Phrase) -> Phrase:
    if state.reason is Reason.RETURN_DECLINED:
        return text(
            "We could not accept this return. %(why)s",
            why=DECLINES.get(back.decline_reason or "", NO_WHY),
        )
    if state.reason is Reason.EXCHANGE and state.stage in (Stage.RECEIVED, Stage.REFUNDED):
        return text("Your items are back with us, and the new ones are yours.")
    if state.reason is Reason.RETURN_APPROVED and back.label_url:
        return text("Please print the return label and send the items back. We check them and refund you.")
    return usual


def _quantities(back: Return) -> Quantities:
    quantities: Quantities = {}
    for units in back.units:
        if units.line_id:
            quantities[units.line_id] = quantities.get(units.line_id, 0) + units.quantity
    return quantities


def _exchange_items(back: Return) -> tuple[Item, ...]:
    return tuple(
        Item(title=new.title, variant=new.variant, quantity=new.quantity, image=None)
        for new in back.exchanges
        if new.title
    )


def _links(order: Order, back: Return, policy: Policy) -> tuple[Link, ...]:
    country = order.destination.country if order.destination else None
    return tuple(
        policy.carriers.resolve(
            tracking.number,
            company=tracking.company,
            url=tracking.url,
            country=country,
            language=policy.language,
        )
        for tracking in back.tracking
    )
