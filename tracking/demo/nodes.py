"""Finds the parts of orders by their global ids, and the order of a part."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from tracking.demo.order_index import candidates

Node: TypeAlias = Mapping[str, object]

FIELDS = {
    "FulfillmentOrder": "fulfillmentOrder",
    "Return": "return",
    "ReverseDelivery": "reverseDelivery",
    "ReverseFulfillmentOrder": "reverseFulfillmentOrder",
}
"""The types that ``node`` finds here, and the root field of each: both require the same scope."""


def part_of(orders: Sequence[Node], node_id: str) -> Node | None:
    """The part with this id, with its ``__typename``."""
    found = (
        (kind, part) for order in candidates(orders, node_id) for kind, part in _parts(order) if part["id"] == node_id
    )
    return next(({**part, "__typename": kind} for kind, part in found), None)


def order_of(orders: Sequence[Node], part: Node) -> Node:
    """The order that contains the part."""
    found = candidates(orders, str(part["id"]))
    return next(order for order in found if any(part["id"] == each["id"] for _, each in _parts(order)))


def _parts(order: Node) -> Iterator[tuple[str, Node]]:
    yield from (("FulfillmentOrder", group) for group in _rows(order, "fulfillmentOrders"))
    for return_node in _rows(order, "returns"):
        yield "Return", return_node
        for reverse in _rows(return_node, "reverseFulfillmentOrders"):
            yield "ReverseFulfillmentOrder", reverse
            for delivery in _rows(reverse, "reverseDeliveries"):
                yield "ReverseDelivery", {**delivery, "reverseFulfillmentOrder": reverse}


def _rows(node: Node, name: str) -> Sequence[Node]:
    return cast("Sequence[Node]", node.get(name) or ())
