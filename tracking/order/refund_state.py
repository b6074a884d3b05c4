"""Decides from a refund's transactions whether its money moved, and where it went.

A refund is money that moved, not goods that came back: a refund record may be of nothing (an even exchange, an item
taken out of the order), and its money may still be on its way or have failed.
"""

import re
from enum import Enum, auto

from tracking.order.model import Order, Refund, Return, Transaction


class RefundState(Enum):
    """What happened to the money of a refund."""

    MOVED = auto()
    PENDING = auto()
    FAILED = auto()
    NOTHING = auto()  # there was no money to move


class Payout(Enum):
    """Where the money of refunds went; a bank needs some days to show it."""

    BANK = auto()
    GIFT_CARD = auto()
    STORE_CREDIT = auto()
    OTHER = auto()  # cash, several of these, or the shop's own way


# A part of a gateway's name, and where it pays a refund to. Every other gateway pays to a bank, a card or a wallet.
# https://shopify.dev/changelog/refund-to-store-credit
# https://shopify.dev/docs/api/admin-graphql/latest/objects/OrderTransaction (gateway)
PAYOUTS = {
    "gift_card": Payout.GIFT_CARD,
    "store_credit": Payout.STORE_CREDIT,
    "cash": Payout.OTHER,
}

# OrderTransactionStatus of money that has neither moved nor failed.
# https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderTransactionStatus
_PENDING = frozenset({"PENDING", "AWAITING_RESPONSE", "UNKNOWN"})
_SUCCESS = "SUCCESS"


def refund_state(refund: Refund) -> RefundState:
    """The state of one refund. Without transactions, an amount above 0 counts as moved."""
    statuses = {transaction.status for transaction in refund.transactions}
    has_amount = refund.total is not None and refund.total.amount > 0
    if _SUCCESS in statuses:
        return RefundState.MOVED if has_amount or refund.total is None else RefundState.NOTHING
    if statuses & _PENDING:
        return RefundState.PENDING
    if statuses:
        return RefundState.FAILED
    return RefundState.MOVED if has_amount else RefundState.NOTHING


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
    return tuple(refund for refund in refunds if refund_state(refund) is RefundState.MOVED)


def payout(refunds: tuple[Refund, ...]) -> Payout:
    """Where the money of refunds went."""
    found = {_payout(each) for refund in refunds for each in refund.transactions if each.status == _SUCCESS}
    if not found or Payout.BANK in found:
        return Payout.BANK
    return found.pop() if len(found) == 1 else Payout.OTHER


def _payout(transaction: Transaction) -> Payout:
    if transaction.is_manual:
        return Payout.OTHER
    name = re.sub(r"[\s-]+", "_", (transaction.gateway or "").strip().lower())
    return next((place for part, place in PAYOUTS.items() if part in name), Payout.BANK)


def is_fully_refunded(order: Order) -> bool:
    """Whether all the money went back; a refund that is being made or has failed contradicts Shopify's status."""
    states = set(map(refund_state, order.refunds))
    return order.financial_status == "REFUNDED" and states.isdisjoint({RefundState.PENDING, RefundState.FAILED})
