from decimal import Decimal

from tracking.demo.building import Bought, Sale
from tracking.demo.building.destinations import BRISTOL, OSLO
from tracking.demo.building.money import bag, total
from tracking.demo.orders.products import MUG


def sale(*, is_free: bool = False) -> Sale:
    return Sale(
        name="#1",
        slug="one",
        situation="One",
        email="one@example.com",
        place=BRISTOL,
        placed="-1 12:00",
        lines=(Bought(MUG, 3),),
        shipping="Standard",
        is_free=is_free,
    )


def test_an_amount_stands_in_both_currencies() -> None:
    assert bag(Decimal(2), OSLO) == {
        "shopMoney": {"amount": "2.00", "currencyCode": "GBP"},
        "presentmentMoney": {"amount": "28.00", "currencyCode": "NOK"},
    }


def test_a_total_is_the_price_of_what_is_there() -> None:
    (line,) = sale().lines
    assert total(sale(), {line.name: 2}) == 2 * MUG.price


def test_a_free_order_costs_nothing() -> None:
    (line,) = sale().lines
    assert total(sale(is_free=True), {line.name: 3}) == 0
