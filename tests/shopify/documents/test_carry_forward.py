from tests.fakes import NOW
from tests.shopify.store_rows import order
from tracking.shopify.documents.carry_forward import carry_forward, depends_on_before
from tracking.shopify.json_decoder import JsonObject

GROUP: JsonObject = {"id": "1", "status": "OPEN", "lineItems": [{"remainingQuantity": 1}]}
DELIVERED: JsonObject = {"deliveredAt": NOW.isoformat()}


def test_holds_and_days_are_taken_over() -> None:
    named: JsonObject = {"part": "pending-1"}
    before: JsonObject = {"order": {"fulfillmentOrders": [{**GROUP, "status": "ON_HOLD"}]}, "named": [named]}
    now: JsonObject = {"order": {**order(1), "fulfillmentOrders": [GROUP]}}
    assert carry_forward(now, before, NOW) == {
        **now,
        "released": [{"id": "1", "at": NOW.isoformat()}],
        "named": [named],
    }


def test_delivered_order_depends_on_nothing() -> None:
    its_order: JsonObject = {**order(1), "fulfillments": [DELIVERED], "fulfillmentOrders": []}
    assert not depends_on_before({"order": its_order})
    assert depends_on_before({"order": {**its_order, "fulfillmentOrders": [GROUP]}})
    assert depends_on_before({"order": {**its_order, "fulfillments": []}})
