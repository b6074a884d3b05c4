from decimal import Decimal

from tracking.demo.building import DemoLine, DemoOrder
from tracking.demo.building.destinations import BRISTOL, OSLO
from tracking.demo.building.money import money_bag, total
from tracking.demo.orders.products import MUG


def order(*, is_free: bool = False) -> DemoOrder:
    return DemoOrder(
        name="#1",
        slug="one",
        situation="One",
        email="one@example.com",
        destination=BRISTOL,
        placed_at="-1 12:00",
        lines=(DemoLine(MUG, 3),),
        shipping_method="Standard",
        is_free=is_free,
    )


def test_amount_is_in_both_currencies() -> None:
    assert money_bag(Decimal(2), OSLO) == {
        "shopMoney": {"amount": "2.00", "currencyCode": "GBP"},
        "presentmentMoney": {"amount": "28.00", "currencyCode": "NOK"},
    }


def test_total_is_the_price_of_the_quantities() -> None:
    (line,) = order().lines
    assert total(order(), {line.line_key: 2}) == 2 * MUG.price


def test_a_free_order_costs_nothing() -> None:
    (line,) = order().lines
    assert total(order(is_free=True), {line.line_key: 3}) == 0
