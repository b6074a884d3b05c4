"""When holds of an order were released, which Shopify does not say: seen by comparing an answer with the one before."""

from datetime import datetime
from typing import TYPE_CHECKING

from tracking.shopify.parsing.node import Node
from tracking.shopify.parsing.order import Document

if TYPE_CHECKING:
    from tracking.shopify.json_decoder import Json, JsonObject

_HELD = "ON_HOLD"


def may_have_released(document: Document) -> bool:
    """Whether something in it waits, and is not on hold: else nothing depends on when a hold was released."""
    return any(_waits(group) for group in _groups(document))


def with_released_holds(document: Document, before: Document, fetched_at: datetime) -> Document:
    """The document with ``released``: of each group that was on hold ``before``, and is no longer, since when.

    At the latest when it was fetched.
    """
    known: dict[str, Json] = {row.text("id") or "": row.text("at") for row in Node(before).rows("released")}
    held = {group.text("id") for group in _groups(before) if _is_held(group)}
    released: list[Json] = []
    for group in _groups(document):
        group_id = group.text("id")
        if group_id is None or _is_held(group):
            continue
        at = fetched_at.isoformat() if group_id in held else known.get(group_id)
        if at:
            row: JsonObject = {"id": group_id, "at": at}
            released.append(row)
    return {**document, "released": released} if released else document


def _groups(document: Document) -> list[Node]:
    return Node(document).node("order").rows("fulfillmentOrders")


def _is_held(group: Node) -> bool:
    return group.text("status") == _HELD or bool(group.rows("fulfillmentHolds"))


def _waits(group: Node) -> bool:
    return not _is_held(group) and any(row.number("remainingQuantity") for row in group.rows("lineItems"))
