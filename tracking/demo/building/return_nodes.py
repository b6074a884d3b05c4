"""Returns and refunds of a demo order as Shopify says them."""

from collections.abc import Mapping, Sequence

from tracking.demo.building.fulfillments import Lines, Node, tracking
from tracking.demo.building.ids import gid
from tracking.demo.building.money import bag, refunded
from tracking.demo.building.relative_time import Clock
from tracking.demo.building.specs import Back, Exchanged, Sale


def returns(sale: Sale, number: int, lines: Lines, clock: Clock) -> list[Node]:
    """One for each return of the sale, in its order."""
    return [_return(sale, back, (number, nth), lines, clock) for nth, back in enumerate(sale.returns)]


def _return(sale: Sale, back: Back, where: tuple[int, int], lines: Lines, clock: Clock) -> Node:
    return {
        "id": gid("Return", *where),
        "name": f"{sale.name}-R{where[1] + 1}",
        "status": back.status,
        "createdAt": clock.stated(back.asked),
        "requestApprovedAt": clock.said(back.approved),
        "closedAt": clock.said(back.closed),
        "decline": {"reason": back.declined} if back.declined else None,
        "totalQuantity": sum(back.units.values()),
        "returnLineItems": _items(back, where, lines),
        "exchangeLineItems": [_exchange(exchange, (*where, nth), lines) for nth, exchange in enumerate(back.exchanges)],
        "reverseFulfillmentOrders": [_reverse(back, where, clock)] if back.approved else [],
    }


def _items(back: Back, where: tuple[int, int], lines: Lines) -> list[Node]:
    left = back.refunded
    rows: list[Node] = []
    for nth, (key, count) in enumerate(back.units.items()):
        repaid = min(left, count)
        left -= repaid
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


def _exchange(exchange: Exchanged, where: tuple[int, int, int], lines: Lines) -> Node:
    line = lines.get(exchange.good.key)
    return {
        "id": gid("ExchangeLineItem", *where),
        "quantity": exchange.quantity,
        "title": exchange.good.title,
        "variantTitle": exchange.good.variant,
        "lineItems": [line] if line else None,
    }


def _reverse(back: Back, where: tuple[int, int], clock: Clock) -> Node:
    dispositions = [
        {
            "id": gid("ReverseFulfillmentOrderDisposition", *where, nth),
            "type": kind,
            "quantity": count,
            "createdAt": clock.stated(at),
        }
        for nth, (kind, count, at) in enumerate(back.dispositions)
    ]
    rows = [
        {
            "id": gid("ReverseFulfillmentOrderLineItem", *where),
            "totalQuantity": sum(back.units.values()),
            "dispositions": dispositions,
        }
    ]
    return {
        "id": gid("ReverseFulfillmentOrder", *where),
        "status": back.reverse,
        "lineItems": rows,
        "reverseDeliveries": _deliveries(back, where, clock),
    }


def _deliveries(back: Back, where: tuple[int, int], clock: Clock) -> list[Node]:
    if not back.tracks and not back.label:
        return []
    made = clock.stated(back.approved or back.asked)
    label = {"createdAt": made, "updatedAt": made, "publicFileUrl": back.label} if back.label else None
    tracks = back.tracks or (None,)
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


def refunds(sale: Sale, number: int, lines: Lines, made: Sequence[Node], clock: Clock) -> list[Node]:
    """One for each refund of the sale; ``made`` are its returns."""
    return [
        {
            "id": gid("Refund", number, nth),
            "legacyResourceId": gid("", number, nth).rpartition("/")[2],
            "createdAt": clock.stated(refund.at),
            "updatedAt": clock.stated(refund.at),
            "processedAt": clock.stated(refund.at),
            "totalRefundedSet": bag(refunded(sale, refund), sale.place),
            "return": None if refund.of_return is None else made[refund.of_return],
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
        for nth, refund in enumerate(sale.refunds)
    ]
