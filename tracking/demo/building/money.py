"""Computes amounts in the shop's currency and in the customer's."""

from collections.abc import Mapping
from decimal import Decimal

from tracking.demo.building.destinations import DemoDestination
from tracking.demo.building.quantities import Quantities
from tracking.demo.building.specs import DemoOrder, DemoRefund

SHOP_CURRENCY = "GBP"


def money_bag(pounds: Decimal, place: DemoDestination) -> dict[str, object]:
    """The amount in both currencies, as Shopify's MoneyBag."""
    return {
        "shopMoney": _money(pounds, SHOP_CURRENCY),
        "presentmentMoney": _money(pounds * place.rate, place.currency),
    }


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currencyCode": currency}


def total(order: DemoOrder, quantities: Mapping[str, int]) -> Decimal:
    """The price of these quantities of the order's lines."""
    if order.is_free:
        return Decimal(0)
    return Decimal(sum(line.product.price * quantities.get(line.line_key, 0) for line in order.lines))


def current_total(order: DemoOrder, quantities: Quantities) -> Decimal:
    """The price of the order without its removed and refunded units."""
    return total(order, {line.line_key: quantities.current(line.line_key) for line in order.lines})


def refund_amount(order: DemoOrder, refund: DemoRefund) -> Decimal:
    """The amount of one refund."""
    return total(order, refund.units) if refund.amount is None else Decimal(refund.amount)
