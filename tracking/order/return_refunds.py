"""Finds the refunds of a return, and what of their money has moved."""

from tracking.order.model import Order, Refund, Return
from tracking.order.refunds import RefundState, refund_state


def refunds_of(order: Order, return_: Return) -> tuple[Refund, ...]:
    """The refunds of a return: those made from it, else those of its items that were made from the order.

    The latter only where Shopify counts units of the return as refunded.
    """
    made_from_it = tuple(refund for refund in order.refunds if refund.return_id == return_.id)
    if made_from_it:
        return made_from_it
    counted = {units.line_id for units in return_.units if units.refunded_quantity}
    return tuple(
        refund
        for refund in order.refunds
        if refund.return_id is None
        and any(units.line_id in counted and units.restock != "CANCEL" for units in refund.units)
    )


def moved(refunds: tuple[Refund, ...]) -> tuple[Refund, ...]:
    """The refunds whose money has moved."""
    return tuple(refund for refund in refunds if refund_state(refund) is RefundState.MADE)


def states_of(refunds: tuple[Refund, ...]) -> frozenset[RefundState]:
    """The state of the refunds' money: a failed refund counts until a later one takes its place."""
    states = [refund_state(refund) for refund in sorted(refunds, key=lambda refund: refund.processed_at)]
    last_failure = max((place for place, state in enumerate(states) if state is RefundState.FAILED), default=None)
    if last_failure is not None and not _RETRIED.isdisjoint(states[last_failure + 1 :]):
        return frozenset(states) - {RefundState.FAILED}
    return frozenset(states)


_RETRIED = frozenset({RefundState.MADE, RefundState.UNDER_WAY})
UNSETTLED = frozenset({RefundState.FAILED, RefundState.UNDER_WAY})


def is_fully_refunded(order: Order) -> bool:
    """Whether all the money went back; a refund that is being made or has failed contradicts Shopify's status."""
    return order.financial_status == "REFUNDED" and states_of(order.refunds).isdisjoint(UNSETTLED)
