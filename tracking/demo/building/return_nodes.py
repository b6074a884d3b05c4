"""Builds the returns and refunds of a demo order."""

from collections.abc import Mapping, Sequence

from tracking.demo.building.fulfillments import Lines, Node, tracking
from tracking.demo.building.ids import gid
from tracking.demo.building.money import money_bag, refund_amount
from tracking.demo.building.relative_time import RelativeTime
from tracking.demo.building.specs import DemoExchange, DemoOrder, DemoReturn
from tracking.demo.building.transactions import refund_transactions


def returns(order: DemoOrder, number: int, lines: Lines, clock: RelativeTime) -> list[Node]:
    """One for each return, in the order of the returns."""
    return [_return(order, demo_return, (number, nth), lines, clock) for nth, demo_return in enumerate(order.returns)]


def _return(
    order: DemoOrder, demo_return: DemoReturn, where: tuple[int, int], lines: Lines, clock: RelativeTime
) -> Node:
    return {
        "id": gid("Return", *where),
        "name": f"{order.name}-R{where[1] + 1}",
        "status": demo_return.status,
        "createdAt": clock.timestamp(demo_return.requested_at),
        "requestApprovedAt": clock.timestamp_or_none(demo_return.approved_at),
        "closedAt": clock.timestamp_or_none(demo_return.closed_at),
        "decline": {"reason": demo_return.decline_reason} if demo_return.decline_reason else None,
        "totalQuantity": sum(demo_return.units.values()),
        "returnLineItems": _items(demo_return, where, lines),
        "exchangeLineItems": [
            _exchange(exchange, (*where, nth), lines) for nth, exchange in enumerate(demo_return.exchanges)
        ],
        "reverseFulfillmentOrders": [_reverse(demo_return, where, clock)] if demo_return.approved_at else [],
    }


def _items(demo_return: DemoReturn, where: tuple[int, int], lines: Lines) -> list[Node]:
    remaining = demo_return.refunded_units
    rows: list[Node] = []
    for nth, (key, count) in enumerate(demo_return.units.items()):
        repaid = min(remaining, count)
        remaining -= repaid
        sent = {"id": gid("FulfillmentLineItem", *where, nth), "quantity": count, "lineItem": lines[key]}
        rows.append(
            {
                "__typename": "ReturnLineItem",
                "id": gid("ReturnLineItem", *where, nth),
                "quantity": count,
                "refundedQuantity": repaid,
                "refundableQuantity": count - repaid,
                "fulfillmentLineItem": sent,
            }
        )
    return rows


def _exchange(exchange: DemoExchange, where: tuple[int, int, int], lines: Lines) -> Node:
    line = lines.get(exchange.product.key)
    return {
        "id": gid("ExchangeLineItem", *where),
        "quantity": exchange.quantity,
        "title": exchange.product.title,
        "variantTitle": exchange.product.variant,
        "lineItems": [line] if line else None,
    }


def _reverse(demo_return: DemoReturn, where: tuple[int, int], clock: RelativeTime) -> Node:
    dispositions = [
        {
            "id": gid("ReverseFulfillmentOrderDisposition", *where, nth),
            "type": kind,
            "quantity": count,
            "createdAt": clock.timestamp(at),
        }
        for nth, (kind, count, at) in enumerate(demo_return.dispositions)
    ]
    rows = [
        {
            "id": gid("ReverseFulfillmentOrderLineItem", *where),
            "totalQuantity": sum(demo_return.units.values()),
            "dispositions": dispositions,
        }
    ]
    return {
        "id": gid("ReverseFulfillmentOrder", *where),
        "status": demo_return.reverse_status,
        "lineItems": rows,
        "reverseDeliveries": _deliveries(demo_return, where, clock),
    }


def _deliveries(demo_return: DemoReturn, where: tuple[int, int], clock: RelativeTime) -> list[Node]:
    if not demo_return.trackings and not demo_return.label_url:
        return []
    made = clock.timestamp(demo_return.approved_at or demo_return.requested_at)
    label = (
        {"createdAt": made, "updatedAt": made, "publicFileUrl": demo_return.label_url}
        if demo_return.label_url
        else None
    )
    tracks = demo_return.trackings or (None,)
    return [
        {
            "id": gid("ReverseDelivery", *where, nth),
            "deliverable": {
                "__typename": "ReverseDeliveryShippingDeliverable",
                "label": label,
                "tracking": _reverse_tracking(tracking(track)) if track else None,
            },
        }
        for nth, track in enumerate(tracks)
    ]


def _reverse_tracking(track: Mapping[str, object]) -> Node:
    return {"carrierName": track["company"], "number": track["number"], "url": track["url"]}


def refunds(order: DemoOrder, number: int, lines: Lines, made: Sequence[Node], clock: RelativeTime) -> list[Node]:
    """One for each refund; ``made`` are the return nodes of the order."""
    return [
        {
            "id": gid("Refund", number, nth),
            "legacyResourceId": gid("", number, nth).rpartition("/")[2],
            "createdAt": clock.timestamp(refund.at),
            "updatedAt": clock.timestamp(refund.at),
            "processedAt": clock.timestamp(refund.at),
            "totalRefundedSet": money_bag(refund_amount(order, refund), order.destination),
            "transactions": refund_transactions(order, refund, (number, nth), clock),
            "return": None if refund.return_index is None else made[refund.return_index],
            "refundLineItems": [
                {
                    "id": gid("RefundLineItem", number, nth, row),
                    "quantity": count,
                    "restockType": refund.restock,
                    "restocked": refund.restock in {"CANCEL", "RETURN"},
                    "lineItem": lines[key],
                }
                for row, (key, count) in enumerate(refund.units.items())
            ],
        }
        for nth, refund in enumerate(order.refunds)
    ]
