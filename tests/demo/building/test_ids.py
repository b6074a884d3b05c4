from tracking.demo.building.ids import gid, order_number_id
from tracking.demo.orders import ORDERS


def test_every_order_has_an_id_of_its_own() -> None:
    assert len({order_number_id(order.name) for order in ORDERS}) == len(ORDERS)


def test_parts_are_numbered_within_their_order() -> None:
    assert gid("Order", 5) == "gid://shopify/Order/5"
    assert gid("LineItem", 5, 0) == "gid://shopify/LineItem/5001"
    assert gid("FulfillmentEvent", 5, 1, 9) == "gid://shopify/FulfillmentEvent/5002010"
