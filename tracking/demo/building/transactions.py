"""Builds the transactions of a demo order and of its refunds."""

from tracking.demo.building.fulfillments import Node
from tracking.demo.building.ids import gid
from tracking.demo.building.money import money_bag, refund_amount, total
from tracking.demo.building.relative_time import RelativeTime
from tracking.demo.building.specs import DemoOrder, DemoRefund, DemoTransaction

_SALE = (DemoTransaction("SALE", "SUCCESS"),)
_BY_STATUS = {
    "PENDING": (DemoTransaction("SALE", "PENDING"),),
    "AUTHORIZED": (DemoTransaction("AUTHORIZATION", "SUCCESS"),),
    "EXPIRED": (DemoTransaction("AUTHORIZATION", "FAILURE"),),
    "VOIDED": (DemoTransaction("AUTHORIZATION", "SUCCESS"), DemoTransaction("VOID", "SUCCESS")),
}


def transactions(order: DemoOrder, number: int, clock: RelativeTime) -> list[Node]:
    """Those of the payment, then those of its refunds."""
    paid = order.transactions or (() if order.is_free else _BY_STATUS.get(order.financial_status, _SALE))
    rows = [_transaction(order, each, (number, nth), clock) for nth, each in enumerate(paid)]
    return rows + [
        row
        for nth, refund in enumerate(order.refunds)
        for row in refund_transactions(order, refund, (number, nth), clock)
    ]


def refund_transactions(
    order: DemoOrder, refund: DemoRefund, where: tuple[int, int], clock: RelativeTime
) -> list[Node]:
    """The transaction of a refund; none where it is of nothing."""
    if not refund_amount(order, refund):
        return []
    made = DemoTransaction("REFUND", refund.status, refund.at, refund.gateway)
    return [_transaction(order, made, (*where, 1), clock) | {"amountSet": _amount(order, refund)}]


def _transaction(order: DemoOrder, made: DemoTransaction, where: tuple[int, ...], clock: RelativeTime) -> Node:
    at = clock.timestamp(made.at or order.placed_at)
    return {
        "id": gid("OrderTransaction", *where),
        "kind": made.kind,
        "status": made.status,
        "gateway": made.gateway or order.gateway,
        "manualPaymentGateway": order.is_manual_gateway and made.gateway is None,
        "createdAt": at,
        "processedAt": at,
        "amountSet": money_bag(total(order, {line.line_key: line.quantity for line in order.lines}), order.destination),
    }


def _amount(order: DemoOrder, refund: DemoRefund) -> Node:
    return money_bag(refund_amount(order, refund), order.destination)
