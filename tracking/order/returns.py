"""The returns of an order: texts, progress bar, items and next step of each one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tracking.carriers import Link
from tracking.carriers.urls import safe_url
from tracking.order.advice import return_advice
from tracking.order.ages import Clock, clock_of
from tracking.order.allocation import Quantities
from tracking.order.model import Order, Return
from tracking.order.parcels import items
from tracking.order.policy import Policy
from tracking.order.progress import progress, progress_over
from tracking.order.public_ids import return_id, unique
from tracking.order.return_ages import return_state_at
from tracking.order.return_refunds import moved, refunds_of
from tracking.order.return_state import ReturnState, replaced_at
from tracking.order.return_texts import return_text
from tracking.order.stages import NEW_ITEM_SENT
from tracking.order.status_types import Item, ReturnStatus, Step
from tracking.order.usual import Usual, usual_refund
from tracking.order.vocabulary import EXCHANGE_STAGES, Condition, Reason, Route, Stage


def returns(order: Order, now: datetime, policy: Policy) -> tuple[ReturnStatus, ...]:
    """Builds every return; one that was called off only where Shopify reports that it failed."""
    visible = [replace(return_, label_url=safe_url(return_.label_url)) for return_ in _visible(order)]
    ids = unique(map(return_id, visible))
    clock = clock_of(order, now, policy)
    return tuple(
        _return_status(public_id, order, return_, clock, policy)
        for public_id, return_ in zip(ids, visible, strict=True)
    )


def are_done(order: Order, now: datetime, policy: Policy) -> bool:
    """Whether every return is done: from the conditions alone, without building the returns."""
    clock = clock_of(order, now, policy)
    return all(return_state_at(order, return_, clock).condition is Condition.DONE for return_ in _visible(order))


def _visible(order: Order) -> Iterator[Return]:
    failed = order.return_status == "RETURN_FAILED"
    return (return_ for return_ in order.returns if failed or return_.status != "CANCELED")


def _return_status(public_id: str, order: Order, return_: Return, clock: Clock, policy: Policy) -> ReturnStatus:
    state = return_state_at(order, return_, clock)
    title, body = return_text(order, return_, state, clock)
    usual = _usual_refund(order, return_, state, clock, policy)
    return ReturnStatus(
        id=public_id,
        stage=state.stage,
        condition=state.condition,
        reason=state.reason,
        title=title,
        text=body,
        advice=return_advice(state.condition, state.reason, return_.label_url, policy),
        steps=_steps(order, return_, state),
        items=items(order, _quantities(return_)),
        exchange_items=_exchange_items(return_),
        tracking=_links(order, return_, policy),
        label_url=return_.label_url,
        usual=usual,
        is_past_usual=usual is not None and usual.is_over(clock.today),
    )


def _usual_refund(order: Order, return_: Return, state: ReturnState, clock: Clock, policy: Policy) -> Usual | None:
    """How long the refund usually takes of what was inspected, and of which no money has moved."""
    inspected = [each.at for each in return_.dispositions if each.at]
    if state.reason is not Reason.RETURN_INSPECTED or state.refunds or not inspected:
        return None
    return usual_refund(order, policy, clock.day_of(min(inspected)))


def _steps(order: Order, return_: Return, state: ReturnState) -> tuple[Step, ...]:
    if state.stage is None:
        return ()
    reached = _reached(order, return_, state)
    if not return_.exchanges:
        return progress(Route.RETURN, state.stage, reached)
    *steps, last = progress_over(EXCHANGE_STAGES, state.stage, reached)
    if state.is_back and not state.is_replaced:  # the goods are back, and the new ones are still here
        return (*steps, last)
    return (*steps, replace(last, label=NEW_ITEM_SENT))


def _reached(order: Order, return_: Return, state: ReturnState) -> dict[Stage, datetime]:
    inspected = [disposition.at for disposition in return_.dispositions if disposition.at]
    refunded = [refund.processed_at for refund in moved(refunds_of(order, return_))]
    reached = {Stage.REQUESTED: return_.created_at}
    if return_.approved_at:
        reached[Stage.APPROVED] = return_.approved_at
    if inspected:
        reached[Stage.RECEIVED] = min(inspected)
    if refunded:
        reached[Stage.REFUNDED] = max(refunded)
    if return_.closed_at and state.stage in (Stage.RECEIVED, Stage.REFUNDED):
        reached.setdefault(state.stage, return_.closed_at)
    new_sent_at = replaced_at(order, return_) if state.reason is Reason.EXCHANGED else None
    if new_sent_at:
        reached[Stage.RECEIVED] = max(new_sent_at, reached.get(Stage.RECEIVED, new_sent_at))
    return reached


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
