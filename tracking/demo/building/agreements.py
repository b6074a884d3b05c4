"""Builds the sales agreements of a demo order: the order as placed, its edits and its refunds."""

from collections import Counter
from typing import NamedTuple

from tracking.demo.building.fulfillments import Node
from tracking.demo.building.ids import gid
from tracking.demo.building.relative_time import RelativeTime, When
from tracking.demo.building.specs import DemoOrder, Product, Units


class _Agreement(NamedTuple):
    kind: str
    reason: str
    at: When
    added: Units
    removed: Units


def agreements(order: DemoOrder, number: int, clock: RelativeTime) -> list[Node]:
    """Every agreement, oldest first."""
    products = {line.line_key: line.product for line in order.lines}
    return [
        {
            "__typename": made.kind,
            "id": gid("SalesAgreement", number, nth),
            "reason": made.reason,
            "happenedAt": clock.timestamp(made.at),
            "sales": _sales(made, products, (number, nth)),
        }
        for nth, made in enumerate(sorted(_agreements(order), key=lambda made: clock.at(made.at)))
    ]


def _agreements(order: DemoOrder) -> list[_Agreement]:
    ordered = Counter({line.line_key: line.quantity for line in order.lines})
    added_later = sum((Counter(edit.added) for edit in order.edits), Counter[str]())
    return [
        _Agreement("OrderAgreement", "ORDER", order.placed_at, ordered - added_later, {}),
        *(_Agreement("OrderEditAgreement", "ORDER_EDIT", edit.at, edit.added, edit.removed) for edit in order.edits),
        *(_Agreement("RefundAgreement", "REFUND", refund.at, {}, refund.units) for refund in order.refunds),
    ]


def _sales(made: _Agreement, products: dict[str, Product], where: tuple[int, int]) -> list[Node]:
    """Removed units count downward."""
    changes = [("ORDER", key, units) for key, units in made.added.items()]
    changes += [("RETURN", key, -units) for key, units in made.removed.items()]
    return [
        {"id": gid("Sale", *where, nth), "actionType": action, "quantity": units, **_line_type(products[key])}
        for nth, (action, key, units) in enumerate(changes)
    ]


def _line_type(product: Product) -> Node:
    if product.is_gift_card:
        return {"__typename": "GiftCardSale", "lineType": "GIFT_CARD"}
    if not product.is_sent:
        return {"__typename": "TipSale", "lineType": "TIP"}
    return {"__typename": "ProductSale", "lineType": "PRODUCT"}
