"""Refunds: whether their money has moved. A refund may be of nothing, be under way, or have failed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from enum import Enum, auto

from tracking.i18n.text import Money
from tracking.order.model import Order, Refund, Transaction

_REFUND = "REFUND"

# OrderTransactionStatus: https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderTransactionStatus
_MADE = frozenset({"SUCCESS"})
_FAILED = frozenset({"FAILURE", "ERROR"})


class RefundState(Enum):
    """The state of a refund's money."""

    NOTHING = auto()  # a refund of 0: an even exchange, an item taken out of the order
    UNDER_WAY = auto()
    MADE = auto()
    FAILED = auto()


def refund_state(refund: Refund) -> RefundState:
    """By the transactions of the refund, else by its amount, which may or may not count what has not moved yet."""
    statuses = {each.status for each in refund.transactions if each.kind == _REFUND}
    if statuses & _MADE:
        return RefundState.NOTHING if refund.total is not None and not refund.total.amount else RefundState.MADE
    if statuses - _FAILED:
        return RefundState.UNDER_WAY
    if statuses:
        return RefundState.FAILED
    return RefundState.MADE if refund.total is not None and refund.total.amount > 0 else RefundState.NOTHING


def has_failed_refund(order: Order) -> bool:
    """Whether a refund failed, and none was made after it."""
    failed = [each.processed_at for each in _newest(order) if each.status in _FAILED]
    made = [each.processed_at for each in refund_transactions(order) if each.status in _MADE]
    return any(not any(_is_later(success, failure) for success in made) for failure in failed)


def has_refund_under_way(order: Order) -> bool:
    """Whether the money of a refund is moving."""
    return any(each.status not in _MADE | _FAILED for each in _newest(order))


def _newest(order: Order) -> Iterator[Transaction]:
    """The last transaction of each refund and gateway: a later one completes or repeats those before it."""
    of_refunds = [_last_of_gateways(refund.transactions) for refund in order.refunds]
    for transactions in of_refunds if any(of_refunds) else [_last_of_gateways(refund_transactions(order))]:
        yield from transactions


def _last_of_gateways(transactions: Iterable[Transaction]) -> tuple[Transaction, ...]:
    return tuple({each.gateway: each for each in transactions if each.kind == _REFUND}.values())


def refund_transactions(order: Order) -> tuple[Transaction, ...]:
    """Those of the refunds, else those among the order's own."""
    of_refunds = tuple(each for refund in order.refunds for each in refund.transactions if each.kind == _REFUND)
    return of_refunds or tuple(each for each in order.transactions if each.kind == _REFUND)


def refunded_amount(order: Order) -> Money | None:
    """The money that went back to the customer; None where there is none, or its amount is not known."""
    if all(refund_state(refund) in (RefundState.MADE, RefundState.NOTHING) for refund in order.refunds):
        return order.refunded if order.refunded and order.refunded.amount > 0 else None
    return amount_of(order, RefundState.MADE)


def amount_of(order: Order, state: RefundState) -> Money | None:
    """The sum of the refunds in a state; None where Shopify counts nothing for them."""
    totals = [refund.total for refund in order.refunds if refund.total and refund_state(refund) is state]
    amount = sum((total.amount for total in totals), Decimal(0))
    return Money(amount=amount, currency=totals[0].currency) if amount > 0 else None


def settled_amount(order: Order) -> Money | None:
    """The sum of the refunds that were made; None also where one was made in part: Shopify does not say how much."""
    made = [refund for refund in order.refunds if refund_state(refund) is RefundState.MADE]
    transactions = [each for refund in made for each in _last_of_gateways(refund.transactions)]
    return amount_of(order, RefundState.MADE) if all(each.status in _MADE for each in transactions) else None


def last_refunded_at(order: Order) -> datetime | None:
    """When money went back last."""
    made = (refund.processed_at for refund in order.refunds if refund_state(refund) is RefundState.MADE)
    return max(made, default=None)


def has_moved_money(order: Order) -> bool:
    """Whether any money went back. Where Shopify does not say how much, its status is believed."""
    if any(refund_state(refund) is RefundState.MADE for refund in order.refunds):
        return True
    if order.refunded is None:
        return not (has_failed_refund(order) or has_refund_under_way(order))
    return refunded_amount(order) is not None


def _is_later(success: datetime | None, failure: datetime | None) -> bool:
    return success is not None and (failure is None or success > failure)
