from datetime import UTC, datetime, timedelta

import pytest

from tests.shopify.store_rows import order
from tracking.shopify.documents.released_holds import may_have_released, with_released_holds
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
REASONS: list[JsonObject] = [{"reason": "INVENTORY_OUT_OF_STOCK"}]


def document(*groups: JsonObject) -> Document:
    return {"order": {**order(1), "fulfillmentOrders": {"nodes": [*groups]}}, "zone": "UTC"}


def group(number: int = 1, status: str = "OPEN", *, is_held: bool = False, left: int = 1) -> JsonObject:
    return {
        "id": f"gid://shopify/FulfillmentOrder/{number}",
        "status": "ON_HOLD" if is_held else status,
        "fulfillmentHolds": [*REASONS] if is_held else [],
        "lineItems": {"nodes": [{"remainingQuantity": left, "lineItem": {"id": "gid://shopify/LineItem/1"}}]},
    }


def released(its: Document) -> list[datetime | None]:
    return [each.released_at for each in read_order(stored_document(its)).fulfillment_orders]


def test_a_hold_that_is_no_longer_was_released_when_that_was_seen() -> None:
    before = document(group(1, is_held=True), group(2), group(3, is_held=True))
    after = with_released_holds(document(group(1), group(2), group(3, is_held=True)), before, NOW)
    assert released(after) == [NOW, None, None]


def test_the_moment_stays_until_the_next_hold_is_released() -> None:
    seen = with_released_holds(document(group()), document(group(is_held=True)), NOW)
    later = NOW + timedelta(hours=1)
    again = with_released_holds(document(group()), stored_document(seen), later)
    assert released(again) == [NOW]
    held = with_released_holds(document(group(is_held=True)), again, later)
    assert released(held) == [None]
    assert released(with_released_holds(document(group()), held, later)) == [later]


@pytest.mark.parametrize(
    ("its", "may"),
    [
        (document(group()), True),
        (document(group(is_held=True), group(2, left=0, status="CLOSED")), False),
        ({"order": order(1)}, False),
    ],
    ids=["waits", "held and sent", "no scope"],
)
def test_only_what_waits_may_have_been_released(its: Document, may: bool) -> None:  # noqa: FBT001 - a case
    assert may_have_released(its) is may
